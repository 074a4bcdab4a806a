"""Alerts: text hidden from readers, odd characters, and orders to a reviewer, hidden or in plain sight."""

from collections.abc import Iterable, Sequence

from screener.stages.integrity.finder import OrderFinder
from screener.stages.integrity.orders import instructs_reader, order_in
from screener.stages.integrity.quoting import Setting
from screener.words.draft import Document, Format, HiddenHow, HiddenText
from screener.words.screening import AlertKind, IntegrityAlert
from screener.words.sentences import sentence_spans

SHOWN = 2_000
"""Characters of hidden text shown in an alert; the report keeps the whole."""
MOST_HIDDEN = 400
"""Sentences of one hidden text that the finder looks at; the rules look at all."""

_LABELS = {HiddenHow.metadata: 15, HiddenHow.comment: 6}
"""Words that the properties of a file, or a comment in its markup, may have without an alert."""
_LEFT_OVER = {
    Format.latex: frozenset({HiddenHow.comment, HiddenHow.conditional}),
    Format.html: frozenset({HiddenHow.comment}),
    Format.markdown: frozenset({HiddenHow.comment}),
}
"""How authors put aside what they wrote, and tools what they did: nearly every source holds some. It is told, and raises
attention only where it gives orders."""
_GRAVEST_FIRST = (
    AlertKind.hidden_instruction,
    AlertKind.instruction_to_reader,
    AlertKind.hidden_text,
    AlertKind.odd_characters,
)


def alerts(document: Document, finder: OrderFinder | None = None) -> tuple[IntegrityAlert, ...]:
    """Instructions first, then hidden text and odd characters; the ordinary kinds of unseen text are not alarming.

    Rules find instructions; a finder, if given, finds more of them. It never takes away what a rule found.
    """
    found = [*_hidden_alerts(document.hidden, document.format, finder), *_visible_instructions(document, finder)]
    return tuple(sorted(found, key=lambda a: (_GRAVEST_FIRST.index(a.kind), a.page or 0, a.start or 0)))


def _hidden_alerts(hidden: Iterable[HiddenText], form: Format, finder: OrderFinder | None) -> Iterable[IntegrityAlert]:
    left_over = _LEFT_OVER.get(form, frozenset())
    for item in hidden:
        ruled = _ruled(item)
        instructs = ruled or _guessed_hidden(item, finder)
        odd = item.how in (HiddenHow.zero_width, HiddenHow.bidi) or (item.how is HiddenHow.other and "U+" in item.text)
        if (item.ordinary or _a_label(item)) and not instructs:
            continue
        kind = AlertKind.hidden_instruction if instructs else AlertKind.odd_characters if odd else AlertKind.hidden_text
        yield IntegrityAlert(
            kind=kind,
            says=_says(kind, item, sure=ruled),
            where=item.where,
            how=str(item.how),
            text=item.text[:SHOWN],
            page=item.page,
            start=item.offset,
            end=item.offset,
            raises_attention=not (kind is AlertKind.hidden_text and item.how in left_over),
        )


def _says(kind: AlertKind, item: HiddenText, *, sure: bool) -> str:
    says = _SAYS[kind]
    if kind is AlertKind.hidden_text and item.how is HiddenHow.false_letters:
        says = "A reader sees other letters than the file holds ({where})."
    elif kind is AlertKind.hidden_instruction and not sure:
        says = "Text hidden from readers ({how}, {where}) reads like orders to a reviewer or a model."
    return says.format(how=str(item.how).replace("_", " "), where=item.where)


def _a_label(item: HiddenText) -> bool:
    """A subject in the properties or a word or two beside the markup; it stays listed with what is hidden."""
    return len(item.text.split()) <= _LABELS.get(item.how, -1)


def _ruled(item: HiddenText) -> bool:
    """Authors leave each other notes ('you should report …') where a format has comments: there plain orders count."""
    rule = order_in if item.ordinary else instructs_reader
    return any(rule(text) for text in [item.text, *_sentences(item)])


def _guessed_hidden(item: HiddenText, finder: OrderFinder | None) -> bool:
    return finder is not None and any(finder.finds(_sentences(item)[:MOST_HIDDEN], unheard=item.ordinary))


def _sentences(item: HiddenText) -> list[str]:
    return [item.text[a:b] for a, b in sentence_spans(item.text)]


def _visible_instructions(document: Document, finder: OrderFinder | None) -> Iterable[IntegrityAlert]:
    places = [Setting(document.text, start, end) for start, end in sentence_spans(document.text)]
    guessed = _guessed(places, finder)
    for place, guess in zip(places, guessed, strict=True):
        sentence = place.sentence.strip()
        match = order_in(sentence)
        if match is None and not guess:
            continue
        at = None if match is None else place.sentence.index(sentence) + match.start()
        yield _visible_alert(document, place, ruled=match is not None, discussed=_only_discussed(place, at, finder))


def _guessed(places: Sequence[Setting], finder: OrderFinder | None) -> list[bool]:
    """What the finder says of each sentence, all looked at together."""
    if finder is None:
        return [False] * len(places)
    return finder.finds([place.sentence.strip() for place in places])


def _only_discussed(place: Setting, at: int | None, finder: OrderFinder | None) -> bool:
    """Whether an order, at an offset into its sentence if a rule found it, is quoted or spoken about, and none is given."""
    quoted = at is None or any(a <= at < b for a, b in place.quoted())
    if not (quoted and place.is_reported()) and not place.is_discussed(at):
        return False
    return not place.quoted() or not _orders_outside(place, finder)


def _orders_outside(place: Setting, finder: OrderFinder | None) -> bool:
    """Whether what stands around a quotation gives orders of its own."""
    around = place.without_quotations().strip()
    match = order_in(around)
    if match is not None:
        return not place.is_discussed(place.sentence.find(match.group()))
    return finder is not None and not place.is_discussed() and finder.finds([around])[0]


def _visible_alert(document: Document, place: Setting, *, discussed: bool, ruled: bool) -> IntegrityAlert:
    page = document.page_at(place.start)
    plain = (
        _SAYS[AlertKind.instruction_to_reader] if ruled else "Visible words read like orders to a reviewer or a model."
    )
    return IntegrityAlert(
        kind=AlertKind.instruction_to_reader,
        where=f"page {page}" if page else "the text",
        how="visible",
        says="Visible words address a reviewer or a model, but seem to be quoted or discussed." if discussed else plain,
        text=place.sentence.strip()[:SHOWN],
        page=page,
        start=place.start,
        end=place.end,
        raises_attention=not discussed,
    )


_SAYS = {
    AlertKind.hidden_instruction: "Text hidden from readers ({how}, {where}) gives orders to a reviewer or a model.",
    AlertKind.hidden_text: "Text is hidden from human readers ({how}, {where}); no model was shown it.",
    AlertKind.odd_characters: "Unseen or direction-changing characters ({how}, {where}) were taken out before reading.",
    AlertKind.instruction_to_reader: "Visible words give orders to a reviewer or a model.",
}
