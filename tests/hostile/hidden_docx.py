"""Words that a Word document holds and its pages do not show, and documents that only look like it."""

import io
from collections.abc import Callable
from functools import partial

from screener.words.draft import HiddenHow
from tests.doors.documents.word_files import paragraph, part, run, word_file
from tests.hostile.hidden_answers import SECRET, SHOWN, concealed, harmless, set_aside
from tests.hostile.kinds import Kind

_GROUP = "hidden in DOCX"
_FILE = "draft.docx"
_FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'


def _file(body: str, **parts: str) -> Callable[[], bytes]:
    return partial(word_file, paragraph(SHOWN) + body, **parts)


def _run(properties: str, around: str = "") -> Callable[[], bytes]:
    return _file(paragraph(run(SECRET, properties), around))


def _styled(styles: str, properties: str = "", around: str = "") -> Callable[[], bytes]:
    return _file(paragraph(run(SECRET, properties), around), styles=part("styles", styles))


def _drawn(content: str) -> Callable[[], bytes]:
    return _file(paragraph(f"<w:r><w:drawing>{content}</w:drawing></w:r>"))


def _box(place: str, shape: str = "", text: str = "") -> str:
    words = paragraph(run(SECRET, text))
    return (
        f"<wp:anchor {place.partition('|')[0]}>{place.partition('|')[2]}<a:graphic><a:graphicData><wps:wsp><wps:spPr>"
        f"{shape}</wps:spPr><wps:txbx><w:txbxContent>{words}</w:txbxContent></wps:txbx></wps:wsp></a:graphicData>"
        "</a:graphic></wp:anchor>"
    )


def _field(code: str, shown: str) -> str:
    instruction = f'<w:r><w:instrText xml:space="preserve">{code}</w:instrText></w:r>'
    return _FIELD.format("begin") + instruction + _FIELD.format("separate") + run(shown) + _FIELD.format("end")


def _table(row: str = "", cell: str = "", text: str = "", table: str = "") -> str:
    return (
        f"<w:tbl><w:tblPr>{table}</w:tblPr><w:tr><w:trPr>{row}</w:trPr><w:tc><w:tcPr>{cell}</w:tcPr>"
        f"{paragraph(run(SECRET, text))}</w:tc></w:tr></w:tbl>"
    )


def _saved(change: Callable[..., None]) -> Callable[[], bytes]:
    """A document made by a library, changed before it is saved."""

    def make() -> bytes:
        import docx

        document = docx.Document()
        document.add_paragraph(SHOWN)
        change(document)
        target = io.BytesIO()
        document.save(target)
        return target.getvalue()

    return make


_OFF_PAGE = "|<wp:positionH><wp:posOffset>-40000000</wp:posOffset></wp:positionH>"
_BEHIND_PAGE = (
    'behindDoc="1"|<wp:positionH relativeFrom="page"><wp:posOffset>9900000</wp:posOffset></wp:positionH>'
    '<wp:extent cx="900000" cy="900000"/>'
)
_WHITE = "<a:solidFill><a:srgbClr val='FFFFFF'/></a:solidFill>"

_CONCEALED: tuple[tuple[str, Callable[[], bytes], HiddenHow], ...] = (
    ("hidden letters", _run("<w:vanish/>"), HiddenHow.vanish),
    ("hidden on the web and in print", _run("<w:vanish/><w:webHidden/>"), HiddenHow.vanish),
    ("hidden for good", _run("<w:specVanish/>"), HiddenHow.vanish),
    (
        "hidden by a style",
        _styled(
            '<w:style w:type="character" w:styleId="Q"><w:rPr><w:vanish/></w:rPr></w:style>', '<w:rStyle w:val="Q"/>'
        ),
        HiddenHow.vanish,
    ),
    (
        "hidden by the style of a style",
        _styled(
            '<w:style w:type="paragraph" w:styleId="A"><w:rPr><w:vanish/></w:rPr></w:style>'
            '<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/></w:style>',
            "",
            '<w:pStyle w:val="B"/>',
        ),
        HiddenHow.vanish,
    ),
    (
        "hidden by a linked style",
        _styled(
            '<w:style w:type="paragraph" w:styleId="P"><w:link w:val="C"/><w:rPr><w:color w:val="FFFFFF"/></w:rPr></w:style>',
            "",
            '<w:pStyle w:val="P"/>',
        ),
        HiddenHow.low_contrast,
    ),
    ("white", _run('<w:color w:val="FFFFFF"/>'), HiddenHow.low_contrast),
    ("almost white", _run('<w:color w:val="F7F9F7"/>'), HiddenHow.low_contrast),
    ("white of the theme", _run('<w:color w:val="000000" w:themeColor="background1"/>'), HiddenHow.low_contrast),
    (
        "theme colour tinted to white",
        _run('<w:color w:val="000000" w:themeColor="text1" w:themeTint="05"/>'),
        HiddenHow.low_contrast,
    ),
    (
        "colour of the shading",
        _run('<w:color w:val="1F3864"/><w:shd w:val="clear" w:fill="1F3864"/>'),
        HiddenHow.low_contrast,
    ),
    (
        "colour of the paragraph",
        _run('<w:color w:val="C00000"/>', '<w:shd w:val="clear" w:fill="C20405"/>'),
        HiddenHow.low_contrast,
    ),
    (
        "colour of the cell",
        _file(_table(cell='<w:shd w:val="clear" w:fill="222222"/>', text='<w:color w:val="222222"/>')),
        HiddenHow.low_contrast,
    ),
    (
        "white by a text effect",
        _run('<w14:textFill xmlns:w14="urn:w14"><w14:noFill/></w14:textFill>'),
        HiddenHow.low_contrast,
    ),
    (
        "text effect without opacity",
        _run(
            '<w14:textFill xmlns:w14="urn:w14"><w14:solidFill><w14:srgbClr w14:val="000000"><w14:alpha w14:val="100000"/>'
            "</w14:srgbClr></w14:solidFill></w14:textFill>"
        ),
        HiddenHow.low_contrast,
    ),
    ("one point", _run('<w:sz w:val="2"/>'), HiddenHow.tiny),
    (
        "one point by the style",
        _styled(
            '<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="24"/></w:rPr></w:rPrDefault></w:docDefaults>'
            '<w:style w:type="character" w:styleId="S"><w:rPr><w:sz w:val="2"/></w:rPr></w:style>',
            '<w:rStyle w:val="S"/>',
        ),
        HiddenHow.tiny,
    ),
    ("letters one per cent wide", _run('<w:w w:val="1"/>'), HiddenHow.tiny),
    ("letters drawn together", _run('<w:spacing w:val="-400"/>'), HiddenHow.tiny),
    ("lines of no height", _run("", '<w:spacing w:line="1" w:lineRule="exact"/>'), HiddenHow.clipped),
    ("raised off the line", _run('<w:position w:val="3000"/>'), HiddenHow.off_page),
    ("indented off the page", _run("", '<w:ind w:left="-30000"/>'), HiddenHow.off_page),
    (
        "frame off the page",
        _run("", '<w:framePr w:w="100" w:hAnchor="page" w:x="-20000" w:y="1"/>'),
        HiddenHow.off_page,
    ),
    ("hidden row", _file(_table(row="<w:hidden/>")), HiddenHow.vanish),
    ("row of no height", _file(_table(row='<w:trHeight w:val="1" w:hRule="exact"/>')), HiddenHow.clipped),
    ("deleted row", _file(_table(row="<w:del/>")), HiddenHow.tracked_deletion),
    ("deleted cell", _file(_table(cell="<w:cellDel/>")), HiddenHow.tracked_deletion),
    ("table off the page", _file(_table(table='<w:tblpPr w:tblpX="-30000" w:tblpY="1"/>')), HiddenHow.off_page),
    (
        "deleted words",
        _file(paragraph(f"<w:del><w:r><w:delText>{SECRET}</w:delText></w:r></w:del>")),
        HiddenHow.tracked_deletion,
    ),
    ("words moved elsewhere", _file(paragraph(f"<w:moveFrom>{run(SECRET)}</w:moveFrom>")), HiddenHow.tracked_deletion),
    (
        "deleted footnote",
        _file(
            paragraph(run("A claim.") + '<w:del><w:r><w:footnoteReference w:id="2"/></w:r></w:del>'),
            footnotes=part("footnotes", f'<w:footnote w:id="2">{paragraph(SECRET)}</w:footnote>'),
        ),
        HiddenHow.tracked_deletion,
    ),
    (
        "comment",
        _file("", comments=part("comments", f'<w:comment w:id="0">{paragraph(SECRET)}</w:comment>')),
        HiddenHow.comment,
    ),
    (
        "text inside a field's code",
        _file(
            paragraph(
                _FIELD.format("begin") + run(SECRET) + _FIELD.format("separate") + run("12") + _FIELD.format("end")
            )
        ),
        HiddenHow.other,
    ),
    ("box off the page", _drawn(_box(_OFF_PAGE)), HiddenHow.off_page),
    ("box right of the page", _drawn(_box(_BEHIND_PAGE)), HiddenHow.off_page),
    ("box of no size", _drawn(_box('|<wp:extent cx="1" cy="1"/>')), HiddenHow.clipped),
    ("hidden box", _drawn(_box('|<wp:docPr id="1" name="a" hidden="1"/>')), HiddenHow.attribute),
    ("white in a white box", _drawn(_box("|", _WHITE, '<w:color w:val="FFFFFF"/>')), HiddenHow.low_contrast),
    (
        "old drawing that is hidden",
        _file(
            paragraph(
                f'<w:r><w:pict><v:shape style="visibility:hidden"><v:textbox><w:txbxContent>{paragraph(SECRET)}</w:txbxContent>'
                "</v:textbox></v:shape></w:pict></w:r>"
            )
        ),
        HiddenHow.style,
    ),
    (
        "old drawing off the page",
        _file(
            paragraph(
                '<w:r><w:pict><v:shape style="position:absolute;margin-left:-5000pt;width:90pt;height:20pt"><v:textbox>'
                f"<w:txbxContent>{paragraph(SECRET)}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
            )
        ),
        HiddenHow.off_page,
    ),
    (
        "formula in white",
        _file(paragraph(f'<m:oMath><m:r><w:rPr><w:color w:val="FFFFFF"/></w:rPr><m:t>{SECRET}</m:t></m:r></m:oMath>')),
        HiddenHow.low_contrast,
    ),
    (
        "phantom in a formula",
        _file(
            paragraph(
                f'<m:oMath><m:phant><m:phantPr><m:show m:val="0"/></m:phantPr>'
                f"<m:e><m:r><m:t>{SECRET}</m:t></m:r></m:e></m:phant>"
                "</m:oMath>"
            )
        ),
        HiddenHow.phantom,
    ),
)

_SET_ASIDE: tuple[tuple[str, Callable[[], bytes]], ...] = (
    ("alternative text", _drawn(f'<wp:inline><wp:docPr id="1" name="a" descr="{SECRET}"/><a:blip/></wp:inline>')),
    ("tip of a link", _file(paragraph(f'<w:hyperlink w:tooltip="{SECRET}">{run("the site")}</w:hyperlink>'))),
    ("title of a drawing", _drawn(f'<wp:inline><wp:docPr id="1" name="a" title="{SECRET}"/><a:blip/></wp:inline>')),
    (
        "description of a table",
        _file(
            f'<w:tbl><w:tblPr><w:tblDescription w:val="{SECRET}"/></w:tblPr><w:tr><w:tc>{paragraph("x")}</w:tc></w:tr>'
            "</w:tbl>"
        ),
    ),
    (
        "footnote that is never called",
        _file("", footnotes=part("footnotes", f'<w:footnote w:id="2">{paragraph(SECRET)}</w:footnote>')),
    ),
    (
        "header that is switched off",
        _file(
            '<w:sectPr><w:headerReference w:type="first" r:id="r_header1"/></w:sectPr>',
            header1=part("hdr", paragraph(SECRET)),
        ),
    ),
    ("field that stands for others", _file(paragraph(_field(f'QUOTE "{SECRET}" \\* CHARFORMAT', "12")))),
    ("private field", _file(paragraph(_field(f"PRIVATE {SECRET}", "")))),
    (
        "placeholder of a control",
        _file(
            f'<w:sdt><w:sdtPr><w:alias w:val="{SECRET}"/></w:sdtPr><w:sdtContent>{paragraph("x")}</w:sdtContent></w:sdt>'
        ),
    ),
    (
        "items of a list to choose from",
        _file(
            f'<w:sdt><w:sdtPr><w:dropDownList><w:listItem w:displayText="{SECRET}"/></w:dropDownList></w:sdtPr>'
            f"<w:sdtContent>{paragraph('x')}</w:sdtContent></w:sdt>"
        ),
    ),
    (
        "variable of the document",
        _file("", settings=part("settings", f'<w:docVars><w:docVar w:name="a" w:val="{SECRET}"/></w:docVars>')),
    ),
    ("properties", _saved(lambda document: setattr(document.core_properties, "subject", SECRET))),
    ("keywords", _saved(lambda document: setattr(document.core_properties, "keywords", SECRET))),
)

_ORDINARY: tuple[tuple[str, Callable[[], bytes], str], ...] = (
    ("a plain paper", _saved(lambda document: document.add_heading("Methods", 1)), "Methods"),
    (
        "table head in white on dark",
        _file(
            "<w:tbl><w:tr><w:tc><w:tcPr><w:shd w:val='clear' w:fill='1F3864'/></w:tcPr>"
            + paragraph(run("Model and score", '<w:color w:val="FFFFFF"/>'))
            + "</w:tc></w:tr></w:tbl>"
        ),
        "Model and score",
    ),
    (
        "accepted changes",
        _file(paragraph(run("We ") + f"<w:ins>{run('now ')}</w:ins>" + run("agree."))),
        "We now agree.",
    ),
    (
        "white on a highlight",
        _file(paragraph(run("noted", '<w:color w:val="FFFFFF"/><w:highlight w:val="darkBlue"/>'))),
        "noted",
    ),
    ("automatic colour", _file(paragraph(run("plain", '<w:color w:val="auto"/>'))), "plain"),
    ("small print", _file(paragraph(run("all rights reserved", '<w:sz w:val="10"/>'))), "all rights reserved"),
    ("letters set closer", _file(paragraph(run("tight heading", '<w:spacing w:val="-10"/>'))), "tight heading"),
    ("raised letters", _file(paragraph(run("10") + run("th", '<w:position w:val="6"/>'))), "10th"),
    ("hanging indent", _file(paragraph("A reference.", '<w:ind w:left="720" w:hanging="720"/>')), "A reference."),
    (
        "box in the margin",
        _drawn(
            _box(
                '|<wp:positionH relativeFrom="margin"><wp:posOffset>-914400</wp:posOffset></wp:positionH>'
                '<wp:extent cx="900000" cy="900000"/>'
            )
        ),
        SECRET,
    ),
    (
        "white in a dark box",
        _drawn(
            _box(
                '|<wp:extent cx="900000" cy="900000"/>',
                "<a:solidFill><a:srgbClr val='102040'/></a:solidFill>",
                '<w:color w:val="FFFFFF"/>',
            )
        ),
        SECRET,
    ),
    (
        "page numbers and cross-references",
        _file(paragraph(run("See page ") + _field("PAGEREF x \\h", "7"))),
        "See page 7",
    ),
    (
        "citation fields",
        _file(
            paragraph(
                run("As shown ") + _field('ADDIN ZOTERO_ITEM CSL_CITATION {"a": "a long list of fields in it"}', "[3]")
            )
        ),
        "As shown [3]",
    ),
    ("soft hyphens", _file(paragraph(run("com") + "<w:r><w:softHyphen/></w:r>" + run("puter"))), "computer"),
    ("words from right to left", _file(paragraph(run("שלום עולם", "<w:rtl/>"))), "שלום עולם"),
)

KINDS: tuple[Kind, ...] = (
    *(concealed(_GROUP, f"DOCX, {name}", _FILE, make, how) for name, make, how in _CONCEALED),
    *(set_aside(_GROUP, f"DOCX, {name}", _FILE, make) for name, make in _SET_ASIDE),
    *(harmless(_GROUP, f"DOCX, {name}", _FILE, make, SHOWN, words) for name, make, words in _ORDINARY),
)
