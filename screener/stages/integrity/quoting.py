"""Whether words that look like an order are reported rather than given: quoted, introduced as an example, or discussed.

Quotation marks alone do not make a report: an order may quote an authority. Words must say what the quotation is.
"""

import re
from dataclasses import dataclass

BEFORE = 250
"""Code points before a sentence in which something may say that what follows is quoted."""
AFTER = 160

_DATA = re.compile(r"[\"']\s*:\s*[\"'{\[\d]|[{\[]\s*[\"']")
"""Fields of a data format, whose quotation marks quote nobody."""
_VERBATIM = re.compile(r"`[^`]{12,}?(?:`|$)")
_MARKS = re.compile(
    r"“[^”]{12,}?(?:”|$)|«[^»]{12,}?(?:»|$)|„[^“”]{12,}?(?:[“”]|$)|\"[^\"]{12,}?(?:\"|$)|`[^`]{12,}?(?:`|$)"
    r"|(?<!\w)[‘'](?:[^’']|(?<=\w)[’'](?=\w)){12,}?(?:[’'](?!\w)|$)"
)
_ATTACK = (
    r"inject(?:ed|ion|ing|ions|s)?|attack(?:s|er|ers|ed)?|jailbreak\w*|adversar\w+|payloads?|planted|poisoned|honeypot"
    r"|hidden (?:prompts?|instructions?|sentences?|text)|victim|manipulat\w+"
)
_DISCUSSED = re.compile(
    rf"\b(?:{_ATTACK}|(?:chat )?templates?|special tokens?|(?<!you )(?:was|were) (?:told|asked|instructed|prompted)"
    r"|we (?:told|asked|instructed|prompted|insert\w*|embed\w*|append\w*|test\w*|hid|hide|planted)"
    r"|prompts? (?:like|such|was|were|reads?|begins?)|instruct(?:s|ed) the)\b",
    re.I,
)
_REPORTED = re.compile(
    rf"\b(?:{_ATTACK}|such as|for (?:example|instance)|e\.g\.|examples?|prompts?|reads?|string|phrase|wording|words|sentences?"
    r"|line|text|footer|said|says|wrote|writes|replied|answered|told|asked|asks|recalled|called|condition|variant|begins?"
    r"|templates?|detected|translated|found|appear\w*|contain\w*|inserted|quoted?|according to|obeyed|participants?"
    r"|added|marked|occurrences|logs?)\b",
    re.I,
)
_INTRODUCES = re.compile(
    rf"\b(?:{_ATTACK}|examples?|prompts?|templates?|instructions?|strings?|transcript\w*)\b.*:\s*$", re.I
)


@dataclass(frozen=True)
class Setting:
    """A sentence amid its text."""

    text: str
    start: int
    end: int

    @property
    def sentence(self) -> str:
        """The sentence, white space included."""
        return self.text[self.start : self.end]

    def quoted(self) -> list[tuple[int, int]]:
        """Stretches of the sentence that stand in quotation marks opened in its paragraph, as offsets into it."""
        opened = max(self.text.rfind("\n\n", 0, self.start) + 2, self.start - 1_000, 0)
        marks = _VERBATIM if _DATA.search(self.sentence) else _MARKS
        spans = [(opened + m.start(), opened + m.end()) for m in marks.finditer(self.text[opened : self.end])]
        inside = [(max(a, self.start) - self.start, min(b, self.end) - self.start) for a, b in spans]
        return [(a, b) for a, b in inside if a < b]

    def without_quotations(self) -> str:
        """The sentence with an ellipsis in place of what it quotes."""
        out, last, sentence = [], 0, self.sentence
        for a, b in self.quoted():
            out += [sentence[last:a], "“…”"]
            last = b
        return "".join([*out, sentence[last:]])

    def is_reported(self) -> bool:
        """Whether it quotes, and words near say that this is a report or an example."""
        spans = self.quoted()
        if not spans:
            return False
        around = [self._before(), self.without_quotations(), self.text[self.end : self.end + AFTER]]
        return any(_REPORTED.search(part) for part in around)

    def is_discussed(self, at: int | None = None) -> bool:
        """Whether the words before offset `at` (all, if not given) speak of an attack, or a line above introduces it."""
        sentence = self.sentence if at is None else self.sentence[:at]
        return _DISCUSSED.search(sentence) is not None or self._introduced()

    def _before(self) -> str:
        return self.text[max(0, self.start - BEFORE) : self.start]

    def _introduced(self) -> bool:
        """A line just above ends in a colon and names what follows; the items of a list may stand between."""
        lines = [line for line in self._before().split("\n") if line.strip()]
        return any(_INTRODUCES.search(line) for line in lines[-4:])
