"""A LaTeX project in an archive: its main file, what that draws in, and what nothing draws in."""

import re

from screener.doors.documents.archives import Unpacked, gunzipped, unpacked_tar, unpacked_zip
from screener.doors.documents.decoding import decoded, looks_like_text
from screener.doors.documents.latex import laid_out
from screener.doors.documents.latex.files import Files
from screener.doors.documents.latex.styles import declared_encoding, declares_class
from screener.doors.documents.recognise import is_tar
from screener.words.draft import Document
from screener.words.errors import RefusedInput

_TEXTS = (
    ".tex",
    ".ltx",
    ".bbl",
    ".bib",
    ".txt",
    ".md",
    ".sty",
    ".cls",
    ".def",
    ".cfg",
    ".inc",
    ".tikz",
    ".csv",
    ".dat",
    ".py",
    ".c",
    ".r",
    ".m",
    ".java",
    ".sh",
    ".jl",
    ".json",
    ".yaml",
    ".yml",
)
_MACHINERY = re.compile(
    r"(?:^|/)(?:__MACOSX/|\._|\.git/|\.DS_Store)|\.(?:aux|log|out|toc|synctex\.gz|fls|fdb_latexmk)$", re.I
)
_CLASS = re.compile(r"^[^%\n]*\\document(?:class|style)\b", re.M)
_DRAWING = re.compile(r"^[^%\n]*\\documentclass\s*(?:\[[^\]]{0,400}\])?\s*\{standalone\}", re.M)
_BEGINS = re.compile(r"^[^%\n]*\\begin\s*\{document\}", re.M)
_DRAWN = re.compile(r"\\(?:input|include|subfile|subfileinclude)\s*\{?\s*([^\s{}\\%]+)")
_USUAL = ("main", "ms", "paper", "article", "manuscript", "root", "thesis", "template")


def parse(untrusted: bytes, name: str) -> Document:
    """A .zip, .tar, .tar.gz or .gz of LaTeX; raises RefusedInput for damaged, oversized or TeX-less archives."""
    unpacked = _unpacked(untrusted, name)
    notes = list(dict.fromkeys(unpacked.notes))
    texts: dict[str, str] = {}
    encoding = next(filter(None, map(declared_encoding, unpacked.files.values())), "")
    unread = []
    for path, content in unpacked.files.items():
        if _MACHINERY.search(path):
            continue
        if path.lower().endswith(_TEXTS) and looks_like_text(content):
            text, said = decoded(content, path, declared_encoding(content) or encoding)
            texts[path] = text.replace("\r\n", "\n").replace("\r", "\n")
            notes += [f"{path}: {sentence}" for sentence in said]
        else:
            unread.append(path)
    if unread:
        shown = ", ".join(unread[:8]) + (" and others" if len(unread) > 8 else "")
        notes.append(f"{len(unread)} files of the archive are not LaTeX text and were not read: {shown}.")
    mains, others = _main_files(texts, name, notes)
    files = Files(texts, folder=mains[0].rpartition("/")[0])
    _read_styles(files)
    document = laid_out(files, mains, name, notes, unused=True)
    missing = tuple(f"{path}, another document of the archive, which is to be handed in by itself" for path in others)
    return document.model_copy(update={"missing": (*document.missing, *missing)})


def _unpacked(untrusted: bytes, name: str) -> Unpacked:
    if untrusted.startswith(b"PK"):
        return unpacked_zip(untrusted, name)
    content = gunzipped(untrusted, name) if untrusted.startswith(b"\x1f\x8b") else untrusted
    if is_tar(content):
        return unpacked_tar(content, name)
    inner = name.rpartition("/")[2].removesuffix(".gz") or "main"
    return Unpacked({inner if inner.endswith(".tex") else f"{inner}.tex": content})


def _main_files(texts: dict[str, str], name: str, notes: list[str]) -> tuple[list[str], list[str]]:
    """The file that TeX would be started on (all that nothing draws in, where none declares a document class), and those of
    other documents in the archive."""
    sources = [path for path in texts if path.lower().endswith((".tex", ".ltx"))]
    if not sources:
        raise RefusedInput(f"'{name}' holds no readable .tex file; pack the sources of the draft again.")
    drawn = _drawn_in(texts)
    heads = [path for path in sources if declares_class(texts[path])]
    heads = heads or [path for path in sources if _CLASS.search(texts[path])]
    begun = [path for path in sources if _BEGINS.search(texts[path])]
    free = [p for p in heads if p not in drawn] or [p for p in begun if p not in drawn] or heads
    if not free:
        notes.append("No file of the archive declares a document class; the files that no other includes were read.")
        return sorted(path for path in sources if path not in drawn) or sorted(sources), []
    files = Files(texts)
    best = min(free, key=lambda path: (_rank(path), path.count("/"), -_length(path, files), path))
    others = _others(best, free, texts)
    if others:
        notes.append(f"The archive holds several documents; '{best}' was read, not {', '.join(others[:5])}.")
    return [best], others


def _others(best: str, free: list[str], texts: dict[str, str]) -> list[str]:
    """Documents beside the one that is read. A drawing that is typeset alone is a figure of it."""
    return sorted(path for path in free if path != best and not _DRAWING.search(texts[path]))


def _rank(path: str) -> int:
    stem = path.rpartition("/")[2].rpartition(".")[0].lower()
    return _USUAL.index(stem) if stem in _USUAL else len(_USUAL)


def _length(main: str, files: Files) -> int:
    """Characters of a file and of all that it draws in, directly or not."""
    reached, waiting = {main}, [main]
    while waiting:
        path = waiting.pop()
        new = _draws(path, files) - reached
        reached |= new
        waiting += sorted(new)
    return sum(len(files.texts[path]) for path in reached)


def _drawn_in(texts: dict[str, str]) -> set[str]:
    files = Files(texts)
    found: set[str] = set()
    for path in texts:
        found |= _draws(path, files) - {path}
    return found


def _draws(path: str, files: Files) -> set[str]:
    """The files that one names to be drawn in."""
    named = {files.find(match.group(1), path) for match in _DRAWN.finditer(files.texts[path])}
    return {target for target in named if target}


def _read_styles(files: Files) -> None:
    """Style files of the project define macros; they count as used and print nothing."""
    files.used.update(path for path in files.texts if path.endswith((".sty", ".cls", ".def", ".cfg")))
