"""`screener backup`, `screener restore` and `screener rotate-key`: what the service keeps, copied, brought back, put under
another master key."""

from pathlib import Path

from screener.cli.guarded import data_folder_taken
from screener.storage.audit import Audit
from screener.storage.backup import write_backup
from screener.storage.backup_file import Manifest
from screener.storage.database import Database
from screener.storage.master_key import MasterKey
from screener.storage.restoring import restore_backup
from screener.storage.rotation import rotate_file
from screener.storage.vault import Vault
from screener.wiring.settings import Settings, load_settings
from screener.words.counting import counted
from screener.words.errors import ConfigurationError


def backup(file: Path, data: Path | None, *, with_key: bool) -> None:
    """Write a backup; the service may run meanwhile. Raises ConfigurationError, Unavailable."""
    settings = load_settings(data=data)
    if not _key_env(settings) and not _key_file(settings).exists():
        raise ConfigurationError(
            f"There is no master key in {_key_file(settings)}; name the data folder of the service."
        )
    master = MasterKey.load(_key_file(settings), _key_env(settings))
    database, vault = _database(settings), Vault(master)
    try:
        database.ready()
        key = master if with_key else None
        manifest = write_backup(file, database, vault, own_corpus=settings.data / "corpus", with_key=key)
        with database.writing() as session:
            Audit(vault).append(session, "system", "backup.write", "service", master_key=str(with_key).lower())
    finally:
        database.close()
    _say(f"Wrote {file} ({file.stat().st_size / 1e6:.1f} MB): {_holds(manifest)}.")
    if with_key:
        _say("The master key is in it: whoever has this file can read every draft.")
    else:
        _say(f"It needs the master key '{manifest.master}', which is not in it; keep that key in another place.")


def restore(file: Path, data: Path | None) -> None:
    """Restore a backup into an empty place. Raises ConfigurationError, Unavailable."""
    settings = load_settings(data=data)
    database, key_env = _database(settings), _key_env(settings)
    try:
        manifest, audit = restore_backup(
            file, database, own_corpus=settings.data / "corpus", key_file=_key_file(settings), key_env=key_env
        )
        if audit.whole:
            vault = Vault(MasterKey.load(_key_file(settings), key_env))
            with database.writing() as session:
                Audit(vault).append(
                    session, "system", "backup.restore", "service", made_at=manifest.made_at.isoformat()
                )
    finally:
        database.close()
    _say(f"Restored {_holds(manifest)}, as of {manifest.made_at:%Y-%m-%d %H:%M} UTC.")
    if not audit.whole:
        _say(f"The audit in it was already broken when the backup was made: {audit.problems[0]}")
    _say("Everybody signs in again; drafts that were being screened are screened anew.")


def rotate_key(data: Path | None) -> None:
    """Change the master key for a fresh one; the service must be stopped. Raises ConfigurationError, Unavailable."""
    settings = load_settings(data=data)
    if _key_env(settings):
        raise ConfigurationError(
            f"The master key comes from the environment; put it into {_key_file(settings)} (mode 600), unset it there, "
            "change it, and give the new one to the environment again."
        )
    file, database = _key_file(settings), _database(settings)
    if not file.exists():
        raise ConfigurationError(f"There is no master key in {file}; name the data folder of the service.")
    try:
        with data_folder_taken(settings.data):
            if others := database.others():
                raise ConfigurationError(
                    f"The service still runs, for {database.where} holds {counted(others, 'other connection')} open. Stop "
                    "every web and worker process, then change the key."
                )
            key, left, count = rotate_file(database, file)
        with database.writing() as session:
            Audit(Vault(key)).append(session, "system", "key.rotate", "service", key=key.name)
    finally:
        database.close()
    _say(f"The keys of {count} drafts are now under the master key '{key.name}' in {file}.")
    _say(f"The old key is in {left}: it opens older backups; once you need none of them, destroy it.")


def _database(settings: Settings) -> Database:
    named = settings.service.database_url
    return Database(named.get_secret_value() if named else f"sqlite:///{settings.data / 'service.sqlite'}")


def _key_file(settings: Settings) -> Path:
    return settings.service.master_key_file or settings.data / "master.key"


def _key_env(settings: Settings) -> str | None:
    return settings.service.master_key.get_secret_value() if settings.service.master_key else None


def _holds(manifest: Manifest) -> str:
    rows = {
        name.removeprefix("tables/").removesuffix(".jsonl"): member.rows for name, member in manifest.members.items()
    }
    cases = sum(name.startswith("corpus/") for name in manifest.members)
    told = [(rows["drafts"], "draft"), (rows["decisions"], "decision"), (rows["people"], "account")]
    told += [(manifest.audit_lines, "audit line"), (cases, "corpus file")]
    return ", ".join(f"{count} {noun}{'' if count == 1 else 's'}" for count, noun in told)


def _say(line: str) -> None:
    print(line)  # noqa: T201
