"""Cases from decided drafts: proposed, settled, and what the corpus takes in; they outlive their draft."""

import pytest
from sqlalchemy import text

from screener.words.case import Sensitivity
from screener.words.errors import Conflict, NotFound
from tests.storage.installation import Kept, case


def test_an_approved_case_is_what_the_corpus_takes_in(kept: Kept) -> None:
    given = case()
    with kept.database.writing() as session:
        proposed = kept.cases.propose(session, given, "id: a-case # mine", by=kept.reviewer.id)
        assert (proposed.case, proposed.yaml, proposed.state) == (given, "id: a-case # mine", "proposed")
        assert kept.cases.approved(session) == ()
        settled = kept.cases.settle(session, proposed.id, "approved", by=kept.author.id, because="well told ✓")
        assert (settled.state, settled.settled_by, settled.settled_because) == (
            "approved",
            kept.author.id,
            "well told ✓",
        )
        assert kept.cases.approved(session) == (given,)
        kept.cases.settle(session, proposed.id, "withdrawn", by=kept.author.id)
        assert kept.cases.approved(session) == ()


def test_an_id_stands_for_one_case_and_is_free_again_once_that_is_rejected(kept: Kept) -> None:
    with kept.database.writing() as session:
        first = kept.cases.propose(session, case(), "", by=kept.reviewer.id)
        with pytest.raises(Conflict, match="another id"):
            kept.cases.propose(session, case(), "", by=kept.reviewer.id)
        kept.cases.settle(session, first.id, "rejected", by=kept.author.id)
        kept.cases.propose(session, case(), "", by=kept.reviewer.id)


@pytest.mark.parametrize("again", ["approved", "rejected", "withdrawn"])
def test_a_settled_case_is_not_settled_again(kept_in_file: Kept, again: str) -> None:
    with kept_in_file.database.writing() as session:
        made = kept_in_file.cases.propose(session, case(), "", by=kept_in_file.reviewer.id)
        kept_in_file.cases.settle(session, made.id, "rejected", by=kept_in_file.author.id)
        with pytest.raises(Conflict, match="is rejected"):
            kept_in_file.cases.settle(session, made.id, again, by=kept_in_file.author.id)  # type: ignore[arg-type]
        with pytest.raises(NotFound):
            kept_in_file.cases.settle(session, "none", "approved", by=kept_in_file.author.id)


def test_restricted_cases_are_listed_only_where_asked_for(kept: Kept) -> None:
    draft = kept.draft()
    with kept.database.writing() as session:
        kept.cases.propose(session, case("open-one"), "", by=kept.author.id, draft_id=draft.id)
        kept.cases.propose(session, case("held", sensitivity=Sensitivity.restricted), "", by=kept.author.id)
        assert [r.case.id for r in kept.cases.list(session)] == ["open-one"]
        assert {r.case.id for r in kept.cases.list(session, "proposed", restricted=True)} == {"open-one", "held"}
        assert [r.case.id for r in kept.cases.list(session, restricted=True, draft_id=draft.id)] == ["open-one"]
        assert kept.cases.list(session, "approved", restricted=True) == ()


def test_a_case_outlives_its_purged_draft_and_is_sealed(kept: Kept) -> None:
    draft = kept.draft()
    with kept.database.writing() as session:
        made = kept.cases.propose(session, case(), "quokka", by=kept.author.id, draft_id=draft.id)
        kept.drafts.purge(session, draft.id)
        assert kept.cases.get(session, made.id).yaml == "quokka"
        assert b"quokka" not in (session.execute(text("select yaml_sealed from cases")).scalar() or b"quokka")
