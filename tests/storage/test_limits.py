"""Rate limits and idempotency keys, across workers."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from screener.words.errors import Conflict, TooMany
from tests.storage.installation import NOON, Kept, at_once


def hit(kept: Kept, subject: str, seconds: float = 0, kind: str = "sign-in") -> None:
    with kept.database.writing() as session:
        kept.limits.hit(session, kind, subject, most=3, seconds=60, at=NOON + timedelta(seconds=seconds))


def test_attempts_beyond_the_limit_are_refused_until_the_first_is_old_enough(kept: Kept) -> None:
    for second in (0, 10, 20):
        hit(kept, "ada", second)
    with pytest.raises(TooMany, match="30 seconds") as caught:
        hit(kept, "ada", 30)
    assert caught.value.after == pytest.approx(30)
    hit(kept, "rosa", 30)
    hit(kept, "ada", 30, kind="upload")
    hit(kept, "ada", 60.5)
    with pytest.raises(TooMany):
        hit(kept, "ada", 61)


def test_a_good_sign_in_forgets_the_attempts_before(kept: Kept) -> None:
    for _ in range(3):
        hit(kept, "ada")
    with kept.database.writing() as session:
        kept.limits.forget(session, "sign-in", "ada")
    hit(kept, "ada")
    with kept.database.writing() as session:
        kept.limits.expire(session, NOON + timedelta(seconds=1))
        assert session.execute(text("select count(*) from attempts")).scalar() == 0


def test_subjects_are_not_written_down(kept_in_file: Kept) -> None:
    hit(kept_in_file, "ada@example.org")
    with kept_in_file.database.reading() as session:
        row = session.execute(text("select * from attempts")).one()
    assert not any("ada" in str(value) for value in row)


def test_of_many_attempts_at_once_no_more_than_the_limit_pass(kept: Kept) -> None:
    passed: list[bool] = []

    def attempt() -> None:
        try:
            hit(kept, "ada")
            passed.append(True)
        except TooMany:
            passed.append(False)

    at_once(*[attempt] * 8)
    assert passed.count(True) == 3


def test_a_key_that_came_before_tells_what_it_led_to(kept: Kept) -> None:
    draft = kept.draft()
    with kept.database.writing() as session:
        assert kept.idempotency.seen(session, kept.author.id, "key", "request") is None
        kept.idempotency.remember(session, kept.author.id, "key", "request", draft.id, NOON)
        assert kept.idempotency.seen(session, kept.author.id, "key", "request") == draft.id
        assert kept.idempotency.seen(session, kept.reviewer.id, "key", "request") is None
        with pytest.raises(Conflict, match="use a new key"):
            kept.idempotency.seen(session, kept.author.id, "key", "another request")
        kept.idempotency.expire(session, NOON + timedelta(days=1))
        assert kept.idempotency.seen(session, kept.author.id, "key", "request") is None


def test_of_two_uploads_with_one_key_at_once_one_is_refused(kept: Kept) -> None:
    outcomes: list[str] = []

    def upload() -> None:
        try:
            with kept.database.writing() as session:
                known = kept.idempotency.seen(session, kept.author.id, "key", "request")
                if known is None:
                    kept.idempotency.remember(session, kept.author.id, "key", "request", "d" * 32)
                outcomes.append("done" if known is None else "known")
        except Conflict:
            outcomes.append("refused")

    at_once(upload, upload, upload)
    assert outcomes.count("done") == 1
