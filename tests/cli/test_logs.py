"""Lines that a collector reads hold fields, and nothing that an exception says."""

import io
import json
import logging

from screener.cli.logs import JsonLines


def logged(log: logging.Logger) -> io.StringIO:
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(JsonLines())
    log.handlers, log.propagate = [handler], False
    return out


def test_a_line_is_an_object_with_the_fields_that_were_told_apart() -> None:
    log = logging.getLogger("test.lines")
    out = logged(log)
    log.warning("%s took %d ms", "GET", 7, extra={"told": {"method": "GET", "milliseconds": 7}})
    told = json.loads(out.getvalue())
    assert (told["level"], told["part"], told["says"]) == ("warning", "test.lines", "GET took 7 ms")
    assert (told["method"], told["milliseconds"]) == ("GET", 7)
    assert told["at"].endswith("+00:00")
    assert out.getvalue().count("\n") == 1


def test_of_an_exception_the_kind_and_the_place_are_told_and_never_the_message() -> None:
    log = logging.getLogger("test.faults")
    out = logged(log)
    try:
        raise ValueError("the words of a draft")
    except ValueError:
        log.exception("Something failed")
    assert "words of a draft" not in out.getvalue()
    assert json.loads(out.getvalue())["fault"][0].startswith("ValueError at ")
