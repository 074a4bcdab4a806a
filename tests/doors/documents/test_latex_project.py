import gzip
import io
import tarfile
import zipfile

import pytest

from screener.doors.documents.latex_project import parse
from screener.words.draft import Document, HiddenHow
from screener.words.errors import RefusedInput
from tests.doors.documents.assertions import assert_consistent, headings, hidden

HEAD = "\\documentclass{article}\n"


def zipped(files: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def read(files: dict[str, str]) -> Document:
    document = parse(zipped(files), "paper.zip")
    assert_consistent(document)
    return document


def main_with(body: str) -> str:
    return f"{HEAD}\\begin{{document}}\n{body}\n\\end{{document}}\n"


def test_files_are_joined_in_the_order_they_are_drawn_in() -> None:
    document = read(
        {
            "p/main.tex": main_with("\\include{sec/one}\n\\input sec/two\n\\import{sec/}{three}\\bibliography{refs}"),
            "p/sec/one.tex": "\\section{One}\n\\input{sec/deep}",
            "p/sec/deep.tex": "Deep.",
            "p/sec/two.tex": "\\section{Two}",
            "p/sec/three.tex": "Third. % aside",
            "p/main.bbl": "\\begin{thebibliography}{1}\\bibitem{k} Ref.\\end{thebibliography}",
        }
    )
    assert document.text == "One\n\nDeep.\n\nTwo\n\nThird.\n\nReferences\n\n[k] Ref.\n\n"
    assert headings(document) == [("One", 1), ("Two", 1), ("References", 1)]
    assert document.hidden[0].where == "p/sec/three.tex line 1"


def test_files_that_nothing_draws_in_are_listed() -> None:
    document = read({"main.tex": main_with("Seen."), "old/draft.tex": "Unused words.", "notes.txt": "A note."})
    assert hidden(document, HiddenHow.unused_file) == "Unused words. / A note."
    assert all(h.ordinary for h in document.hidden)


def test_a_file_drawn_in_only_by_a_false_condition_is_unused() -> None:
    document = read({"main.tex": main_with("Seen. \\iffalse\\input{x}\\fi"), "x.tex": "Left out."})
    assert document.text == "Seen.\n\n"
    assert hidden(document, HiddenHow.unused_file) == "Left out."


def test_includeonly_keeps_files_out() -> None:
    document = read(
        {
            "main.tex": HEAD + "\\includeonly{a}\\begin{document}\\include{a}\\include{b}\\end{document}",
            "a.tex": "Kept.",
            "b.tex": "Dropped.",
        }
    )
    assert document.text == "Kept.\n\n"
    assert hidden(document, HiddenHow.unused_file) == "Dropped."


def test_subfiles_give_only_their_body() -> None:
    document = read(
        {
            "main.tex": main_with("\\subfile{part}After."),
            "part.tex": "\\documentclass[main]{subfiles}\\begin{document}Body.\\end{document}",
        }
    )
    assert document.text == "Body.After.\n\n"
    assert hidden(document, HiddenHow.other) == ""


@pytest.mark.parametrize(
    ("files", "text"),
    [
        ({"a.tex": main_with("A."), "main.tex": main_with("M.")}, "M.\n\n"),
        ({"a.tex": main_with("\\input{b}A."), "b.tex": main_with("B.")}, "B. A.\n\n"),
        ({"only.tex": "Loose words."}, "Loose words.\n\n"),
    ],
)
def test_the_main_file_is_the_usual_one_or_the_one_nobody_draws_in(files: dict[str, str], text: str) -> None:
    assert read(files).text == text


def test_circles_end_and_are_announced() -> None:
    document = read({"main.tex": main_with("\\input{a}"), "a.tex": "A \\input{b}", "b.tex": "B \\input{a}"})
    assert document.text == "A B\n\n"
    assert any("includes itself" in note for note in document.notes)


def test_growth_by_repeated_inclusion_is_refused() -> None:
    files = {"main.tex": main_with("\\input{f0}")}
    files |= {f"f{n}.tex": f"\\input{{f{n + 1}}}" * 10 + "x" * 2000 for n in range(12)}
    with pytest.raises(RefusedInput, match="million characters"):
        read(files)


def test_includes_cannot_leave_the_archive() -> None:
    document = read({"main.tex": main_with("\\input{/etc/passwd}\\input{../../etc/passwd}Seen.")})
    assert document.text == "Seen.\n\n"
    assert sum("is not among the files" in note for note in document.notes) == 2


def test_files_that_are_not_text_are_named() -> None:
    document = read({"main.tex": main_with("x \\includegraphics{f}"), "f.pdf": "%PDF-1.4", "inner.zip": "PK"})
    assert "2 files of the archive are not LaTeX text and were not read: f.pdf, inner.zip." in document.notes


def test_tar_gz_and_single_gz_are_read_too() -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        content = main_with("From a tar.").encode()
        info = tarfile.TarInfo("main.tex")
        info.size = len(content)
        archive.addfile(info, io.BytesIO(content))
    assert parse(out.getvalue(), "p.tar.gz").text == "From a tar.\n\n"
    assert parse(gzip.compress(main_with("Alone.").encode()), "2401.1.gz").text == "Alone.\n\n"


def test_another_document_of_the_archive_is_a_part_that_nobody_read_and_a_drawing_is_not() -> None:
    document = read(
        {
            "main.tex": main_with("The paper."),
            "supplement.tex": main_with("The supplement."),
            "figure.tex": "\\documentclass[tikz]{standalone}\\begin{document}A drawing.\\end{document}",
        }
    )
    assert document.text == "The paper.\n\n"
    assert [part.split(",")[0] for part in document.missing] == ["supplement.tex"]


def test_a_reference_list_without_bbl_is_announced() -> None:
    document = read({"main.tex": main_with("x\\bibliography{r}"), "r.bib": "@book{k, title={T}}"})
    assert any("list of references" in note for note in document.notes)
    assert hidden(document, HiddenHow.unused_file) == "@book{k, title={T}}"
