"""Joins the files of a LaTeX source and takes out what TeX would not typeset. It never runs TeX."""

import re
from collections.abc import Callable
from functools import cached_property, partial

from screener.doors.documents.latex.braces import argument, arguments_of, group_end, option
from screener.doors.documents.latex.conditions import Conditions
from screener.doors.documents.latex.files import Files
from screener.doors.documents.latex.source import CLOSE, OPEN, Source
from screener.doors.documents.latex.styles import begins_document, declares_class, definitions_of
from screener.doors.documents.latex.swallowing import SWALLOWING, far_block, swallowed
from screener.doors.documents.latex.verbatim import without_options
from screener.doors.documents.wordlist import words
from screener.words.draft import HiddenHow
from screener.words.errors import RefusedInput

MOST_CHARACTERS = 12_000_000
_DEEPEST, _MOST_CALLS = 20, 2_000
_TOKEN = re.compile(r"\\(?P<word>[a-zA-Z@]+)|\\.|%(?P<comment>[^\n]*)", re.S)
_ENVIRONMENT = re.compile(r"\s*\{\s*([^{}\\]{1,60}?)\s*\}")
_FILE_CONTENTS = words("filecontents filecontents*")
_VERB = re.compile(r"\*?(?P<mark>[^a-zA-Z\s*{])(?P<text>[^\n]*?)(?P=mark)")
_NEWIF = re.compile(r"\s*\\if([a-zA-Z@]+)")
_BOX = re.compile(r"\s*+(?:\d++|\{?\\[a-zA-Z@]++\}?)\s*+=?\s*+(?:\[[^\]]*\])*\s*+(?:\\[hv]box[^{]{0,40}+)?(?=\{)")
_LITERAL = re.compile(r"\s*+(?:literal\b)?\s*+(?:direct|page|shipout)?\s*+(?=\{)")
_BOX_SHOWN = re.compile(r"\\(?:usebox|box|copy|unhbox|unvbox|unhcopy|unvcopy)\b")
_PLAIN_INPUT = re.compile(r"[ \t]+([^\s{}\\%]+)")
_BODY = re.compile(r"\\begin\s*\{document\}")


class Unfolder:
    """Reads one source file and all that it draws in, in order."""

    def __init__(self, files: Files, source: Source, name: str) -> None:
        self.files, self.source, self.name = files, source, name
        self.conditions = Conditions()
        self._stack: list[str] = []
        self._only: set[str] | None = None
        self._excluded = {"comment"}
        self._ended = False
        self._begun = 0  # documents begun and not ended: a listing that nobody declared may show a whole one
        self._called_at: int | None = None  # where the macro was called whose body is being read, in the file on top
        self._expanding = self._calls = self._taken = 0
        self._words: dict[str, Callable[[str, str, int], int]] = {
            "begin": self._begin,
            "end": self._end,
            "endinput": self._end_input,
            "newif": self._newif,
            "verb": self._verb,
            "lstinline": self._verb,
            "mintinline": self._verb,
            "url": self._address,
            "nolinkurl": self._address,
            "path": self._address,
            "href": self._address,
            "input": self._input,
            "include": self._input,
            "subfile": self._input,
            "subfileinclude": self._input,
            "InputIfFileExists": self._input,
            "import": self._import,
            "subimport": self._import,
            "bibliography": self._bibliography,
            "printbibliography": self._bibliography,
            "addbibresource": self._bibliography,
            "includeonly": self._include_only,
            **dict.fromkeys(("usepackage", "RequirePackage", "documentclass", "LoadClass"), self._style),
            "lstinputlisting": self._listing,
            "verbatiminput": self._listing,
            "inputminted": self._listing,
            "excludecomment": self._exclude,
            "pdfliteral": self._literal,
            "pdfextension": self._literal,
            "setbox": self._box,
            "sbox": self._box,
            "savebox": self._box,
            **{word: partial(swallowed, self.source, self._line) for word in SWALLOWING},
        }

    def unfold(self, file: str, text: str) -> None:
        """Append a file; raises RefusedInput where the whole grows beyond all bounds."""
        text = text.replace(OPEN, "").replace(CLOSE, "")
        self.source.name_lines(file, text)
        self._stack.append(file)
        called_at, self._called_at = self._called_at, None
        self._file(text)
        self._called_at = called_at
        self._stack.pop()

    def _file(self, text: str) -> None:
        position = 0
        while position < len(text):
            if self._ended:
                self._conceal_rest(text, position)
                return
            if self.conditions.left_out:
                position = self._left_out(text, position)
                continue
            match = _TOKEN.search(text, position)
            self._add(text[position : match.start() if match else len(text)], position)
            if not match:
                return
            position = self._token(match, text)

    def _token(self, match: re.Match[str], text: str) -> int:
        """Deal with a comment, a control word or an escaped character; the position after it."""
        start, end, word = match.start(), match.end(), match.group("word")
        if match.group("comment") is not None:
            self.source.conceal(match.group("comment"), HiddenHow.comment, self._line(start), ordinary=True)
            after = re.compile(r"\n?[ \t]*").match(text, end)
            return after.end() if after else end
        if word is None:
            self._add(match.group(), start)
            return end
        return self._word(word, text, start, end)

    def _word(self, word: str, text: str, start: int, end: int) -> int:
        after_definition = self.source.definitions.read(word, text, end)
        if after_definition is not None:
            return after_definition
        if self.conditions.opens(word):
            return self.conditions.begin(word, text, end)
        if word in self._words:
            after = self._words[word](word, text, start)
            return self._pass(word, start) if after < 0 else after
        if self.source.definitions.drawing(word):
            return self._expanded(word, text, start)
        if word == "else":
            self.conditions.otherwise()
        elif word == "fi":
            self.conditions.end()
        elif not self.conditions.switch(word):
            self._add(f"\\{word}", start)
        return end

    def _left_out(self, text: str, start: int) -> int:
        """Set apart the source up to where the condition ends; the position there."""
        position = start
        switched = self.conditions.switched
        while position < len(text) and self.conditions.left_out:
            match = _TOKEN.search(text, position)
            stop = match.start() if match else len(text)
            position = match.end() if match else len(text)
            word = match.group("word") if match else None
            if word and self.conditions.opens(word):
                position = self.conditions.begin(word, text, position)
            elif word == "else":
                self.conditions.otherwise()
            elif word == "fi":
                self.conditions.end()
            if position == len(text) and self.conditions.left_out:
                stop = len(text)
        self.source.conceal(text[start:stop], HiddenHow.conditional, self._line(start), ordinary=switched)
        return position

    def _begin(self, word: str, text: str, start: int) -> int:
        named = _ENVIRONMENT.match(text, start + len(word) + 1)
        name = named.group(1) if named else ""
        if named and (end := far_block(name, text, named.end())):
            self.source.conceal(text[named.end() : end], HiddenHow.off_page, self._line(start))
            return end
        verbatim = name in self.source.definitions.verbatim
        special = verbatim or name in self._excluded or name in _FILE_CONTENTS
        if name == "document":
            self._document()
        if not named or not special:
            return self._pass(word, start)
        closing = re.compile(r"\\end\s*\{" + re.escape(name) + r"\}").search(text, named.end())
        stop, after = (closing.start(), closing.end()) if closing else (len(text), len(text))
        body = text[named.end() : stop]
        if verbatim:
            self._keep(without_options(name, body), start, block=True)
        elif name in _FILE_CONTENTS:
            self.source.conceal(body, HiddenHow.attachment, self._line(start), ordinary=True)
        else:
            self.source.conceal(body, HiddenHow.comment, self._line(start))
        return after

    def _document(self) -> None:
        """A document begins; or a listing shows one, where text came before and no class was declared."""
        real = self._begun == 0 and begins_document(self.source.text)
        if real and self.source.body is None:
            self.source.body = self.source.length
        self._begun += 2 if self._begun == 0 and not real else 1

    def _end(self, word: str, text: str, start: int) -> int:
        named = _ENVIRONMENT.match(text, start + len(word) + 1)
        if not named or named.group(1) != "document":
            return self._pass(word, start)
        self._begun -= 1
        if self._begun > 0:
            return self._pass(word, start)
        self._add(text[start : named.end()], start)
        self._ended = True
        return named.end()

    def _end_input(self, word: str, text: str, start: int) -> int:
        stop = text.find("\n", start)
        if stop < 0:
            return len(text)
        self._add(text[start + len(word) + 1 : stop], start)
        self._conceal_rest(text, stop)
        return len(text)

    def _conceal_rest(self, text: str, start: int) -> None:
        self.source.conceal(text[start:], HiddenHow.other, f"{self._line(start)}, after the end of the document")

    def _newif(self, word: str, text: str, start: int) -> int:
        named = _NEWIF.match(text, start + len(word) + 1)
        if not named:
            return self._pass(word, start)
        self.conditions.switches[named.group(1)] = False
        return named.end()

    def _verb(self, word: str, text: str, start: int) -> int:
        position = start + len(word) + 1
        if word != "verb":
            options = option(text, position)
            position = options[1] if options else position
            language = argument(text, position) if word == "mintinline" else None
            position = language[1] if language else position
            if braced := argument(text, position):
                self._keep(braced[0], start, block=False)
                return braced[1]
        match = _VERB.match(text, position)
        if not match:
            return self._pass(word, start)
        self._keep(match.group("text"), start, block=False)
        return match.end()

    def _address(self, word: str, text: str, start: int) -> int:
        """Web addresses may hold '%', which is no comment there."""
        position = start + len(word) + 1
        options = option(text, position)
        address = argument(text, options[1] if options else position)
        if not address:
            return self._pass(word, start)
        self._add(f"\\{word}{{", start)
        self._keep(address[0], start, block=False)
        self._add("}", start)
        return address[1]

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
        if path is None or path in self._stack or len(self._stack) >= _DEEPEST:
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
        where = self._line(start)
        self.source.notes.append(f"'{named}' {because}, so its text was not read ({where}).")
        if because != "includes itself" and not (self._has_preamble and self.source.body is None):
            self.source.missing.append(f"{named} ({where})")

    @cached_property
    def _has_preamble(self) -> bool:
        return declares_class(self.files.texts[self._stack[0]])

    def _expanded(self, word: str, text: str, start: int) -> int:
        """A macro that draws in a file named by its argument, read as its body with the arguments put in."""
        macro = self.source.definitions.macros[word]
        given, end = arguments_of(macro.arguments, text, start + len(word) + 1)
        self._calls += 1
        if self._expanding >= _DEEPEST or self._calls > _MOST_CALLS:
            return self._pass(word, start)
        called_at = self._called_at
        self._called_at = self._from(start)
        self._expanding += 1
        self._file(macro.filled(given))
        self._expanding -= 1
        self._called_at = called_at
        return end

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

    def _exclude(self, word: str, text: str, start: int) -> int:
        name = argument(text, start + len(word) + 1)
        if not name:
            return self._pass(word, start)
        self._excluded.add(name[0].strip())
        return name[1]

    def _literal(self, word: str, text: str, start: int) -> int:
        """A keyword may stand between the macro and its argument."""
        match = _LITERAL.match(text, start + len(word) + 1)
        if word == "pdfextension" and not match:
            return self._pass(word, start)
        self._add("\\pdfliteral", start)
        return match.end() if match else start + len(word) + 1

    def _box(self, word: str, text: str, start: int) -> int:
        """Text put into a box shows only where the box is used."""
        head = _BOX.match(text, start + len(word) + 1)
        end = group_end(text, head.end()) if head else None
        if not head or end is None or _BOX_SHOWN.search(text):
            return self._pass(word, start)
        where = f"{self._line(start)}, in a box never used"
        self.source.conceal(text[head.end() + 1 : end - 1], HiddenHow.other, where)
        return end

    def _pass(self, word: str, start: int) -> int:
        self._add(f"\\{word}", start)
        return start + len(word) + 1

    def _take(self, path: str) -> str:
        text = self.files.take(path)
        self._taken += len(text)
        if self._taken > MOST_CHARACTERS:
            raise RefusedInput(
                f"'{self.name}' unfolds to more than {MOST_CHARACTERS // 1_000_000} million characters; split it."
            )
        return text

    def _from(self, at: int) -> int:
        return at if self._called_at is None else self._called_at

    def _add(self, text: str, at: int) -> None:
        self.source.add(text, self._stack[-1], self._from(at))

    def _keep(self, text: str, at: int, *, block: bool) -> None:
        self.source.keep(text, self._stack[-1], self._from(at), block=block)

    def _line(self, at: int) -> str:
        return self.source.line(self._stack[-1], self._from(at))
