"""Backup and restore: everything of one moment, into an empty place only, between both kinds of database, under one key."""

import json
import re
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from screener.storage.audit import Audit
from screener.storage.backup import write_backup
from screener.storage.backup_file import LEFT_OUT
from screener.storage.database import Database
from screener.storage.drafts import Drafts
from screener.storage.master_key import MasterKey
from screener.storage.migrating import NEEDED
from screener.storage.people import People
from screener.storage.restoring import restore_backup
from screener.storage.tables import Table
from screener.storage.vault import Vault
from screener.words.errors import ConfigurationError
from screener.words.people import Role
from screener.words.submission import DraftStatus
from tests.postgres import server
from tests.storage.installation import Kept, case


class Place:
    """An installation's data folder with its key, and a database."""

    def __init__(self, folder: Path, url: str) -> None:
        self.corpus, self.key_file = folder / "corpus", folder / "master.key"
        self.database = Database(url)

    def backup(self, file: Path, **given: object) -> None:
        vault = Vault(MasterKey.load(self.key_file))
        write_backup(file, self.database, vault, own_corpus=self.corpus, **given)  # type: ignore[arg-type]

    def restore(self, file: Path) -> None:
        _, audit = restore_backup(file, self.database, own_corpus=self.corpus, key_file=self.key_file)
        assert audit.whole, audit.problems

    def rows(self) -> dict[str, list[object]]:
        with self.database.reading() as session:
            tables = [t for t in Table.metadata.sorted_tables if t.name not in LEFT_OUT]
            return {t.name: [tuple(r) for r in session.execute(select(t).order_by(*t.primary_key))] for t in tables}


@pytest.fixture(params=["sqlite", "postgresql"])
def filled(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """An installation with something in every table."""
    url = f"sqlite:///{tmp_path / 'from' / 'service.sqlite'}" if request.param == "sqlite" else server().new_database()
    place = Place(tmp_path / "from", url)
    place.database.migrate()
    kept = Kept(place.database, Vault(MasterKey.load(place.key_file)))
    draft = kept.screened("naïve.pdf")
    kept.judged(draft, "quokka ✓")
    with place.database.writing() as session:
        kept.drafts.put_bytes(session, draft.id, "original", "file", bytes(range(256)) * 9_000)
        kept.drafts.set_progress(session, kept.drafts.progress(session, draft.id))
        kept.drafts.assign(session, draft.id, kept.reviewer.id, by=kept.reviewer.id)
        kept.people.add_token(session, kept.author.id, name="t", sha256="h", scopes=[])
        kept.idempotency.remember(session, kept.author.id, "k", "r", draft.id)
        kept.cases.settle(
            session, kept.cases.propose(session, case(), "y", by=kept.author.id).id, "approved", by=kept.author.id
        )
        kept.audit.append(session, "system", "draft.read", f"draft:{draft.id}")
    (place.corpus / "cases").mkdir(parents=True)
    (place.corpus / "cases" / "own.yaml").write_text("id: own")
    yield place
    place.database.close()


@pytest.fixture
def empty(tmp_path: Path, filled: Place) -> Iterator[Place]:
    """An empty place with a copy of the master key, of SQLite."""
    place = Place(tmp_path / "to", f"sqlite:///{tmp_path / 'to' / 'service.sqlite'}")
    MasterKey.load(filled.key_file).save(place.key_file)
    yield place
    place.database.close()


def test_everything_comes_back_on_either_kind_of_database(filled: Place, empty: Place, tmp_path: Path) -> None:
    before = filled.rows()
    assert all(before.values()), [name for name, rows in before.items() if not rows]
    filled.backup(tmp_path / "b.zip")
    elsewhere = Place(tmp_path / "third", server().new_database())
    MasterKey.load(filled.key_file).save(elsewhere.key_file)
    for place in (empty, elsewhere):
        place.restore(tmp_path / "b.zip")
        assert place.rows() == before
        assert (place.corpus / "cases" / "own.yaml").read_text() == "id: own"
    drafts = Drafts(Vault(MasterKey.load(elsewhere.key_file)))
    with elsewhere.database.reading() as session:
        (draft_id,) = drafts.with_status(session, DraftStatus.awaiting_review)
        assert drafts.get_bytes(session, draft_id, "original", "file") == bytes(range(256)) * 9_000
    elsewhere.database.close()


def test_a_backup_is_for_its_owner_alone_and_holds_neither_words_nor_the_master_key(
    filled: Place, tmp_path: Path
) -> None:
    filled.backup(tmp_path / "b.zip")
    assert (tmp_path / "b.zip").stat().st_mode & 0o777 == 0o600
    key = MasterKey.load(filled.key_file)
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        for name in archive.namelist():
            content = archive.read(name)
            assert not any(n in content for n in (key.text().encode(), key.secret, b"quokka", "naïve".encode())), name
    assert [f.name for f in tmp_path.iterdir() if f.name.startswith(".")] == []


def test_the_master_key_goes_along_only_when_asked_for_and_is_put_in_place(filled: Place, tmp_path: Path) -> None:
    key = MasterKey.load(filled.key_file)
    filled.backup(tmp_path / "b.zip", with_key=key)
    place = Place(tmp_path / "to", f"sqlite:///{tmp_path / 'to' / 'service.sqlite'}")
    place.restore(tmp_path / "b.zip")
    assert MasterKey.load(place.key_file).secret == key.secret
    assert place.key_file.stat().st_mode & 0o777 == 0o600
    place.database.close()


def test_without_the_key_it_needs_nothing_is_restored_and_the_key_is_named(filled: Place, tmp_path: Path) -> None:
    filled.backup(tmp_path / "b.zip")
    needed = MasterKey.load(filled.key_file).name
    place = Place(tmp_path / "to", f"sqlite:///{tmp_path / 'to' / 'service.sqlite'}")
    with pytest.raises(ConfigurationError, match=f"'{needed}', which is neither in it nor here"):
        place.restore(tmp_path / "b.zip")
    other = MasterKey.load(place.key_file)
    with pytest.raises(ConfigurationError, match=f"'{needed}', and the one here is '{other.name}'"):
        place.restore(tmp_path / "b.zip")
    assert not (tmp_path / "to" / "service.sqlite").exists()


def test_a_place_that_is_not_empty_is_refused_and_left_alone(filled: Place, empty: Place, tmp_path: Path) -> None:
    filled.backup(tmp_path / "b.zip")
    before = filled.rows()
    with pytest.raises(ConfigurationError, match="restore into an empty one"):
        filled.restore(tmp_path / "b.zip")
    assert filled.rows() == before
    (empty.corpus / "cases").mkdir(parents=True)
    (empty.corpus / "cases" / "mine.yaml").write_text("mine")
    with pytest.raises(ConfigurationError, match="There are cases"):
        empty.restore(tmp_path / "b.zip")
    assert not any(empty.rows().values())


def altered(file: Path, name: str, change: object) -> Path:
    """A copy of a backup in which one member's bytes are changed by a function, or left out."""
    copy = file.with_name("altered.zip")
    with zipfile.ZipFile(file) as source, zipfile.ZipFile(copy, "w") as target:
        for member in source.namelist():
            content: bytes | None = source.read(member)
            content = change(content) if member == name else content  # type: ignore[operator]
            if content is not None:
                target.writestr(member, content)
    return copy


def promoted(manifest: bytes) -> bytes:
    """A manifest whose hash of the accounts is another."""
    told = json.loads(manifest)
    told["members"]["tables/people.jsonl"]["sha256"] = "0" * 64
    return json.dumps(told).encode()


ALTERATIONS = (
    ("tables/people.jsonl", lambda b: b.replace(b"reviewer", b"maintainer"), "damaged or was altered"),
    ("tables/people.jsonl", lambda b: None, "does not hold what its manifest names"),
    ("manifest.json", promoted, "altered after it was made"),
    ("manifest.json", lambda b: re.sub(rb'"format": ?1', b'"format":2', b), "form"),
    ("manifest.json", lambda b: b"[]", "not a backup"),
    ("manifest.json", lambda b: None, "not a backup"),
    ("manifest.json", lambda b: b.replace(NEEDED.encode(), b"0001"), "restore it with that version"),
)


def test_an_altered_backup_is_refused_before_anything_is_written(filled: Place, empty: Place, tmp_path: Path) -> None:
    filled.backup(tmp_path / "b.zip")
    for name, change, says in ALTERATIONS:
        with pytest.raises(ConfigurationError, match=says):
            empty.restore(altered(tmp_path / "b.zip", name, change))
    assert not (tmp_path / "to" / "service.sqlite").exists()


def test_what_is_no_backup_at_all_is_refused(empty: Place, tmp_path: Path) -> None:
    (tmp_path / "text.zip").write_text("no zip")
    for file in (tmp_path / "text.zip", tmp_path / "none.zip", tmp_path):
        with pytest.raises(ConfigurationError, match="cannot be read as a backup"):
            empty.restore(file)


def test_a_file_that_is_there_already_is_not_overwritten(filled: Place, tmp_path: Path) -> None:
    (tmp_path / "b.zip").write_text("precious")
    with pytest.raises(ConfigurationError, match="another name"):
        filled.backup(tmp_path / "b.zip")
    assert (tmp_path / "b.zip").read_text() == "precious"
    with pytest.raises(ConfigurationError, match="another place"):
        filled.backup(tmp_path / "no" / "such" / "folder.zip")


def test_a_backup_made_while_others_write_is_of_one_moment(filled: Place, empty: Place, tmp_path: Path) -> None:
    audit, people, stop = Audit(Vault(MasterKey.load(filled.key_file))), People(), threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            with filled.database.writing() as session:
                new = people.add(session, email=f"p{number}@example.org", name="P", role=Role.author)
                audit.append(session, "system", "person.add", f"person:{new.id}")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(3):
            filled.backup(tmp_path / f"{number}.zip")
    finally:
        stop.set()
        writer.join()
    empty.restore(tmp_path / "2.zip")
    rows = empty.rows()
    assert len(rows["people"]) - 2 == len(rows["audit"]) - 1
    assert len(rows["people"]) < len(filled.rows()["people"])
