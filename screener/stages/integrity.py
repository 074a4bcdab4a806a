"""What a person must know about the file itself: text hidden from readers, and words that address a reviewer."""

import re
from collections.abc import Iterable

from screener.words.draft import Document, HiddenHow, HiddenText
from screener.words.screening import AlertKind, IntegrityAlert
from screener.words.sentences import sentence_spans

SHOWN = 2_000
"""Characters of hidden text shown in an alert; the report keeps the whole."""

_READER = (
    r"(?:(?:ai|llm|automated|automatic|machine|artificial intelligence|language[- ]model)[- ]?(?:based |powered )?"
    r"(?:reviewers?|readers?|screen(?:er|ing)s?|assistants?|models?|systems?|agents?|graders?|judges?|tools?|classifiers?|filters?)?"
    r"|(?:large )?language models?|gpt|chatgpt|claude|gemini|reviewers?|screeners?|graders?|assistants?|evaluators?)"
)
_STRONG: tuple[re.Pattern[str], ...] = tuple(re.compile(p, re.I) for p in (
    r"\b(?:ignore|disregard|forget|override|bypass|skip|set aside)\b.{0,40}\b(?:previous|prior|above|earlier|preceding|all|any|your|these|other|system)\b"
    r".{0,30}\b(?:instructions?|prompts?|rules?|guidelines?|directions?|criteria|context|orders?)\b",
    r"\b(?:new|updated|revised|real|actual|additional) (?:system )?(?:instructions?|prompt)\b\s*(?:[:：]|follow|are)",
    rf"\b(?:note|message|attention|instructions?|hint|notice|warning|memo)\b.{{0,15}}\b(?:to|for)\b.{{0,25}}\b{_READER}\b",
    rf"\b(?:if|when|as|since) you(?:'re| are)\b.{{0,20}}\b{_READER}\b",
    rf"\b(?:dear|hello|hi|hey|attention)\b,? .{{0,12}}\b{_READER}\b",
    r"\b(?:do not|don't|never|avoid|refrain from|without)\b.{0,12}\b(?:flag|report|mention|raise|list|highlight|mark)(?:ging|ing|ting)?\b"
    r".{0,40}\b(?:this|these|any|passages?|sections?|papers?|drafts?|concerns?|issues?|anything|it|content)\b",
    r"\b(?:give|assign|return|output|answer|respond|reply|recommend|suggest|mark|rate|classify|label|treat|report|set|choose)\b.{0,50}"
    r"\b(?:as (?:safe|benign|harmless|low[- ]risk|publish(?:able)?|clean|approved)|(?:a )?(?:positive|favou?rable) (?:review|score|rating|assessment)"
    r"|no (?:flags?|concerns?|issues?|risks?)|severity (?:of |to |as |is |=|:)?\s*['\"]?(?:none|low|zero)|['\"]?flags['\"]?\s*:\s*\[\s*\]|empty list|tier ['\"]?publish)",
    r"\b(?:recommend|suggest|approve|accept)\b.{0,25}\b(?:for )?(?:immediate |open |full |unrestricted )?(?:publication|acceptance|release)\b.{0,60}\b(?:regardless|without|immediately|only|always)\b",
    r"<\|?(?:im_start|im_end|system|endoftext|start_header_id|eot_id)\|?>|\[/?INST\]|<<SYS>>|(?:^|\n)\s*(?:system|assistant)\s*:\s",
    r"\b(?:end of|end) (?:the )?(?:draft|document|data|passage|untrusted|user) (?:text|data|input|content)?\b.{0,40}\b(?:now|new|begin|follow|instruct)",
    r"\b(?:pre-?approved|already (?:been )?(?:cleared|approved|reviewed|screened))\b.{0,60}\b(?:no (?:further )?(?:review|screening|flags?)|skip|do not|need not)",
))
_WEAK = re.compile(
    r"\byou (?:are|must|should|will|need to|have to|may|can|shall|are (?:now|required|instructed|asked))\b.{0,40}\b"
    r"(?:rate|score|mark|classify|label|flag|report|accept|recommend|approve|publish|answer|respond|return|output|say|conclude|treat|give|skip|assign)\b",
    re.I,
)
"""Annotation guides speak like this too: in visible text it counts only beside a word for a reviewer or a model."""
_MENTIONED = re.compile(rf"\b{_READER}\b", re.I)
_QUOTED = re.compile(r"[\"“'‘«`][^\"”'’»`]{0,400}$")
_ABOUT = re.compile(
    r"\b(?:inject(?:ed|ion|ing|s)?|attack(?:s|er|ers|ed)?|jailbreak\w*|adversar\w+|payloads?|such as|for example|e\.g\.|example|prompts? (?:like|such)|"
    r"we (?:insert|embed|append|add|test|used?)|hidden (?:prompts?|instructions?)|victim|told|asked|instruct(?:s|ed) the)\b", re.I,
)


def instructs_reader(sentence: str) -> bool:
    """Whether a sentence gives orders to whoever, or whatever, reviews the text."""
    return _order(sentence) is not None or _WEAK.search(sentence) is not None


def _order(sentence: str) -> re.Match[str] | None:
    """The first order in a visible sentence."""
    strong = next((m for order in _STRONG if (m := order.search(sentence))), None)
    return strong or (_WEAK.search(sentence) if _MENTIONED.search(sentence) else None)


def alerts(document: Document) -> tuple[IntegrityAlert, ...]:
    """Instructions first, then hidden text and odd characters; the ordinary kinds of unseen text are not alarming."""
    found = [*_hidden_alerts(document.hidden), *_visible_instructions(document)]
    order = [AlertKind.hidden_instruction, AlertKind.instruction_to_reader, AlertKind.hidden_text, AlertKind.odd_characters]
    return tuple(sorted(found, key=lambda a: (order.index(a.kind), a.page or 0, a.start or 0)))


def _hidden_alerts(hidden: Iterable[HiddenText]) -> Iterable[IntegrityAlert]:
    for item in hidden:
        instructs = any(instructs_reader(item.text[a:b]) for a, b in sentence_spans(item.text)) or instructs_reader(item.text)
        odd = item.how in (HiddenHow.zero_width, HiddenHow.bidi) or (item.how is HiddenHow.other and "U+" in item.text)
        if item.ordinary and not instructs:
            continue
        kind = AlertKind.hidden_instruction if instructs else AlertKind.odd_characters if odd else AlertKind.hidden_text
        yield IntegrityAlert(
            kind=kind, says=_SAYS[kind].format(how=str(item.how).replace("_", " "), where=item.where),
            where=item.where, how=str(item.how), text=item.text[:SHOWN], page=item.page, start=item.offset, end=item.offset,
        )


def _visible_instructions(document: Document) -> Iterable[IntegrityAlert]:
    for start, end in sentence_spans(document.text):
        sentence = document.text[start:end].strip()
        match = _order(sentence)
        if match is None:
            continue
        discussed = bool(_QUOTED.search(sentence[: match.start()])) or bool(_ABOUT.search(document.text[max(0, start - 250) : end]))
        page = document.page_at(start)
        yield IntegrityAlert(
            kind=AlertKind.instruction_to_reader, where=f"page {page}" if page else "the text", how="visible",
            says="Visible words address a reviewer or a model, but seem to be quoted or discussed." if discussed
            else "Visible words give orders to a reviewer or a model.",
            text=sentence[:SHOWN], page=page, start=start, end=end, raises_attention=not discussed,
        )


_SAYS = {
    AlertKind.hidden_instruction: "Text hidden from human readers ({how}, {where}) gives orders to a reviewer or a model.",
    AlertKind.hidden_text: "Text is hidden from human readers ({how}, {where}); no model was shown it.",
    AlertKind.odd_characters: "Invisible or direction-changing characters ({how}, {where}) were taken out before reading.",
    AlertKind.instruction_to_reader: "Visible words give orders to a reviewer or a model.",
}
