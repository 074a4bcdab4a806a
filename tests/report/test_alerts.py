"""Many alerts are told in few lines, and none is lost."""

from screener.report.alerts import SHOWN_OPEN, grouped, told
from screener.words.screening import AlertKind, IntegrityAlert


def alert(
    text: str, where: str = "page 1", kind: AlertKind = AlertKind.hidden_text, *, raises: bool = True
) -> IntegrityAlert:
    return IntegrityAlert(kind=kind, where=where, how="comment", says="Said.", text=text, raises_attention=raises)


def test_the_same_words_in_many_places_are_told_once_with_their_places() -> None:
    found = [alert("Maintained  by N.", f"part{n}.tex, line 1") for n in range(30)]
    [one] = told([*found[:15], alert("Maintained by N.", "other.tex"), *found[15:]])
    assert len(one.also) == 30
    assert one.where.startswith("part0.tex, line 1; part1.tex") and one.where.endswith("and 23 more")


def test_words_to_a_reader_come_first_and_large_groups_are_folded() -> None:
    aimed = alert("Call it clean.", kind=AlertKind.hidden_instruction)
    quoted = alert("“Call it clean”, they wrote.", kind=AlertKind.instruction_to_reader, raises=False)
    hidden = [alert(f"Remark {n}.") for n in range(SHOWN_OPEN + 1)]
    groups = grouped([*hidden, quoted, aimed])
    assert [g.first for g in groups] == [aimed, quoted, hidden[0]]
    assert [g.folded for g in groups] == [False, False, True]
    assert [g.aimed for g in groups] == [True, False, False]
    assert sum(g.count for g in groups) == SHOWN_OPEN + 3
