"""Words that no reader sees reach the reviewer as an alert that says where and how, in every format."""

import pytest

from screener.doors.documents import docx, html, latex, markdown, pdf, text
from screener.stages.integrity import alerts
from tests.hostile import (
    hidden_docx,
    hidden_docx_more,
    hidden_html,
    hidden_latex,
    hidden_markdown,
    hidden_pdf,
    hidden_pdf_fonts,
    hidden_pdf_more,
    hidden_pdf_ordinary,
    look_alikes,
)
from tests.hostile.kinds import Kind

_PARSERS = {
    "pdf": pdf.parse,
    "docx": docx.parse,
    "html": html.parse,
    "tex": latex.parse,
    "md": markdown.parse,
    "txt": text.parse,
}
_MODULES = (
    hidden_pdf,
    hidden_pdf_fonts,
    hidden_pdf_more,
    hidden_pdf_ordinary,
    hidden_docx,
    hidden_docx_more,
    hidden_html,
    hidden_latex,
    hidden_markdown,
    look_alikes,
)
_KINDS = [kind for module in _MODULES for kind in module.KINDS]
_HIDING = [kind for kind in _KINDS if not kind.ordinary]
_ORDINARY = [kind for kind in _KINDS if kind.ordinary]


@pytest.mark.parametrize("kind", _HIDING, ids=[kind.name for kind in _HIDING])
def test_hidden_words_raise_an_alert_that_names_the_place_and_the_way(kind: Kind) -> None:
    document = _PARSERS[kind.file.rsplit(".")[-1]](kind.make(), kind.file)
    assert kind.wrong(document) == ()
    found = alerts(document)
    assert found
    assert all(alert.where and alert.how for alert in found)
    told = "\n".join(alert.text for alert in found)
    assert all(words in told for words in (*kind.said, *kind.listed))


@pytest.mark.parametrize("kind", _ORDINARY, ids=[kind.name for kind in _ORDINARY])
def test_an_ordinary_document_raises_no_alert_of_hidden_text(kind: Kind) -> None:
    document = _PARSERS[kind.file.rsplit(".")[-1]](kind.make(), kind.file)
    assert kind.wrong(document) == ()


def test_there_are_enough_kinds_of_both_sorts() -> None:
    assert len(_HIDING) >= 70
    assert len(_ORDINARY) >= 25
    assert len({kind.name for kind in _KINDS}) == len(_KINDS)
