"""Archives that unpack to more than they say, lead out of themselves, or are broken."""

import gzip
import random
import struct
from functools import cache

from tests.hostile.kinds import Kind
from tests.hostile.zips import DEFLATED, Entry, deflated, zip_of

MIB = 2**20
PROSE = "The monitor reads every step and calls a person where its suspicion passes the limit."
TEX = f"\\documentclass{{article}}\n\\begin{{document}}\n{PROSE}\n\\end{{document}}\n".encode()
MAIN = Entry(b"main.tex", TEX)
BOMB, LARGE, DAMAGED = "like a decompression bomb", "unpacks to more than 512 MiB", "damaged"
MANY = r"at most 5000|more than 5000"
LEFT_OUT = (r"is a link, a device or leads outside the archive; it was left out",)


@cache
def _thin(mib: int) -> bytes:
    """Deflate of `mib` MiB that packs about a hundredfold: below the limit of the ratio."""
    chance = random.Random(1)
    block = b"".join(chance.randbytes(40) + b"\0" * 8152 for _ in range(128))
    return deflated(block * mib, 1)


def _heavy(name: bytes, mib: int, **said: int) -> Entry:
    return Entry(name, b"", DEFLATED, packed=_thin(mib), crc=0, **{"size": mib * MIB, **said})


def _absolute() -> bytes:
    return zip_of(MAIN, *(_heavy(b"%d.dat" % number, 60) for number in range(10)))


def _many_small_zeros() -> bytes:
    packed = deflated(b"\0" * 100_000)
    crc = Entry(b"", b"\0" * 100_000)
    return zip_of(MAIN, *(Entry(b"%d.tex" % n, crc.content, packed=packed) for n in range(4_900)))


def _overlapping(count: int, mib: int) -> bytes:
    """Directory entries that all point at the same packed content, as in a bomb without nesting."""
    first = _heavy(b"0.tex", mib)
    others = (Entry(b"%d.tex" % n, packed=_thin(mib), crc=0, size=mib * MIB, at=0) for n in range(1, count))
    return zip_of(first, *others)


def _quoted_kernel() -> bytes:
    """Entries whose local headers lie inside one another's content."""
    kernel = zip_of(Entry(b"inner.tex", b"a" * 500_000))
    return zip_of(MAIN, Entry(b"outer.tex", kernel, method=0), Entry(b"inner.tex", b"a" * 500_000, at=160))


def _flipped(where: float) -> bytes:
    data = bytearray(zip_of(MAIN, Entry(b"other.tex", TEX * 40)))
    data[int(len(data) * where)] ^= 0x55
    return bytes(data)


def _zip64(size: int) -> bytes:
    extra = struct.pack("<2H2Q", 1, 16, size, size)
    return zip_of(Entry(b"main.tex", TEX, size=0xFFFFFFFF, packed_size=0xFFFFFFFF, extra=extra))


def _nested(depth: int) -> bytes:
    inner = zip_of(MAIN)
    for _ in range(depth):
        inner = zip_of(Entry(b"inner.zip", inner))
    return inner


def _project_with_zip_inside() -> bytes:
    return zip_of(MAIN, Entry(b"bomb.zip", _nested(6)))


def _locked() -> bytes:
    return zip_of(Entry(b"main.tex", TEX, flags=1))


def _whole() -> bytes:
    return zip_of(MAIN, Entry(b"other.tex", TEX * 4))


def _bzip_bomb() -> bytes:
    import bz2

    content = b"\0" * (30 * MIB)
    return zip_of(Entry(b"main.tex", content, method=12, packed=bz2.compress(content)))


def _unread(name: bytes) -> bytes:
    return zip_of(MAIN, Entry(name, b"\x89PNG\0"))


def _zip(name: str, make: object, **answer: object) -> Kind:
    return Kind(name, "archives", make, "draft.zip", **answer)  # type: ignore[arg-type]


def _refused(name: str, make: object, sentence: str, file: str = "draft.zip") -> Kind:
    return Kind(name, "archives", make, file, refused=sentence, within_seconds=20)  # type: ignore[arg-type]


def _left_out(name: str, entry: Entry) -> Kind:
    return _zip(f"zip with {name}", lambda: zip_of(MAIN, entry), shown=(PROSE,), not_shown=("root",), notes=LEFT_OUT)


def _escape(name: str, path: bytes) -> Kind:
    return _left_out(name, Entry(path, b"root text"))


def _special(name: str, mode: int, content: bytes = b"/etc/passwd") -> Kind:
    return _left_out(name, Entry(b"special.tex", content, mode=mode))


_BOMBS = (
    _refused("zip bomb by ratio", lambda: zip_of(Entry(b"main.tex", b"\0" * (20 * MIB))), BOMB),
    _refused("zip bomb by ratio beside an honest draft", lambda: zip_of(MAIN, Entry(b"x", b"\0" * 20 * MIB)), BOMB),
    _refused("zip bomb by absolute size", _absolute, LARGE),
    _refused("zip bomb of one entry of 140 MiB", lambda: zip_of(_heavy(b"main.tex", 140)), LARGE),
    _refused("zip bomb of 4,900 small entries", _many_small_zeros, BOMB),
    _refused("zip bomb packed with bzip2", _bzip_bomb, BOMB),
    _refused("zip bomb that says it is small", lambda: zip_of(_heavy(b"main.tex", 60, size=400)), DAMAGED),
    _refused("overlapping entries beyond the limit", lambda: _overlapping(600, 1), f"{LARGE}|{BOMB}"),
    _refused("overlapping entries within the limit", lambda: _overlapping(100, 1), f"{DAMAGED}|{BOMB}"),
    _refused("entries inside one another's content", _quoted_kernel, DAMAGED),
    _refused("zip of 50,000 entries", lambda: zip_of(MAIN, *(Entry(b"%d" % n) for n in range(50_000))), MANY),
    _refused("zip of 50,000 folders", lambda: zip_of(MAIN, *(Entry(b"%d/" % n) for n in range(50_000))), MANY),
    _refused(
        "zip of 70,000 entries that says it has one",
        lambda: zip_of(MAIN, *(Entry(b"%d" % n, method=0) for n in range(70_000)), count=1),
        MANY,
    ),
    _refused("zips nested seven deep without a draft", lambda: _nested(7), "without any .tex"),
    _refused("a zip in a zip", lambda: zip_of(Entry(b"draft.zip", zip_of(MAIN))), "without any .tex"),
    _zip(
        "nested zips beside the draft are not opened",
        _project_with_zip_inside,
        shown=(PROSE,),
        notes=("not LaTeX text and were not read: bomb.zip",),
    ),
)
_ESCAPES = (
    _escape("a path to the folder above", b"../escape.tex"),
    _escape("a path above in its middle", b"a/../../escape.tex"),
    _escape("a path above with backslashes", b"..\\escape.tex"),
    _escape("an absolute path", b"/etc/cron.d/draft.tex"),
    _escape("a path with a drive letter", b"C:\\draft.tex"),
    _escape("a network path", b"\\\\server\\share\\draft.tex"),
    _special("a symbolic link", 0o120777),
    _special("a device", 0o020666, b""),
    _special("a block device", 0o060666, b""),
    _special("a pipe", 0o010666, b""),
    _special("a socket", 0o140666, b""),
)
_NAMES = (
    _zip("zip with names that differ in case", lambda: zip_of(MAIN, Entry(b"MAIN.TEX", TEX)), shown=(PROSE,)),
    _zip(
        "zip with two entries of one name",
        lambda: zip_of(Entry(b"main.tex", b"earlier"), MAIN),
        shown=(PROSE,),
        not_shown=("earlier",),
        notes=("holds two files named 'main.tex'",),
    ),
    _zip("zip with a line break in a name", lambda: _unread(b"a\nb\r\n.png"), shown=(PROSE,), notes=("not read",)),
    _zip("zip with terminal codes in a name", lambda: _unread(b"\x1b[31mred\x1b[0m.png"), notes=("not read",)),
    _zip(
        "zip with turned reading order in a name",
        lambda: zip_of(MAIN, Entry("\u202egnp.xet".encode(), b"\0", flags=0x800)),
        notes=("not read",),
    ),
    _zip("zip with markup in a name", lambda: _unread(b"<img src=x onerror=alert(1)>.png"), notes=("not read",)),
    _zip("zip with a name of 60,000 letters", lambda: _unread(b"n" * 60_000 + b".png"), notes=("not read",)),
    _zip("zip with a NUL in a name", lambda: zip_of(MAIN, Entry(b"x.png\0.tex", b"\0")), shown=(PROSE,)),
    _refused("zip with a name that is not UTF-8", lambda: zip_of(MAIN, Entry(b"\xff\xfe", flags=0x800)), DAMAGED),
    _zip("zip with an empty name", lambda: zip_of(MAIN, Entry(b"", b"nothing")), shown=(PROSE,)),
    _zip("zip with a name of dots", lambda: zip_of(MAIN, Entry(b"./././.", b"nothing")), shown=(PROSE,)),
)
_BROKEN = (
    _refused("zip with a wrong checksum", lambda: zip_of(Entry(b"main.tex", TEX, crc=1)), DAMAGED),
    _refused("zip cut in its middle", lambda: _whole()[: len(_whole()) // 2], DAMAGED),
    _refused("zip cut before its last byte", lambda: _whole()[:-1], DAMAGED),
    _refused("zip that is only its first record", lambda: _whole()[:30], DAMAGED),
    _refused("zip with a password", _locked, "password"),
    _refused("zip whose zip64 sizes are absurd", lambda: _zip64(2**63 - 1), f"{LARGE}|{BOMB}|{DAMAGED}"),
    _refused("zip whose zip64 record is cut", lambda: zip_of(Entry(b"main.tex", TEX, extra=b"\1\0\x10\0")), DAMAGED),
    _refused("zip of an unknown method", lambda: zip_of(Entry(b"main.tex", TEX, method=99)), DAMAGED),
    _refused("zip whose entry lies outside", lambda: zip_of(MAIN, Entry(b"far.tex", TEX, at=2**31)), DAMAGED),
    _refused(
        "zip with two names for one entry", lambda: zip_of(Entry(b"main.tex", TEX, local_name=b"evil.tex")), DAMAGED
    ),
    _refused("empty zip", zip_of, "without any .tex|empty|damaged"),
    _refused("zip bit-flipped in its content", lambda: _flipped(0.1), DAMAGED),
    _refused("zip bit-flipped in its directory", lambda: _flipped(0.72), f"{DAMAGED}|{BOMB}|{LARGE}|.tex"),
    _refused("gzip cut in its middle", lambda: gzip.compress(TEX * 9)[:60], "ends too early|damaged", "draft.gz"),
)
_ORDINARY = (
    _zip("an ordinary project", lambda: zip_of(MAIN, Entry(b"fig/a.png", b"\0")), shown=(PROSE,), ordinary=True),
    _zip("a project behind a program stub", lambda: zip_of(MAIN, before=b"PK\x03\x04" + b"\0" * 64), shown=(PROSE,)),
    _zip("a project with a comment", lambda: zip_of(MAIN, comment=b"packed at home"), shown=(PROSE,), ordinary=True),
)
KINDS: tuple[Kind, ...] = _BOMBS + _ESCAPES + _NAMES + _BROKEN + _ORDINARY
