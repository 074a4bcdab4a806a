import anyio
import pytest
from starlette.requests import Request

from screener.web.security.multipart import FieldCame, FileBegins, FileEnds, FileGoesOn, parts, safe_name
from screener.web.security.problems import ClientGone, Told
from tests.web.forms import CONTENT_TYPE, END, field, file_head, form


def asked(body: bytes, piece: int, *, cut: bool = False, content_type: str = CONTENT_TYPE["Content-Type"]) -> Request:
    """A request whose body comes in pieces; with `cut` the client goes away at its end."""
    pieces = [body[i : i + piece] for i in range(0, len(body), piece)]
    messages = [{"type": "http.request", "body": p, "more_body": True} for p in pieces]
    messages.append({"type": "http.disconnect"} if cut else {"type": "http.request", "body": b"", "more_body": False})

    async def receive() -> dict[str, object]:
        return messages.pop(0)

    scope = {"type": "http", "method": "POST", "headers": [(b"content-type", content_type.encode())]}
    return Request(scope, receive)  # type: ignore[arg-type]


def came(request: Request) -> list[object]:
    async def all_parts() -> list[object]:
        return [part async for part in parts(request)]

    return anyio.run(all_parts)


@pytest.mark.parametrize("piece", [1, 7, 64, 10_000])
def test_a_form_is_taken_apart_wherever_the_network_cuts_it(piece: int) -> None:
    content = b"\r\n--almost a boundary\r\n" * 40
    found = came(asked(form("a.txt", content, note="look", sensitivity="secret"), piece))
    assert found[:3] == [FieldCame("note", "look"), FieldCame("sensitivity", "secret"), FileBegins("file", "a.txt")]
    assert found[-1] == FileEnds()
    assert b"".join(part.untrusted for part in found if isinstance(part, FileGoesOn)) == content


def test_no_piece_of_a_file_is_larger_than_what_is_handed_on_at_once() -> None:
    found = came(asked(form("a.txt", b"x" * 1_000_000), 1_000_000))
    assert max(len(part.untrusted) for part in found if isinstance(part, FileGoesOn)) <= 64 * 2**10


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"no form at all", 400),
        (file_head("a.txt") + b"cut off", 400),
        (field("note", "x" * 70_000) + END, 413),
        (field("f", "1") * 61 + END, 413),
    ],
    ids=["no form", "cut off", "field too long", "too many parts"],
)
def test_a_malformed_form_is_refused(body: bytes, status: int) -> None:
    with pytest.raises(Told) as refused:
        came(asked(body, 100))
    assert refused.value.status_code == status


@pytest.mark.parametrize("kind", ["application/json", "multipart/form-data", "text/plain; boundary=x", ""])
def test_another_type_of_content_is_refused(kind: str) -> None:
    with pytest.raises(Told) as refused:
        came(asked(b"{}", 10, content_type=kind))
    assert refused.value.status_code == 415


def test_a_client_that_goes_away_is_not_taken_for_the_end_of_the_file() -> None:
    with pytest.raises(ClientGone):
        came(asked(file_head("a.txt") + b"half", 10, cut=True))


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        (b"../../etc/passwd", "passwd"),
        (b"C:\\drafts\\paper.pdf", "paper.pdf"),
        (b"a\r\nSet-Cookie: x.pdf", "a Set-Cookie: x.pdf"),
        (b"\x00\x07.pdf", ".pdf"),
        ("übersicht.pdf".encode(), "übersicht.pdf"),
        (b"\xff\xfe", "\ufffd\ufffd"),
        ("\u202efdp.exe".encode(), "fdp.exe"),
        (b"<script>alert(1)<", "<script>alert(1)<"),
        (b"..", "draft"),
        (b"   ", "draft"),
        (b"x" * 5_000, "x" * 200),
    ],
)
def test_a_nasty_file_name_is_made_harmless(sent: bytes, kept: str) -> None:
    assert safe_name(sent) == kept
