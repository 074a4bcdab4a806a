import io
import zipfile

import docx as python_docx
import pytest
from docx.shared import Pt, RGBColor

from screener.doors.documents.docx import parse
from screener.words.draft import Document, HiddenHow
from screener.words.errors import RefusedInput
from tests.doors.documents.assertions import alarming, assert_consistent, headings, hidden
from tests.doors.documents.word_files import paragraph, part, run, word_file


def read(body: str, **parts: str) -> Document:
    document = parse(word_file(body, **parts), "draft.docx")
    assert_consistent(document)
    return document


def saved(document: object) -> bytes:
    out = io.BytesIO()
    document.save(out)  # type: ignore[attr-defined]
    return out.getvalue()


def test_a_document_from_a_word_processor_is_read_in_order() -> None:
    word = python_docx.Document()
    word.core_properties.title = "On Probes"
    word.add_heading("Introduction", 1)
    word.add_paragraph("We study probes.")
    word.add_paragraph("first point", style="List Bullet")
    word.add_paragraph("step one", style="List Number")
    word.add_paragraph("step two", style="List Number")
    word.add_heading("Data", 2)
    table = word.add_table(2, 2)
    for number, cell in enumerate(table._cells):
        cell.text = f"cell {number}"
    word.add_paragraph("The end.")
    word.sections[0].header.paragraphs[0].text = "Running head"
    word.sections[0].footer.paragraphs[0].text = "Running foot"
    document = parse(saved(word), "draft.docx")
    assert_consistent(document)
    assert document.title == "On Probes"
    assert headings(document) == [("Introduction", 1), ("Data", 2)]
    assert document.text.startswith(
        "Running head\n\nIntroduction\n\nWe study probes.\n\n• first point\n\n1. step one\n\n2. step"
    )
    assert "cell 0\tcell 1\ncell 2\tcell 3\n\nThe end.\n\nRunning foot" in document.text
    assert alarming(document) == ""


def test_text_that_word_does_not_show_is_set_apart_by_kind() -> None:
    word = python_docx.Document()
    line = word.add_paragraph("Seen ")
    vanished = line.add_run("vanished")
    vanished.font.hidden = True
    white = line.add_run("white")
    white.font.color.rgb = RGBColor(0xFE, 0xFE, 0xFE)
    tiny = line.add_run("tiny")
    tiny.font.size = Pt(1)
    line.add_run("words.")
    document = parse(saved(word), "draft.docx")
    assert document.text == "Seen words.\n\n"
    assert hidden(document, HiddenHow.vanish) == "vanished"
    assert hidden(document, HiddenHow.low_contrast) == "white"
    assert hidden(document, HiddenHow.tiny) == "tiny"


def test_hidden_text_is_told_through_inherited_styles() -> None:
    styles = part(
        "styles",
        (
            '<w:style w:type="paragraph" w:styleId="Base"><w:rPr><w:vanish/></w:rPr></w:style>'
            '<w:style w:type="paragraph" w:styleId="Child"><w:basedOn w:val="Base"/></w:style>'
            '<w:style w:type="character" w:styleId="Pale"><w:rPr><w:color w:val="FFFFFF"/></w:rPr></w:style>'
            '<w:style w:type="paragraph" w:styleId="Loop"><w:basedOn w:val="Loop"/></w:style>'
        ),
    )
    document = read(
        paragraph("from the parent", '<w:pStyle w:val="Child"/>')
        + paragraph(run("shown again", '<w:vanish w:val="0"/>'), '<w:pStyle w:val="Child"/>')
        + paragraph(run("pale", '<w:rStyle w:val="Pale"/>'))
        + paragraph("in a circle", '<w:pStyle w:val="Loop"/>'),
        styles=styles,
    )
    assert document.text == "shown again\n\nin a circle\n\n"
    assert hidden(document, HiddenHow.vanish) == "from the parent"
    assert hidden(document, HiddenHow.low_contrast) == "pale"


@pytest.mark.parametrize(
    "body",
    [
        paragraph(run("legible", '<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="000000"/>')),
        paragraph(run("legible", '<w:color w:val="FFFFFF"/><w:highlight w:val="darkBlue"/>')),
        paragraph(run("legible", '<w:color w:val="FFFFFF"/>'), '<w:shd w:val="clear" w:fill="1F3864"/>'),
        paragraph(run("legible", '<w:color w:val="auto"/>')),
        paragraph(run("legible", '<w:sz w:val="12"/>')),
        "<w:tbl><w:tr><w:tc><w:tcPr><w:shd w:val='clear' w:fill='333333'/></w:tcPr>"
        + paragraph(run("legible", '<w:color w:val="FFFFFF"/>'))
        + "</w:tc></w:tr></w:tbl>",
    ],
)
def test_white_on_dark_automatic_and_small_text_is_visible(body: str) -> None:
    document = read(body)
    assert document.text == "legible\n\n"
    assert alarming(document) == ""


def test_black_text_on_a_black_highlight_is_hidden() -> None:
    document = read(paragraph(run("masked", '<w:color w:val="000000"/><w:highlight w:val="black"/>')) + paragraph("x"))
    assert hidden(document, HiddenHow.low_contrast) == "masked"


def test_a_theme_colour_counts_before_the_written_one() -> None:
    document = read(paragraph(run("sly", '<w:color w:val="000000" w:themeColor="background1"/>')) + paragraph("x"))
    assert hidden(document, HiddenHow.low_contrast) == "sly"


def test_white_text_in_the_dark_first_row_of_a_table_style_is_visible() -> None:
    styles = part(
        "styles",
        (
            '<w:style w:type="table" w:styleId="Grid"><w:tblStylePr w:type="firstRow"><w:rPr><w:color '
            'w:val="FFFFFF"/></w:rPr>'
            '<w:tcPr><w:shd w:val="clear" w:fill="4472C4"/></w:tcPr></w:tblStylePr></w:style>'
        ),
    )
    cell = "<w:tc>" + paragraph(run("head", '<w:color w:val="FFFFFF"/>')) + "</w:tc>"
    below = "<w:tc>" + paragraph(run("below", '<w:color w:val="FFFFFF"/>')) + "</w:tc>"
    document = read(
        '<w:tbl><w:tblPr><w:tblStyle w:val="Grid"/><w:tblLook w:val="0420" w:firstRow="1"/></w:tblPr>'
        f"<w:tr>{cell}</w:tr><w:tr>{below}</w:tr></w:tbl>",
        styles=styles,
    )
    assert document.text.strip() == "head"
    assert hidden(document, HiddenHow.low_contrast) == "below"


def test_tracked_insertions_are_visible_and_deletions_are_not() -> None:
    document = read(
        paragraph(
            run("We ")
            + "<w:ins>"
            + run("newly ")
            + "</w:ins>"
            + "<w:del><w:r><w:delText>formerly </w:delText></w:r></w:del>"
            + run("claim.")
        )
    )
    assert document.text == "We newly claim.\n\n"
    assert hidden(document, HiddenHow.tracked_deletion) == "formerly"


def test_comments_are_hidden_and_say_where_they_are() -> None:
    comments = part("comments", f'<w:comment w:id="0">{paragraph("Please approve.")}</w:comment>')
    document = read(paragraph("Body."), comments=comments)
    assert hidden(document, HiddenHow.comment) == "Please approve."
    assert document.hidden[0].where == "comment 1"


def test_footnotes_follow_the_paragraph_that_calls_them() -> None:
    notes = part(
        "footnotes",
        (
            '<w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>'
            f'<w:footnote w:id="2">{paragraph("The note.")}</w:footnote>'
            f'<w:footnote w:id="3">{paragraph("Never called.")}</w:footnote>'
        ),
    )
    call = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    document = read(paragraph(run("A claim") + call + run(" goes on.")) + paragraph("Next."), footnotes=notes)
    assert document.text == "A claim goes on.\n\nThe note.\n\nNext.\n\n"
    assert hidden(document, HiddenHow.unused_file) == "Never called."


def test_text_boxes_are_read_once_and_links_and_fields_show_their_text() -> None:
    box = (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:wsp><wps:txbx><w:txbxContent>"
        + paragraph("In the box.")
        + "</w:txbxContent></wps:txbx></wps:wsp></w:drawing></mc:Choice>"
        "<mc:Fallback><w:pict><v:shape><w:txbxContent>"
        + paragraph("In the box.")
        + "</w:txbxContent></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    field = (
        "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>PAGEREF x</w:instrText></w:r>"
        "<w:r><w:t>masked code</w:t></w:r>"
        "<w:r><w:fldChar w:fldCharType='separate'/></w:r>" + run("12") + "<w:r><w:fldChar w:fldCharType='end'/></w:r>"
    )
    document = read(
        paragraph(run("See ") + f"<w:hyperlink>{run('the site')}</w:hyperlink>" + run(" on ") + field + box)
    )
    assert document.text == "See the site on 12\n\nIn the box.\n\n"
    assert hidden(document, HiddenHow.other) == "masked code"


def test_formulas_symbols_and_content_controls_give_their_text() -> None:
    formula = "<m:oMath><m:r><m:t>E=m</m:t></m:r><m:sSup><m:r><m:t>c2</m:t></m:r></m:sSup></m:oMath>"
    control = "<w:sdt><w:sdtContent>" + run(" inside") + "</w:sdtContent></w:sdt>"
    document = read(paragraph(run("So ") + formula + control + '<w:r><w:sym w:char="03B1"/></w:r>'))
    assert document.text == "So E=mc2 insideα\n\n"


def math(name: str, inner: str) -> str:
    return f"<m:{name}>{inner}</m:{name}>"


def letters(text: str) -> str:
    return f"<m:r><m:t>{text}</m:t></m:r>"


def test_formulas_keep_their_sums_fractions_and_exponents_on_one_line() -> None:
    fraction = math("f", math("fPr", "") + math("num", letters("a+b")) + math("den", letters("2")))
    total = math(
        "nary",
        math("naryPr", '<m:chr m:val="∑"/>')
        + math("sub", letters("i=1"))
        + math("sup", letters("n"))
        + math("e", math("sSup", math("e", letters("x")) + math("sup", letters("2")))),
    )
    root = math("rad", math("deg", "") + math("e", letters("2π")))
    fenced = math("d", math("dPr", '<m:begChr m:val="["/><m:endChr m:val="]"/>') + math("e", letters("0,1")))
    grid = math("m", math("mr", math("e", letters("1")) + math("e", letters("0"))) * 2)
    index = math("sSub", math("e", letters("t")) + math("sub", letters("max")))
    inner = letters(" ").join([fraction, total, root, fenced, grid, index])
    assert read(paragraph(math("oMath", inner))).text == "(a+b)/2 ∑_(i=1)^n x^2 √(2π) [0,1] ■(1&0@1&0) t_max\n\n"


def test_no_text_of_a_formula_is_lost_where_its_parts_are_not_as_word_writes_them() -> None:
    twice = math("sSup", math("e", letters("a")) + math("e", letters("b")) + math("sup", letters("c")))
    stray = math("f", letters("d") + math("num", letters("e")))
    row = math("m", math("mr", math("e", letters("f")) + letters("g")))
    for_nothing = math("sPre", math("box", letters("h")))
    document = read(paragraph(math("oMath", twice + stray + row + for_nothing)))
    assert document.text.replace(" ", "") == "abcdefgh\n\n"


def test_pictures_are_counted_and_their_descriptions_are_ordinary() -> None:
    picture = '<w:r><w:drawing><wp:inline><wp:docPr descr="A chart of rates"/><a:blip/></wp:inline></w:drawing></w:r>'
    document = read(paragraph(run("Figure:") + picture))
    assert document.images == 1
    assert hidden(document, HiddenHow.attribute) == "A chart of rates"
    assert alarming(document) == ""


def test_hidden_and_deleted_table_rows_are_set_apart() -> None:
    def row(text: str, properties: str = "") -> str:
        return f"<w:tr><w:trPr>{properties}</w:trPr><w:tc>{paragraph(text)}</w:tc><w:tc>{paragraph('b')}</w:tc></w:tr>"

    document = read("<w:tbl>" + row("seen") + row("gone", "<w:hidden/>") + row("cut", "<w:del/>") + "</w:tbl>")
    assert document.text.strip() == "seen\tb"
    assert "gone" in hidden(document, HiddenHow.vanish)
    assert "cut" in hidden(document, HiddenHow.tracked_deletion)


def test_a_first_page_header_that_is_switched_off_is_listed_but_not_shown() -> None:
    section = '<w:sectPr><w:headerReference w:type="first" r:id="r_header1"/></w:sectPr>'
    document = read(paragraph("Body.") + section, header1=part("hdr", paragraph("Only on page one")))
    assert document.text == "Body.\n\n"
    assert hidden(document, HiddenHow.conditional) == "Only on page one"


def test_headings_are_told_by_outline_level_and_keep_their_numbers() -> None:
    numbering = part(
        "numbering",
        (
            '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="upperRoman"/><w:lvlText '
            'w:val="%1."/></w:lvl>'
            '<w:lvl w:ilvl="1"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl></w:abstractNum>'
            '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        ),
    )

    def head(text: str, level: int) -> str:
        return paragraph(
            text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="{level}"/>'
        )

    document = read(head("One", 0) + head("Sub", 1) + head("Two", 0), numbering=numbering)
    assert headings(document) == [("I. One", 1), ("I.1 Sub", 2), ("II. Two", 1)]


def test_invisible_characters_are_reported() -> None:
    smuggled = "".join(chr(0xE0000 + ord(c)) for c in "approve")
    document = read(paragraph(f"Plain{smuggled} text"))
    assert document.text == "Plain text\n\n"
    assert hidden(document, HiddenHow.unicode_tags) == "approve"


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE w:document [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
    ],
)
def test_entity_tricks_are_refused(declaration: str) -> None:
    good = word_file(paragraph("x"))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            content = source.read(name).decode()
            target.writestr(name, content.replace('standalone="yes"?>', f'standalone="yes"?>{declaration}'))
    with pytest.raises(RefusedInput, match="declares"):
        parse(out.getvalue(), "draft.docx")


def test_a_decompression_bomb_is_refused_before_it_unfolds() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"\0" * (30 * 2**20))
    with pytest.raises(RefusedInput, match="decompression bomb"):
        parse(out.getvalue(), "draft.docx")


def test_an_encrypted_file_is_refused_by_name_of_the_reason() -> None:
    with pytest.raises(RefusedInput, match="password"):
        parse(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "draft.docx")


def test_damaged_xml_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<w:document><w:body>")
    with pytest.raises(RefusedInput, match="damaged"):
        parse(out.getvalue(), "draft.docx")


def test_a_part_of_the_document_that_is_another_file_is_told_as_missing() -> None:
    document = read(paragraph("Words.") + '<w:subDoc r:id="rX"/>' + paragraph('<w:subDoc r:id="rY"/>'))
    assert document.missing == ("a part of the document that is another file (subDoc)",)
    assert any("was not read" in note for note in document.notes)


def test_doubtful_words_are_read_and_told_once_with_the_first_place() -> None:
    yellow = paragraph(run("A pale remark.", '<w:color w:val="FFFF00"/>'))
    document = read(paragraph("Plain words.") + yellow + yellow)
    assert document.text.count("A pale remark.") == 2
    assert [note for note in document.notes if "paragraph 2" in note] == list(document.notes)
