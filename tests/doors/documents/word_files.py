"""Word files made by hand, part by part, where a library would not write what a test needs."""

import io
import zipfile

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_NAMESPACES = (
    f'{_W} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def run(text: str, properties: str = "") -> str:
    """One run of text with the given rPr content."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(content: str, properties: str = "") -> str:
    """One paragraph; plain text becomes a run."""
    inner = content if content.startswith("<") else run(content)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def part(tag: str, content: str) -> str:
    """A part whose root is w:`tag`."""
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:{tag} {_NAMESPACES}>{content}</w:{tag}>'


def word_file(body: str, **parts: str) -> bytes:
    """A .docx with this body and these further parts (styles, comments, footnotes, header1 ...)."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            zipfile.ZipInfo("[Content_Types].xml"),
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        )
        archive.writestr(zipfile.ZipInfo("_rels/.rels"), _relations({"rId1": ("officeDocument", "word/document.xml")}))
        named = {f"r_{name}": (name.rstrip("0123456789"), f"{name}.xml") for name in parts}
        archive.writestr(zipfile.ZipInfo("word/_rels/document.xml.rels"), _relations(named))
        archive.writestr(zipfile.ZipInfo("word/document.xml"), part("document", f"<w:body>{body}</w:body>"))
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(f"word/{name}.xml"), content)
    return out.getvalue()


def _relations(targets: dict[str, tuple[str, str]]) -> str:
    entries = "".join(
        f'<Relationship Id="{identity}" Type="{_TYPES}/{kind}" Target="{path}"/>'
        for identity, (kind, path) in targets.items()
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{entries}</Relationships>'
    )
