"""Forms with files as browsers send them, and less friendly ones."""

from collections.abc import Iterator

BOUNDARY = "----screener-test"
CONTENT_TYPE = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}


def field(name: str, value: str) -> bytes:
    return f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()


def file_head(name: str, field_name: str = "file") -> bytes:
    return (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{field_name}"; filename="{name}"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n"
    ).encode()


END = f"--{BOUNDARY}--\r\n".encode()


def form(name: str, content: bytes, **fields: str) -> bytes:
    """A whole form: the fields, then one file."""
    before = b"".join(field(key, value) for key, value in fields.items())
    return before + file_head(name) + content + b"\r\n" + END


def endless(name: str, size: int, told: list[int], piece: int = 2**20) -> Iterator[bytes]:
    """A form whose file has `size` bytes, made as it is sent; `told` keeps how many bytes were asked for."""
    yield file_head(name)
    for _ in range(size // piece):
        told.append(piece)
        yield b"x" * piece
    yield b"\r\n" + END
