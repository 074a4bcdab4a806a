"""Retrieval over many cases: how long a query takes, and how much of the exact answer the index finds."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from evals.bench.figures import Figure, Section, percentile, seconds_of
from evals.bench.synthetic import ClusterVectors, Texts, Vectors, cases, entries
from screener.doors.corpus import CaseSearch, open_search
from screener.doors.corpus.lexical import open_lexical
from screener.doors.corpus.store import open_store
from screener.words.case import Case

NEAREST = 10
K = 12
"""Entries asked for, as the precedent stage does."""
WINDOWS = 8
"""Texts in one group: about the windows of one passage."""


def retrieval(home: Path, sizes: Sequence[int] = (1_000, 10_000), queries: int = 160) -> Section:
    """Figures for each number of cases."""
    figures = [figure for size in sizes for figure in _at_size(home / f"cases-{size}", size, queries)]
    return Section(
        title="Retrieval",
        how=f"Synthetic cases in clusters, two entries each, a fifth of them restricted; {queries} queries; vectors "
        "come from a formula, not from the encoder. Exact search is one matrix product. A passage is a group of "
        f"{WINDOWS} texts, searched by vector and by word.",
        figures=tuple(figures),
    )


def exact_nearest(queries: Vectors, held: Vectors, ids: Sequence[str], k: int) -> list[set[str]]:
    """For each query (rows of length one) the ids of the `k` rows of `held` with the highest cosine."""
    similar = queries @ held.T
    return [{ids[i] for i in np.argsort(-row, kind="stable")[:k]} for row in similar]


def recall(found: Sequence[Sequence[str]], exact: Sequence[set[str]]) -> float:
    """Mean share of the exact answer that was found."""
    return float(np.mean([len(set(ours) & truth) / len(truth) for ours, truth in zip(found, exact, strict=True)]))


def _at_size(folder: Path, size: int, queries: int) -> list[Figure]:
    made, embedder = cases(size), ClusterVectors()
    texts = Texts(seed=size).some(queries, 40)
    with open_search(folder, embedder) as search:
        built = seconds_of(lambda: search.sync(made))
        count = search.count()
    reopened = seconds_of(lambda: _reopen(folder, embedder, made))
    label = f"{size:,} cases"
    figures = [
        Figure(name=f"{label}: building the indexes", value=built, unit="s", remark=f"{count:,} entries"),
        Figure(name=f"{label}: opening, nothing changed", value=reopened, unit="s", remark="paid by every screening"),
    ]
    for with_restricted in (True, False):
        figures += _vector_figures(label, folder, embedder, made, texts, with_restricted=with_restricted)
    return figures + _word_figures(label, folder, texts) + _passage_figures(label, folder, embedder, texts)


def _reopen(folder: Path, embedder: ClusterVectors, made: Sequence[Case]) -> None:
    with open_search(folder, embedder) as search:
        search.sync(made)


def _vector_figures(
    label: str,
    folder: Path,
    embedder: ClusterVectors,
    made: Sequence[Case],
    texts: Sequence[str],
    *,
    with_restricted: bool,
) -> list[Figure]:
    allowed = entries(made, with_restricted=with_restricted)
    held, asked = embedder.embed([entry.text for entry in allowed]), embedder.embed(texts)
    exact = exact_nearest(asked, held, [entry.id for entry in allowed], NEAREST)
    found: list[list[str]] = []
    times: list[float] = []

    with open_store(folder / "chroma", embedder) as store:

        def ask(row: Vectors) -> None:
            hits = store.nearest(row, K, with_restricted=with_restricted)[0]
            found.append([hit.entry_id for hit in hits[:NEAREST]])

        store.nearest(asked[:1], K, with_restricted=with_restricted)  # the first query loads the index
        times += [seconds_of(lambda row=row: ask(row)) for row in asked[:, None, :]]  # type: ignore[misc]
    exact_times = [seconds_of(lambda row=row: np.argpartition(held @ row, -NEAREST)) for row in asked]  # type: ignore[misc]
    which = "all cases" if with_restricted else "restricted left out"
    slow = percentile(times, 0.95)
    return [
        Figure(
            name=f"{label}, {which}: vector query, p95",
            value=slow * 1e3,
            unit="ms",
            remark=f"exact search {percentile(exact_times, 0.95) * 1e3:.2f} ms",
        ),
        Figure(name=f"{label}, {which}: recall@{NEAREST} against exact", value=recall(found, exact), unit="share"),
    ]


def _word_figures(label: str, folder: Path, texts: Sequence[str]) -> list[Figure]:
    with open_lexical(folder / "lexical.sqlite") as lexical:
        times = [
            seconds_of(lambda group=group: lexical.nearest(" ".join(group), K, with_restricted=False))  # type: ignore[misc]
            for group in batched_texts(texts)
        ]
    return [Figure(name=f"{label}: words of one passage, p95", value=percentile(times, 0.95) * 1e3, unit="ms")]


def _passage_figures(label: str, folder: Path, embedder: ClusterVectors, texts: Sequence[str]) -> list[Figure]:
    with open_search(folder, embedder) as search:
        groups = batched_texts(texts)
        _candidates(search, groups[:1])
        times = [seconds_of(lambda group=group: _candidates(search, [group])) for group in groups]  # type: ignore[misc]
    return [Figure(name=f"{label}: candidates of one passage, p95", value=percentile(times, 0.95) * 1e3, unit="ms")]


def _candidates(search: CaseSearch, groups: Sequence[Sequence[str]]) -> None:
    search.candidates(groups, k=K, with_restricted=False)


def batched_texts(texts: Sequence[str]) -> list[list[str]]:
    """The texts in groups of WINDOWS."""
    return [list(texts[at : at + WINDOWS]) for at in range(0, len(texts), WINDOWS)]
