"""`screener corpus …` as a maintainer uses it."""

import json
from pathlib import Path
from typing import Any

import yaml

from tests.cli.installation import CHECKOUT, Installation, modes

SHIPPED = next(iter(sorted((CHECKOUT / "corpus/cases").glob("*.yaml"))))


def case(folder: Path, name: str = "our-ducks", file: str = "", **changes: Any) -> Path:
    """A case of one's own: a shipped one under another id and with passages of its own."""
    values = yaml.safe_load(SHIPPED.read_text()) | {"id": name, "title": "Ducks that count"} | changes
    for number, passage in enumerate(values["passages"]):
        passage["text"] = f"Case {name}, passage {number}, counts ducks on ponds, and it says how to count them faster."
    made = folder / (file or f"{name}.yaml")
    made.write_text(yaml.safe_dump(values))
    return made


def test_an_index_that_is_up_to_date_is_left_alone(installed: Installation) -> None:
    outcome = installed.run("corpus", "index", "--json")
    assert outcome.report["unchanged"] == outcome.report["entries"] > 0
    assert {outcome.report[k] for k in ("added", "changed", "removed")} == {0}


def test_search_finds_a_case_by_its_own_words_and_reads_standard_input(installed: Installation) -> None:
    values = yaml.safe_load((Path(installed.settings["SCREENER_CORPUS"]) / "cases" / SHIPPED.name).read_text())
    words = values["passages"][0]["text"]
    found = json.loads(installed.run("corpus", "search", words, "--json").out)
    assert found[0]["case_id"] == values["id"]
    piped = installed.run("corpus", "search", "-", stdin=words.encode() + b"\xff")
    assert piped.code == 0, piped.err
    assert values["id"] in piped.out


def test_search_says_where_nothing_is_near_and_wants_words(installed: Installation) -> None:
    assert "No precedent" in installed.run("corpus", "search", "A recipe for lentil soup with bay leaves.").out
    assert installed.run("corpus", "search", " ").code == 3


def test_show_prints_a_case_and_suggests_near_ids(installed: Installation) -> None:
    name = SHIPPED.stem
    assert yaml.safe_load(installed.run("corpus", "show", name).out)["id"] == name
    assert json.loads(installed.run("corpus", "show", name, "--json").out)["id"] == name
    outcome = installed.run("corpus", "show", name[:-1])
    assert outcome.code == 4
    assert name in outcome.says


def test_stats_count_what_the_files_hold(installed: Installation) -> None:
    files = list((Path(installed.settings["SCREENER_CORPUS"]) / "cases").glob("*.yaml"))
    counted = json.loads(installed.run("corpus", "stats", "--json").out)
    assert counted["Cases"]["all"] == len(files)
    assert counted["Labelled passages"]["all"] == sum(len(yaml.safe_load(f.read_text())["passages"]) for f in files)
    assert installed.run("corpus", "stats").code == 0


def test_the_shipped_corpus_is_in_order(installed: Installation) -> None:
    outcome = installed.run("corpus", "validate", CHECKOUT / "corpus", "--json")
    assert outcome.code == 0
    assert outcome.report["faults"] == []
    assert outcome.report["cases"] == len(list((CHECKOUT / "corpus/cases").glob("*.yaml")))


def test_validate_names_every_bad_file(installed: Installation, tmp_path: Path) -> None:
    (tmp_path / "cases").mkdir()
    case(tmp_path / "cases", "good")
    case(tmp_path / "cases", "misnamed", file="other.yaml")
    case(tmp_path / "cases", "strange", concerns=["ducks"])
    outcome = installed.run("corpus", "validate", tmp_path, "--json")
    assert outcome.code == 4
    assert [Path(f["file"]).name for f in outcome.report["faults"]] == ["other.yaml", "strange.yaml"]


def test_an_added_case_is_kept_for_its_owner_and_found(installed: Installation, tmp_path: Path) -> None:
    outcome = installed.run("corpus", "add", case(tmp_path, file="our-ducks.yml"))
    assert outcome.code == 0, outcome.err
    assert installed.run("corpus", "show", "our-ducks").code == 0
    assert installed.run("corpus", "index", "--json").report["added"] > 0
    found = json.loads(installed.run("corpus", "search", "It says how to count ducks on ponds faster.", "--json").out)
    assert found[0]["case_id"] == "our-ducks"
    assert {m for n, m in modes(installed.data / "corpus").items()} == {0o700, 0o600}


def test_of_several_files_none_is_added_where_one_is_wrong(installed: Installation, tmp_path: Path) -> None:
    good = case(tmp_path, "good")
    faults = {
        "strange": case(tmp_path, "strange", concerns=["ducks"]),
        "id": case(tmp_path, "misnamed", file="other.yaml"),
        "not a file": tmp_path / "missing.yaml",
    }
    for named, bad in faults.items():
        outcome = installed.run("corpus", "add", good, bad)
        assert outcome.code == 4
        assert named in outcome.says
        assert list((installed.data / "corpus").rglob("*.yaml")) == []


def test_the_same_file_may_be_added_again_and_stands_once(installed: Installation, tmp_path: Path) -> None:
    one = case(tmp_path)
    assert installed.run("corpus", "add", one).code == 0
    (kept,) = (installed.data / "corpus/cases").iterdir()
    assert installed.run("corpus", "add", kept).code == 0
    assert list((installed.data / "corpus/cases").iterdir()) == [kept]


def test_a_case_stands_in_for_another_only_where_that_is_asked_for(installed: Installation, tmp_path: Path) -> None:
    shipped = json.loads(installed.run("corpus", "show", SHIPPED.stem, "--json").out)
    own = case(tmp_path, SHIPPED.stem)
    outcome = installed.run("corpus", "add", own)
    assert outcome.code == 4 and SHIPPED.stem in outcome.says and "--replace" in outcome.says
    assert json.loads(installed.run("corpus", "show", SHIPPED.stem, "--json").out) == shipped
    outcome = installed.run("corpus", "add", own, "--replace")
    assert outcome.code == 0 and "1 case replaced" in outcome.out
    assert json.loads(installed.run("corpus", "show", SHIPPED.stem, "--json").out) != shipped
    assert "1 case there already" in installed.run("corpus", "add", own).out


def test_a_case_that_repeats_the_words_of_another_of_ones_own_is_not_added(
    installed: Installation, tmp_path: Path
) -> None:
    one, same = case(tmp_path), tmp_path / "same-ducks.yaml"
    same.write_text(one.read_text().replace("id: our-ducks", "id: same-ducks"))
    assert installed.run("corpus", "add", one).code == 0
    outcome = installed.run("corpus", "add", same)
    assert outcome.code == 4 and "stands already in" in outcome.says
    assert installed.run("corpus", "validate").code == 0


def test_restricted_cases_are_shown_only_where_the_settings_allow(installed: Installation, tmp_path: Path) -> None:
    installed.run("corpus", "add", case(tmp_path, sensitivity="restricted"))
    query = ("corpus", "search", "It says how to count ducks on ponds faster.", "--json")
    assert "our-ducks" not in installed.run(*query).out
    assert "our-ducks" in installed.run(*query, SCREENER_RESTRICTED_PRECEDENTS="true").out
