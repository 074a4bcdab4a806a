import gzip
import io
import tarfile
import zipfile

import pytest

from screener.doors.documents import archives
from screener.doors.documents.archives import gunzipped, opened_zip, unpacked_tar, unpacked_zip, zip_entry
from screener.words.errors import RefusedInput


def tar_of(*members: tarfile.TarInfo) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for member in members:
            member.size = 4 if member.isreg() else 0
            archive.addfile(member, io.BytesIO(b"text") if member.isreg() else None)
    return out.getvalue()


def member(name: str, kind: bytes = tarfile.REGTYPE, link: str = "") -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, link
    return info


@pytest.mark.parametrize(
    "bad",
    [
        member("../escape.tex"),
        member("/etc/passwd"),
        member("a/../../b.tex"),
        member("c:\\x.tex"),
        member("link.tex", tarfile.SYMTYPE, "/etc/passwd"),
        member("hard.tex", tarfile.LNKTYPE, "main.tex"),
        member("dev", tarfile.CHRTYPE),
        member("pipe", tarfile.FIFOTYPE),
    ],
)
def test_tar_entries_that_lead_outside_are_left_out_with_a_note(bad: tarfile.TarInfo) -> None:
    unpacked = unpacked_tar(tar_of(member("main.tex"), bad), "p.tar")
    assert unpacked.files == {"main.tex": b"text"}
    assert "left out" in unpacked.notes[0]


def test_zip_entries_that_lead_outside_are_left_out_with_a_note() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("main.tex", "text")
        archive.writestr("../escape.tex", "x")
        link = zipfile.ZipInfo("link.tex")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    unpacked = unpacked_zip(out.getvalue(), "p.zip")
    assert unpacked.files == {"main.tex": b"text"}
    assert len(unpacked.notes) == 2


def test_bombs_are_refused() -> None:
    zeros = b"\0" * (20 * 2**20)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("main.tex", zeros)
    with pytest.raises(RefusedInput, match="bomb"):
        opened_zip(out.getvalue(), "p.zip")
    with pytest.raises(RefusedInput, match="bomb"):
        gunzipped(gzip.compress(zeros), "p.gz")


def test_a_zip_that_lies_about_its_sizes_does_not_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_BYTES_PER_ENTRY", 1000)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("main.tex", "x" * 5000)
    with pytest.raises(RefusedInput, match="unpacks to more"):
        zip_entry(opened_zip(out.getvalue(), "p.zip"), "main.tex", "p.zip")


def test_too_many_entries_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_ENTRIES", 3)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(4):
            archive.writestr(f"{number}.tex", "x")
    with pytest.raises(RefusedInput, match="at most 3"):
        opened_zip(out.getvalue(), "p.zip")
    with pytest.raises(RefusedInput, match="more than 3"):
        unpacked_tar(tar_of(*(member(f"{n}.tex") for n in range(4))), "p.tar")


def test_truncated_archives_are_refused() -> None:
    whole = gzip.compress(tar_of(member("main.tex")))
    with pytest.raises(RefusedInput):
        gunzipped(whole[: len(whole) // 2], "p.tgz")
    with pytest.raises(RefusedInput):
        unpacked_tar(tar_of(member("main.tex"))[:514], "p.tar")


def test_locked_zips_are_refused_with_the_reason() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("main.tex", "x")
    data = bytearray(out.getvalue())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(RefusedInput, match="password"):
        opened_zip(bytes(data), "p.zip")


def test_many_small_entries_that_unpack_to_far_more_than_the_file_are_a_bomb_together() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(100):
            archive.writestr(f"{number}.tex", b"\0" * 100_000)
    with pytest.raises(RefusedInput, match="bomb"):
        opened_zip(out.getvalue(), "p.zip")


def test_a_tar_whose_later_header_is_damaged_is_refused_and_not_read_in_part() -> None:
    whole = bytearray(tar_of(member("main.tex"), member("second.tex")))
    whole[1024 + 150] ^= 1
    with pytest.raises(RefusedInput, match="damaged tar"):
        unpacked_tar(bytes(whole), "p.tar")


def test_what_stands_behind_the_end_of_a_tar_is_noted_and_so_is_a_missing_end() -> None:
    whole = tar_of(member("main.tex"))
    assert unpacked_tar(whole, "p.tar").notes == []
    assert "behind its end mark" in unpacked_tar(whole + whole, "p.tar").notes[0]
    assert "no end mark" in unpacked_tar(whole[:1024], "p.tar").notes[0]


def test_gzip_files_of_several_parts_are_read_whole_within_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    parts = gzip.compress(b"one ") + gzip.compress(b"two " * 40_000) + gzip.compress(b"three")
    assert gunzipped(parts, "p.gz") == b"one " + b"two " * 40_000 + b"three"
    assert gunzipped(parts + b"\0" * 100, "p.gz").endswith(b"three")
    with pytest.raises(RefusedInput, match="something else behind"):
        gunzipped(parts + b"more", "p.gz")
    monkeypatch.setattr(archives, "MOST_PARTS", 2)
    with pytest.raises(RefusedInput, match="more than 2 parts"):
        gunzipped(parts, "p.gz")


def test_a_gzip_file_beyond_the_size_is_refused_before_it_is_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_BYTES", 1000)
    with pytest.raises(RefusedInput, match="unpacks to more"):
        gunzipped(gzip.compress(b"ab" * 600), "p.gz")
