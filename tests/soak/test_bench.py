"""The measurements at tiny size: that they run, and that their arithmetic is right."""

import io
import json
import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

from evals.bench.__main__ import MEASUREMENTS, main
from evals.bench.embedding import embedding
from evals.bench.figures import Figure, Section, percentile, show
from evals.bench.floor import model_floor, ratios, time_to_report
from evals.bench.home import own_home
from evals.bench.parsing import parsing
from evals.bench.prose import markdown_draft
from evals.bench.retrieval import exact_nearest, recall, retrieval
from evals.bench.run import Load, Run, screen_all
from evals.bench.script import is_argument, is_reading, passage_of
from evals.bench.startup import startup
from evals.bench.synthetic import ClusterVectors, cases, entries
from evals.bench.tokens import sent, shared_beginning, tokens
from screener.doors.corpus.store import open_store
from screener.doors.documents.reader import read
from screener.doors.model.provider import count_tokens
from screener.stages import passages
from screener.uses.pipeline import Source

TINY = Load(passages=5, latency=0.1, concurrency=2, flag_every=2)


@pytest.fixture
def home() -> Iterator[Path]:
    with own_home() as made:
        yield made


@pytest.fixture(scope="module")
def tiny_run() -> Run:
    with own_home() as made:
        return screen_all(TINY, [Source("draft.md", markdown_draft(5, seed=3))], made / "tiny")[0]


def held(name: str, value: float, at_most: float | None) -> bool | None:
    return Figure(name=name, value=value, unit="x", at_most=at_most).held


@pytest.mark.parametrize(("count", "concurrency", "rounds"), [(60, 16, 4), (64, 16, 4), (65, 16, 5), (1, 16, 1)])
def test_the_floor_is_the_rounds_of_readings_and_one_argument(count: int, concurrency: int, rounds: int) -> None:
    load = Load(passages=count, latency=0.5, concurrency=concurrency)
    assert model_floor(load, count) == pytest.approx((rounds + 1) * 0.5)


def test_a_generated_draft_is_cut_into_as_many_passages_as_asked() -> None:
    for count in (1, 7, 60):
        document = read(markdown_draft(count, seed=5), "draft.md")
        assert len(passages.split(document)) == count


def test_two_seeds_share_no_passage() -> None:
    one, other = (read(markdown_draft(3, seed), "draft.md").text.split("\n") for seed in (1, 2))
    assert not {line for line in one if len(line) > 60} & set(other)


def test_a_run_asks_once_for_every_passage_for_each_flag_and_for_the_argument(tiny_run: Run) -> None:
    readings = [r for r in tiny_run.requests if is_reading(r)]
    texts = {p.text.strip() for p in tiny_run.screening.passages}
    assert {passage_of(r) for r in readings} == texts
    assert len(readings) == 5
    assert sum(is_argument(r) for r in tiny_run.requests) == 1
    assert [f.passage_index for f in tiny_run.screening.flags] == [1, 3]
    assert all(f.grounded and f.confidence for f in tiny_run.screening.flags)
    assert len(tiny_run.requests) == 5 + 1 + 2


def test_the_ratios_divide_the_time_by_the_floor_with_and_without_the_local_stages(tiny_run: Run) -> None:
    over_floor, over_bare = ratios(TINY, tiny_run)
    stages = tiny_run.screening.provenance.seconds
    local = stages["parsing"] + stages["finding precedents"] + stages["routing"] + tiny_run.report
    assert tiny_run.local == pytest.approx(local)
    assert over_bare == pytest.approx(tiny_run.wall / 0.4)
    assert over_floor == pytest.approx(tiny_run.wall / (0.4 + local))
    assert 1 <= over_floor < over_bare, "nothing is faster than its floor"


def test_time_to_report_gives_ratios_with_a_target_for_each_variant(home: Path) -> None:
    section = time_to_report(Load(passages=3, latency=0.05, concurrency=2), home, warm_up=1)
    for variant in ("no flags", "flags", "no second opinion"):
        wall, floor = section.value(f"{variant}: time to report"), section.value(f"{variant}: floor")
        assert section.value(f"{variant}: over the floor") == pytest.approx(wall / floor)
        assert floor > 3 * 0.05
    targets = [f.at_most for f in section.figures if f.name.endswith("over the floor")]
    assert targets == [1.15] * 3


def test_uncached_tokens_count_the_shared_beginning_once() -> None:
    rules = "Read every passage with care and say what it tells. " * 20
    readings = [rules + "Apples are red.", rules + "Bees fly far.", rules + "Cats sleep long."]
    used = sent(readings, ["Argue both sides."])
    assert shared_beginning(readings) == rules
    assert used.shared == count_tokens(rules)
    assert used.total == sum(map(count_tokens, readings)) + count_tokens("Argue both sides.")
    assert used.total - used.uncached == pytest.approx(2 * used.shared, abs=4)


@pytest.mark.parametrize(("texts", "shared"), [((), ""), (("one",), ""), (("ab", "abc"), "ab"), (("b", "a", "c"), "")])
def test_the_shared_beginning_of_texts(texts: tuple[str, ...], shared: str) -> None:
    assert shared_beginning(texts) == shared


def test_tokens_are_counted_from_what_the_server_received(home: Path) -> None:
    section = tokens(Load(passages=3, flag_every=2), home, with_sample=False)
    name = "generated draft of 3 passages"
    own, total = section.value(f"{name}: the draft's own"), section.value(f"{name}: sent")
    uncached = section.value(f"{name}: sent, uncached")
    assert own < uncached < total, "every passage is sent, with something around it"
    assert section.value(f"{name}: sent over own") == pytest.approx(total / own)
    assert section.value(f"{name}: uncached over own") == pytest.approx(uncached / own)


def test_exact_search_ranks_by_cosine_and_recall_is_the_share_of_it_that_was_found() -> None:
    rows = np.eye(4, dtype=np.float32)
    query = np.array([[0.9, 0.4, 0.1, 0.0]], dtype=np.float32)
    exact = exact_nearest(query, rows, ["a", "b", "c", "d"], 2)
    assert exact == [{"a", "b"}]
    assert recall([["a", "c"]], exact) == 0.5
    assert recall([["b", "a"]], exact) == 1.0


def test_retrieval_finds_what_exact_search_finds_in_a_small_index(home: Path) -> None:
    section = retrieval(home, sizes=(40,), queries=16)
    recalls = [f.value for f in section.figures if "recall" in f.name]
    assert len(recalls) == 2
    assert min(recalls) >= 0.95
    assert all(f.value > 0 for f in section.figures)


@pytest.mark.parametrize("restricted_every", [1, 2, 5])
def test_without_clearance_a_search_gives_the_nearest_open_entries_and_no_restricted_one(
    home: Path,
    restricted_every: int,
) -> None:
    made, embedder = cases(60, restricted_every=restricted_every), ClusterVectors()
    every, visible = entries(made, with_restricted=True), entries(made, with_restricted=False)
    asked = embedder.embed([entry.text for entry in every[:10]])
    with open_store(home / "few-open", embedder) as store:
        store.sync(every)
        found = [[hit.entry_id for hit in row] for row in store.nearest(asked, 12, with_restricted=False)]
    if not visible:
        assert found == [[]] * 10
        return
    exact = exact_nearest(asked, embedder.embed([e.text for e in visible]), [e.id for e in visible], 12)
    assert {i for row in found for i in row} <= {entry.id for entry in visible}
    assert recall(found, exact) >= 0.95


def test_vectors_of_one_cluster_lie_nearer_to_each_other_than_to_another_cluster() -> None:
    one, like, other = ClusterVectors().embed(["cluster3 wind", "cluster3 rain", "cluster4 wind"])
    assert float(one @ like) > 0.5 > float(one @ other)
    assert np.linalg.norm(one) == pytest.approx(1.0, abs=1e-5)


def test_parsing_is_measured_for_every_format_in_and_out_of_the_sandbox() -> None:
    section = parsing(sections=1, times=1)
    names = {figure.name for figure in section.figures}
    for kind in ("pdf", "docx", "latex", "markdown", "html", "text"):
        assert {f"generated {kind}, in process", f"generated {kind}, sandbox"} <= names
    assert all(figure.value > 0 for figure in section.figures)


def test_the_start_of_the_command_is_compared_with_the_bare_interpreter() -> None:
    section = startup(times=2)
    assert section.value("screener --help") > section.value("python -c pass") > 0


def test_the_embedder_is_measured_in_sentences_and_passages(home: Path) -> None:
    section = embedding(sentences=3, passages=1, times=1)
    assert {f.unit for f in section.figures} == {"sentences/s", "passages/s"}
    assert all(f.value > 0 for f in section.figures)


@pytest.mark.parametrize(("share", "expected"), [(0.95, 19), (0.5, 10), (1.0, 20), (0.0, 1), (0.01, 1)])
def test_a_percentile_is_the_nearest_rank(share: float, expected: int) -> None:
    assert percentile(list(range(20, 0, -1)), share) == expected


def test_a_target_is_held_up_to_its_number_and_shown_where_it_is_not() -> None:
    assert held("a", 1.15, 1.15) is True
    assert held("a", 1.16, 1.15) is False
    assert held("a", 9.0, None) is None
    section = Section(
        title="T",
        how="h",
        figures=(
            Figure(name="slow", value=1.16, unit="x", at_most=1.15),
            Figure(name="quick", value=1.0, unit="x", at_most=1.15),
        ),
    )
    out = io.StringIO()
    show([section], Console(file=out, width=100))
    lines = out.getvalue().splitlines()
    assert [("OVER" in line) for line in lines if "1.15" in line] == [True, False]


def test_a_home_is_fresh_and_puts_back_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCREENER_DATA", "/somewhere/else")
    monkeypatch.setenv("SCREENER_CONCURRENCY", "3")
    with own_home() as made:
        assert os.environ["SCREENER_DATA"].startswith(str(made))
        assert "SCREENER_CONCURRENCY" not in os.environ
    assert not made.exists()
    assert os.environ["SCREENER_DATA"] == "/somewhere/else"
    assert os.environ["SCREENER_CONCURRENCY"] == "3"


def test_the_command_prints_json_and_its_exit_code_says_whether_targets_were_met(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    over = Section(title="S", how="h", figures=(Figure(name="f", value=2.0, unit="x", at_most=1.0),))
    within = Section(title="S", how="h", figures=(Figure(name="f", value=0.5, unit="x", at_most=1.0),))
    monkeypatch.setitem(MEASUREMENTS, "start", lambda _: over)
    assert main(["--json", "--only", "start"]) == 1
    printed = json.loads(capsys.readouterr().out)
    assert [section["title"] for section in printed] == ["Machine", "S"]
    assert printed[1]["figures"][0]["held"] is False
    monkeypatch.setitem(MEASUREMENTS, "start", lambda _: within)
    assert main(["--only", "start"]) == 0
