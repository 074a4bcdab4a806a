"""Forms with files, taken apart while they arrive: nothing of a file is kept here, in memory or on disk."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import ClientDisconnect, Request

from screener.web.line_ends import with_line_feeds
from screener.web.security.problems import ClientGone, Told

LARGEST_FIELD = 64 * 2**10
"""Bytes of one field that is no file."""
MOST_PARTS = 60
LONGEST_NAME = 200
PIECE = 64 * 2**10


@dataclass(frozen=True)
class FieldCame:
    """A field that is no file."""

    name: str
    value: str


@dataclass(frozen=True)
class FileBegins:
    """A file whose content follows, up to the next FileEnds."""

    field: str
    name: str
    """Safe to show and to keep; not a path. Empty where a browser sends a file input that nobody filled."""


@dataclass(frozen=True)
class FileGoesOn:
    """Part of the content."""

    untrusted: bytes


@dataclass(frozen=True)
class FileEnds:
    """The file is complete."""


Came = FieldCame | FileBegins | FileGoesOn | FileEnds


def boundary_of(request: Request) -> bytes:
    """The boundary between the parts. Raises Told (415) where the request is no form with files."""
    kind, options = parse_options_header(request.headers.get("content-type"))
    boundary = options.get(b"boundary", b"")
    if kind != b"multipart/form-data" or not boundary:
        raise Told(415, "Send the file as multipart/form-data, with the field 'file' last.")
    return boundary


async def parts(request: Request) -> AsyncIterator[Came]:
    """What comes, in the order in which it comes. Raises Told (400, 413, 415), BodyTooLarge, ClientGone."""
    reader = _Reader()
    try:
        parser = MultipartParser(boundary_of(request), reader.callbacks())  # type: ignore[arg-type]
        async for arrived in request.stream():
            for start in range(0, len(arrived), PIECE):
                parser.write(arrived[start : start + PIECE])
                for came in reader.taken():
                    yield came
        parser.finalize()
    except FormParserError:
        raise Told(400, "The form is not well-formed multipart/form-data; send it again.") from None
    except ClientDisconnect:
        raise ClientGone("The connection ended before the whole file had come; send it again.") from None
    if not reader.ended:
        raise Told(400, "The form ends before its last boundary; send it again.")


@dataclass
class _Reader:
    """What the parser calls back, put into order."""

    ended: bool = False
    count: int = 0
    header: bytearray = field(default_factory=bytearray)
    content: bytearray = field(default_factory=bytearray)
    headers: dict[str, str] = field(default_factory=dict)
    name: str = ""
    is_file: bool = False
    value: bytearray = field(default_factory=bytearray)
    came: list[Came] = field(default_factory=list)

    def callbacks(self) -> dict[str, object]:
        return {
            "on_part_begin": self.begin,
            "on_header_field": lambda data, start, end: self.header.extend(data[start:end]),
            "on_header_value": lambda data, start, end: self.content.extend(data[start:end]),
            "on_header_end": self.header_end,
            "on_headers_finished": self.headers_end,
            "on_part_data": self.data,
            "on_part_end": self.end,
            "on_end": self.all_end,
        }

    def taken(self) -> list[Came]:
        taken, self.came = self.came, []
        return taken

    def begin(self) -> None:
        self.count += 1
        if self.count > MOST_PARTS:
            raise Told(413, f"A form may have at most {MOST_PARTS} parts; send the files in several requests.")
        self.headers = {}

    def header_end(self) -> None:
        self.headers[self.header.decode("latin-1").lower()] = self.content.decode("latin-1")
        self.header, self.content = bytearray(), bytearray()

    def headers_end(self) -> None:
        _, options = parse_options_header(self.headers.get("content-disposition"))
        self.name = options.get(b"name", b"").decode("utf-8", "replace")
        self.is_file = b"filename" in options
        self.value = bytearray()
        if self.is_file:
            name = safe_name(options[b"filename"]) if options[b"filename"] else ""
            self.came.append(FileBegins(self.name, name))

    def data(self, data: bytes, start: int, end: int) -> None:
        if self.is_file:
            self.came.append(FileGoesOn(bytes(data[start:end])))
            return
        self.value += data[start:end]
        if len(self.value) > LARGEST_FIELD:
            raise Told(413, "A field of the form is too long; shorten it.")

    def end(self) -> None:
        text = with_line_feeds(self.value.decode("utf-8", "replace"))
        self.came.append(FileEnds() if self.is_file else FieldCame(self.name, text))

    def all_end(self) -> None:
        self.ended = True


def safe_name(untrusted: bytes) -> str:
    """The last part of a file name, one line, without characters that do not print; 'draft' where nothing is left."""
    text = untrusted.decode("utf-8", "replace").replace("\\", "/").rsplit("/", 1)[-1]
    shown = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return (shown[:LONGEST_NAME].strip(" .") and shown[:LONGEST_NAME]) or "draft"
