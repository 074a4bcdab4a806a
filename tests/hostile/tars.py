"""Tar and gzip files that unpack to more than they say, lead out of themselves, or are broken."""

import gzip
import io
import tarfile
from collections.abc import Callable

from tests.hostile.archives import BOMB, DAMAGED, LEFT_OUT, MANY, MIB, PROSE, TEX
from tests.hostile.kinds import Kind


def member(name: str, kind: bytes = tarfile.REGTYPE, link: str = "", size: int = 0) -> tarfile.TarInfo:
    """The header of one entry."""
    info = tarfile.TarInfo(name)
    info.type, info.linkname, info.size = kind, link, size
    return info


def tar_of(*members: tuple[tarfile.TarInfo, bytes], form: int = tarfile.GNU_FORMAT) -> bytes:
    """A tar file of an honest main.tex and these."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as archive:
        for info, content in ((member("main.tex", size=len(TEX)), TEX), *members):
            archive.addfile(info, io.BytesIO(content))
    return out.getvalue()


def _checked(header: bytearray) -> bytes:
    """The header with its checksum set right."""
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    return bytes(header)


def _raw(name: bytes, size: bytes, kind: bytes, rest: bytes = b"") -> bytes:
    """A header written by hand: `size` is the field of twelve bytes as it stands."""
    header = bytearray(512)
    header[: len(name)] = name
    header[100:108], header[124:136], header[156:157] = b"0000644\0", size, kind
    header[257:265] = b"ustar  \0"
    header[345 : 345 + len(rest)] = rest
    return _checked(header)


def _sparse() -> bytes:
    """A sparse file that says it is eight terabytes long."""
    numbers = b"00000000000\0" + b"00000000001\0"
    header = bytearray(_raw(b"hole.tex", b"00000000001\0", b"S"))
    header[386 : 386 + len(numbers)] = numbers
    header[483:495] = b"\x80" + (8 * 2**40).to_bytes(11, "big")
    return tar_of()[:-10240] + tar_of()[:1024] + _checked(header) + b"x".ljust(512, b"\0") + b"\0" * 1024


def _long_names(count: int) -> bytes:
    """Headers that each say a long name follows, one after the other."""
    one = _raw(b"././@LongLink", b"00000000005\0", b"L") + b"name\0".ljust(512, b"\0")
    return one * count + tar_of()


def _many(kind: bytes) -> bytes:
    return _raw(b"a.tex", b"00000000000\0", kind) * 50_000 + tar_of()


def _pax(fields: dict[str, str]) -> bytes:
    info = member("extra.tex", size=4)
    info.pax_headers = fields
    return tar_of((info, b"text"), form=tarfile.PAX_FORMAT)


def _gz(make: Callable[[], bytes]) -> Callable[[], bytes]:
    return lambda: gzip.compress(make(), mtime=0)


def _members(count: int) -> bytes:
    return gzip.compress(b"", mtime=0) * count + gzip.compress(TEX, mtime=0)


def _left_out(name: str, info: tarfile.TarInfo, content: bytes = b"") -> Kind:
    return Kind(
        f"tar with {name}",
        "archives",
        lambda: tar_of((info, content)),
        "draft.tar",
        shown=(PROSE,),
        not_shown=("root text",),
        notes=LEFT_OUT,
    )


def _outside(name: str, path: str) -> Kind:
    return _left_out(name, member(path, size=9), b"root text")


def _refused(name: str, make: Callable[[], bytes], sentence: str, file: str = "draft.tar") -> Kind:
    return Kind(name, "archives", make, file, refused=sentence, within_seconds=20)


KINDS: tuple[Kind, ...] = (
    _outside("a path to the folder above", "../escape.tex"),
    _outside("an absolute path", "/etc/draft.tex"),
    _outside("a drive letter", "c:/draft.tex"),
    _left_out("a symbolic link", member("link.tex", tarfile.SYMTYPE, "/etc/passwd")),
    _left_out("a hard link out of the archive", member("hard.tex", tarfile.LNKTYPE, "/etc/passwd")),
    _left_out("a hard link to itself", member("self.tex", tarfile.LNKTYPE, "self.tex")),
    _left_out("a device", member("null.tex", tarfile.CHRTYPE)),
    _left_out("a block device", member("disk.tex", tarfile.BLKTYPE)),
    _left_out("a pipe", member("pipe.tex", tarfile.FIFOTYPE)),
    _refused("tar of 50,000 entries", lambda: _many(tarfile.REGTYPE), MANY),
    _refused("tar of 50,000 folders", lambda: _many(tarfile.DIRTYPE), MANY),
    Kind("tar with a sparse file of eight terabytes", "archives", _sparse, "draft.tar", shown=(PROSE,), notes=LEFT_OUT),
    _refused(
        "tar whose second header is damaged",
        lambda: tar_of()[:1024] + b"\x01".join([tar_of()[:200], tar_of()[201:]]),
        DAMAGED,
    ),
    Kind(
        "tar with a second tar behind its end",
        "archives",
        lambda: tar_of() * 2,
        "draft.tar",
        shown=(PROSE,),
        notes=("behind its end mark, which was not read",),
    ),
    _refused("gzip with something behind it", lambda: gzip.compress(TEX) + b"\nand more", "behind its", "draft.gz"),
    _refused("tar of 30,000 headers for one long name", lambda: _long_names(30_000), f"{DAMAGED}|{MANY}"),
    _refused(
        "tar whose entry says it is longer than the file",
        lambda: tar_of()[:1024] + _raw(b"big.tex", b"77777777777\0", b"0") + b"x" * 600,
        DAMAGED,
    ),
    _refused(
        "tar with a negative size",
        lambda: tar_of()[:1024] + _raw(b"minus.tex", b"\xff" * 12, b"0") + b"\0" * 1024,
        DAMAGED,
    ),
    _refused(
        "tar cut in the middle of a file", lambda: tar_of((member("b.tex", size=9000), b"b" * 9000))[:4000], DAMAGED
    ),
    Kind(
        "tar whose extended header names another path",
        "archives",
        lambda: _pax({"path": "../../escape.tex"}),
        "draft.tar",
        shown=(PROSE,),
        notes=LEFT_OUT,
    ),
    _refused("tar whose extended header lies about the size", lambda: _pax({"size": "99999999999"}), DAMAGED),
    Kind(
        "tar with an extended header of 3 MiB",
        "archives",
        lambda: _pax({"comment": "x" * 3 * MIB}),
        "draft.tar",
        shown=(PROSE,),
    ),
    _refused("gzip bomb by ratio", _gz(lambda: b"\0" * (30 * MIB)), BOMB, "draft.gz"),
    _refused("tar.gz bomb by ratio", _gz(lambda: tar_of((member("z", size=20 * MIB), b"\0" * 20 * MIB))), BOMB),
    _refused("gzip within gzip", _gz(_gz(lambda: TEX)), "neither a tar archive nor LaTeX", "draft.gz"),
    _refused("gzip bomb within gzip", _gz(_gz(lambda: b"\0" * (30 * MIB))), "neither a tar|bomb", "draft.gz"),
    _refused("gzip of 200,000 empty parts", lambda: _members(200_000), "parts", "draft.tex.gz"),
    Kind("gzip of 40 parts", "archives", lambda: _members(40), "draft.tex.gz", shown=(PROSE,), ordinary=True),
    Kind("an ordinary tar.gz", "archives", _gz(tar_of), "draft.tar.gz", shown=(PROSE,), ordinary=True),
)
