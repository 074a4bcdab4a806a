"""Alerts: text hidden from readers, odd characters, and orders to a reviewer, hidden or in plain sight."""

import re
from collections.abc import Iterable

from screener.stages.integrity.orders import instructs_reader, order_in
from screener.words.draft import Document, HiddenHow, HiddenText
from screener.words.screening import AlertKind, IntegrityAlert
from screener.words.sentences import sentence_spans

SHOWN = 2_000
"""Characters of hidden text shown in an alert; the report keeps the whole."""

_QUOTED = re.compile(r"[\"“'‘«`][^\"”'’»`]{0,400}$")
_ABOUT = re.compile(
    r"\b(?:inject(?:ed|ion|ing|s)?|attack(?:s|er|ers|ed)?|jailbreak\w*|adversar\w+|payloads?|such as|for example|e\.g\."
    r"|example|prompts? (?:like|such)|we (?:insert|embed|append|add|test|used?)|hidden (?:prompts?|instructions?)"
    r"|(?:chat )?templates?|special tokens?|victim"
    r"|(?<!you )(?:was|were|is|are) (?:told|asked)|we (?:told|asked)|instruct(?:s|ed) the)\b",
    re.I,
)

_GRAVEST_FIRST = (
    AlertKind.hidden_instruction,
    AlertKind.instruction_to_reader,
    AlertKind.hidden_text,
    AlertKind.odd_characters,
)


def alerts(document: Document) -> tuple[IntegrityAlert, ...]:
    """Instructions first, then hidden text and odd characters; the ordinary kinds of unseen text are not alarming."""
    found = [*_hidden_alerts(document.hidden), *_visible_instructions(document)]
    return tuple(sorted(found, key=lambda a: (_GRAVEST_FIRST.index(a.kind), a.page or 0, a.start or 0)))


def _hidden_alerts(hidden: Iterable[HiddenText]) -> Iterable[IntegrityAlert]:
    for item in hidden:
        texts = [item.text, *(item.text[a:b] for a, b in sentence_spans(item.text))]
        instructs = any(_instructs(item, text) for text in texts)
        odd = item.how in (HiddenHow.zero_width, HiddenHow.bidi) or (item.how is HiddenHow.other and "U+" in item.text)
        if item.ordinary and not instructs:
            continue
        kind = AlertKind.hidden_instruction if instructs else AlertKind.odd_characters if odd else AlertKind.hidden_text
        yield IntegrityAlert(
            kind=kind,
            says=_SAYS[kind].format(how=str(item.how).replace("_", " "), where=item.where),
            where=item.where,
            how=str(item.how),
            text=item.text[:SHOWN],
            page=item.page,
            start=item.offset,
            end=item.offset,
        )


def _instructs(item: HiddenText, text: str) -> bool:
    """Authors leave each other notes ('you should report …') where a format has comments: there plain orders count."""
    return order_in(text) is not None if item.ordinary else instructs_reader(text)


def _visible_instructions(document: Document) -> Iterable[IntegrityAlert]:
    for start, end in sentence_spans(document.text):
        sentence = document.text[start:end].strip()
        match = order_in(sentence)
        if match is None:
            continue
        around = document.text[max(0, start - 250) : end]
        discussed = _QUOTED.search(sentence[: match.start()]) is not None or _ABOUT.search(around) is not None
        page = document.page_at(start)
        yield IntegrityAlert(
            kind=AlertKind.instruction_to_reader,
            where=f"page {page}" if page else "the text",
            how="visible",
            says="Visible words address a reviewer or a model, but seem to be quoted or discussed."
            if discussed
            else "Visible words give orders to a reviewer or a model.",
            text=sentence[:SHOWN],
            page=page,
            start=start,
            end=end,
            raises_attention=not discussed,
        )


_SAYS = {
    AlertKind.hidden_instruction: "Text hidden from readers ({how}, {where}) gives orders to a reviewer or a model.",
    AlertKind.hidden_text: "Text is hidden from human readers ({how}, {where}); no model was shown it.",
    AlertKind.odd_characters: "Unseen or direction-changing characters ({how}, {where}) were taken out before reading.",
    AlertKind.instruction_to_reader: "Visible words give orders to a reviewer or a model.",
}
