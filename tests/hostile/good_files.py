"""Sound documents of every format, small, to be damaged by mutation."""

import gzip
from functools import cache

from tests.doors.documents.word_files import paragraph, part, run, word_file
from tests.hostile.pdf_files import drawn
from tests.hostile.tars import tar_of
from tests.hostile.zips import Entry, zip_of

_WORDS = "The monitor reads every step and calls a person where its suspicion passes the limit."
_TEX = f"""\\documentclass{{article}}
\\newcommand{{\\name}}[1]{{the #1}}\\newif\\ifdraft
\\title{{A title}}\\begin{{document}}\\maketitle
\\section{{One}}\\label{{x}} {_WORDS} $a_1$ \\name{{limit}} \\ifdraft no \\fi % a remark
\\begin{{tabular}}{{ll}} a & b \\\\ c & d \\end{{tabular}}
\\begin{{itemize}}\\item one\\end{{itemize}}\\footnote{{f}}\\cite{{k}}\\verb|v| \\[ m^2 \\]
\\input{{part}}
\\end{{document}}
""".encode()
_HTML = f"""<!doctype html><html><head><title>T</title><style>.a{{color:#fff}} @media print{{b{{display:none}}}}</style></head>
<body><h1>Title</h1><p style="left:-1px">{_WORDS}</p><p class=a>white</p><!-- remark --><table><tr><td colspan=2>1<td>2</table>
<ol start=3><li>x<ul><li>y</ul></ol><svg><text>t</text></svg><details><summary>s</summary>d</details></body></html>
""".encode()
_MARKDOWN = f"""---
title: A title
---
# One

{_WORDS} *a* **b** `c` [d](http://192.0.2.1 "e") $f$ <b hidden>g</b>

| a | b |
|---|---|
| 1 | 2 |

> - quoted

```python
code
```

[x]: y 'z'
""".encode()
_TEXT = f"INTRODUCTION\n\n{_WORDS} Überall steht es an-\nders.\n\n1.2 Second\n\nMore words.\f\nAnother page.\n".encode()


@cache
def good_files() -> dict[str, bytes]:
    """Sound documents by the file name under which they are handed in."""
    body = (
        paragraph("Head", '<w:outlineLvl w:val="0"/>')
        + paragraph(run(_WORDS) + "<w:ins>" + run("inserted") + "</w:ins>")
        + f"<w:tbl><w:tr><w:tc>{paragraph('cell')}</w:tc></w:tr></w:tbl>"
    )
    word = word_file(body, comments=part("comments", f'<w:comment w:id="0">{paragraph("remark")}</w:comment>'))
    return {
        "draft.pdf": drawn(),
        "draft.docx": word,
        "draft.tex": _TEX,
        "draft.zip": zip_of(Entry(b"main.tex", _TEX), Entry(b"part.tex", b"Another part.")),
        "draft.tar.gz": gzip.compress(tar_of(), mtime=0),
        "draft.md": _MARKDOWN,
        "draft.html": _HTML,
        "draft.txt": _TEXT,
    }
