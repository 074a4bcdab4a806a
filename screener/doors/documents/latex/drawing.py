"""Draws files into a LaTeX source where it names them: text, listings, reference lists and style files."""

import posixpath
import re
from functools import cached_property

from screener.doors.documents.latex.braces import argument, option
from screener.doors.documents.latex.files import Files
from screener.doors.documents.latex.source import Source
from screener.doors.documents.latex.styles import declares_class, definitions_of
from screener.words.draft import HiddenHow
from screener.words.errors import RefusedInput

MOST_CHARACTERS = 12_000_000
DEEPEST = 20
"""Files within files, and macros within macros, that are followed."""
_WORD_ENDS = re.compile(r"\\[a-zA-Z@]+\Z")
_PLAIN_INPUT = re.compile(r"[ \t]+([^\s{}\\%]+)")
_BODY = re.compile(r"\\begin\s*\{document\}")


class Drawer:
    """What an unfolder needs to know to draw in files."""

    def __init__(self, files: Files, source: Source, name: str) -> None:
        self.files, self.source, self.name = files, source, name
        self._stack: list[str] = []
        self._only: set[str] | None = None
        self._ended = False
        self._begun = 0  # documents begun and not ended: a listing that nobody declared may show a whole one
        self._called_at: int | None = None  # where the macro was called whose body is being read, in the file on top
        self._taken = 0
        self._worded = False

    def unfold(self, file: str, text: str) -> None:
        """Append a file; the unfolder says how."""
        raise NotImplementedError

    def _input(self, word: str, text: str, start: int) -> int:
        position = start + len(word) + 1
        braced = argument(text, position)
        plain = None if braced else _PLAIN_INPUT.match(text, position)
        if not braced and not plain:
            return self._pass(word, start)
        wanted, end = braced or (plain.group(1) if plain else "", plain.end() if plain else position)
        if word == "include" and self._only is not None and wanted.strip() not in self._only:
            self.source.notes.append(f"\\includeonly keeps '{wanted[:80]}' out of the typeset document.")
        else:
            self._draw_in(wanted, start)
        return end

    def _import(self, word: str, text: str, start: int) -> int:
        folder = argument(text, start + len(word) + 1)
        file = argument(text, folder[1]) if folder else None
        if not folder or not file:
            return self._pass(word, start)
        self._draw_in(f"{folder[0].rstrip('/')}/{file[0]}", start)
        return file[1]

    def _draw_in(self, wanted: str, start: int, endings: tuple[str, ...] = (".tex", "", ".ltx")) -> bool:
        wanted = self.source.definitions.spelled(wanted)
        path = self.files.find(wanted, self._stack[-1], endings)
        if path is None or path in self._stack or len(self._stack) >= DEEPEST:
            self._miss(wanted, start, "is not among the files" if path is None else "includes itself")
            return False
        text = self._take(path)
        own = _BODY.search(text) if declares_class(text) else None
        if own is None:
            self.unfold(path, text)
            return True
        begun, self._begun = self._begun, 1
        self.unfold(path, " " * own.end() + text[own.end() :])
        self._begun, self._ended = begun, False
        return True

    def _miss(self, wanted: str, start: int, because: str = "is not among the files") -> None:
        """Say that a file's text was not read; what the preamble draws in has definitions, not text."""
        named = "".join(c if c.isprintable() else "?" for c in wanted.strip()[:80])
        where = self.line(start)
        self.source.notes.append(f"'{named}' {because}, so its text was not read ({where}).")
        if because != "includes itself" and self.in_text:
            self.source.missing.append(f"{named} ({where})")

    def _style(self, word: str, text: str, start: int) -> int:
        """A style file or class of the project may define macros and listings; nothing of it is printed."""
        position = start + len(word) + 1
        options = option(text, position)
        names = argument(text, options[1] if options else position)
        endings = (".cls",) if word in ("documentclass", "LoadClass") else (".sty",)
        for name in (names[0] if names else "").split(","):
            if path := self.files.find(name, self._stack[-1], endings):
                definitions_of(self._take(path), self.source.definitions)
        return self._pass(word, start)

    def _bibliography(self, word: str, text: str, start: int) -> int:
        position = start + len(word) + 1
        options = option(text, position)
        position = options[1] if options else position
        names = argument(text, position) if word != "printbibliography" else None
        for name in (names[0] if names else "").split(","):
            if path := self.files.find(name, self._stack[-1], (".bib", "")):
                bib = self._take(path)
                self.source.conceal(bib, HiddenHow.unused_file, path, ordinary=True)
        if word != "addbibresource":
            self._reference_list(start)
        return names[1] if names else position

    def _reference_list(self, start: int) -> None:
        main = self._stack[0].rsplit(".", 1)[0]
        ready = [path for path in self.files.texts if path.endswith(".bbl")]
        path = f"{main}.bbl" if f"{main}.bbl" in ready else ready[0] if len(ready) == 1 else None
        if path and "\\bibitem" in self.files.texts[path]:
            self._draw_in(path, start, ("",))
        else:
            self.source.notes.append("The list of references is made when the document is typeset; it was not read.")

    def _include_only(self, word: str, text: str, start: int) -> int:
        names = argument(text, start + len(word) + 1)
        if not names:
            return self._pass(word, start)
        self._only = {name.strip() for name in names[0].split(",")}
        return names[1]

    def _listing(self, word: str, text: str, start: int) -> int:
        position = start + len(word) + 1
        options = option(text, position)
        first = argument(text, options[1] if options else position)
        named = (argument(text, first[1]) if first and word == "inputminted" else None) or first
        if not named:
            return self._pass(word, start)
        path = self.files.find(named[0], self._stack[-1], ("",))
        if path:
            self._keep(self._take(path), start, block=True)
        else:
            self._miss(named[0], start)
        return named[1]

    @property
    def in_text(self) -> bool:
        """Whether what comes now can be printed: the document has begun, or has no preamble at all."""
        return self.source.body is not None or not self._has_preamble

    def _written(self, body: str) -> None:
        """A file that the document writes for itself can be drawn in like any other."""
        options = option(body, 0)
        name = argument(body, options[1] if options else 0)
        if name:
            path = posixpath.normpath(posixpath.join(self.files.folder, name[0].strip()))
            self.files.texts.setdefault(path, body[name[1] :].lstrip("\n"))
            self.files.used.add(path)

    @cached_property
    def _has_preamble(self) -> bool:
        return declares_class(self.files.texts[self._stack[0]])

    def _pass(self, word: str, start: int) -> int:
        self.add(f"\\{word}", start)
        return start + len(word) + 1

    def _take(self, path: str) -> str:
        text = self.files.take(path)
        self._taken += len(text)
        if self._taken > MOST_CHARACTERS:
            raise RefusedInput(
                f"'{self.name}' unfolds to more than {MOST_CHARACTERS // 1_000_000} million characters; split it."
            )
        return text

    def place(self, at: int) -> int:
        """Where in the file on top a position is: that of the call, within a macro."""
        return at if self._called_at is None else self._called_at

    def add(self, text: str, at: int) -> None:
        """Append a stretch of the file on top; a letter that is put behind a control word does not belong to it."""
        if self._worded and text[:1].isalpha():
            text = f" {text}"
        self._worded = bool(_WORD_ENDS.search(text[-60:])) if text else self._worded
        self.source.add(text, self._stack[-1], self.place(at))

    def _keep(self, text: str, at: int, *, block: bool, options: str = "") -> None:
        self.source.keep(text, self._stack[-1], self.place(at), block=block, options=options)

    def line(self, at: int) -> str:
        """'main.tex line 12' for a position in the file on top."""
        return self.source.line(self._stack[-1], self.place(at))
