import json

import jsonschema  # type: ignore[import-untyped]
import pytest

from screener.report import from_json, schema, schema_json, to_json
from screener.words.errors import RefusedInput
from screener.words.screening import REPORT_SCHEMA_VERSION
from tests.report.example import example_screening
from tests.report.hostile import hostile_screening
from tests.report.large import large_screening


def altered(**changes: object) -> str:
    return json.dumps(json.loads(to_json(example_screening())) | changes)


def test_a_screening_survives_the_way_to_json_and_back() -> None:
    for screening in (example_screening(), large_screening(pages=20, flags=30), hostile_screening("\u202e🧪 \x01 <b>")):
        assert from_json(to_json(screening)) == screening


def test_the_json_is_canonical() -> None:
    text = to_json(example_screening())
    assert text == to_json(from_json(text))
    assert list(json.loads(text)) == sorted(json.loads(text))
    assert "𝜆" in text and "\n" not in text


def test_the_json_follows_the_published_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())
    jsonschema.Draft202012Validator(schema()).validate(json.loads(to_json(example_screening())))


def test_the_schema_names_its_version_and_refuses_another() -> None:
    assert REPORT_SCHEMA_VERSION in schema()["$id"] and json.loads(schema_json()) == schema()
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema()).validate(json.loads(altered(schema_version="0.9")))


@pytest.mark.parametrize("text", ["", "%PDF-1.7", "[1, 2]", '{"flags": []}', "[" * 100_000, "null"])
def test_a_file_that_is_no_report_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(RefusedInput, match=r"not a screening report.*give the .json file of a run"):
        from_json(text)


def test_a_report_of_another_schema_version_is_refused_with_both_versions_named() -> None:
    with pytest.raises(
        RefusedInput, match=r"by version 0\.1\.0 of the screener in schema '9\.0', and this program reads '1\.0'"
    ):
        from_json(altered(schema_version="9.0"))


def test_a_report_with_a_missing_or_unknown_field_is_refused_and_the_field_named() -> None:
    with pytest.raises(RefusedInput, match="status: Input should be"):
        from_json(altered(status="fine"))
    with pytest.raises(RefusedInput, match="verdict: Extra inputs"):
        from_json(altered(verdict="publish"))


def test_a_report_whose_positions_leave_the_draft_is_refused() -> None:
    flags = json.loads(to_json(example_screening()))["flags"]
    with pytest.raises(RefusedInput, match="flag f1 lies outside the draft's text"):
        from_json(altered(flags=[flags[0] | {"end": 10**9}]))
    with pytest.raises(RefusedInput, match="names a passage that the draft does not have"):
        from_json(altered(flags=[flags[0] | {"passage_index": 99}]))


def test_a_report_whose_passages_are_not_its_text_is_refused() -> None:
    with pytest.raises(RefusedInput, match="passages do not add up"):
        from_json(altered(passages=[]))


def test_a_report_that_numbers_two_pages_alike_is_refused() -> None:
    draft = json.loads(to_json(example_screening()))["draft"]
    with pytest.raises(RefusedInput, match="two of its pages have the same number"):
        from_json(altered(draft=draft | {"pages": [*draft["pages"], draft["pages"][0]]}))
