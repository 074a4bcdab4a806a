"""Writes zip files record by record, so that their headers can say whatever a test needs."""

import struct
import zlib
from dataclasses import dataclass, field

DEFLATED = 8


@dataclass(frozen=True)
class Entry:
    """One file of a zip; what is None is filled in truthfully."""

    name: bytes
    content: bytes = b""
    method: int = DEFLATED
    flags: int = 0
    mode: int = 0
    """Unix mode, for links and devices."""
    packed: bytes | None = field(default=None, repr=False)
    crc: int | None = None
    size: int | None = None
    packed_size: int | None = None
    extra: bytes = b""
    local_name: bytes | None = None
    """Another name in the local header than in the directory."""
    at: int | None = None
    """Where the directory says the local header stands; no header of its own is then written."""


def deflated(content: bytes, level: int = 9) -> bytes:
    """Raw deflate."""
    packer = zlib.compressobj(level, zlib.DEFLATED, -15)
    return packer.compress(content) + packer.flush()


def zip_of(*entries: Entry, before: bytes = b"", comment: bytes = b"", count: int | None = None) -> bytes:
    """The zip file of these entries; `count` is what its end record says there are."""
    out, directory = bytearray(before), bytearray()
    for entry in entries:
        packed = _packed(entry)
        crc = zlib.crc32(entry.content) if entry.crc is None else entry.crc
        size = len(entry.content) if entry.size is None else entry.size
        packed_size = len(packed) if entry.packed_size is None else entry.packed_size
        fields = (20, entry.flags, entry.method, 0, 33, crc, packed_size, size)
        place = len(out) if entry.at is None else entry.at
        if entry.at is None:
            local = entry.name if entry.local_name is None else entry.local_name
            out += struct.pack("<4s5H3I2H", b"PK\x03\x04", *fields, len(local), len(entry.extra))
            out += local + entry.extra + packed
        lengths = (len(entry.name), len(entry.extra), 0, 0, 0)
        directory += struct.pack("<4s6H3I5H2I", b"PK\x01\x02", 0x0314, *fields, *lengths, entry.mode << 16, place)
        directory += entry.name + entry.extra
    said = min(len(entries), 65_535) if count is None else count
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, said, said, len(directory), len(out), len(comment))
    return bytes(out + directory + end + comment)


def _packed(entry: Entry) -> bytes:
    if entry.packed is not None:
        return entry.packed
    return deflated(entry.content) if entry.method == DEFLATED else entry.content
