"""Reads the objects of a PDF file that pdfium has written out anew: one table of places, no packed objects, no lock."""

import io
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pypdfium2 as pdfium
from pypdfium2 import raw

MOST_LEVELS = 60
"""Dictionaries and lists within one another."""
MOST_TOKENS = 400_000
"""Pieces of one object."""
LONGEST_STREAM = 20_000
"""Bytes of an unpacked stream that are looked at."""
MOST_STRINGS = 400_000
"""Strings and streams that are gone through."""
LONGEST_METADATA = 400_000
_BEFORE_MARKUP = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"
_METADATA = re.compile(rb"/Type\s*/Metadata\b")
_BLANK = rb"[\0\t\n\f\r ]"
_TOKEN = re.compile(
    rb"(?P<open><<|\[)|(?P<close>>>|\])|(?P<name>/[^\0\t\n\f\r ()<>\[\]{}/%]*)|(?P<string>\()|<(?P<hex>[^>]*)>"
    rb"|(?P<ref>\d+" + _BLANK + rb"+\d+" + _BLANK + rb"+R\b)|(?P<stream>stream\r?\n)|(?P<end>endobj)"
    rb"|(?P<word>[^\0\t\n\f\r ()<>\[\]{}/%]+)"
)
_NUMBER = re.compile(rb"[+-]?(?:\d{1,20}(?:\.\d{0,20})?|\.\d{1,20})")
_HEAD = re.compile(rb"\s*\d+\s+\d+\s+obj")
_ESCAPED = re.compile(rb"\\([0-7]{1,3}|\r\n|[\s\S])")
_PLAIN = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r": b"", b"\r\n": b""}
_STRING = re.compile(
    rb"(?P<stream>\bstream\r?\n)|(?:/(?P<key>[^\0\t\n\f\r ()<>\[\]{}/%]{1,60})\s{0,9})?"
    rb"(?:(?P<string>\()|<(?P<hex>[0-9A-Fa-f][0-9A-Fa-f\s]*)>)"
)
_PARENTHESES = re.compile(rb"\\[\s\S]|[()]")


class Name(str):
    """A name, without its slash."""


@dataclass(frozen=True)
class Ref:
    """A reference to an object by its number."""

    number: int


@dataclass(frozen=True)
class Stream:
    """A stream: its dictionary and where its data begin."""

    entries: Mapping[str, "Value"]
    start: int


Value = Name | Ref | Stream | bytes | float | dict[str, "Value"] | list["Value"] | None
"""An object; truth values are None, because nobody asks for them."""


class ObjectFile:
    """The objects of one file, each read when it is asked for."""

    def __init__(self, plain: bytes) -> None:
        self.plain = plain
        self._places = dict(_places(plain))

    @classmethod
    def of(cls, document: pdfium.PdfDocument) -> "ObjectFile":
        """The objects of a document. Raises PdfiumError where it cannot be written out."""
        written = io.BytesIO()
        document.save(written, flags=raw.FPDF_REMOVE_SECURITY)
        return cls(written.getvalue())

    def root(self) -> dict[str, Value]:
        """The document's catalogue; empty where there is none."""
        return self.entries(self._trailer().get("Root"))

    def at(self, value: Value) -> Value:
        """What a value stands for: the object that it refers to, or itself."""
        for _ in range(8):
            if not isinstance(value, Ref):
                return value
            place = self._places.get(value.number)
            value = None if place is None else _Reader(self.plain, place).value()
        return None

    def entries(self, value: Value) -> dict[str, Value]:
        """A dictionary, or that of a stream; empty for anything else."""
        value = self.at(value)
        if isinstance(value, Stream):
            return dict(value.entries)
        return value if isinstance(value, dict) else {}

    def items(self, value: Value) -> list[Value]:
        """A list; empty for anything else."""
        value = self.at(value)
        return value if isinstance(value, list) else []

    def text(self, value: Value) -> str:
        """The words of a string or a stream of them; '' for anything else."""
        value = self.at(value)
        if isinstance(value, Stream):
            value = self._unpacked(value)
        return _decoded(value) if isinstance(value, bytes) else ""

    def metadata(self) -> Iterator[bytes | None]:
        """The unpacked streams of metadata, of the document and of its parts; None for one that cannot be unpacked."""
        places = [match.start() for match in _METADATA.finditer(self.plain)]
        heads = {self.plain.rfind(b" obj", 0, place) for place in places}
        named = self.at(self.root().get("Metadata"))
        found = [_Reader(self.plain, self._line(head)).value() for head in sorted(heads) if head >= 0]
        streams = [*([named] if isinstance(named, Stream) else []), *(one for one in found if isinstance(one, Stream))]
        for stream in {one.start: one for one in streams}.values():
            packet = self._unpacked(stream, LONGEST_METADATA)
            if not packet.lstrip(_BEFORE_MARKUP).startswith(
                b"<"
            ):  # pdfium writes packed metadata without naming the packing
                packet = self._inflated(stream, LONGEST_METADATA) or packet
            yield packet or None

    def strings(self) -> Iterator[tuple[str, str]]:
        """All strings outside streams, with the name that stands before each ('' for none); at most MOST_STRINGS."""
        place = 0
        for _ in range(MOST_STRINGS):
            found = _STRING.search(self.plain, place)
            if found is None:
                return
            key = (found.group("key") or b"").decode("latin-1")
            if found.lastgroup == "stream":
                end = self.plain.find(b"endstream", found.end())
                place = end if end >= 0 else len(self.plain)
            elif found.lastgroup == "hex":
                place = found.end()
                digits = b"".join(found.group("hex").split())
                yield key, _decoded(bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii")))
            else:
                reader = _Reader(self.plain, found.end())
                said = reader.string()
                place = reader.place
                yield key, _decoded(said)

    def _line(self, place: int) -> int:
        """Where the line of a place begins."""
        return max(self.plain.rfind(b"\n", 0, place), self.plain.rfind(b"\r", 0, place)) + 1

    def _trailer(self) -> dict[str, Value]:
        place = self.plain.rfind(b"trailer")
        found = _Reader(self.plain, place + 7).value() if place >= 0 else None
        return found if isinstance(found, dict) else {}

    def _unpacked(self, stream: Stream, most: int = LONGEST_STREAM) -> bytes:
        data = self.plain[stream.start : self.plain.find(b"endstream", stream.start)]
        if "FlateDecode" not in str(stream.entries.get("Filter")):
            return data[:most]
        return self._inflated(stream, most)

    def _inflated(self, stream: Stream, most: int) -> bytes:
        data = self.plain[stream.start : self.plain.find(b"endstream", stream.start)]
        try:
            return zlib.decompressobj().decompress(data, most)
        except zlib.error:
            return b""


def _places(plain: bytes) -> Iterator[tuple[int, int]]:
    """Number and place of each object, by the table at the end."""
    table = plain.rfind(b"startxref")
    found = re.match(rb"startxref\s+(\d+)", plain[table : table + 60]) if table >= 0 else None
    number = 0
    for line in plain[int(found.group(1)) : table].splitlines() if found else ():
        words = line.split()
        if words == [b"trailer"]:
            return
        if len(words) == 2 and words[0].isdigit():
            number = int(words[0])
        elif len(words) == 3:
            if words[2] == b"n":
                yield number, int(words[0])
            number += 1


@dataclass
class _Reader:
    """Reads one object from a place on."""

    plain: bytes
    place: int
    _open: list[list[Value]] = field(default_factory=list)

    def value(self) -> Value:
        """The object; None where it is broken, too deep or too long."""
        head = _HEAD.match(self.plain, self.place)
        self.place = head.end() if head else self.place
        done: Value = None
        for _ in range(MOST_TOKENS):
            token = _TOKEN.search(self.plain, self.place)
            if token is None or token.lastgroup == "end" or len(self._open) > MOST_LEVELS:
                return done
            self.place = token.end()
            if token.lastgroup == "open":
                self._open.append([])
                continue
            if token.lastgroup == "stream":
                return Stream(done, self.place) if isinstance(done, dict) else None
            done = self._one(token)
            if not self._open:
                if isinstance(done, dict) and self._is_stream():
                    continue
                return done
            self._open[-1].append(done)
        return None

    def _is_stream(self) -> bool:
        return self.plain[self.place : self.place + 12].lstrip().startswith(b"stream")

    def _one(self, token: re.Match[bytes]) -> Value:
        kind, said = token.lastgroup, token.group()
        if kind == "close":
            inside = self._open.pop() if self._open else []
            return _paired(inside) if said == b">>" else inside
        if kind == "name":
            return Name(
                re.sub(rb"#([0-9A-Fa-f]{2})", lambda m: bytes([int(m.group(1), 16)]), said[1:]).decode("latin-1")
            )
        if kind == "string":
            return self.string()
        if kind == "hex":
            digits = re.sub(rb"[^0-9A-Fa-f]", b"", token.group("hex"))
            return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))
        if kind == "ref":
            return Ref(int(said.split()[0]))
        return float(said) if _NUMBER.fullmatch(said) else None

    def string(self) -> bytes:
        """The bytes of a string whose opening bracket was read."""
        start, depth = self.place, 1
        for mark in _PARENTHESES.finditer(self.plain, start):
            depth += {b"(": 1, b")": -1}.get(mark.group(), 0)
            if depth == 0:
                self.place = mark.end()
                return _ESCAPED.sub(_unescaped, self.plain[start : mark.start()])
        self.place = len(self.plain)
        return b""


def _paired(inside: list[Value]) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for key, value in zip(inside[::2], inside[1::2], strict=False):
        if isinstance(key, Name):
            found.setdefault(key, value)
    return found


def _unescaped(match: re.Match[bytes]) -> bytes:
    said = match.group(1)
    return bytes([int(said, 8) & 255]) if said[:1] in b"01234567" else _PLAIN.get(said, said)


def _decoded(said: bytes) -> str:
    if said.startswith((b"\xfe\xff", b"\xff\xfe")):
        return said.decode("utf-16", "replace")
    return said.removeprefix(b"\xef\xbb\xbf").decode(
        "utf-8" if said.startswith(b"\xef\xbb\xbf") else "latin-1", "replace"
    )
