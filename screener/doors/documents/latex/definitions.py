"""Macros and environments that a document defines for itself."""

import re
from dataclasses import dataclass, field
from functools import partial

from screener.doors.documents.latex.bodies import calls, designed, is_roundabout
from screener.doors.documents.latex.braces import argument, option, skip_blanks
from screener.doors.documents.latex.verbatim import DEFINING, VERBATIM, defined, prints_as_it_stands
from screener.doors.documents.wordlist import words

NEW_COMMANDS = words(
    "newcommand renewcommand providecommand DeclareRobustCommand newcommandx renewcommandx NewDocumentCommand "
    "RenewDocumentCommand ProvideDocumentCommand DeclareDocumentCommand NewExpandableDocumentCommand"
)
NEW_ENVIRONMENTS = words("newenvironment renewenvironment NewDocumentEnvironment RenewDocumentEnvironment")
PLAIN_DEFINITIONS = words("def gdef edef xdef")
_NAMES = r"\\(?:csname\s*(?P<built>[a-zA-Z@]+)\s*\\endcsname|(?P<name>[a-zA-Z@]+(?![a-zA-Z@])|[^a-zA-Z@]))"
_NAME = re.compile(rf"\s*(?:\{{\s*)?{_NAMES}\s*\}}?\s*")
_PLAIN = re.compile(rf"\s*{_NAMES}(?P<parameters>(?:\s*#\d)*)\s*(?=\{{)")
_DELIMITED = re.compile(
    rf"\s*{_NAMES}(?P<parameters>(?:[^\\{{}}%\n]|\\[a-zA-Z@]+(?![a-zA-Z@])|\\[^a-zA-Z@]){{1,80}}?)(?=\{{)"
)
_LET = re.compile(r"\s*\\([a-zA-Z@]+)\s*=?\s*\\([a-zA-Z@]+)")
_FONT = re.compile(r"\s*\\([a-zA-Z@]+)\s*=?\s*([\w-]+)\s+(?:at\s+([\d.]+\s*[a-z]{2})|scaled\s+(\d{1,6}))\s?")
_CALLED = re.compile(r"\\([a-zA-Z@]+)")
_PLAIN_WORD = re.compile(r"(?<![\\a-zA-Z@{[=])[a-z]{2,}\b(?![=}\]])")
_PARAMETERS = re.compile(r"(?:\s*#\d)*")
COLOURS = words(
    "definecolor colorlet providecolor xdefinecolor preparecolor definecolorset providecolorset preparecolorset"
)
TOGGLES = words(
    "newtoggle toggletrue togglefalse providetoggle settoggle newbool providebool booltrue boolfalse setbool newboolean "
    "provideboolean setboolean"
)
_MOST_SEEN = 60
"""Macros within a macro that are looked at."""
_NAME_DEPTH = 3
"""So often may a macro in a file's name stand for another."""
_A_FEW = 4
"""Words that a macro of mere formatting may hold."""
_NEVER = re.compile(r"\\iffalse\b.*?\\fi\b", re.S)
_COMMENT = re.compile(r"(?<!\\)%[^\n]*\n?[ \t]*")
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
} | {
    "@gobble": Macro("{", "", ""),
    "@gobbletwo": Macro("{{", "", ""),
    "@firstoftwo": Macro("{{", "", "#1"),
    "@secondoftwo": Macro("{{", "", "#2"),
}
"""Macros that can hide text, for documents that give them other names."""


@dataclass
class Definitions:
    """All that a document defines, the latest definition of each name."""

    macros: dict[str, Macro] = field(default_factory=dict)
    environments: dict[str, Macro] = field(default_factory=dict)
    """By name; the body is the code at the beginning."""
    endings: dict[str, str] = field(default_factory=dict)
    """Environment to the code at its end."""
    dropping: set[str] = field(default_factory=set)
    """Environments that take their content as an argument and do nothing with it."""
    delimited: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Macros whose arguments end at marks of their own: the parameter text and the body, as they stand."""
    hooks: dict[str, str] = field(default_factory=dict)
    """Environment to the code that is run as it begins."""
    columns: dict[str, str] = field(default_factory=dict)
    """Letter of a table's column to what it stands for."""
    called: set[str] = field(default_factory=set)
    """Macros that were put in place before the source was joined."""
    _peculiar: set[str] = field(default_factory=set)
    _known: dict[str, tuple[int, bool]] = field(default_factory=dict)
    _version: int = 0
    toggles: dict[str, bool | None] = field(default_factory=dict)
    """Named switches, as they stand at the end; None for one that is set both ways."""
    _untouched: dict[str, bool] = field(default_factory=dict)
    """Which of them have only been made, and not set."""
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
        if word == "@namedef" and (name := argument(source, position)):
            return self._bodied(name[0].strip(), source, name[1])
        if word in NEW_ENVIRONMENTS:
            return self._environment(word, source, position)
        if word == "let" and (alias := _LET.match(source, position)):
            meant = self.macros.get(alias.group(2)) or _KNOWN_BY_ANOTHER_NAME.get(alias.group(2))
            if meant:
                self.macros[alias.group(1)] = meant
            if alias.group(2) in self.delimited:
                self.delimited[alias.group(1)] = self.delimited[alias.group(2)]
                self.mark_peculiar(alias.group(1))
            return alias.end()
        return self._setting(word, source, position)

    def _setting(self, word: str, source: str, position: int) -> int | None:
        """Theorems, listings, colours, fonts loaded by hand, and named switches."""
        if word == "newtheorem":
            return self._theorem(source, position)
        if word in DEFINING:
            return self._listing(word, source, position)
        if word in COLOURS:
            return self._colour(word, source, position)
        if word == "font" and (face := _FONT.match(source, position)):
            size = face.group(3) or f"{designed(face.group(2)) * int(face.group(4)) / 1000:g}pt"
            self.macros[face.group(1)] = Macro("", "", f"\\fontsize{{{size}}}{{0}}\\selectfont ")
            return face.end()
        if word in ("NewEnviron", "AtBeginEnvironment", "newcolumntype"):
            return (self._environ if word == "NewEnviron" else partial(self._hook, word))(source, position)
        return self._toggle(word, source, position) if word in TOGGLES else None

    def _command(self, word: str, source: str, position: int) -> int | None:
        position += source.startswith("*", position)
        name = _NAME.match(source, position)
        if not name:
            return None
        signature = _signature(word, source, name.end())
        body = argument(source, signature[2]) if signature else None
        if not signature or not body:
            return None
        named = name.group("built") or name.group("name")
        self._keep(named, Macro(signature[0], signature[1], _settled(body[0])))
        return body[1]

    def _plain(self, source: str, position: int) -> int | None:
        head = _PLAIN.match(source, position)
        body = argument(source, head.end()) if head else None
        if head and body:
            name = head.group("built") or head.group("name")
            self._keep(name, Macro("{" * head.group("parameters").count("#"), "", _settled(body[0])))
            return body[1]
        head = _DELIMITED.match(source, position)
        body = argument(source, head.end()) if head else None
        if not head or not body:
            return None
        name = head.group("built") or head.group("name")
        self.macros.pop(name, None)
        self.delimited[name] = (head.group("parameters"), body[0])
        self.mark_peculiar(name)
        return body[1]

    def _bodied(self, name: str, source: str, position: int) -> int | None:
        """What \\@namedef defines under a name that is given as text."""
        head = _PARAMETERS.match(source, position)
        body = argument(source, head.end()) if head else None
        if not head or not body:
            return None
        self._keep(name, Macro("{" * head.group().count("#"), "", _settled(body[0])))
        return body[1]

    def _keep(self, name: str, macro: Macro) -> None:
        self.macros[name] = macro
        self.delimited.pop(name, None)
        self._version += 1
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
        """The macro of that name if its body means more than its words: it draws in a file, or opens a condition."""
        macro = self.macros.get(name)
        if macro is None:
            return None
        known = self._known.get(name)
        if known is None or known[0] != self._version:
            known = self._known[name] = (self._version, self._is_roundabout(name))
        return macro if known[1] else None

    def mark_peculiar(self, name: str) -> None:
        """Say that a name means a conditional, or a macro with arguments of its own kind."""
        self._peculiar.add(name)
        self._version += 1

    def _is_roundabout(self, name: str) -> bool:
        """Whether a macro, or one that it calls, means more than its words."""
        seen, waiting = {name}, [name]
        while waiting and len(seen) < _MOST_SEEN:
            body = self.macros[waiting.pop()].body
            called = calls(body)
            if is_roundabout(body) or not self._peculiar.isdisjoint(called):
                return True
            new = [other for other in called if other in self.macros and other not in seen]
            seen.update(new)
            waiting += new
        return False

    def unused(self, source: str) -> list[tuple[str, str]]:
        """Name and body of each definition that is prose and that nothing in the source or in another body calls."""
        bodies = [body for _, body in self.prose]
        called = (
            self.called | set(_CALLED.findall(source)) | {name for body in bodies for name in _CALLED.findall(body)}
        )
        return [
            (name, body)
            for name, body in dict.fromkeys(self.prose)
            if (name not in called or self.macros[name].body != body) and is_prose(body)
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
        self.endings[name[0]] = end[0]
        self._takes_body(word, name[0], argument(source, name[1]), begin[0] + end[0])
        return end[1]

    def _takes_body(self, word: str, name: str, shapes: tuple[str, int] | None, code: str) -> None:
        """Environments of the newer kind may take their content as the last argument."""
        spec = re.sub(r"\{[^{}]*\}|[\s+!]", "", shapes[0]) if shapes and "Document" in word else ""
        if spec.endswith("b") and f"#{len(spec)}" not in code:
            self.dropping.add(name)
        else:
            self.dropping.discard(name)

    def _environ(self, source: str, position: int) -> int | None:
        """An environment whose content stands for \\BODY in its code."""
        name = argument(source, position)
        signature = _signature("", source, name[1]) if name else None
        code = argument(source, signature[2]) if signature else None
        if not name or not code:
            return None
        (self.dropping.discard if "\\BODY" in code[0] else self.dropping.add)(name[0])
        beginning = code[0].partition("\\BODY")
        self.environments[name[0]] = Macro("", "", beginning[0])
        final = option(source, code[1])
        return final[1] if final else code[1]

    def _hook(self, word: str, source: str, position: int) -> int | None:
        name = argument(source, position)
        count = option(source, name[1]) if name else None
        code = argument(source, count[1] if count else name[1]) if name else None
        if not name or not code:
            return None
        kept = self.hooks if word == "AtBeginEnvironment" else self.columns
        kept[name[0].strip()] = kept.get(name[0].strip(), "") * (word == "AtBeginEnvironment") + code[0]
        return code[1]

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
        """A named switch; one that is set both ways stands for neither."""
        name = argument(source, position)
        value = argument(source, name[1]) if name and word.startswith("set") else None
        if not name:
            return None
        on = word.endswith("true") or (value is not None and value[0].strip() == "true")
        key, new = name[0].strip(), word.startswith(("new", "provide"))
        settled = new or self._untouched.get(key, True) or self.toggles.get(key) == on
        self.toggles[key] = on if settled else None
        self._untouched[key] = new
        return value[1] if value else name[1]

    def _colour(self, word: str, source: str, position: int) -> int | None:
        parts = []
        named = option(source, position)
        position = named[1] if named else position
        for _ in range(2 if word == "colorlet" else 4 if word.endswith("set") else 3):
            part = argument(source, position)
            if not part:
                return None
            parts.append(part[0].strip())
            position = part[1]
        if word.endswith("set"):
            for each in parts[3].split(";"):
                name, _, spec = each.strip().partition(",")
                self.colours.append((f"{parts[1]}{name}{parts[2]}", parts[0], spec))
        else:
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


def is_prose(text: str) -> bool:
    """Whether source holds more plain words than formatting does."""
    return len(_PLAIN_WORD.findall(text)) > _A_FEW
