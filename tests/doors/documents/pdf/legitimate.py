"""Draws one-page PDFs in which text is set in ways that resemble hiding, but that a reader can see."""

import io
from collections.abc import Callable

from PIL import Image, ImageDraw
from reportlab.lib.colors import Color, black, white
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from tests.doors.documents.pdf.concealments import drawing, picture
from tests.doors.documents.pdf.plain import layered

SHOWN = "this sentence can be read by everyone"


def _labels_on_dark(canvas: Canvas) -> None:
    canvas.setFillColor(Color(0.1, 0.1, 0.3))
    canvas.rect(20, 180, 360, 50, stroke=0, fill=1)
    canvas.setFillColor(white)
    canvas.drawString(30, 200, SHOWN)


def _watermark(canvas: Canvas) -> None:
    canvas.setFont("Helvetica-Bold", 22)
    canvas.setFillColor(Color(0.88, 0.88, 0.88))
    canvas.drawString(5, 120, SHOWN)


def _turned_watermark_over_text(canvas: Canvas) -> None:
    canvas.drawString(30, 200, SHOWN)
    canvas.saveState()
    canvas.translate(60, 100)
    canvas.rotate(40)
    canvas.setFont("Helvetica-Bold", 48)
    canvas.setFillColor(Color(0.85, 0.85, 0.85, alpha=0.4))
    canvas.drawString(0, 0, "DRAFT COPY")
    canvas.restoreState()


def _grey_small(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 6)
    canvas.setFillColor(Color(0.65, 0.65, 0.65))
    canvas.drawString(30, 200, SHOWN)


def _small_print(canvas: Canvas) -> None:
    canvas.setFont("Times-Roman", 4)
    canvas.drawString(30, 200, SHOWN)


def _superscripts(canvas: Canvas) -> None:
    canvas.drawString(30, 200, SHOWN)
    canvas.setFont("Times-Roman", 4.5)
    canvas.drawString(230, 204, "12")


def _over_picture(canvas: Canvas) -> None:
    canvas.drawImage(picture(200), 20, 150, 350, 90)
    canvas.drawString(30, 200, SHOWN)


def _white_over_picture(canvas: Canvas) -> None:
    canvas.drawImage(picture(60), 20, 150, 350, 90)
    canvas.setFillColor(white)
    canvas.drawString(30, 200, SHOWN)


def _twice(canvas: Canvas) -> None:
    canvas.drawString(30, 200, SHOWN)
    canvas.drawString(30.3, 200, SHOWN)


def _exactly_twice(canvas: Canvas) -> None:
    canvas.drawString(30, 200, SHOWN)
    canvas.drawString(30, 200, SHOWN)


def _with_shadow(canvas: Canvas) -> None:
    canvas.setFillColor(Color(0.6, 0.6, 0.6))
    canvas.drawString(31, 199, SHOWN)
    canvas.setFillColor(black)
    canvas.drawString(30, 200, SHOWN)


def _outlined(canvas: Canvas) -> None:
    text = canvas.beginText(30, 200)
    text.setFont("Helvetica-Bold", 16)
    text.setFillColor(white)
    text.setStrokeColor(black)
    text.setTextRenderMode(2)
    text.textOut(SHOWN)
    canvas.drawText(text)


def _highlighted(canvas: Canvas) -> None:
    canvas.setFillColor(Color(1, 1, 0))
    canvas.rect(28, 196, 220, 14, stroke=0, fill=1)
    canvas.setFillColor(black)
    canvas.drawString(30, 200, SHOWN)


def _struck_out(canvas: Canvas) -> None:
    canvas.drawString(30, 200, SHOWN)
    canvas.line(30, 203, 250, 203)


def _leaders(canvas: Canvas) -> None:
    canvas.drawString(30, 200, SHOWN + " ............ ______ 12")


def _half_clipped(canvas: Canvas) -> None:
    canvas.saveState()
    path = canvas.beginPath()
    path.rect(20, 190, 360, 30)
    canvas.clipPath(path, stroke=0, fill=0)
    canvas.drawString(30, 200, SHOWN)
    canvas.restoreState()


def _red(canvas: Canvas) -> None:
    canvas.setFillColor(Color(0.9, 0.1, 0.1))
    canvas.drawString(30, 200, SHOWN)


def _thin_white_stripes(canvas: Canvas) -> None:
    canvas.drawString(30, 200, SHOWN)
    canvas.setFillColor(white)
    canvas.rect(20, 202, 360, 0.6, stroke=0, fill=1)


LEGITIMATE: dict[str, Callable[[], bytes]] = {
    "white labels on a dark ground": lambda: drawing(_labels_on_dark),
    "pale watermark": lambda: drawing(_watermark),
    "watermark across text": lambda: drawing(_turned_watermark_over_text),
    "small grey print": lambda: drawing(_grey_small),
    "print of four points": lambda: drawing(_small_print),
    "superscripts of 4.5 points": lambda: drawing(_superscripts),
    "text over a picture": lambda: drawing(_over_picture),
    "white text over a dark picture": lambda: drawing(_white_over_picture),
    "drawn twice for a bold face": lambda: drawing(_twice),
    "drawn twice in one place": lambda: drawing(_exactly_twice),
    "with a shadow": lambda: drawing(_with_shadow),
    "white letters with a black outline": lambda: drawing(_outlined),
    "highlighted": lambda: drawing(_highlighted),
    "struck out": lambda: drawing(_struck_out),
    "dotted leaders and underscores": lambda: drawing(_leaders),
    "within a clipping path": lambda: drawing(_half_clipped),
    "red": lambda: drawing(_red),
    "crossed by a thin white stripe": lambda: drawing(_thin_white_stripes),
    "layer switched on": lambda: layered(f"/OC /L1 BDC BT /F1 11 Tf 30 200 Td ({SHOWN}) Tj ET EMC", shown=True),
}
"""Ways of setting text, by name, that are no hiding; SHOWN must be read, once, and nothing be reported."""


def scan(words: str, *, layer: str | None, beneath: bool = False) -> bytes:
    """A page that is one picture showing `words`, with `layer` as its unseen text, over or beneath the picture."""
    image = Image.new("L", (800, 600), 245)
    ImageDraw.Draw(image).text((60, 190), words, fill=20, font_size=24)
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(400, 300))
    if layer and beneath:
        _unseen(canvas, layer, 0)
    canvas.drawImage(ImageReader(image), 0, 0, 400, 300)
    if layer and not beneath:
        _unseen(canvas, layer, 3)
    canvas.showPage()
    canvas.save()
    return target.getvalue()


def _unseen(canvas: Canvas, words: str, mode: int) -> None:
    text = canvas.beginText(30, 194)
    text.setFont("Helvetica", 12)
    text.setTextRenderMode(mode)
    text.textOut(words)
    canvas.drawText(text)
