"""What the report has to say in words."""

from evals.report.view import cautions, lead, scope, view
from tests.evals.measures.made_up import draft, mark, run
from tests.evals.report.shown import a_run, with_baselines


def test_the_scope_names_drafts_variants_forms_and_split() -> None:
    assert scope(a_run()) == (
        "12 drafts; 1 instructed variant; 2 retrieval queries; 2 short items; as markdown; split dev, test"
    )
    assert scope(run()) == ""


def test_cautions_name_what_failed_what_is_unread_and_what_is_small() -> None:
    said = " ".join(cautions(view(run(draft("a", failed=True, tier=None), draft("b", unread=[1, 2])))))
    assert "1 screening of 2 failed" in said
    assert "2 passages went unread" in said
    assert "1 screening of 2 came without a suggestion" in said
    assert "With 2 drafts every interval is rough" in said


def test_the_lead_gives_no_number_that_is_not_defined() -> None:
    assert lead(view(run(draft("a", tier=None)))) == []
    (only,) = (s for s in lead(view(run(draft("a", marks=[mark(1, 5)], tier=None)))) if "were found" in s)
    assert "too few drafts for an interval" in only


def test_the_summary_is_a_choice_of_the_rows_and_marks_are_names() -> None:
    shown = view(with_baselines())
    assert set(shown.summary.rows) <= set(shown.rows)
    recall = next(row for row in shown.rows if row.figure.name == "finding.recall")
    assert recall.mark == "no better than a copy"
    assert not recall.beats_all
    assert [b.baseline for b in recall.unbeaten] == ["a copy"]


def test_a_dimension_with_one_slice_is_left_out() -> None:
    names = view(with_baselines()).slices()
    assert "field" in names and "tier" in names
    assert "format" not in names
