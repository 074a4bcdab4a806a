"""One fuzzed parser in a process of its own: `python -m tests.fuzz.target PARSER [options of libFuzzer]`."""

import sys

import atheris

with atheris.instrument_imports(include=["screener.doors.documents", "pylatexenc", "markdown_it"]):
    from tests.fuzz.parsers import parsers


def main() -> None:
    """Fuzz the parser named first; the rest of the command line is libFuzzer's."""
    name, *options = sys.argv[1:]
    parser = parsers()[name]
    with atheris.instrument_imports(include=["screener.doors.documents", "pylatexenc", "markdown_it"]):
        for seed in parser.seeds:
            parser.try_once(seed)
    atheris.Setup([sys.argv[0], *options], parser.try_once)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
