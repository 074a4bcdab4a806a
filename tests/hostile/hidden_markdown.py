"""Words that a Markdown file or plain text holds and its readers do not see, and files that only look like it."""

from collections.abc import Callable
from functools import partial

from screener.words.draft import HiddenHow
from tests.hostile.hidden_answers import SECRET, SHOWN, concealed, harmless, set_aside
from tests.hostile.kinds import Kind

_GROUP = "hidden in Markdown and text"
_FILE = "notes.md"


def _note(body: str, before: str = "") -> Callable[[], bytes]:
    return f"{before}# Notes\n\n{SHOWN}\n\n{body}\n\nA last line.\n".encode


_CONCEALED: tuple[tuple[str, Callable[[], bytes], HiddenHow], ...] = (
    ("comment", _note(f"<!-- {SECRET} -->"), HiddenHow.comment),
    ("comment over many lines", _note(f"<!--\n\n{SECRET}\n\n-->"), HiddenHow.comment),
    ("comment inside a paragraph", _note(f"some <!-- {SECRET} --> words"), HiddenHow.comment),
    ("definition as a comment", _note(f"[//]: # ({SECRET})"), HiddenHow.comment),
    ("definition as a comment in quotes", _note(f'[comment]: <> "{SECRET}"'), HiddenHow.comment),
    ("definition that is never used", _note(f'[unused]: http://a.b "{SECRET}"'), HiddenHow.comment),
    ("label of a definition", _note(f"[{SECRET}]: http://a.b"), HiddenHow.comment),
    ("hidden element", _note(f"<p hidden>{SECRET}</p>"), HiddenHow.attribute),
    ("styled element", _note(f'<span style="display:none">{SECRET}</span>'), HiddenHow.style),
    (
        "style sheet in the text",
        _note(f"<style>.a{{color:white}}</style>\n<p class=a>{SECRET}</p>"),
        HiddenHow.low_contrast,
    ),
    ("letters of no size", _note(f'<sub style="font-size:0">{SECRET}</sub>'), HiddenHow.tiny),
    ("template", _note(f"<template>{SECRET}</template>"), HiddenHow.conditional),
    ("info of a code block", _note(f"```python {SECRET}\nx = 1\n```"), HiddenHow.attribute),
    ("processing instruction", _note(f"<?note {SECRET} ?>"), HiddenHow.comment),
    ("declaration", _note(f"<!NOTE {SECRET}>"), HiddenHow.comment),
    ("comment between signs of per cent", _note(f"%%{SECRET}%%"), HiddenHow.comment),
    ("comment of lines between signs of per cent", _note(f"%%\n\n{SECRET}\n\n%%"), HiddenHow.comment),
    ("comment of a template", _note(f"{{% comment %}}\n\n{SECRET}\n\n{{% endcomment %}}"), HiddenHow.comment),
    ("comment of a shortcode", _note(f"{{{{/* {SECRET} */}}}}"), HiddenHow.comment),
    ("block that is left out", _note(f"::: {{.content-hidden}}\n{SECRET}\n:::"), HiddenHow.attribute),
    ("block in a block that is left out", _note(f"::: note\n::: {{.hidden}}\n{SECRET}\n:::\n:::"), HiddenHow.attribute),
    ("span that is not displayed", _note(f"[{SECRET}]{{style='display:none'}}"), HiddenHow.attribute),
    ("white span", _note(f'[{SECRET}]{{style="color:white"}}'), HiddenHow.low_contrast),
    ("white words in a formula", _note(f"$\\color{{white}}\\text{{{SECRET}}}$"), HiddenHow.low_contrast),
    ("words in white in a formula", _note(f"$x \\textcolor{{white}}{{{SECRET}}} y$"), HiddenHow.low_contrast),
    ("phantom in a formula", _note(f"$$\\phantom{{\\text{{{SECRET}}}}}$$"), HiddenHow.style),
    ("remark in a formula", _note(f"$$x % {SECRET}\n$$"), HiddenHow.comment),
)

_SET_ASIDE: tuple[tuple[str, Callable[[], bytes]], ...] = (
    ("title of a link", _note(f'[the site](http://a.b "{SECRET}")')),
    ("title of a definition in use", _note(f'[the site][1]\n\n[1]: http://a.b "{SECRET}"')),
    ("description of a picture", _note(f"![{SECRET}](a.png)")),
    ("field at the head", _note("More.", f"---\ntitle: Notes\nreviewer: {SECRET}\n---\n\n")),
    ("field at the head in TOML", _note("More.", f"+++\ntitle = 'Notes'\nreviewer = '{SECRET}'\n+++\n\n")),
    ("comment at the head", _note("More.", f"---\ntitle: Notes\n# {SECRET}\n---\n\n")),
    ("address of a link", _note(f"[the site](<http://a.b/?q={SECRET}>)")),
)

_ORDINARY: tuple[tuple[str, Callable[[], bytes], str], ...] = (
    ("links and notes", _note("A claim[^1] on [a site](http://a.b).\n\n[^1]: The source."), "The source."),
    ("code with comments", _note("```html\n<!-- kept -->\n```"), "<!-- kept -->"),
    ("mathematics", _note("Let $a_{b_c} < d$ and $\\phantom{-}x$."), "a_{b_c}"),
    ("code with per cent", _note("```\n%%kept%%\n::: {.hidden}\n```\n\nand `%%here%%` too"), "%%kept%%\n::: {.hidden}"),
    (
        "signs of per cent in prose",
        _note("Use %%a in the loop and %%b in the batch file, or 50%% of it."),
        "in the loop",
    ),
    ("blocks and spans that are shown", _note("::: {.note}\nA remark.\n:::\n\n[word]{.smallcaps} here"), "A remark."),
    ("coloured formula", _note("$\\color{red} x_{max} = 5\\%$ and $\\phantom{-}y$"), "x_{max} = 5\\%"),
    ("TOML of a paper", _note("More.", "+++\ntitle = 'Notes on Probes'\n+++\n\n"), "Notes on Probes"),
    ("front matter of a paper", _note("More.", "---\ntitle: Notes\ndate: 2024-01-01\n---\n\n"), "More."),
    ("tables and emoji", _note("| a | b |\n|---|---|\n| 👩‍🔬 | ✅ |"), "a\tb"),
    ("names and alphabets", _note("Łukasz, Zoë and Пётр read 山田's paper; ἀρχή; שלום."), "Пётр"),
)


def _signs(hidden: str) -> str:
    """Words as invisible tag characters."""
    return "".join(chr(0xE0000 + ord(char)) for char in hidden)


def _selectors(hidden: str) -> str:
    """Words as variation selectors, one for each byte."""
    return "".join(chr(0xFE00 + ord(char) % 16) + chr(0xFE00 + ord(char) // 16) for char in hidden)


_CHARACTERS: tuple[tuple[str, str, HiddenHow], ...] = (
    ("tag characters", f"plain{_signs(SECRET)} words", HiddenHow.unicode_tags),
    ("zero-width characters", "plain" + "\u200b\u200c\u200d\u2060" * 12 + " words", HiddenHow.zero_width),
    ("marks of direction in a row", "plain" + "\u200e\u200f" * 8 + " words", HiddenHow.bidi),
    ("old marks of shape", "plain" + "\u206a\u206f" * 8 + " words", HiddenHow.zero_width),
    ("signs of no music", "plain" + "\U0001d173\U0001d17a" * 8 + " words", HiddenHow.zero_width),
    ("direction overrides", "plain \u202esdrow\u202c and others", HiddenHow.bidi),
    ("isolates that turn words", "plain \u2067\u202esdrow\u2069 and others", HiddenHow.bidi),
    (
        "supplementary variation selectors",
        "plain" + "".join(chr(0xE0100 + ord(c)) for c in SECRET) + " words",
        HiddenHow.unicode_tags,
    ),
)


def _in_html(words: str) -> bytes:
    return f"<!doctype html><p>{SHOWN}</p><p>{words}</p>".encode()


def _in_latex(words: str) -> bytes:
    return f"\\documentclass{{article}}\\begin{{document}}\n{SHOWN}\n\n{words}\n\\end{{document}}\n".encode()


def _in_text(words: str) -> bytes:
    return f"{SHOWN}\n\n{words}\n".encode()


def _in_word(words: str) -> bytes:
    from tests.doors.documents.word_files import paragraph, word_file

    return word_file(paragraph(SHOWN) + paragraph(words))


FORMATS: tuple[tuple[str, str, Callable[[str], bytes]], ...] = (
    ("Markdown", "notes.md", _in_text),
    ("text", "notes.txt", _in_text),
    ("HTML", "page.html", _in_html),
    ("LaTeX", "paper.tex", _in_latex),
    ("DOCX", "draft.docx", _in_word),
)


def _characters() -> tuple[Kind, ...]:
    return tuple(
        Kind(
            name=f"{name} in {form}",
            group="unseen characters",
            make=partial(write, words),
            file=file,
            shown=(SHOWN, "plain"),
            not_shown=(SECRET, words),
            alerts=(how,),
        )
        for form, file, write in FORMATS
        for name, words, how in _CHARACTERS
    )


_ORDINARY_CHARACTERS = (
    ("flags of parts of a country", f"won by \U0001f3f4{_signs('gbeng')}\U000e007f and others"),
    ("an icon of a font", "press \ue001 to go on"),
    ("emoji and joiners", "👩‍🔬 👍🏽 ❤️ and 1️⃣"),
    ("soft hyphens", "com\u00adput\u00ader sci\u00adence"),
    ("other directions", "as it says: שלום עולם\u200f! and مرحبا"),
    ("Persian with joiners", "می\u200cخواهم and نمی\u200cدانم"),
    ("accents of every kind", "Ångström, Đặng Thị, ṣaḥīḥ, naïve, Ǖ"),
    ("other alphabets in formulas", "α-helix, β₂, ΔG, π/2, μm, Пётр Капица and Χριστός"),
)


KINDS: tuple[Kind, ...] = (
    *(concealed(_GROUP, f"Markdown, {name}", _FILE, make, how) for name, make, how in _CONCEALED),
    *(set_aside(_GROUP, f"Markdown, {name}", _FILE, make) for name, make in _SET_ASIDE),
    *(harmless(_GROUP, f"Markdown, {name}", _FILE, make, SHOWN, words) for name, make, words in _ORDINARY),
    *_characters(),
    *(
        harmless("unseen characters", f"{name} in {form}", file, partial(write, words), SHOWN)
        for form, file, write in FORMATS
        for name, words in _ORDINARY_CHARACTERS
    ),
)
