"""Macros and environments that a document defines for itself."""

import re
from dataclasses import dataclass, field

from screener.doors.documents.latex.braces import argument, option, skip_blanks
from screener.doors.documents.latex.verbatim import DEFINING, VERBATIM, defined, prints_as_it_stands
from screener.doors.documents.wordlist import words

NEW_COMMANDS = words(
    "newcommand renewcommand providecommand DeclareRobustCommand newcommandx renewcommandx NewDocumentCommand "
    "RenewDocumentCommand ProvideDocumentCommand DeclareDocumentCommand NewExpandableDocumentCommand"
)
NEW_ENVIRONMENTS = words("newenvironment renewenvironment NewDocumentEnvironment RenewDocumentEnvironment")
PLAIN_DEFINITIONS = words("def gdef edef xdef")
_NAME = re.compile(r"\s*(?:\{\s*)?\\([a-zA-Z@]+|.)\s*\}?\s*")
_PLAIN = re.compile(r"\s*\\([a-zA-Z@]+|.)((?:\s*#\d)*)\s*(?=\{)")
_LET = re.compile(r"\s*\\([a-zA-Z@]+)\s*=?\s*\\([a-zA-Z@]+)")
_FONT = re.compile(r"\s*\\([a-zA-Z@]+)\s*=?\s*[\w-]+\s+at\s+([\d.]+\s*[a-z]{2})\s?")
_CALLED = re.compile(r"\\([a-zA-Z@]+)")
_PLAIN_WORD = re.compile(r"(?<![\\a-zA-Z@{[=])[a-z]{2,}\b(?![=}\]])")
_NAME_DEPTH = 3
"""So often may a macro in a file's name stand for another."""
_A_FEW = 4
"""Words that a macro of mere formatting may hold."""
_NEVER = re.compile(r"\\iffalse\b.*?(?:\\fi\b|\Z)", re.S)
_COMMENT = re.compile(r"(?<!\\)%[^\n]*\n?[ \t]*")
_DRAWS = re.compile(r"\\(?:input|include|subfile|subfileinclude|import|subimport|InputIfFileExists)(?![a-zA-Z@])")
_BOXED = re.compile(
    r"\\setbox\s*(?:\d+|\\\w+)\s*=?\s*\\[hv]box[^{#]*\{[^{}]*\}|\\(?:sbox|savebox)\s*\{?\\\w+\}?\s*\{[^{}]*\}"
)


@dataclass(frozen=True)
class Macro:
    """One macro: its arguments in the notation of the LaTeX walker ('[' optional, '{' braced, '*'), and its body."""

    arguments: str
    default: str
    """What the first argument is where it is optional and not given."""
    body: str

    def unused(self) -> set[int]:
        """The numbers (from 1) of arguments that never reach the page."""
        return {n for n in range(1, len(self.arguments) + 1) if f"#{n}" not in self.body}

    def filled(self, given: list[str | None]) -> str:
        """The body with arguments put in; a missing one is the default, or nothing."""

        def put(match: re.Match[str]) -> str:
            number = int(match.group(1)) - 1
            value = given[number] if number < len(given) else None
            return (self.default if number == 0 else "") if value is None else value

        return re.sub(r"#([1-9])", put, self.body)


_KNOWN_BY_ANOTHER_NAME = {
    name: Macro("{" * count, "", f"\\{name}" + "".join(f"{{#{n}}}" for n in range(1, count + 1)))
    for names, count in (
        ("phantom hphantom vphantom color", 1),
        ("textcolor scalebox raisebox colorbox texttransparent", 2),
        ("fontsize", 2),
    )
    for name in names.split()
}
"""Macros that can hide text, for documents that give them other names."""


@dataclass
class Definitions:
    """All that a document defines, the latest definition of each name."""

    macros: dict[str, Macro] = field(default_factory=dict)
    environments: dict[str, Macro] = field(default_factory=dict)
    """By name; the body is the code at the beginning."""
    toggles: dict[str, bool] = field(default_factory=dict)
    """Named switches, as they stand at the end."""
    verbatim: set[str] = field(default_factory=lambda: set(VERBATIM))
    """Environments whose content is printed as it stands."""
    theorems: dict[str, str] = field(default_factory=dict)
    """Environment to the word printed before it."""
    prose: list[tuple[str, str]] = field(default_factory=list)
    """Name and body of every macro in order, those that were defined anew included."""
    colours: list[tuple[str, str, str]] = field(default_factory=list)
    """Name, model ('' for a mixture of known ones) and specification, in order."""

    def read(self, word: str, source: str, position: int) -> int | None:
        """Take in the definition that follows the control word at `position`; where it ends, None if it is none."""
        if word in NEW_COMMANDS:
            return self._command(word, source, position)
        if word in PLAIN_DEFINITIONS:
            return self._plain(source, position)
        if word in NEW_ENVIRONMENTS:
            return self._environment(word, source, position)
        if word == "let" and (alias := _LET.match(source, position)):
            meant = self.macros.get(alias.group(2)) or _KNOWN_BY_ANOTHER_NAME.get(alias.group(2))
            if meant:
                self.macros[alias.group(1)] = meant
            return alias.end()
        return self._setting(word, source, position)

    def _setting(self, word: str, source: str, position: int) -> int | None:
        """Theorems, listings, colours, fonts loaded by hand, and named switches."""
        if word == "newtheorem":
            return self._theorem(source, position)
        if word in DEFINING:
            return self._listing(word, source, position)
        if word in ("definecolor", "colorlet", "providecolor"):
            return self._colour(word, source, position)
        if word == "font" and (face := _FONT.match(source, position)):
            self.macros[face.group(1)] = Macro("", "", f"\\fontsize{{{face.group(2)}}}{{0}}\\selectfont ")
            return face.end()
        toggles = word in ("newtoggle", "toggletrue", "togglefalse", "providetoggle")
        return self._toggle(word, source, position) if toggles else None

    def _command(self, word: str, source: str, position: int) -> int | None:
        position += source.startswith("*", position)
        name = _NAME.match(source, position)
        if not name:
            return None
        signature = _signature(word, source, name.end())
        body = argument(source, signature[2]) if signature else None
        if not signature or not body:
            return None
        self._keep(name.group(1), Macro(signature[0], signature[1], _settled(body[0])))
        return body[1]

    def _plain(self, source: str, position: int) -> int | None:
        head = _PLAIN.match(source, position)
        body = argument(source, head.end()) if head else None
        if not head or not body:
            return None
        self._keep(head.group(1), Macro("{" * head.group(2).count("#"), "", _settled(body[0])))
        return body[1]

    def _keep(self, name: str, macro: Macro) -> None:
        self.macros[name] = macro
        self.prose.append((name, macro.body))

    def spelled(self, name: str) -> str:
        """A file's name with the macros in it put in, where they take no arguments."""

        def put(match: re.Match[str]) -> str:
            macro = self.macros.get(match.group(1))
            return macro.body.strip() if macro and not macro.arguments else match.group()

        for _ in range(_NAME_DEPTH):
            name = re.sub(r"\\([a-zA-Z@]+)(?:\s+|\{\})?", put, name)[:500]
        return name

    def drawing(self, name: str) -> Macro | None:
        """The macro of that name if its body draws in a file that an argument names."""
        macro = self.macros.get(name)
        return macro if macro and _DRAWS.search(macro.body) else None

    def unused(self, source: str) -> list[tuple[str, str]]:
        """Name and body of each definition that is prose and that nothing in the source or in another body calls."""
        bodies = [body for _, body in self.prose]
        called = set(_CALLED.findall(source)) | {name for body in bodies for name in _CALLED.findall(body)}
        return [
            (name, body)
            for name, body in dict.fromkeys(self.prose)
            if (name not in called or self.macros[name].body != body) and len(_PLAIN_WORD.findall(body)) > _A_FEW
        ]

    def _environment(self, word: str, source: str, position: int) -> int | None:
        position += source.startswith("*", position)
        name = argument(source, position)
        signature = _signature(word, source, name[1]) if name else None
        begin = argument(source, signature[2]) if signature else None
        end = argument(source, begin[1]) if begin else None
        if not name or not signature or not begin or not end:
            return None
        if prints_as_it_stands(begin[0]):
            self.verbatim.add(name[0])
        else:
            self.verbatim.discard(name[0])
        self.environments[name[0]] = Macro(signature[0], signature[1], begin[0])
        return end[1]

    def _listing(self, word: str, source: str, position: int) -> int | None:
        made = defined(word, source, position)
        if made is None:
            return None
        self.verbatim.add(made[0])
        return made[1]

    def _theorem(self, source: str, position: int) -> int | None:
        position += source.startswith("*", position)
        name = argument(source, position)
        if not name:
            return None
        shared = option(source, name[1])
        title = argument(source, shared[1] if shared else name[1])
        if not title:
            return None
        self.theorems[name[0]] = title[0]
        within = option(source, title[1])
        return within[1] if within else title[1]

    def _toggle(self, word: str, source: str, position: int) -> int | None:
        name = argument(source, position)
        if name:
            self.toggles[name[0].strip()] = word == "toggletrue"
        return name[1] if name else None

    def _colour(self, word: str, source: str, position: int) -> int | None:
        parts = []
        named = option(source, position)
        position = named[1] if named else position
        for _ in range(2 if word == "colorlet" else 3):
            part = argument(source, position)
            if not part:
                return None
            parts.append(part[0].strip())
            position = part[1]
        self.colours.append((parts[0], "" if word == "colorlet" else parts[1], parts[-1]))
        return position


def _signature(word: str, source: str, position: int) -> tuple[str, str, int] | None:
    """Arguments, default of the first, and where the body begins."""
    if "Document" in word:
        spec = argument(source, position)
        if not spec:
            return None
        letters = re.sub(r"\{[^{}]*\}", "", spec[0])
        shapes = {"m": "{", "v": "{", "o": "[", "O": "[", "d": "[", "D": "[", "s": "*"}
        return "".join(shapes.get(letter, "") for letter in letters), "", spec[1]
    count = option(source, position)
    if not count:
        return "", "", skip_blanks(source, position)
    number = int(count[0]) if re.fullmatch(r"\s*[0-9]\s*", count[0]) else 0
    default = option(source, count[1])
    if default and number:
        return "[" + "{" * (number - 1), default[0], default[1]
    return "{" * number, "", count[1]


def _settled(body: str) -> str:
    """A body without comments, without what a false condition removes, and without boxes that nobody opens."""
    return _BOXED.sub("", _NEVER.sub("", _COMMENT.sub("", body)))
