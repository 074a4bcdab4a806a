"""`screener export`: decided drafts as files, for the eval suite."""

import os
from pathlib import Path

import yaml

from screener.uses.exporting import ExportedDraft, exported, to_export
from screener.wiring.service import Service
from screener.wiring.settings import load_settings
from screener.words.counting import counted
from screener.words.decided import DECISION
from screener.words.errors import ConfigurationError


def export(folder: Path, data: Path | None, *, secret: bool) -> None:
    """Write one folder per decided draft. Raises ConfigurationError where something stands in the way."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ConfigurationError(f"{folder} is not empty; name a folder that is yet to be made.")
    with Service(load_settings(data=data), screens=False) as service:
        service.prepare()
        ids = to_export(service.stores, secret=secret)
        if not ids:
            raise ConfigurationError("No draft is decided yet, or all that are have been destroyed; decide some first.")
        try:
            _private_folder(folder)
            for draft_id in ids:
                _write(folder, exported(service.stores, draft_id))
        except OSError as error:
            raise ConfigurationError(
                f"{folder} cannot be written: {error.strerror}; choose another place, and destroy what is there."
            ) from error
    _say(f"Wrote {counted(len(ids), 'decided draft')} to {folder}, in clear: keep them as you keep the drafts.")
    _say(f"Next: screener eval import {folder} --out DATASETS")


def _write(folder: Path, made: ExportedDraft) -> None:
    own = folder / made.decided.id
    _private_folder(own)
    values = made.decided.model_dump(mode="json", exclude_defaults=True)
    told = yaml.safe_dump(values, sort_keys=False, allow_unicode=True, width=110)
    for name, content in ((made.decided.draft, made.untrusted_original), (DECISION, told.encode())):
        with os.fdopen(os.open(own / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)


def _private_folder(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.chmod(0o700)


def _say(line: str) -> None:
    print(line)  # noqa: T201
