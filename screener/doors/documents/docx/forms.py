"""What form fields and controls hold beside the words that they show."""

import base64
import binascii
import re
from collections.abc import Iterator

from screener.doors.documents.docx.package import Element, attribute, child, descendants, local

_A_LABEL = 3
"""Words that the name of a control may have."""
_LONGEST = 400_000
"""Characters of packed data that are looked at."""
_WORDS = re.compile(r"(?:^|(?<=[\s\"'(]))[^\W\d_]{2,}(?=[\s.,;:!?)\"']|$)")
_READABLE = re.compile(r"[\w .,;:!?()'’“”/-]{12,}")
_OF_A_PROGRAM = ("<EndNote", "{")
"""How the data of reference managers begin."""


def is_prose(text: str) -> bool:
    """Whether a text is more than a label."""
    return len(_WORDS.findall(text[:2_000])) > _A_LABEL


def unseen_in_control(control: Element) -> Iterator[str]:
    """The names and choices of a control, as far as they are prose."""
    properties = child(control, "sdtPr")
    for part in descendants(properties, "alias", "tag", "listItem") if properties is not None else ():
        for key in ("val", "displayText"):
            if len((text := attribute(part, key)).split()) > _A_LABEL:
                yield text


def chosen_entry(field: Element) -> str:
    """The entry of a drop-down form field that is printed; '' where the field is of another kind."""
    entries = _entries(field)
    number = attribute(child(field, "ffData", "ddList", "result"), "val")
    number = number or attribute(child(field, "ffData", "ddList", "default"), "val") or "0"
    return entries[int(number)] if number.isdecimal() and len(number) < 5 and int(number) < len(entries) else ""


def unseen_in_field(field: Element) -> Iterator[str]:
    """Help, defaults, other entries and packed data at the beginning of a field, as far as they are prose."""
    shown = chosen_entry(field)
    data = child(field, "ffData")
    for part in data.iter() if data is not None else ():
        text = attribute(part, "val")
        if text != shown and is_prose(text):
            yield text
    packed = child(field, "fldData")
    if packed is not None and is_prose(text := _unpacked("".join((packed.text or "")[:_LONGEST].split()))):
        yield text


def is_bound(control: Element) -> bool:
    """Whether Word shows in a control what another part of the file holds."""
    properties = child(control, "sdtPr")
    placeholder = child(properties, "showingPlcHdr") is not None
    return child(properties, "dataBinding") is not None and not placeholder


def _entries(field: Element) -> list[str]:
    found = child(field, "ffData", "ddList")
    return [attribute(entry, "val") for entry in found if local(entry) == "listEntry"] if found is not None else []


def _unpacked(packed: str) -> str:
    """The readable words in data that are written in base 64, of one byte or two a letter."""
    try:
        data = base64.b64decode(packed + "=" * (-len(packed) % 4))
    except (binascii.Error, ValueError):
        return ""
    wide = data[: len(data) // 2 * 2].decode("utf-16-le", "replace")
    for text in (wide, data.decode("utf-8", "replace")):
        found = " ".join(run for run in _READABLE.findall(text) if run.isascii() and is_prose(run))
        if found:
            return "" if text.lstrip("\0").startswith(_OF_A_PROGRAM) else found
    return ""
