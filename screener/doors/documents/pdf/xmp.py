"""What a PDF's XMP metadata say: every text and every attribute of every packet, whatever it is named or packed in."""

import re
from collections.abc import Iterator

from lxml import etree

from screener.doors.documents.builder import DocumentBuilder
from screener.doors.documents.pdf.objects import ObjectFile
from screener.words.draft import HiddenHow

KEYWORD_WORDS = 4
"""Words in a keyword at most."""
MOST_PACKETS = 40
MOST_VALUES = 2_000
"""Of one packet."""
_ORDINARY = re.compile(
    r"title|creator|rights|usageterms|webstatement|license|copyright\w*|producer|creatortool|xmptk|schema|id|jobname|"
    r"(?:.*\.)?(?:version|time|date|fullbanner)|\w+agent",
    re.I,
)
"""Fields in which papers say who wrote them and what may be done with them, and programs what they are."""
_LONG_TOKEN = 60
"""Characters from which a single word is no date, number or identity."""


def are_keywords(field: str, value: str) -> bool:
    """Papers list their keywords in the metadata; anything longer than a few words an item is no keyword."""
    return field == "Keywords" and all(len(item.split()) <= KEYWORD_WORDS for item in re.split(r"[,;]", value))


def hide_xmp(builder: DocumentBuilder, file: ObjectFile, seen: set[str]) -> None:
    """Set apart what the packets say and nobody was told yet; `seen` holds what the file says of itself elsewhere."""
    unread = False
    for number, packet in enumerate(file.metadata()):
        if packet is None or number >= MOST_PACKETS:
            unread = True
            continue
        for field, value in _values(packet):
            if value not in seen:
                seen.add(value)
                ordinary = bool(_ORDINARY.fullmatch(field)) or are_keywords(field, value)
                builder.hide(value, HiddenHow.metadata, where=f"XMP metadata, {field}", ordinary=ordinary)
    if unread:
        builder.note("Some of the PDF's metadata could not be read; look at the file's properties.")


def _values(packet: bytes) -> Iterator[tuple[str, str]]:
    """Field and words of everything in a packet that is more than a date or an identity."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(_utf8(packet), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None:
        return
    count = 0
    for element in root.iter():
        for field, words in _said(element):
            value = " ".join(words.split())
            if len(value.split()) < 2 and len(value) < _LONG_TOKEN:
                continue
            count += 1
            if count > MOST_VALUES:
                return
            yield field, value


def _said(element: "etree._Element") -> Iterator[tuple[str, str]]:
    if not isinstance(element.tag, str):  # a comment or a processing instruction
        yield "remark", element.text or ""
    else:
        field = _field(element)
        yield field, element.text or ""
        for name, value in element.attrib.items():
            yield _bare(str(name)), str(value)
    yield "text between fields", element.tail or ""


def _field(element: "etree._Element") -> str:
    """The name of the field that an element belongs to; lists and their items have none of their own."""
    at: etree._Element | None = element
    while at is not None and (
        not isinstance(at.tag, str) or _bare(at.tag) in ("li", "Alt", "Seq", "Bag", "Description")
    ):
        at = at.getparent()
    return _bare(str(at.tag)) if at is not None else "text"


def _bare(name: str) -> str:
    return name.rsplit("}", 1)[-1][:60]


def _utf8(packet: bytes) -> bytes:
    """The packet as UTF-8 without its padding and without a declaration that might name another encoding."""
    for mark, encoding in (
        (b"\xff\xfe\0\0", "utf-32"),
        (b"\0\0\xfe\xff", "utf-32"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if packet.startswith(mark):
            text = packet.decode(encoding, "replace")
            break
    else:
        zeros = packet[:200].count(b"\0")
        guess = "utf-16-be" if packet[:1] == b"\0" else "utf-16-le"
        text = packet.decode(guess if zeros * 3 > len(packet[:200]) else "utf-8-sig", "replace")
    text = re.sub(r"<\?(?:xpacket|xml)\b[^>]{0,400}\?>", "", text).strip().strip("\0")
    return text.encode("utf-8", "replace")
