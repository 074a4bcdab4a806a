"""More words that a Word document holds and its pages do not show, and words that only another part of it holds."""

import base64
from collections.abc import Callable

from screener.words.draft import HiddenHow
from tests.doors.documents.word_files import paragraph, part, run, word_file
from tests.hostile.docx_tricks import remade
from tests.hostile.hidden_answers import SECRET, SHOWN, concealed, harmless, set_aside
from tests.hostile.kinds import Kind

_GROUP = "hidden in DOCX"
_FILE = "draft.docx"
_LISTED = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
_EFFECT = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
_BLACK_OF_THE_THEME = '<w:color w:val="000000" w:themeColor="text1"/>'


def _file(body: str, **parts: str) -> Callable[[], bytes]:
    return lambda: word_file(paragraph(SHOWN) + body, **parts)


def _run(properties: str, around: str = "") -> Callable[[], bytes]:
    return _file(paragraph(run(SECRET, properties), around))


def _with(path: str, content: str) -> Callable[[], bytes]:
    """A file with one more part, to which nothing leads."""
    return lambda: remade({path: content.encode()}, word_file(paragraph(SHOWN)))


def _rows(*cells: tuple[str, str]) -> str:
    rows = "".join(f"<w:tr><w:tc><w:tcPr>{how}</w:tcPr>{paragraph(text)}</w:tc></w:tr>" for how, text in cells)
    return f"<w:tbl>{rows}</w:tbl>"


def _numbering(level: str, text: str, override: str = "") -> str:
    return part(
        "numbering",
        f'<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="none"/><w:lvlText w:val="{text}"/>{level}'
        f'</w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/>{override}</w:num>',
    )


def _sized(width: int, height: int) -> str:
    return f'<w:sectPr><w:pgSz w:w="{width}" w:h="{height}"/></w:sectPr>'


_BREAK = paragraph("<w:r/>", _sized(12_240, 15_840))


def _header(distance: int) -> str:
    reference = '<w:headerReference w:type="default" r:id="r_header1"/>'
    return f'<w:sectPr>{reference}<w:pgMar w:header="{distance}" w:top="1440"/></w:sectPr>'


def _form(fields: str, code: str = "FORMTEXT") -> str:
    return paragraph(
        f'<w:r><w:fldChar w:fldCharType="begin">{fields}</w:fldChar></w:r><w:r><w:instrText> {code} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def _drop_down(result: int) -> str:
    entries = f'<w:listEntry w:val="plain"/><w:listEntry w:val="{SECRET}"/>'
    return f'<w:ffData><w:ddList><w:result w:val="{result}"/>{entries}</w:ddList></w:ffData>'


def _gradient(first: str, last: str) -> str:
    stops = "".join(f'<w14:gs><w14:srgbClr w14:val="{colour}"/></w14:gs>' for colour in (first, last))
    return f"<w14:textFill {_EFFECT}><w14:gradFill><w14:gsLst>{stops}</w14:gsLst></w14:gradFill></w14:textFill>"


def _face(name: str) -> str:
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}"/>'


_CONCEALED: tuple[tuple[str, Callable[[], bytes], HiddenHow], ...] = (
    (
        "cell that the one above reaches into",
        _file(_rows(('<w:vMerge w:val="restart"/>', "x"), ("<w:vMerge/>", SECRET))),
        HiddenHow.covered,
    ),
    (
        "cell that the one beside it reaches into",
        _file(
            f'<w:tbl><w:tr><w:tc><w:tcPr><w:hMerge w:val="restart"/></w:tcPr>{paragraph("x")}</w:tc>'
            f"<w:tc><w:tcPr><w:hMerge/></w:tcPr>{paragraph(SECRET)}</w:tc></w:tr></w:tbl>"
        ),
        HiddenHow.covered,
    ),
    (
        "text and ground of the theme swapped",
        _file(
            paragraph(run(SECRET, _BLACK_OF_THE_THEME)),
            settings=part("settings", '<w:clrSchemeMapping w:bg1="dark1" w:t1="light1"/>'),
        ),
        HiddenHow.low_contrast,
    ),
    ("white from end to end of a gradient", _run(_gradient("FFFFFF", "FDFDFD")), HiddenHow.low_contrast),
    (
        "white effect over black",
        _run('<w:color w:val="000000"/>' + _gradient("FFFFFF", "FFFFFF")),
        HiddenHow.low_contrast,
    ),
    ("pressed into no room", _run('<w:fitText w:val="1"/>'), HiddenHow.tiny),
    ("letters that a font draws as signs", _run(_face("Wingdings")), HiddenHow.false_letters),
    ("letters that a font draws as Greek ones", _run(_face("Symbol")), HiddenHow.false_letters),
    ("a font without ink", _run(_face("Adobe Blank")), HiddenHow.invisible_mode),
    ("tiny as complex script", _run('<w:cs/><w:sz w:val="24"/><w:szCs w:val="2"/>'), HiddenHow.tiny),
    (
        "hidden words in a formula",
        _file(
            paragraph(
                f"<m:oMath><m:r><m:rPr><m:nor/></m:rPr><w:rPr><w:vanish/></w:rPr><m:t>{SECRET}</m:t></m:r></m:oMath>"
            )
        ),
        HiddenHow.vanish,
    ),
    ("section of no height", _file(_BREAK + paragraph(SECRET) + _sized(12240, 20)), HiddenHow.clipped),
    (
        "earlier section of no width",
        _file(_BREAK + paragraph(run(SECRET), _sized(20, 15840)) + paragraph("Last words.") + _sized(12240, 15840)),
        HiddenHow.clipped,
    ),
    ("header above the page", _file(_header(-20_000), header1=part("hdr", paragraph(SECRET))), HiddenHow.off_page),
    ("first line off the page", _run("", '<w:ind w:firstLine="-30000"/>'), HiddenHow.off_page),
    ("indented past the right edge", _run("", '<w:ind w:left="20000" w:right="-30000"/>'), HiddenHow.off_page),
    ("frame of no height", _run("", '<w:framePr w:w="1" w:h="1" w:hRule="exact"/>'), HiddenHow.clipped),
    (
        "hidden by the defaults",
        lambda: word_file(
            paragraph(run(SHOWN, '<w:vanish w:val="0"/>')) + paragraph(SECRET),
            styles=part(
                "styles", "<w:docDefaults><w:rPrDefault><w:rPr><w:vanish/></w:rPr></w:rPrDefault></w:docDefaults>"
            ),
        ),
        HiddenHow.vanish,
    ),
    (
        "hidden mark of a list",
        _file(paragraph("x", _LISTED), numbering=_numbering("<w:rPr><w:vanish/></w:rPr>", SECRET)),
        HiddenHow.vanish,
    ),
)

_SET_ASIDE: tuple[tuple[str, Callable[[], bytes]], ...] = (
    (
        "building blocks",
        _with("word/glossary/document.xml", part("glossaryDocument", f"<w:docParts>{paragraph(SECRET)}</w:docParts>")),
    ),
    ("data part", _with("customXml/item1.xml", f"<r><x>{SECRET}</x></r>")),
    ("sentence in an attribute of a data part", _with("customXml/item1.xml", f'<r note="{SECRET}"/>')),
    ("properties that nothing leads to", _with("docProps/custom.xml", f"<Properties><p>{SECRET}</p></Properties>")),
    ("text file among the parts", _with("notes.txt", SECRET)),
    ("part that is no sound XML", _with("word/extra.xml", f"<a><b>{SECRET}</a>")),
    (
        "data of a field",
        _file(_form(f"<w:fldData>{base64.b64encode(SECRET.encode('utf-16-le')).decode()}</w:fldData>")),
    ),
    ("help of a form field", _file(_form(f'<w:ffData><w:helpText w:val="{SECRET}"/></w:ffData>'))),
    ("entry of a form field that is not chosen", _file(_form(_drop_down(0), "FORMDROPDOWN"))),
    ("name of a bookmark", _file(paragraph(f'<w:bookmarkStart w:id="1" w:name="{SECRET}"/>{run("x")}'))),
    ("code of a simple field", _file(paragraph(f"<w:fldSimple w:instr='SET a \"{SECRET}\"'>{run('x')}</w:fldSimple>"))),
    (
        "line above footnotes that there are none of",
        _file(
            "", footnotes=part("footnotes", f'<w:footnote w:id="0" w:type="separator">{paragraph(SECRET)}</w:footnote>')
        ),
    ),
    (
        "form of the text for other programs",
        _file(
            paragraph(
                f'<mc:AlternateContent><mc:Choice Requires="wps">{run("seen")}</mc:Choice>'
                f"<mc:Fallback>{run(SECRET)}</mc:Fallback></mc:AlternateContent>"
            )
        ),
    ),
)

_READ: tuple[tuple[str, Callable[[], bytes]], ...] = (
    ("mark of a list that is words", _file(paragraph("x", _LISTED), numbering=_numbering("", "The mark of the list."))),
    (
        "mark of a list before nothing",
        _file(paragraph("<w:r/>", _LISTED), numbering=_numbering("", "The mark of the list.")),
    ),
    (
        "mark that one list defines otherwise",
        _file(
            paragraph("x", _LISTED),
            numbering=_numbering(
                "",
                "other",
                '<w:lvlOverride w:ilvl="0"><w:lvl w:ilvl="0"><w:numFmt w:val="none"/>'
                '<w:lvlText w:val="The mark of the list."/></w:lvl></w:lvlOverride>',
            ),
        ),
    ),
    (
        "words above words",
        _file(
            paragraph(
                f"<w:r><w:ruby><w:rt>{run('The mark of the list.')}</w:rt><w:rubyBase>{run('x')}</w:rubyBase></w:ruby></w:r>"
            )
        ),
    ),
    (
        "letters drawn as a shape",
        _file(
            paragraph(
                '<w:r><w:pict><v:shape><v:textpath on="t" string="The mark of the list."/></v:shape></w:pict></w:r>'
            )
        ),
    ),
    (
        "entry of a form field that is chosen",
        _file(_form(_drop_down(1).replace(SECRET, "The mark of the list."), "FORMDROPDOWN")),
    ),
    (
        "line of words above the footnotes",
        _file(
            paragraph(run("A claim.") + '<w:r><w:footnoteReference w:id="2"/></w:r>'),
            footnotes=part(
                "footnotes",
                f'<w:footnote w:id="0" w:type="separator">{paragraph("The mark of the list.")}</w:footnote>'
                f'<w:footnote w:id="2">{paragraph("A source.")}</w:footnote>',
            ),
        ),
    ),
)
"""Words that a reader sees, in places that are easily passed over."""

_DOUBTFUL: tuple[tuple[str, Callable[[], bytes], str], ...] = (
    ("yellow on white", _run('<w:color w:val="FFFF66"/>'), "hardly shows"),
    (
        "row too low for its words",
        _file(
            '<w:tbl><w:tr><w:trPr><w:trHeight w:val="300" w:hRule="exact"/></w:trPr><w:tc>'
            + "".join(map(paragraph, ("one", "two", "three", SECRET)))
            + "</w:tc></w:tr></w:tbl>"
        ),
        "too low for its words",
    ),
    (
        "folded heading",
        _file(paragraph("Head", '<w:outlineLvl w:val="0"/><w15:collapsed xmlns:w15="urn:w15"/>') + paragraph(SECRET)),
        "folded",
    ),
    (
        "tab stop beyond the page",
        _file(paragraph(run(SECRET), '<w:tabs><w:tab w:val="left" w:pos="31000"/></w:tabs>')),
        "tab stop beyond the page",
    ),
    (
        "control that Word fills",
        _file(
            '<w:sdt><w:sdtPr><w:dataBinding w:xpath="/r/x" w:storeItemID="{A}"/></w:sdtPr>'
            f"<w:sdtContent>{paragraph(SECRET)}</w:sdtContent></w:sdt>"
        ),
        "data part",
    ),
)

_ORDINARY: tuple[tuple[str, Callable[[], bytes], str], ...] = (
    ("merged cells", _file(_rows(('<w:vMerge w:val="restart"/>', "Both rows"), ("<w:vMerge/>", ""))), "Both rows"),
    ("cell that only says it is merged", _file(_rows(("<w:vMerge/>", "On its own"))), "On its own"),
    ("ticks of a font of signs", _file(paragraph(run("ü", _face("Wingdings")) + run(" done"))), "done"),
    ("Greek letters of a font of signs", _file(paragraph(run("abg", _face("Symbol")) + run(" decay"))), "decay"),
    ("gradient from blue to white", _file(paragraph(run("A banner", _gradient("2040A0", "FFFFFF")))), "A banner"),
    ("label fitted to a cell", _file(paragraph(run("Total", '<w:fitText w:val="800"/>'))), "Total"),
    (
        "grey that a text effect mixes from white",
        _file(
            paragraph(
                run(
                    "A caption",
                    f'<w14:textFill {_EFFECT}><w14:solidFill><w14:schemeClr w14:val="bg1"><w14:lumMod w14:val="50000"/>'
                    "</w14:schemeClr></w14:solidFill></w14:textFill>",
                )
            )
        ),
        "A caption",
    ),
    (
        "a hanging list",
        _file(paragraph("An item", '<w:ind w:left="720" w:hanging="360"/><w:tabs><w:tab w:pos="9350"/></w:tabs>')),
        "An item",
    ),
)

KINDS: tuple[Kind, ...] = (
    *(concealed(_GROUP, name, _FILE, make, how) for name, make, how in _CONCEALED),
    *(set_aside(_GROUP, name, _FILE, make) for name, make in _SET_ASIDE),
    *(harmless(_GROUP, name, _FILE, make, SHOWN, "The mark of the list.") for name, make in _READ),
    *(
        Kind(name, _GROUP, make, _FILE, shown=(SHOWN, SECRET), notes=(said, "were read|was read|than were read"))
        for name, make, said in _DOUBTFUL
    ),
    *(harmless(_GROUP, name, _FILE, make, SHOWN, words) for name, make, words in _ORDINARY),
    Kind(
        "Latin words turned round",
        _GROUP,
        _file(paragraph(f'<w:bdo w:val="rtl">{run("sdrow emos")}</w:bdo>')),
        _FILE,
        shown=(SHOWN, "sdrow emos"),
        alerts=(HiddenHow.bidi,),
    ),
)
