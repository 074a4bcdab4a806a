"""Writes PDF files object by object, for what drawing libraries do not offer."""

_FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def file_of(objects: list[bytes], root: int = 1) -> bytes:
    """A PDF file of numbered objects (the first is object 1) with a correct cross-reference table."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, root, table)
    return bytes(out)


def stream(content: str) -> bytes:
    """A stream object."""
    data = content.encode("latin-1")
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(data), data)


def page_of(
    content: str,
    *,
    properties: str = "",
    catalog: str = "",
    more: tuple[bytes, ...] = (),
    page: str = "",
) -> bytes:
    """One page of 400 by 300 points that draws `content` with /F1 (Helvetica); `more` are objects from 6 on."""
    return file_of(
        [
            f"<< /Type /Catalog /Pages 2 0 R {catalog} >>".encode(),
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            (
                f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 300] /Contents 4 0 R {page} "
                f"/Resources << /Font << /F1 5 0 R >> {properties} >> >>"
            ).encode(),
            stream(content),
            _FONT,
            *more,
        ]
    )


def layered(content: str, *, shown: bool) -> bytes:
    """A page whose content may use the optional layer /L1, switched on or off."""
    state = "/ON" if shown else "/OFF"
    return page_of(
        content,
        properties="/Properties << /L1 6 0 R >>",
        catalog=f"/OCProperties << /OCGs [6 0 R] /D << /Order [6 0 R] {state} [6 0 R] >> >>",
        more=(b"<< /Type /OCG /Name (Layer) >>",),
    )


def without_pages() -> bytes:
    """A well-formed file with an empty page tree."""
    return file_of([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>"])
