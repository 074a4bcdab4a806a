"""The master key: recognised as wrong at start, and changed without losing anything, even when a crash comes between."""

from pathlib import Path

import pytest
from sqlalchemy import text

from screener.storage.audit import Audit
from screener.storage.cases import CaseRecords
from screener.storage.database import Database
from screener.storage.drafts import Drafts
from screener.storage.master_key import MasterKey
from screener.storage.reviews import ReviewRecords
from screener.storage.rotation import check_master_key, rotate, rotate_file
from screener.storage.vault import Vault
from screener.words.errors import ConfigurationError, Unavailable
from tests.storage.installation import Kept, case


def filled(kept: Kept) -> str:
    """A judged draft, a purged one, a settled case, an audit."""
    draft, purged = kept.screened("name.pdf"), kept.draft()
    kept.judged(draft, "words")
    with kept.database.writing() as session:
        kept.drafts.put_bytes(session, draft.id, "original", "file", b"content")
        kept.drafts.purge(session, purged.id)
        made = kept.cases.propose(session, case(), "yaml", by=kept.author.id)
        kept.cases.settle(session, made.id, "approved", by=kept.author.id, because="good")
        kept.audit.append(session, "system", "x", "y")
    return draft.id


def everything_opens(database: Database, vault: Vault, draft_id: str) -> bool:
    """Asserts it of drafts, bytes, words and cases; tells whether the audit is whole."""
    drafts = Drafts(vault)
    with database.reading() as session:
        assert drafts.get(session, draft_id).name == "name.pdf"
        assert drafts.get_bytes(session, draft_id, "original", "file") == b"content"
        assert [d.rationale for d in ReviewRecords(vault).decisions(session, draft_id)] == ["words"]
        assert CaseRecords(vault).approved(session) == (case(),)
        return Audit(vault).verify(session).whole


def test_a_wrong_master_key_is_found_at_start_and_the_right_one_passes(kept: Kept) -> None:
    check_master_key(kept.database, Vault(MasterKey.new()))  # nothing is kept yet
    kept.draft()
    check_master_key(kept.database, kept.vault)
    other = Vault(MasterKey.new())
    with pytest.raises(ConfigurationError, match=f"'{kept.vault.master_name}'.*'{other.master_name}'"):
        check_master_key(kept.database, other)


def test_everything_opens_under_the_new_key_and_nothing_under_the_old(kept: Kept) -> None:
    draft_id, after = filled(kept), Vault(MasterKey.new())
    assert rotate(kept.database, kept.vault, after) == 1
    assert everything_opens(kept.database, after, draft_id)
    check_master_key(kept.database, after)
    with pytest.raises(ConfigurationError), kept.database.reading() as session:
        kept.drafts.get(session, draft_id)


def test_a_wrong_old_key_or_a_broken_audit_changes_nothing(kept_in_file: Kept) -> None:
    kept = kept_in_file
    draft_id = filled(kept)
    with pytest.raises(ConfigurationError, match="audit does not hold"):
        rotate(kept.database, Vault(MasterKey.new()), Vault(MasterKey.new()))
    assert everything_opens(kept.database, kept.vault, draft_id)
    with kept.database.writing() as session:
        session.execute(text("delete from audit_head"))
    with pytest.raises(ConfigurationError, match="seal of the audit's end is missing"):
        rotate(kept.database, kept.vault, Vault(MasterKey.new()))


@pytest.mark.parametrize("crash", ["none", "before the tables", "before the files"])
def test_a_change_that_a_crash_interrupted_is_carried_on(sqlite: Database, tmp_path: Path, crash: str) -> None:
    file = tmp_path / "master.key"
    kept = Kept(sqlite, Vault(MasterKey.load(file)))
    old, draft_id = MasterKey.read(file), filled(kept)
    if crash != "none":
        coming = MasterKey.new()
        coming.save(tmp_path / "master.key.next")
        if crash == "before the files":
            rotate(sqlite, Vault(old), Vault(coming))
    new, left, _ = rotate_file(sqlite, file)
    assert MasterKey.read(file).secret == new.secret != old.secret
    assert MasterKey.read(left).secret == old.secret
    assert not (tmp_path / "master.key.next").exists()
    assert everything_opens(sqlite, Vault(new), draft_id)


def test_a_process_that_still_has_the_old_key_adds_no_line_to_the_audit(kept: Kept) -> None:
    filled(kept)
    after = Vault(MasterKey.new())
    rotate(kept.database, kept.vault, after)
    with pytest.raises(Unavailable, match="restart it with the new key"), kept.database.writing() as session:
        kept.audit.append(session, "system", "x", "y")
    check_master_key(kept.database, after)
    with kept.database.writing() as session:
        Audit(after).append(session, "system", "x", "y")
        assert Audit(after).verify(session).whole


def test_other_connections_to_a_server_are_counted_and_our_own_are_not(postgres: Database) -> None:
    with postgres.reading():
        pass
    before = postgres.others()
    other = Database(postgres.url.render_as_string(hide_password=False))
    with other.reading() as session:
        session.execute(text("select 1"))
        assert postgres.others() == before + 1
    other.close()


def test_reading_never_locks_rows(kept: Kept) -> None:
    with pytest.raises(RuntimeError, match="use writing"), kept.database.reading() as session:
        kept.people.invited(session, "0" * 64, to_use=True)
