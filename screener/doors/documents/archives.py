"""Zip, tar and gzip files from strangers: read in memory, within limits, never written to disk."""

import io
import lzma
import tarfile
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from screener.words.errors import RefusedInput

MOST_ENTRIES = 5_000
MOST_BYTES = 512 * 1024 * 1024
"""All entries together, unpacked."""
MOST_BYTES_PER_ENTRY = 128 * 1024 * 1024
MOST_RATIO = 250
"""Unpacked size over packed size, looked at from `RATIO_FROM` bytes on."""
RATIO_FROM = 4 * 1024 * 1024
MOST_PARTS = 10_000
"""Gzip streams one behind the other in one file."""
_MOST_RECORDS = 10 * MOST_ENTRIES
"""Records of a zip's directory, counted before any is looked at: each takes a thousand bytes of memory when read."""
_PIECE = 1 << 16
_BLOCK = 512
"""Bytes of a tar header."""

_ZIP_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
    KeyError,
    UnicodeError,
)
_TAR_FAULTS = (
    tarfile.TarError,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    KeyError,
    IndexError,
    OverflowError,
    RecursionError,
    UnicodeError,
)


@dataclass
class Unpacked:
    """The files of an archive by their path inside it, and what was left out."""

    files: dict[str, bytes] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def opened_zip(untrusted: bytes, name: str) -> zipfile.ZipFile:
    """A zip file whose declared sizes lie within the limits; raises RefusedInput for damaged or oversized ones."""
    if untrusted.count(b"PK\x01\x02") > _MOST_RECORDS:
        raise RefusedInput(f"'{name}' holds more than {MOST_ENTRIES} files, the most that are accepted.")
    try:
        archive = zipfile.ZipFile(io.BytesIO(untrusted))
    except _ZIP_FAULTS:
        raise RefusedInput(f"'{name}' is a damaged zip file; save or pack it again.") from None
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES:
        raise RefusedInput(f"'{name}' holds {len(entries)} files; at most {MOST_ENTRIES} are accepted.")
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise RefusedInput(f"'{name}' is protected by a password; remove the password and submit it again.")
    for entry in entries:
        _check_ratio(entry.file_size, entry.compress_size, name)
    total = sum(entry.file_size for entry in entries)
    _check_ratio(total, len(untrusted), name)
    if total > MOST_BYTES:
        raise _too_large(name)
    return archive


def zip_entry(archive: zipfile.ZipFile, path: str, name: str) -> bytes:
    """One file of a zip, however its header lies about the size; raises RefusedInput if damaged or too large."""
    try:
        with archive.open(path) as stream:
            content = stream.read(MOST_BYTES_PER_ENTRY + 1)
    except _ZIP_FAULTS:
        raise RefusedInput(f"'{name}' is damaged: '{path}' inside it cannot be read; save or pack it again.") from None
    if len(content) > MOST_BYTES_PER_ENTRY:
        raise _too_large(name)
    return content


def unpacked_zip(untrusted: bytes, name: str) -> Unpacked:
    """The ordinary files of a zip; links and paths that leave the archive are left out with a note."""
    archive, found = opened_zip(untrusted, name), Unpacked()
    total = 0
    for entry in archive.infolist():
        if not entry.filename or entry.is_dir():
            continue
        linked = (entry.external_attr >> 16) & 0o170000 not in (0, 0o100000)
        path = _safe(entry.filename)
        if path is None or linked:
            found.notes.append(_left_out(entry.filename))
            continue
        content = zip_entry(archive, entry.filename, name)
        total += len(content)
        if total > MOST_BYTES:
            raise _too_large(name)
        _add(found, path, content)
    return found


def unpacked_tar(untrusted: bytes, name: str) -> Unpacked:
    """The ordinary files of an uncompressed tar; links, devices and escaping paths are left out with a note."""
    found = Unpacked()
    try:
        with tarfile.open(fileobj=io.BytesIO(untrusted), mode="r:") as archive:
            for count, member in enumerate(archive):
                if count >= MOST_ENTRIES:
                    raise RefusedInput(f"'{name}' holds more than {MOST_ENTRIES} files, the most that are accepted.")
                _take(found, archive, member)
            _check_tail(found, untrusted[archive.offset :])
    except _TAR_FAULTS:
        raise RefusedInput(f"'{name}' is a damaged tar file; pack it again.") from None
    return found


def gunzipped(untrusted: bytes, name: str) -> bytes:
    """What a gzip file holds; raises RefusedInput where it is damaged or unpacks beyond the limits."""
    out, position, parts = bytearray(), 0, 0
    while untrusted[position : position + 2] == b"\x1f\x8b":
        parts += 1
        if parts > MOST_PARTS:
            raise RefusedInput(f"'{name}' is a gzip file of more than {MOST_PARTS} parts; pack it again.")
        position = _gzip_part(untrusted, position, out, name)
    if untrusted[position:].strip(b"\0"):
        raise RefusedInput(f"'{name}' holds something else behind its gzip content; pack it again.")
    return bytes(out)


def _gzip_part(untrusted: bytes, position: int, out: bytearray, name: str) -> int:
    """Append what the gzip stream at `position` holds; the position behind it."""
    stream = zlib.decompressobj(wbits=31)
    while not stream.eof:
        piece = untrusted[position : position + _PIECE]
        if not piece:
            raise RefusedInput(f"'{name}' ends too early, so part of it is missing; pack or upload it again.")
        try:
            out += stream.decompress(piece, MOST_BYTES - len(out) + 1)
        except zlib.error:
            raise RefusedInput(f"'{name}' is a damaged gzip file; pack it again.") from None
        _check_ratio(len(out), len(untrusted), name)
        if len(out) > MOST_BYTES:
            raise _too_large(name)
        position += len(piece) - len(stream.unused_data) - len(stream.unconsumed_tail)
    return position


def _take(found: Unpacked, archive: tarfile.TarFile, member: tarfile.TarInfo) -> None:
    if member.isdir():
        return
    path = _safe(member.name)
    if path is None or not member.isreg() or member.issparse():
        found.notes.append(_left_out(member.name))
        return
    if member.size < 0:
        raise tarfile.ReadError("a negative size")
    stream = archive.extractfile(member)
    content = stream.read() if stream else b""
    if len(content) < member.size:
        raise tarfile.ReadError("short file")
    _add(found, path, content)


def _check_tail(found: Unpacked, tail: bytes) -> None:
    """Where reading stopped: at the zeros that end a tar, at the end of the file, or at a header that makes no sense.

    Raises ReadError for the last, because the files behind such a header would be left out in silence.
    """
    if tail[:_BLOCK].strip(b"\0"):
        raise tarfile.ReadError("a header that makes no sense")
    if not tail:
        found.notes.append("The archive has no end mark, so files at its end may be missing.")
    if tail.strip(b"\0"):
        found.notes.append("The archive holds something behind its end mark, which was not read.")


def _add(found: Unpacked, path: str, content: bytes) -> None:
    if path in found.files:
        found.notes.append(f"The archive holds two files named '{path[:120]}'; the last one was read.")
    found.files[path] = content


def _safe(path: str) -> str | None:
    """The path inside the archive in plain form, or None where it would lead out of it."""
    path = path.replace("\\", "/")
    pure = PurePosixPath(path)
    if not pure.parts or pure.is_absolute() or ".." in pure.parts or "\0" in path or (len(path) > 1 and path[1] == ":"):
        return None
    return str(pure)


def _left_out(path: str) -> str:
    shown = "".join(c if c.isprintable() else "?" for c in path[:120])
    return f"The archive entry '{shown}' is a link, a device or leads outside the archive; it was left out."


def _check_ratio(size: int, packed: int, name: str) -> None:
    if size > RATIO_FROM and size > MOST_RATIO * max(packed, 1):
        raise RefusedInput(f"'{name}' unpacks to far more than its own size, like a decompression bomb; pack it again.")


def _too_large(name: str) -> RefusedInput:
    return RefusedInput(f"'{name}' unpacks to more than {MOST_BYTES // 2**20} MiB; submit only the text of the draft.")
