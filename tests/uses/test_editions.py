"""Nothing in an open edition points to a restricted case."""

import pytest

from screener.report import from_json, to_html, to_json, to_markdown
from screener.uses.editions import LEFT_OUT, CasesNow, Editor, edition
from screener.words.case import Sensitivity
from screener.words.screening import Screening
from tests.report.example import example_framework, example_screening

HIDDEN = "steering-scores-up"


def with_a_restricted_precedent() -> Screening:
    """The example, with one of its precedents restricted and named by everything that a model wrote."""
    made = example_screening()
    precedents = tuple(
        p.model_copy(update={"sensitivity": Sensitivity.restricted, "title": "Quokka memo"})
        if p.case_id == HIDDEN
        else p
        for p in made.precedents
    )
    flags = tuple(f.model_copy(update={"mechanism": "As in the Quokka memo."}) for f in made.flags)
    argument = made.argument.model_copy(update={"for_restraint": "The Quokka memo was held."})
    readings = tuple(r.model_copy(update={"summary": "Like the Quokka memo."}) for r in made.readings)
    settings = {**made.provenance.settings, "restricted_precedents": "True"}
    provenance = made.provenance.model_copy(update={"settings": settings})
    changed = {
        "precedents": precedents,
        "flags": flags,
        "argument": argument,
        "readings": readings,
        "provenance": provenance,
    }
    return made.model_copy(update=changed)


def corpus_of(screening: Screening) -> dict[str, Sensitivity]:
    """The cases that the report names, as they were."""
    return {p.case_id: p.sensitivity for p in screening.precedents}


def open_edition(screening: Screening, cases: CasesNow | None = None) -> Screening:
    limits = example_framework().thresholds
    held = corpus_of(example_screening()) | corpus_of(screening) if cases is None else cases
    return edition(screening, with_restricted=False, thresholds=limits, cases=held)


def test_those_who_are_cleared_see_everything() -> None:
    made = with_a_restricted_precedent()
    assert Editor(example_framework(), lambda: corpus_of(made)).edition(made, with_restricted=True) == made


def test_the_open_edition_names_no_restricted_case_in_any_form() -> None:
    shown = open_edition(with_a_restricted_precedent())
    for text in (to_json(shown), to_html(shown, example_framework()), to_markdown(shown, example_framework())):
        assert HIDDEN not in text
        assert "quokka" not in text.casefold()
    assert from_json(to_json(shown)) == shown, "an edition is a report like any other"


def test_a_count_of_cases_tells_nothing_of_restricted_ones() -> None:
    made = with_a_restricted_precedent()
    shown = open_edition(made, corpus_of(made) | {"another": Sensitivity.restricted})
    assert shown.provenance.corpus_cases == len(corpus_of(made)) - 1
    assert with_a_restricted_precedent().provenance.corpus_sha256 not in to_json(shown)


def test_a_flag_whose_only_precedent_is_hidden_looks_like_one_without_precedent() -> None:
    made = with_a_restricted_precedent()
    only = next(f for f in made.flags if f.precedents == (HIDDEN,))
    shown = open_edition(made)
    assert next(f for f in shown.flags if f.id == only.id).precedents == ()
    alone = {f.passage_index for f in shown.flags if f.grounded and not f.precedents}
    assert set(shown.no_precedent) == alone


def test_the_suggestion_is_the_one_that_would_stand_without_restricted_cases() -> None:
    """With and without the restricted precedent found, the open edition says the same of the draft."""
    found = with_a_restricted_precedent()
    without = found.model_copy(
        update={
            "precedents": tuple(p for p in found.precedents if p.case_id != HIDDEN),
            "flags": tuple(
                f.model_copy(update={"precedents": tuple(c for c in f.precedents if c != HIDDEN)}) for f in found.flags
            ),
            "suggestion": found.suggestion.model_copy(update={"tier": None}),
        }
    )
    held = corpus_of(found)
    assert open_edition(found, held) == open_edition(without, held)


def test_where_restricted_cases_cannot_be_found_the_author_sees_what_was_written() -> None:
    made = example_screening()
    assert not made.restricted_in_use
    shown = open_edition(made)
    assert shown.argument == made.argument and shown.flags == made.flags and shown.suggestion == made.suggestion


@pytest.mark.parametrize("said", ["True", "true"])
def test_the_setting_alone_decides_the_shape_of_the_edition(said: str) -> None:
    made = example_screening()
    provenance = made.provenance.model_copy(update={"settings": {"restricted_precedents": said}})
    shown = open_edition(made.model_copy(update={"provenance": provenance}))
    assert shown.argument.factors == ()
    assert {f.mechanism for f in shown.flags} == {shown.argument.for_restraint}
    assert [f.quote for f in shown.flags] == [f.quote for f in made.flags]


def test_nothing_that_was_measured_tells_how_long_a_prompt_was() -> None:
    """A prompt that quoted a restricted case was longer: its size, price and time would point to the passage."""
    made = with_a_restricted_precedent()
    longer = tuple(
        r.model_copy(
            update={"bytes_out": r.bytes_out + 999, "tokens_in": r.tokens_in + 99, "cost": 1.0, "seconds": 9.0}
        )
        for r in made.provenance.requests
    )
    told = {"requests": longer, "tokens_in": 10_000, "tokens_out": 77, "cost": 3.0, "seconds": {"reading": 60.0}}
    other = made.model_copy(update={"provenance": made.provenance.model_copy(update=told)})
    assert longer and open_edition(other) == open_edition(made)
    kept = [(r.at, r.host, r.model, r.passages, r.status) for r in open_edition(made).provenance.requests]
    assert kept == [(r.at, r.host, r.model, r.passages, r.status) for r in made.provenance.requests]


@pytest.mark.parametrize("since", ["restricted", "withdrawn"])
def test_an_old_report_leaves_out_a_case_that_was_restricted_or_withdrawn_later(since: str) -> None:
    made = example_screening()
    told = made.flags[0].model_copy(update={"mechanism": f"As in {HIDDEN}.", "smallest_edit": "As the case did it."})
    made = made.model_copy(update={"flags": (told, *made.flags[1:])})
    title = next(p.title for p in made.precedents if p.case_id == HIDDEN)
    now = {i: s for i, s in corpus_of(made).items() if i != HIDDEN}
    now |= {HIDDEN: Sensitivity.restricted} if since == "restricted" else {}
    before, shown = open_edition(made), open_edition(made, now)
    assert title in to_html(before, example_framework())
    for text in (to_json(shown), to_html(shown, example_framework()), to_markdown(shown, example_framework())):
        assert HIDDEN not in text and title not in text and "As the case did it." not in text
    assert {f.mechanism for f in shown.flags} == {LEFT_OUT}
    assert [(f.quote, f.severity) for f in shown.flags] == [(f.quote, f.severity) for f in made.flags]
    assert {p.case_id for p in shown.precedents} == now.keys() - {HIDDEN}, "the others stay"


@pytest.mark.parametrize("since", ["restricted", "withdrawn"])
def test_the_cleared_see_what_became_of_a_case_that_an_old_report_names(since: str) -> None:
    made = example_screening()
    now = corpus_of(made) | {HIDDEN: Sensitivity.restricted}
    if since == "withdrawn":
        del now[HIDDEN]
    shown = Editor(example_framework(), lambda: now).edition(made, with_restricted=True)
    marked = {p.case_id: (p.title, p.sensitivity) for p in shown.precedents}
    title = next(p.title for p in made.precedents if p.case_id == HIDDEN)
    assert marked.pop(HIDDEN) == (f"{title} ({since} since)", Sensitivity.restricted)
    assert marked == {p.case_id: (p.title, p.sensitivity) for p in made.precedents if p.case_id != HIDDEN}
    assert f"({since} since)" in to_html(shown, example_framework())
    assert shown.flags == made.flags and shown.argument == made.argument


def test_an_edition_without_sizes_says_that_they_are_not_shown() -> None:
    made = with_a_restricted_precedent()
    shown = open_edition(made)
    page, brief = to_html(shown, example_framework()), to_markdown(shown, example_framework())
    assert page.count("not shown</td>") == len(shown.provenance.requests) > 0
    assert "Tokens</dt><dd>not shown" in page and "cost not shown" in page and "cost not shown" in brief
    whole = to_html(made, example_framework()) + to_markdown(made, example_framework())
    assert not any(words in whole for words in ("not shown</td>", "<dd>not shown", "cost not shown"))
