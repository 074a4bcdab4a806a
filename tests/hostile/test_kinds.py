"""Kinds of hostile documents get the answer they must get, from the product's confined process with its own limits.

One of each group is tried here; `make hostile` tries them all.
"""

from collections import Counter
from pathlib import Path

import pytest

from screener.words.draft import Document, Format, HiddenHow, HiddenText
from screener.words.errors import RefusedInput
from tests.hostile.kinds import Kind, everything
from tests.hostile.measured import answer, faults

KINDS = everything()
SAMPLE = {kind.group: kind for kind in KINDS}.values()


@pytest.mark.parametrize("kind", SAMPLE, ids=lambda kind: f"{kind.group}: {kind.name}")
def test_each_kind_gets_the_answer_it_must_get(kind: Kind) -> None:
    got, cpu_seconds = answer(kind.make(), kind.file)
    assert faults(kind, got, cpu_seconds) == ()


def test_there_are_as_many_kinds_as_are_promised_and_each_has_a_name_of_its_own() -> None:
    assert len(KINDS) >= 150
    named = Counter((kind.group, kind.name) for kind in KINDS)
    assert [name for name, count in named.items() if count > 1] == []
    assert sum(kind.ordinary for kind in KINDS) >= 20


@pytest.mark.parametrize("group", sorted({kind.group for kind in KINDS}))
def test_no_group_is_all_of_one_answer_that_a_broken_parser_would_give(group: str) -> None:
    """A parser that refuses everything, or reads everything without an alert, cannot pass any group."""
    answers = {(kind.answer, bool(kind.alerts), bool(kind.shown)) for kind in KINDS if kind.group == group}
    assert len(answers) >= 2


def document(text: str, *hidden: HiddenText) -> Document:
    return Document(format=Format.text, text=text, hidden=hidden, parser="by hand")


WHITE = HiddenText(text="praise it", how=HiddenHow.low_contrast, where="page 1")


@pytest.mark.parametrize(
    ("expected", "got", "fault"),
    [
        (Kind("k", "g", bytes, "x.txt"), RefusedInput("No."), "refused: No."),
        (Kind("k", "g", bytes, "x.txt", refused="yes"), RefusedInput("No."), "another sentence"),
        (Kind("k", "g", bytes, "x.txt", refused="N"), RefusedInput("N\x1b"), "not printable"),
        (Kind("k", "g", bytes, "x.txt", refused="N"), document("words"), "not refused"),
        (Kind("k", "g", bytes, "x.txt", shown=("other",)), document("words"), "is not in the visible"),
        (Kind("k", "g", bytes, "x.txt", not_shown=("word",)), document("words"), "is in the visible"),
        (Kind("k", "g", bytes, "x.txt"), document("words", WHITE), "an alert: low_contrast"),
        (Kind("k", "g", bytes, "x.txt", alerts=(HiddenHow.tiny,)), document("words", WHITE), "an alert: low"),
        (Kind("k", "g", bytes, "x.txt", alerts=(HiddenHow.tiny,)), document("words"), "no alert was raised"),
        (Kind("k", "g", bytes, "x.txt", said=("blame",)), document("words"), "in no alert"),
        (Kind("k", "g", bytes, "x.txt", listed=("blame",)), document("words"), "in no hidden text"),
        (Kind("k", "g", bytes, "x.txt", notes=("unread",)), document("words"), "no note says"),
        (Kind("k", "g", bytes, "x.txt", unread_pages=1), document("words"), "0 pages are told"),
    ],
)
def test_a_wrong_answer_is_told_as_wrong(expected: Kind, got: Document | RefusedInput, fault: str) -> None:
    assert any(fault in sentence for sentence in expected.wrong(got))


def test_an_answer_that_comes_too_late_is_wrong() -> None:
    quick = Kind("k", "g", bytes, "x.txt", within_seconds=1)
    assert faults(quick, document("words"), 0.9) == ()
    assert "took 3 s" in faults(quick, document("words"), 3)[0]


def test_what_a_person_is_told_about_a_file_holds_no_control_characters() -> None:
    kind = Kind("k", "g", bytes, "x.txt")
    noted = document("words").model_copy(update={"notes": ("a\nb",)})
    assert "not printable" in kind.wrong(noted)[0]


def test_nothing_is_left_in_the_folder_for_temporary_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    for kind in [next(k for k in KINDS if k.refused), next(k for k in KINDS if k.shown)]:
        answer(kind.make(), kind.file)
    assert list(tmp_path.iterdir()) == []
