"""The audit: chained, whole under many writers, and every kind of tampering found."""

import itertools
import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from screener.storage.audit import FIRST, Audit, AuditCheck
from screener.storage.database import Database
from screener.storage.master_key import MasterKey
from screener.storage.vault import Vault
from screener.words.errors import Conflict
from tests.storage.installation import NOON, Kept, at_once

CHECKOUT = Path(__file__).resolve().parents[2]


def filled(kept: Kept, count: int = 6) -> None:
    with kept.database.writing() as session:
        for number in range(count):
            kept.audit.append(session, "system", "draft.read", f"draft:{number}", at=NOON, via="browser ✓")


def checked(kept: Kept) -> AuditCheck:
    with kept.database.reading() as session:
        return kept.audit.verify(session)


def test_lines_follow_each_other_and_are_told_newest_first(kept: Kept) -> None:
    filled(kept)
    with kept.database.reading() as session:
        page = kept.audit.page(session, limit=4)
        rest = kept.audit.page(session, before=page[-1].number)
    assert [row.number for row in (*page, *rest)] == [6, 5, 4, 3, 2, 1]
    assert rest[-1].previous == FIRST
    assert all(one.previous == other.sha256 for one, other in itertools.pairwise(page))
    assert (page[0].detail, page[0].at) == ({"via": "browser ✓"}, NOON)
    assert checked(kept) == AuditCheck(whole=True, lines=6, head=page[0].sha256, problems=())


def test_lines_are_found_by_who_what_and_about(kept: Kept) -> None:
    filled(kept)
    with kept.database.writing() as session:
        kept.audit.append(session, kept.author.id, "person.add", "person:1")
        for asked, count in (
            ({"actor": "system"}, 6),
            ({"action": "draft."}, 6),
            ({"action": "draft"}, 0),
            ({"action": "person.add"}, 1),
            ({"about": "draft:3"}, 1),
        ):
            assert len(kept.audit.page(session, **asked)) == count, asked  # type: ignore[arg-type]


def test_an_empty_audit_is_whole(kept: Kept) -> None:
    assert checked(kept) == AuditCheck(whole=True, lines=0, head=FIRST, problems=())


def test_a_line_of_a_transaction_that_failed_is_not_there(kept: Kept) -> None:
    with pytest.raises(RuntimeError), kept.database.writing() as session:
        kept.audit.append(session, "system", "x", "y")
        raise RuntimeError
    assert checked(kept).lines == 0


def test_a_detail_has_no_room_for_text_of_a_draft(kept_in_file: Kept) -> None:
    with pytest.raises(ValueError, match="longer than an id"), kept_in_file.database.writing() as session:
        kept_in_file.audit.append(session, "system", "x", "y", words="w" * 501)


@pytest.mark.parametrize(
    "change", ["update audit set actor = 'x'", "update audit set detail = '{}'", "delete from audit"]
)
def test_lines_cannot_be_changed_even_by_sql(kept: Kept, change: str) -> None:
    filled(kept)
    with pytest.raises(Conflict), kept.database.writing() as session:
        session.execute(text(change))


def test_all_lines_of_postgres_cannot_be_dropped_at_once(postgres: Database, vault: Vault) -> None:
    kept = Kept(postgres, vault)
    filled(kept)
    with pytest.raises(Conflict), postgres.writing() as session:
        session.execute(text("truncate audit"))


TAMPERING = {
    "edited": (["update audit set actor = 'x' where number = 3"], "Line 3 was changed"),
    "another time": (["update audit set at = '2020-01-01 00:00:00+00' where number = 3"], "Line 3 was changed"),
    "deleted": (["delete from audit where number = 3"], "Line 3 is missing"),
    "several deleted": (["delete from audit where number in (2, 3, 4)"], "Lines 2 to 4 are missing"),
    "beginning deleted": (["delete from audit where number < 3"], "Lines 1 to 2 are missing"),
    "reordered": (
        ["update audit set number = 99 where number = 2", "update audit set number = 2 where number = 3",
         "update audit set number = 3 where number = 99"],
        "Line 2 does not follow",
    ),
    "closed up": (
        ["delete from audit where number = 3", "update audit set number = number - 1 where number = 4"],
        "Line 3 does not follow",
    ),
    "cut off at the end": (["delete from audit where number > 4"], "Lines 5 to 6 are missing from the end"),
    "cut off, and the seal set back": (
        ["delete from audit where number > 4",
         "update audit_head set number = 4, sha256 = (select sha256 from audit where number = 4)"],
        "seal of the audit's end does not hold",
    ),
    "seal removed": (["delete from audit_head"], "seal of the audit's end is missing"),
    "all of it removed": (["delete from audit"], "Lines 1 to 6 are missing from the end"),
}  # fmt: skip


@pytest.mark.parametrize("how", TAMPERING)
def test_tampering_is_found_by_whoever_got_past_the_guards(kept_in_file: Kept, how: str) -> None:
    filled(kept_in_file)
    _tamper(kept_in_file, how)


@pytest.mark.parametrize("how", ["edited", "deleted", "cut off at the end"])
def test_tampering_is_found_on_postgres_too(postgres: Database, vault: Vault, how: str) -> None:
    kept = Kept(postgres, vault)
    filled(kept)
    _tamper(kept, how)


def _tamper(kept: Kept, how: str) -> None:
    statements, says = TAMPERING[how]
    with kept.database.writing() as session:
        for name in ("audit_unchanged", "audit_undeleted"):
            on = "" if kept.database.is_sqlite else " on audit"
            session.execute(text(f"drop trigger {name}{on}"))
        for statement in statements:
            session.execute(text(statement))
    found = checked(kept)
    assert not found.whole
    assert any(says in problem for problem in found.problems), found.problems


def test_a_chain_written_anew_without_the_master_key_is_found(kept_in_file: Kept) -> None:
    filled(kept_in_file)
    forger = Audit(Vault(MasterKey.new()))
    with kept_in_file.database.writing() as session:
        for statement in ("drop trigger audit_undeleted", "delete from audit", "delete from audit_head"):
            session.execute(text(statement))
        for number in range(6):
            forger.append(session, "system", "draft.read", f"draft:{number}")
        session.execute(text("update audit_head set master = :m"), {"m": kept_in_file.vault.master_name})
    assert "does not hold" in checked(kept_in_file).problems[0]


def test_eight_threads_and_two_processes_keep_the_chain_whole(database: Database) -> None:
    master = MasterKey.new()
    kept, each = Kept(database, Vault(master)), 8
    url = database.url.render_as_string(hide_password=False)
    arguments = [sys.executable, "-m", "tests.storage.audit_writer", url, master.text(), str(each)]
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT)}
    processes = [subprocess.Popen(arguments, cwd=CHECKOUT, env=environment) for _ in range(2)]

    def write() -> None:
        for number in range(each):
            with database.writing() as session:
                kept.audit.append(session, "system", "test.thread", f"draft:{number}")

    at_once(*[write] * 8)
    assert [process.wait(timeout=60) for process in processes] == [0, 0]
    found = checked(kept)
    assert found.problems == ()
    assert found.lines == 10 * each
