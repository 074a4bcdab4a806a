"""From a decided draft to a case that the next draft is compared with."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import pytest
import yaml

from screener.doors.corpus import CaseSearch, open_search
from screener.uses.casebook import Casebook
from screener.uses.reviewing import Ruling
from screener.uses.submitting import Upload
from screener.words.case import Case, Sensitivity
from screener.words.errors import Conflict, Forbidden, Invalid, NotFound
from screener.words.framework import Severity, Tier
from screener.words.people import Actor, Role
from screener.words.review import AskedEdit, DecisionConditions, VerdictKind
from screener.words.submission import DraftSensitivity
from tests.report.example import example_screening
from tests.stages.making import WordCounts, case
from tests.storage.installation import at_once
from tests.uses.house import House

OPEN = Ruling(tier=Tier.publish, rationale="Nothing in it that is not known.")
OWN_WORDS = "The quokka detector tells a group which of its runs hold effort back, on models that are public already."


def decided(house: House, ruling: Ruling = OPEN, **more: Any) -> str:
    draft_id = house.in_review(**more)
    house.reviews.verdict(house.rosa, draft_id, "f2", VerdictKind.accept, "It saves a month.")
    house.reviews.decide(house.rosa, draft_id, ruling)
    return draft_id


def written(house: House, draft_id: str, by: Actor | None = None, **changes: Any) -> str:
    """The prefilled case, completed by a person."""
    values = yaml.safe_load(house.casebook.draft_case(by or house.rosa, draft_id))
    text = {
        "title": "A detector of withheld effort",
        "field": "evaluations",
        "summary": "It shows that withheld effort leaves traces.",
        "at_stake": "A developer could find idle capability.",
        "decided_by": "A review board",
        "rationale": "The gain is small and the use in defence is large.",
        "outcome": "It was published.",
        "distinguish": "A draft that hands out the control as code is another matter.",
    }
    values |= text
    for argued in values["factors"].values():
        argued["because"] = "It was weighed by the reviewers."
    for passage in values["passages"]:
        passage |= {"text": OWN_WORDS, "because": "It tells where effort is held back."}
    return yaml.safe_dump(values | changes, allow_unicode=True)


def test_a_prefilled_case_holds_no_words_of_the_draft_and_marks_what_is_to_be_written(house: House) -> None:
    draft_id = decided(house)
    text = house.casebook.draft_case(house.rosa, draft_id)
    made = yaml.safe_load(text)
    assert made["decision"] == {"first": "publish", "final": "publish"} and made["sensitivity"] == "open"
    assert made["concerns"] == ["inference_time"] and made["passages"][0]["severity"] == "high"
    assert "Nothing in it that" not in text
    assert all(f.quote not in text and f.mechanism not in text for f in example_screening().flags)
    with pytest.raises(Invalid, match="still to be written") as refused:
        house.casebook.propose(house.rosa, draft_id, text)
    assert {"title", "summary", "passages.0.text"} <= refused.value.fields.keys()


def test_an_approved_case_joins_the_corpus(house: House) -> None:
    draft_id = decided(house)
    proposal = house.casebook.propose(house.rosa, draft_id, written(house, draft_id))
    assert proposal.state == "proposed" and house.casebook.approved() == ()
    assert [p.id for p in house.casebook.proposals(house.mia)] == [proposal.id]
    with pytest.raises(Forbidden):
        house.casebook.approve(house.rosa, proposal.id)
    done = house.casebook.approve(house.mia, proposal.id)
    assert (done.state, done.settled_by_name) == ("approved", "Mia")
    assert house.casebook.get(house.ada, proposal.case_id).title == "A detector of withheld effort"
    [row] = house.casebook.list(house.ada, words="withheld EFFORT").rows
    assert row.from_here and row.final is Tier.publish
    house.submissions.purge(house.mia, draft_id)
    assert [c.id for c in house.casebook.approved()] == [proposal.case_id], "a case outlives its draft"
    house.casebook.withdraw(house.mia, proposal.id, "It gave too much away.")
    assert house.casebook.approved() == ()


def test_an_approved_case_is_found_for_the_next_text(house: House, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("index")
    house.shipped = tuple(case(f"filler{i}") for i in range(12))

    @contextmanager
    def opened() -> Iterator[CaseSearch]:
        with open_search(folder, WordCounts()) as search:
            search.sync([*house.shipped, *house.casebook.approved()])
            yield search

    book = Casebook(house.admission, house.editor, cases=lambda: (*house.shipped, *book.approved()), open_search=opened)
    assert all(c.id.startswith("filler") for c in book.search(house.ada, OWN_WORDS))
    draft_id = decided(house)
    proposal = book.propose(house.rosa, draft_id, written(house, draft_id))
    book.approve(house.mia, proposal.id)
    found = book.search(house.ada, OWN_WORDS)[0]
    assert found.id == proposal.case_id and found.similarity == pytest.approx(1, abs=0.01)


def test_restricted_cases_are_found_listed_and_read_by_the_cleared_alone(
    house: House, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("index")
    house.shipped = (*(case(f"filler{i}") for i in range(5)), case("memo", OWN_WORDS, sensitivity="restricted"))

    @contextmanager
    def opened() -> Iterator[CaseSearch]:
        with open_search(folder, WordCounts()) as search:
            search.sync(house.shipped)
            yield search

    book = Casebook(house.admission, house.editor, cases=lambda: house.shipped, open_search=opened)
    anna = house.person("Anna", Role.author, cleared=True)
    for reader in (house.rosa, anna):
        assert "memo" not in {c.id for c in book.search(reader, OWN_WORDS)}
        assert book.list(reader).total == 5
        with pytest.raises(NotFound, match="no such case"):
            book.get(reader, "memo")
    assert [c.id for c in book.search(house.mia, OWN_WORDS, most=1)] == ["memo"]
    assert house.oversight.audit(house.mia, action="case.list") == ()
    assert book.list(house.mia).total == 6
    [line] = house.oversight.audit(house.mia, action="case.list")
    assert line.actor == house.mia.id
    assert book.get(house.mia, "memo").sensitivity is Sensitivity.restricted
    [line] = house.oversight.audit(house.mia, action="case.read")
    assert line.about == "case:memo"
    assert OWN_WORDS not in str(house.oversight.audit(house.mia))


@pytest.mark.parametrize("text", ["", "  ", "x" * 9_000])
def test_a_search_needs_a_text_of_some_length(house: House, text: str) -> None:
    with pytest.raises(Invalid, match="text to look for"):
        house.casebook.search(house.ada, text)


def test_an_open_case_may_not_quote_its_draft_and_a_restricted_one_may(house: House) -> None:
    draft_id = decided(house)
    quote = " ".join(example_screening().draft.text.split()[40:60])
    for field in ("summary", "rationale", "outcome"):
        with pytest.raises(Invalid, match="may not quote") as refused:
            house.casebook.propose(
                house.rosa, draft_id, written(house, draft_id, None, **{field: f"They write: {quote}!"})
            )
        assert list(refused.value.fields) == [field] and "Say it in other words" in refused.value.fields[field]
    closed = written(house, draft_id, summary=f"They write: {quote}!", sensitivity="restricted")
    assert house.casebook.propose(house.rosa, draft_id, closed).sensitivity is Sensitivity.restricted


@pytest.mark.parametrize("why", ["secret", "held"])
def test_a_case_from_a_secret_or_held_draft_is_restricted(house: House, why: str) -> None:
    hold = Ruling(
        tier=Tier.hold,
        rationale="Too much.",
        conditions=DecisionConditions(next_look=house.clock.at.date().replace(year=2027)),
    )
    secret = DraftSensitivity.secret if why == "secret" else DraftSensitivity.ordinary
    draft_id = decided(house, hold if why == "held" else OPEN, sensitivity=secret)
    assert "sensitivity: restricted" in house.casebook.draft_case(house.rosa, draft_id)
    with pytest.raises(Invalid, match="must be restricted"):
        house.casebook.propose(house.rosa, draft_id, written(house, draft_id, sensitivity="open"))


@pytest.mark.parametrize(
    ("yaml_text", "field"),
    [
        ("- just\n- a list", "yaml"),
        ("a: [", "yaml"),
        ("!!python/object/apply:os.getcwd []", "yaml"),
        ("id: Not An Id", "id"),
        ("x" * 300_000, "yaml"),
        ("[" * 5_000, "yaml"),
        ("{a: " * 20_000, "yaml"),
        ("- " * 90_000, "yaml"),
        ("a: &a [*a]", "yaml"),
        ("id: 2020-13-99", "yaml"),
        ("\0", "yaml"),
        (f"year: {':'.join(['59'] * 20_000)}", "yaml"),
        (f"year: -{'1_0' * 2_000}.0", "yaml"),
    ],
)
def test_a_case_that_cannot_be_read_is_refused_with_its_field(house: House, yaml_text: str, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        house.casebook.propose(house.rosa, decided(house), yaml_text)
    assert field in refused.value.fields


def test_an_id_has_a_longest_length(house: House) -> None:
    draft_id = decided(house)
    with pytest.raises(Invalid, match="shorter") as refused:
        house.casebook.propose(house.rosa, draft_id, written(house, draft_id, id="a" * 121))
    assert refused.value.fields.keys() == {"id"}


def test_a_case_names_concerns_and_factors_of_the_framework_alone(house: House) -> None:
    draft_id = decided(house)
    factors = {"luck": {"stance": "balanced", "because": "It was weighed by the reviewers."}}
    with pytest.raises(Invalid) as refused:
        house.casebook.propose(house.rosa, draft_id, written(house, draft_id, concerns=["magic"], factors=factors))
    assert refused.value.fields.keys() == {"concerns", "factors.luck"}


def test_an_id_is_used_once(house: House) -> None:
    draft_id = decided(house)
    house.shipped = (case("taken"),)
    with pytest.raises(Invalid, match="another id"):
        house.casebook.propose(house.rosa, draft_id, written(house, draft_id, id="taken"))
    first = written(house, draft_id)
    house.casebook.propose(house.rosa, draft_id, first)
    with pytest.raises(Conflict, match="another id"):
        house.casebook.propose(house.rosa, draft_id, first)


def test_the_id_that_is_filled_in_cannot_be_guessed_from_the_draft(house: House) -> None:
    draft_id = decided(house)
    ids = {yaml.safe_load(house.casebook.draft_case(house.rosa, draft_id))["id"] for _ in range(2)}
    assert len(ids) == 2 and not any(draft_id[:4] in one for one in ids)


def test_two_proposals_of_one_id_at_the_same_moment_leave_one(either_house: House) -> None:
    house = either_house
    texts = [(d, written(house, d, id="same-id")) for d in (decided(house), decided(house))]
    refused: list[Conflict] = []

    def propose(draft_id: str, text: str) -> None:
        try:
            house.casebook.propose(house.rosa, draft_id, text)
        except Conflict as conflict:
            refused.append(conflict)

    at_once(*(partial(propose, *one) for one in texts))
    assert len(house.casebook.proposals(house.mia)) == 1
    assert [str(r) for r in refused] == ["There is already a case 'same-id' here; give this one another id."]


def test_a_case_is_not_approved_where_its_draft_is_reopened_at_the_same_moment(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft_id = decided(house)
    proposal = house.casebook.propose(house.rosa, draft_id, written(house, draft_id))
    check = house.casebook._check_id

    def meanwhile(case_id: str) -> None:
        house.reviews.reopen(house.rosa, draft_id, "New facts came.")
        check(case_id)

    monkeypatch.setattr(house.casebook, "_check_id", meanwhile)
    with pytest.raises(Conflict, match="changed at this moment"):
        house.casebook.approve(house.mia, proposal.id)
    assert house.casebook.approved() == ()


def test_a_rejected_case_says_why_and_stays_out(house: House) -> None:
    draft_id = decided(house)
    proposal = house.casebook.propose(house.rosa, draft_id, written(house, draft_id))
    with pytest.raises(Invalid):
        house.casebook.reject(house.mia, proposal.id, " ")
    told = house.casebook.reject(house.mia, proposal.id, "Too close to another case.")
    assert told.settled_because == "Too close to another case."
    assert [p.state for p in house.casebook.proposals(house.rosa, None)] == ["rejected"]
    with pytest.raises(Conflict):
        house.casebook.approve(house.mia, proposal.id)


def test_a_restricted_proposal_is_seen_by_who_wrote_it_and_by_the_cleared(house: House) -> None:
    draft_id = decided(house)
    proposal = house.casebook.propose(house.rosa, draft_id, written(house, draft_id, sensitivity="restricted"))
    zoe, max_ = house.person("Zoe", Role.reviewer), house.person("Max", Role.maintainer)
    assert len(house.casebook.proposals(house.rosa)) == len(house.casebook.proposals(house.mia)) == 1
    assert house.casebook.proposals(zoe) == house.casebook.proposals(max_) == ()
    readers = {line.actor for line in house.oversight.audit(house.mia, action="case.proposals")}
    assert readers == {house.rosa.id, house.mia.id}
    with pytest.raises(NotFound):
        house.casebook.approve(max_, proposal.id)
    with pytest.raises(Forbidden):
        house.casebook.proposals(house.ada)


def test_an_unsettled_proposal_of_another_is_for_maintainers_alone(house: House) -> None:
    draft_id, zoe = decided(house), house.person("Zoe", Role.reviewer, cleared=True)
    proposal = house.casebook.propose(house.rosa, draft_id, written(house, draft_id))
    assert house.casebook.proposals(zoe) == ()
    assert [p.id for p in house.casebook.proposals(house.rosa)] == [proposal.id]
    house.casebook.approve(house.mia, proposal.id)
    assert [p.id for p in house.casebook.proposals(zoe, "approved")] == [proposal.id]
    assert house.oversight.audit(house.mia, action="case.proposals") == ()


def test_nobody_settles_a_case_of_their_own_draft(house: House) -> None:
    draft_id = decided(house, by=house.mia)
    proposal = house.casebook.propose(house.rosa, draft_id, written(house, draft_id))
    with pytest.raises(Forbidden, match="your own draft"):
        house.casebook.approve(house.mia, proposal.id)
    assert house.casebook.approve(house.person("Max", Role.maintainer), proposal.id).state == "approved"


def test_an_open_proposal_is_not_approved_once_its_draft_is_held(house: House) -> None:
    draft_id = decided(house)
    proposal = house.casebook.propose(house.rosa, draft_id, written(house, draft_id))
    house.reviews.reopen(house.rosa, draft_id, "New facts came.")
    with pytest.raises(Conflict, match="under review again"):
        house.casebook.approve(house.mia, proposal.id)
    later = DecisionConditions(next_look=house.clock.at.date().replace(year=2027))
    house.reviews.decide(house.rosa, draft_id, Ruling(tier=Tier.hold, rationale="Too much.", conditions=later))
    with pytest.raises(Invalid, match="must be restricted"):
        house.casebook.approve(house.mia, proposal.id)


def test_a_changed_decision_is_told_by_the_case(house: House) -> None:
    draft_id = decided(house)
    house.reviews.reopen(house.rosa, draft_id, "New facts came.")
    share = DecisionConditions(audience="two partner labs", commitment="building nothing on it")
    house.reviews.decide(house.rosa, draft_id, Ruling(tier=Tier.share_select, rationale="Hm.", conditions=share))
    made = yaml.safe_load(house.casebook.draft_case(house.rosa, draft_id))
    assert (made["decision"]["first"], made["decision"]["final"]) == ("publish", "share_select")
    told = {"audience": "two partner labs; who commit to: building nothing on it"}
    assert made["conditions"] == told and made["sensitivity"] == "restricted"


def test_the_first_decision_is_that_on_the_first_version(house: House) -> None:
    first = decided(
        house, Ruling(tier=Tier.publish_with_edits, rationale="One figure.", edits=(AskedEdit(says="Cut it."),))
    )
    second = house.submissions.revise(house.ada, first, Upload("b.txt", [b"Better."])).id
    house.screened(second)
    house.reviews.assign(house.mia, second, house.rosa.id)
    house.reviews.decide(house.rosa, second, OPEN)
    made = yaml.safe_load(house.casebook.draft_case(house.rosa, second))["decision"]
    assert (made["first"], made["final"]) == ("publish_with_edits", "publish") and "why_changed" in made


def test_a_draft_without_accepted_flags_gives_a_case_with_a_harmless_passage(house: House) -> None:
    draft_id = house.in_review()
    house.reviews.add_flag(
        house.rosa, draft_id, start=0, end=9, concern="scaling", severity=Severity.low, reason="It matters."
    )
    house.reviews.withdraw_flag(house.rosa, draft_id, "r1")
    house.reviews.decide(house.rosa, draft_id, OPEN)
    [passage] = yaml.safe_load(house.casebook.draft_case(house.rosa, draft_id))["passages"]
    assert passage["label"] == "benign"
    text = written(house, draft_id)
    assert Case.model_validate(yaml.safe_load(text)).passages[0].severity is Severity.none


def test_lists_of_cases_are_filtered_and_paged(house: House) -> None:
    house.shipped = tuple(case(f"case{i}") for i in range(5))
    first = house.casebook.list(house.ada, most=2)
    assert [r.id for r in first.rows] == ["case0", "case1"] and first.total == 5
    rest = house.casebook.list(house.ada, most=9, after=first.following)
    assert [r.id for r in rest.rows] == ["case2", "case3", "case4"] and rest.following is None
    assert house.casebook.list(house.ada, words="case3").total == 1
    assert house.casebook.list(house.ada, words="nowhere").rows == ()
