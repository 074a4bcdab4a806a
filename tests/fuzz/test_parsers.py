"""The targets of the fuzzer do what they are for: sound files pass, refusals pass, and a fault is not swallowed."""

from importlib import import_module

import pytest

from screener.words.errors import RefusedInput
from tests.fuzz.parsers import parsers

PARSERS = parsers()


def test_there_is_a_target_for_every_parser_of_the_product() -> None:
    from screener.doors.documents.recognise import Kind

    fuzzed = {parser.module.rpartition(".")[2] for parser in PARSERS.values()}
    assert {kind.value for kind in Kind} <= fuzzed


@pytest.mark.parametrize("name", PARSERS)
def test_the_files_that_the_fuzzer_starts_from_are_read(name: str) -> None:
    parser = PARSERS[name]
    parse = getattr(import_module(parser.module), parser.call)
    for seed in parser.seeds:
        parse(parser.wrapped(seed), parser.file)
        parser.try_once(seed)


@pytest.mark.parametrize("name", PARSERS)
def test_a_refusal_passes_and_any_other_fault_is_told(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    parser = PARSERS[name]
    module = import_module(parser.module)

    def refusing(data: bytes, file: str) -> None:
        raise RefusedInput(f"'{file}' is not wanted.")

    def failing(data: bytes, file: str) -> None:
        raise KeyError(file)

    monkeypatch.setattr(module, parser.call, refusing)
    parser.try_once(parser.seeds[0])
    monkeypatch.setattr(module, parser.call, failing)
    with pytest.raises(KeyError):
        parser.try_once(parser.seeds[0])


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("html", b"<h2>A white\x1ctitle</h2><p>Words.</p>"),
        ("html", b"<h2>\xe2\x80\x8b</h2><p>Words.</p>"),
        ("text", b"1.2 Se\x99o\x1cd\n\nMore words.\n"),
        ("markdown", b"# A\x1dB\n\nWords.\n"),
        ("latex", b"\\documentclass{article}\\begin{document}\\section{A\x1eB}\nWords.\\end{document}"),
    ],
)
def test_controls_in_a_title_are_left_out_of_the_title_and_of_the_text_alike(name: str, data: bytes) -> None:
    PARSERS[name].try_once(data)
