"""Joins the files of a LaTeX source and takes out what TeX would not typeset. It never runs TeX."""

import re
from collections.abc import Callable
from functools import partial

from screener.doors.documents.latex import registers, roundabout
from screener.doors.documents.latex.braces import argument, arguments_of, option
from screener.doors.documents.latex.conditions import Conditions
from screener.doors.documents.latex.definitions import Macro, is_prose
from screener.doors.documents.latex.drawing import DEEPEST, Drawer
from screener.doors.documents.latex.files import Files
from screener.doors.documents.latex.roundabout import ENDING, HOOKS
from screener.doors.documents.latex.source import CLOSE, OPEN, Source
from screener.doors.documents.latex.spelling import CODED
from screener.doors.documents.latex.styles import begins_document
from screener.doors.documents.latex.suspects import CHOOSING, DOUBTED, MOVING, behind, chosen, moved
from screener.doors.documents.latex.swallowing import SWALLOWING, far_block, swallowed
from screener.doors.documents.latex.verbatim import without_options
from screener.doors.documents.wordlist import words
from screener.words.draft import HiddenHow

_MOST_CALLS = 2_000
_EVERYWHERE = 1 << 60
_LASTING = words("begin end newif input include usepackage documentclass verb csname expandafter")
"""Words whose meaning we keep even where the document gives them another."""
_TOKEN = re.compile(rf"\\(?P<word>[a-zA-Z@]+)|\\.|%(?P<comment>[^\n]*)|(?P<code>{CODED})", re.S)
_ENVIRONMENT = re.compile(r"\s*\{\s*([^{}\\]{1,60}?)\s*\}")
_FILE_CONTENTS = words("filecontents filecontents*")
_VERB = re.compile(r"\*?(?P<mark>[^a-zA-Z\s*{])(?P<text>[^\n]*?)(?P=mark)")
_NEWIF = re.compile(r"\s*\\(?:csname\s*)?if([a-zA-Z@]+)(?:\s*\\endcsname)?")


class Unfolder(Drawer):
    """Reads one source file and all that it draws in, in order."""

    def __init__(self, files: Files, source: Source, name: str) -> None:
        super().__init__(files, source, name)
        self.conditions = Conditions()
        self._excluded = {"comment"}
        self._expanding = self._calls = self.changes = 0
        self._absent: dict[str, str] = {}
        self._percent: tuple[str, int] | None = None  # where '%' is a letter: in this text, up to this position
        self.hooks: dict[bool, list[tuple[str, int]]] = {True: [], False: []}
        """Source to print where the document begins (True) and ends, and its place in the file."""
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
            **dict.fromkeys(
                words("excludecomment excludeversion includecomment includeversion specialcomment"), self._exclude
            ),
            **dict.fromkeys(words("expandafter noexpand unless"), self._prefix),
            **dict.fromkeys(ENDING, self._stop),
            **dict.fromkeys(HOOKS, partial(roundabout.hook, self)),
            **dict.fromkeys(words("csname @nameuse"), partial(roundabout.named, self)),
            **dict.fromkeys(words("char symbol"), partial(roundabout.letter, self)),
            **dict.fromkeys(MOVING, self._moved),
            **dict.fromkeys(DOUBTED, self._doubted),
            "@firstoftwo": partial(roundabout.first_of_two, self),
            "catcode": partial(roundabout.meaning, self),
            "pdfliteral": partial(registers.literal, self),
            "pdfextension": partial(registers.literal, self),
            "pdfcolorstack": partial(registers.colour_stack, self),
            "setbox": partial(registers.box, self),
            "sbox": partial(registers.box, self),
            "savebox": partial(registers.box, self),
            **{word: partial(swallowed, self.source, self.line) for word in SWALLOWING},
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
            self.add(text[position : match.start() if match else len(text)], position)
            if not match:
                return
            position = self._token(match, text)

    def _token(self, match: re.Match[str], text: str) -> int:
        """Deal with a comment, a control word or an escaped character; the position after it."""
        start, end, word = match.start(), match.end(), match.group("word")
        if match.group("comment") is not None:
            if self._percent and (self._percent[0] is text or not self._percent[0]) and start < self._percent[1]:
                self.source.doubt(match.group("comment"), f"{self.line(start)}, behind a % that may be a letter")
                self.add("\\%", start)
                return start + 1
            self.source.conceal(match.group("comment"), HiddenHow.comment, self.line(start), ordinary=True)
            after = re.compile(r"\n?[ \t]*").match(text, end)
            return after.end() if after else end
        if word is not None:
            return self.word(word, text, start, end)
        if match.group("code"):
            return roundabout.coded(self, match.group("code"), text, start)
        self.add(match.group(), start)
        return end

    def word(self, word: str, text: str, start: int, end: int) -> int:
        """Deal with a control word that ends at `end`; the position after what it takes in."""
        definitions = self.source.definitions
        after = roundabout.alias(self, text, end) if word == "let" else None
        after = definitions.read(word, text, end) if after is None else after
        if after is not None:
            return after
        if self.conditions.opens(word):
            where = f"{self.line(start)}, if \\{word} says so"
            return self.conditions.begin(word, text, end, self.source.length, where)
        if handler := self._handler(word):
            after = handler(word, text, start)
            return self._pass(word, start) if after < 0 else after
        if word in ("else", "fi", "or"):
            self._branch(word)
        elif not self.conditions.switch(word):
            if word not in definitions.macros and CHOOSING.fullmatch(word) and self.in_text:
                chosen(self.source, self.line, word, text, start)
            self.add(f"\\{word}", start)
        return end

    def _handler(self, word: str) -> Callable[[str, str, int], int] | None:
        definitions = self.source.definitions
        if word in definitions.delimited:
            return partial(roundabout.delimited, self)
        if word in self._words and (word in _LASTING or word not in definitions.macros):
            return self._words[word]
        return self.expanded if definitions.drawing(word) else None

    def _branch(self, word: str) -> None:
        """A branch ends; what it says is told of where nobody knows whether it is printed."""
        if branch := self.conditions.in_doubt():
            if self.in_text:
                self.source.doubt(self.source.since(branch.since or 0), branch.where, HiddenHow.conditional)
            branch.since = self.source.length
        if word == "else":
            self.conditions.otherwise()
        elif word == "fi":
            self.conditions.end()

    def finish(self, file: str) -> None:
        """Bring what waits for the end of the source that began in `file`: hooks, and conditions never closed."""
        self._stack.append(file)
        for waiting in (True, False):
            self._run_hooks(waiting)
        for branch in self.conditions.open[:1]:
            if branch.since is not None and not self.conditions.left_out:
                self.source.doubt(self.source.since(branch.since), branch.where, HiddenHow.conditional)
        self._stack.pop()

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
        self.source.conceal(text[start:stop], HiddenHow.conditional, self.line(start), ordinary=switched)
        return position

    def _begin(self, word: str, text: str, start: int) -> int:
        named = _ENVIRONMENT.match(text, start + len(word) + 1)
        name = named.group(1) if named else ""
        if named and (end := far_block(name, text, named.end())):
            self.source.conceal(text[named.end() : end], HiddenHow.off_page, self.line(start))
            return end
        verbatim = name in self.source.definitions.verbatim
        excluded = name in self._excluded and name not in self.source.definitions.environments
        special = verbatim or excluded or name in self.source.definitions.dropping or name in _FILE_CONTENTS
        if name == "document" and named:
            return self._document(text, start, named.end())
        if not named or not special:
            return self._pass(word, start)
        closing = re.compile(r"\\end\s*\{" + re.escape(name) + r"\}").search(text, named.end())
        stop, after = (closing.start(), closing.end()) if closing else (len(text), len(text))
        body = text[named.end() : stop]
        if verbatim:
            given = option(body, 0)
            self._keep(without_options(name, body), start, block=True, options=given[0] if given else "")
        elif name in _FILE_CONTENTS:
            self.source.conceal(body, HiddenHow.attachment, self.line(start), ordinary=True)
            self._written(body)
        else:
            self.source.conceal(body, HiddenHow.comment, self.line(start))
        return after

    def _document(self, text: str, start: int, end: int) -> int:
        """A document begins; or a listing shows one, where text came before and no class was declared."""
        real = self._begun == 0 and begins_document(self.source.text)
        if real and self.source.body is None:
            self.source.body = self.source.length
        self._begun += 2 if self._begun == 0 and not real else 1
        self.add(text[start:end] if text.startswith("\\begin", start) else "\\begin{document}", start)
        if real:
            self._run_hooks(True)
        return end

    def _run_hooks(self, beginning: bool) -> None:
        waiting, self.hooks[beginning] = self.hooks[beginning], []
        for code, place in waiting:
            called_at, self._called_at = self._called_at, place
            self._file(f"\n\n{code}\n\n" if is_prose(code) else code)
            self._called_at = called_at

    def _end(self, word: str, text: str, start: int) -> int:
        named = _ENVIRONMENT.match(text, start + len(word) + 1)
        if not named or named.group(1) != "document":
            return self._pass(word, start)
        self._begun -= 1
        if self._begun > 0:
            return self._pass(word, start)
        self._run_hooks(False)
        self.add("\\end{document}", start)
        self._ended = True
        return named.end()

    def _stop(self, word: str, text: str, start: int) -> int:
        """TeX ends here, or may end here."""
        position = start + len(word) + 1
        if not self.in_text:
            return -1
        if self.conditions.open or self._begun != 1 or self._expanding:
            behind(self.source, f"{self.line(start)}, behind \\{word}", text, position)
            return -1
        self._run_hooks(False)
        self._ended = True
        return position

    def _prefix(self, word: str, text: str, start: int) -> int:
        """Words that only change how the next one is taken."""
        self.conditions.inverted = self.conditions.inverted or word == "unless"
        return start + len(word) + 1

    def _moved(self, word: str, text: str, start: int) -> int:
        leap = moved(self.source, self.line, word, text, start)
        if leap is None:
            return -1
        self.add(leap[0], start)
        return leap[1]

    def _doubted(self, word: str, text: str, start: int) -> int:
        if self.in_text or word.startswith("AtBeginShipout"):
            behind(self.source, f"{self.line(start)}, behind \\{word}", text, start + len(word) + 1)
        return -1

    def _end_input(self, word: str, text: str, start: int) -> int:
        stop = text.find("\n", start)
        if stop < 0:
            return len(text)
        self.add(text[start + len(word) + 1 : stop], start)
        self._conceal_rest(text, stop)
        return len(text)

    def _conceal_rest(self, text: str, start: int) -> None:
        """What stands after the end; lines that are comments there too are comments."""
        where = f"{self.line(start)}, after the end of the document"
        comments = all(line.lstrip().startswith("%") or not line.strip() for line in text[start:].split("\n"))
        how = HiddenHow.comment if comments else HiddenHow.other
        self.source.conceal(text[start:], how, where, ordinary=comments)

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
        self.add(f"\\{word}{{", start)
        self._keep(address[0], start, block=False)
        self.add("}", start)
        return address[1]

    def expanded(self, word: str, text: str, start: int) -> int:
        """A macro whose body draws in files or opens conditions, read as its body with the arguments put in."""
        macro = self.source.definitions.macros[word]
        given, end = arguments_of(macro.arguments, text, start + len(word) + 1)
        if self._expanding >= DEEPEST or self._calls > _MOST_CALLS:
            return self._pass(word, start)
        for number in macro.unused():
            if said := given[number - 1]:
                self.source.conceal(said, HiddenHow.comment, self.line(start), ordinary=True)
        self.source.definitions.called.add(word)
        self.unfold_macro(macro.filled(given), start)
        return end

    def unfold_macro(self, body: str, start: int) -> None:
        """Read the body of a macro that is called at `start`; beyond all bounds it stands as it is."""
        self._calls += 1
        if self._expanding >= DEEPEST or self._calls > _MOST_CALLS:
            self.add(body, start)
            return
        called_at, self._called_at = self._called_at, self.place(start)
        self._expanding += 1
        self._file(body)
        self._expanding -= 1
        self._called_at = called_at

    def set_percent(self, text: str, ends: int | None) -> None:
        """Take '%' for a letter up to a position, in every text if that is the end of this one; None: no more."""
        everywhere = ends == len(text)
        self._percent = None if ends is None else ("", _EVERYWHERE) if everywhere else (text, ends)

    def find(self, mark: str, text: str, position: int) -> int:
        """Where a mark stands next, or -1; one that is missing is looked for once."""
        if self._absent.get(mark) is text:
            return -1
        stop = text.find(mark, position)
        if stop < 0:
            self._absent[mark] = text
        return stop

    def _exclude(self, word: str, text: str, start: int) -> int:
        name = argument(text, start + len(word) + 1)
        if not name:
            return self._pass(word, start)
        (self._excluded.add if word.startswith("exclude") else self._excluded.discard)(name[0].strip())
        code = argument(text, name[1]) if word == "specialcomment" else None
        if code:
            self.source.definitions.environments[name[0].strip()] = Macro("", "", code[0])
            ending = argument(text, code[1])
            return ending[1] if ending else code[1]
        return name[1]
