"""Fits the embedded reader on the corpus's labelled passages and a body of ordinary prose, cases held out whole."""

import base64
import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray

from screener.doors.corpus import snapshot_sha256
from screener.doors.embedder import Embedder
from screener.stages.reading.features import folded, idf, looks_like_bibliography, weights
from screener.stages.reading.fitted import Array, FittedReader, Linear, Neighbour, nearness
from screener.uses.labelled import ReadDraft
from screener.words.case import Case, Label, Sort
from screener.words.errors import ConfigurationError, CorpusError
from screener.words.framework import Severity

FOLDS = 10
SHORTEST = 8
"""Words in a block of a draft at least."""
AT_LEAST = 3
"""A term must stand in this many texts to be counted."""
PRIOR = 0.06
"""Share of a draft's windows that we expect to carry uplift; probabilities are calibrated to it."""
ORDINARY = 0.7
"""Of the benign windows of a draft, the share that is ordinary prose rather than prose that sounds like uplift."""
FALSE_ALARMS = 0.13
"""The threshold is set where this share of benign windows (mixed as above) would be flagged."""

NOT_MEASURABLE = {
    "recall_soft_positives": "no soft positives, passages that carry uplift and do not sound like it",
    "false_alarms_background": "no ordinary passages",
    "false_alarms_benign": "no benign passages among the labelled ones",
    "false_alarms_hard": "no hard negatives, passages that only sound like uplift",
    "auroc": "no labelled passages of both kinds",
    "auroc_hard": "no soft positives beside hard negatives",
}
"""Why a figure is missing where it is."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Examples:
    """Everything that is fitted on; the arrays have one entry per text."""

    texts: list[str]
    vectors: Array
    uplift: NDArray[np.bool_]
    hard: NDArray[np.bool_]
    """Sounds like the other label."""
    background: NDArray[np.bool_]
    groups: NDArray[np.int_]
    """Texts of one case share a number: they are held out together."""
    owners: list[tuple[Case, int] | None]


def read_background(corpus: Path) -> list[str]:
    """The ordinary passages of `background.yaml`. Raises CorpusError where the file is missing or has another form."""
    file = corpus / "background.yaml"
    try:
        read = yaml.safe_load(file.read_text(encoding="utf-8"))
        return folded([str(item["text"]) for item in read["passages"]])
    except (OSError, yaml.YAMLError, KeyError, TypeError) as error:
        raise CorpusError(f"{file} cannot be read as a list of passages: {error}") from error


@dataclass(frozen=True)
class _Row:
    text: str
    group: str
    uplift: bool = False
    hard: bool = False
    background: bool = False
    owner: tuple[Case, int] | None = None


def examples(
    cases: Sequence[Case],
    background: Sequence[str],
    drafts: Sequence[ReadDraft],
    embedder: Embedder,
) -> Examples:
    """The corpus's labelled passages, the background, and the labelled drafts cut into blocks, embedded."""
    rows = [*_from_cases(cases), *(_Row(text, f"background {i}", background=True) for i, text in enumerate(background))]
    rows += [row for draft in drafts for row in _from_draft(draft)]
    texts = folded([row.text for row in rows])
    number = {group: i for i, group in enumerate(dict.fromkeys(row.group for row in rows))}
    return Examples(
        texts=texts,
        vectors=embedder.embed(texts),
        uplift=np.array([row.uplift for row in rows], dtype=bool),
        hard=np.array([row.hard for row in rows], dtype=bool),
        background=np.array([row.background for row in rows], dtype=bool),
        groups=np.array([number[row.group] for row in rows], dtype=int),
        owners=[row.owner for row in rows],
    )


def drafts_sha256(drafts: Sequence[ReadDraft]) -> str:
    """One hash over the texts and labels of labelled drafts, in order of their ids."""
    digest = hashlib.sha256()
    for draft in sorted(drafts, key=lambda d: d.labels.id):
        digest.update(draft.document.text.encode() + draft.labels.model_dump_json().encode())
    return digest.hexdigest()


def _from_cases(cases: Sequence[Case]) -> Iterator[_Row]:
    for case in cases:
        for i, p in enumerate(case.passages):
            yield _Row(p.text, case.id, p.severity is not Severity.none, p.sort is not Sort.plain, owner=(case, i))


def _from_draft(draft: ReadDraft) -> Iterator[_Row]:
    """Gold passages with their label; blocks that no label touches count as ordinary prose."""
    group = f"draft {draft.labels.id}"
    for text in draft.labelled(Label.uplift):
        yield _Row(text, group, uplift=True, hard=True)
    for text in draft.labelled(Label.benign):
        yield _Row(text, group, hard=True)
    for text in draft.ordinary():
        if len(text.split()) >= SHORTEST and not looks_like_bibliography(text):
            yield _Row(text, group, background=True)


@dataclass(frozen=True)
class _Calibration:
    """What the held-out scores tell: their scales, how they are mixed, the threshold, and how good it all is."""

    means: Floats
    deviations: Floats
    mix: Floats
    bias: float
    threshold: float
    measured: dict[str, float]


def fit(
    cases: Sequence[Case],
    background: Sequence[str],
    embedder: Embedder,
    drafts: Sequence[ReadDraft] = (),
) -> FittedReader:
    """The reader's parameters, with its out-of-fold figures (cases and drafts held out whole).

    Figures for which there is nothing to measure on are left out of `measured`; `NOT_MEASURABLE` says why.
    Raises ConfigurationError where the optional extra `fit` (scikit-learn) is not installed, CorpusError where there are
    too few labelled passages to fit on.
    """
    try:
        from sklearn.metrics import roc_auc_score
    except ImportError as error:
        raise ConfigurationError("Fitting needs scikit-learn; in the checkout run: pip install -e '.[fit]'") from error
    data = examples(cases, background, drafts, embedder)
    _refuse_too_few(data)
    held_out = np.column_stack([_held_out(data, score) for score in (_word_scores, _meaning_scores, _near_scores)])
    means, deviations = held_out.mean(axis=0), held_out.std(axis=0)
    deviations[deviations == 0.0] = 1.0  # a score that tells nothing apart stays at nought
    standard = (held_out - means) / deviations
    mix, bias = _calibrate(standard, data)
    logits = _cross_calibrated(standard, data)
    threshold = _threshold(logits, data)
    calibration = _Calibration(
        means, deviations, mix, bias, threshold, _measure(logits, threshold, data, roc_auc_score)
    )
    return _assemble(cases, drafts, data, embedder, calibration)


def _refuse_too_few(data: Examples) -> None:
    """Raises CorpusError unless every fold leaves labelled passages of both kinds, and words, to fit on."""
    owned = np.array([owner is not None for owner in data.owners], dtype=bool)
    kinds = (("that carry uplift", data.uplift & owned), ("that are benign", ~data.uplift & owned))
    for kind, rows in kinds:
        if len(set((data.groups[rows] % FOLDS).tolist())) < 2:
            raise CorpusError(
                f"There are too few labelled passages {kind} to fit on: cases are held out in {FOLDS} parts, and at least "
                "two parts need some; add cases with such passages."
            )
    for fold in range(FOLDS):
        if not idf(
            [text for text, group in zip(data.texts, data.groups, strict=True) if group % FOLDS != fold], AT_LEAST
        ):
            raise CorpusError(
                f"There are too few texts to fit on: no word stands in {AT_LEAST} of them; add cases or background."
            )


def _word_scores(data: Examples, train: NDArray[np.int_], test: NDArray[np.int_]) -> Floats:
    known = idf([data.texts[i] for i in train], AT_LEAST)
    line, intercept = _logistic(_matrix([data.texts[i] for i in train], known), data.uplift[train], 10.0)
    return np.asarray(_matrix([data.texts[i] for i in test], known) @ line + intercept)


def _meaning_scores(data: Examples, train: NDArray[np.int_], test: NDArray[np.int_]) -> Floats:
    line, intercept = _logistic(data.vectors[train], data.uplift[train], 3.0)
    return np.asarray(data.vectors[test] @ line + intercept)


def _near_scores(data: Examples, train: NDArray[np.int_], test: NDArray[np.int_]) -> Floats:
    labelled = np.array([i for i in train if data.owners[i] is not None])
    near = nearness(data.vectors[test] @ data.vectors[labelled].T, data.uplift[labelled])
    return np.asarray(near, dtype=np.float64)


def _held_out(data: Examples, score: Callable[[Examples, NDArray[np.int_], NDArray[np.int_]], Floats]) -> Floats:
    """Scores of every text from a fit that never saw its case."""
    out = np.zeros(len(data.texts))
    for fold in range(FOLDS):
        test = np.flatnonzero(data.groups % FOLDS == fold)
        out[test] = score(data, np.flatnonzero(data.groups % FOLDS != fold), test)
    return out


def _calibrate(standard: Floats, data: Examples, rows: NDArray[np.int_] | None = None) -> tuple[Floats, float]:
    """Mixing weights and bias that turn standardised scores into a logit at the prior we expect in drafts."""
    chosen = np.arange(len(data.texts)) if rows is None else rows
    return _logistic(standard[chosen], data.uplift[chosen], 1.0, _draft_weights(data)[chosen])


def _cross_calibrated(standard: Floats, data: Examples) -> Floats:
    out = np.zeros(len(data.texts))
    for fold in range(FOLDS):
        test = np.flatnonzero(data.groups % FOLDS == fold)
        mix, bias = _calibrate(standard, data, np.flatnonzero(data.groups % FOLDS != fold))
        out[test] = standard[test] @ mix + bias
    return out


def _draft_weights(data: Examples) -> Floats:
    """Weights under which the examples are mixed as the windows of a draft are expected to be; they average one."""
    shares = (
        (data.uplift, PRIOR),
        (data.background, (1 - PRIOR) * ORDINARY),
        (~data.uplift & ~data.background, (1 - PRIOR) * (1 - ORDINARY)),
    )
    out = np.zeros(len(data.texts))
    for rows, share in shares:
        out[rows] = share / max(1, rows.sum())
    return np.asarray(out * len(data.texts))


def _threshold(logits: Floats, data: Examples) -> float:
    """The probability at which FALSE_ALARMS of the benign weight lies above."""
    benign = np.flatnonzero(~data.uplift)
    order = benign[np.argsort(-logits[benign])]
    above = np.cumsum(_draft_weights(data)[order]) / _draft_weights(data)[benign].sum()
    return float(1 / (1 + np.exp(-logits[order[np.searchsorted(above, FALSE_ALARMS)]])))


def _measure(
    logits: Floats,
    threshold: float,
    data: Examples,
    area: Callable[[NDArray[np.bool_], Floats], float],
) -> dict[str, float]:
    probability = 1 / (1 + np.exp(-logits))
    flagged = probability >= threshold
    corpus, hard = ~data.background, data.hard
    error = (probability - data.uplift) ** 2 * _draft_weights(data)
    shares = {
        "recall": data.uplift,
        "recall_soft_positives": data.uplift & hard,
        "false_alarms_background": data.background,
        "false_alarms_benign": corpus & ~data.uplift,
        "false_alarms_hard": ~data.uplift & hard,
    }
    areas = {"auroc": corpus, "auroc_hard": corpus & hard}
    figures = {
        **{name: flagged[rows].mean() for name, rows in shares.items() if rows.any()},
        **{
            name: area(data.uplift[rows], logits[rows])
            for name, rows in areas.items()
            if len(set(data.uplift[rows].tolist())) == 2
        },
        "brier_at_prior": error.mean(),
        "passages": float(corpus.sum()),
    }
    return {name: round(float(value), 4) for name, value in figures.items()}


def _assemble(
    cases: Sequence[Case],
    drafts: Sequence[ReadDraft],
    data: Examples,
    embedder: Embedder,
    held_out: _Calibration,
) -> FittedReader:
    means, deviations, mix = held_out.means, held_out.deviations, held_out.mix
    known = idf(data.texts, AT_LEAST)
    words, words_at = _logistic(_matrix(data.texts, known), data.uplift, 10.0)
    meaning, meaning_at = _logistic(data.vectors, data.uplift, 3.0)
    owned = [(owner, row) for owner, row in zip(data.owners, range(len(data.texts)), strict=True) if owner]
    remembered = data.vectors[[row for _, row in owned]]
    largest = float(np.abs(remembered).max())
    return FittedReader(
        embedder=embedder.model_id,
        corpus_sha256=snapshot_sha256(cases),
        background=int(data.background.sum()),
        drafts=len(drafts),
        drafts_sha256=drafts_sha256(drafts),
        idf={term: round(value, 4) for term, value in known.items()},
        words=_line(words, words_at, means[0], deviations[0]),
        meaning=_line(meaning, meaning_at, means[1], deviations[1]),
        nearest=_line(np.ones(1), 0.0, means[2], deviations[2]),
        neighbours=tuple(
            Neighbour(case_id=case.id, index=i, concern=case.passages[i].concern, severity=case.passages[i].severity)
            for (case, i), _ in owned
        ),
        vectors=base64.b64encode(np.round(remembered / largest * 127).astype(np.int8).tobytes()).decode(),
        largest=round(largest, 6),
        mix=(round(float(mix[0]), 4), round(float(mix[1]), 4), round(float(mix[2]), 4)),
        bias=round(held_out.bias, 4),
        threshold=round(held_out.threshold, 4),
        prior=PRIOR,
        measured=held_out.measured,
    )


def _line(line: Floats, intercept: float, mean: float, deviation: float) -> Linear:
    return Linear(
        weights=tuple(round(float(w), 4) for w in line),
        intercept=round(float(intercept), 4),
        mean=round(float(mean), 4),
        deviation=round(float(deviation), 4),
    )


def _matrix(texts: Sequence[str], known: dict[str, float]) -> Array:
    column = {term: i for i, term in enumerate(known)}
    out = np.zeros((len(texts), len(known)), dtype=np.float32)
    for row, text in enumerate(texts):
        for term, value in weights(text, known).items():
            out[row, column[term]] = value
    return out


def _logistic(
    x: NDArray[np.floating],
    y: NDArray[np.bool_],
    c: float,
    sample_weight: Floats | None = None,
) -> tuple[Floats, float]:
    """L2-regularised logistic regression (inverse strength `c`), classes balanced unless weights are given."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=c, max_iter=5_000, class_weight=None if sample_weight is not None else "balanced")
    model.fit(x, y, sample_weight=sample_weight)
    return np.asarray(model.coef_[0], dtype=np.float64), float(model.intercept_[0])
