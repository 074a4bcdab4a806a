"""Fits the finder of orders to a reviewer on written sentences and on ordinary drafts; families are held out whole."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from screener.doors.embedder import Embedder
from screener.stages.integrity.cues import WIDTH
from screener.stages.integrity.finder import Seen, seen, vectors_of
from screener.stages.integrity.fitted import VECTOR_SCALE, WORD_SCALE, FittedOrders, Score
from screener.stages.integrity.folding import folded
from screener.stages.integrity.language import in_another_language
from screener.stages.integrity.orders import order_in
from screener.stages.integrity.quoting import Setting
from screener.stages.integrity.words import idf, weights
from screener.uses.fit import drafts_sha256
from screener.uses.labelled import ReadDraft
from screener.uses.written_orders import Sort, Written, sha256
from screener.words.errors import ConfigurationError
from screener.words.sentences import sentence_spans

FOLDS = 8
AT_LEAST = 3
"""A term must stand in this many of the written sentences to be counted."""
STRENGTH = 0.1
"""Inverse strength of the regularisation."""
WEIGHT = {Sort.order: 8.0, Sort.look_alike: 2.0, Sort.background: 1.0}
PRIOR = 0.02
"""Of the sentences that are looked at in a draft, the share taken to be orders when probabilities are calibrated."""
ORDINARY_ALARMS = 0.001
"""Ordinary sentences that may raise an alarm, as a share of all."""
LOOK_ALIKE_ALARMS = 0.03
LOST_AT_FIRST = 0.01
"""Of the orders that the second look finds, the share that the first look may leave out."""
NEVER = -1e9
"""Score of a text that has too few cues to be looked at."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Rows:
    """Sentences with cues; the arrays have one entry per sentence."""

    sentences: list[Seen]
    vectors: NDArray[np.float32]
    texts: NDArray[np.int_]
    """Number of the text that a sentence belongs to."""
    sorts: NDArray[np.str_]
    folds: NDArray[np.int_]
    taught: NDArray[np.bool_]
    """Whether it is fitted on: sentences beside an order are of either kind, and nobody has said which."""

    @property
    def orders(self) -> NDArray[np.bool_]:
        """Which belong to an order."""
        return np.asarray(self.sorts == Sort.order.value)


@dataclass(frozen=True)
class Texts:
    """What is known of each text without fitting."""

    written: tuple[Written, ...]
    ruled: NDArray[np.bool_]
    """A rule finds an order in it, and it is not quoted or discussed."""
    excused: NDArray[np.bool_]
    """It would be taken for a discussion of orders, so that it raises no alarm."""

    foreign: NDArray[np.bool_]
    """In another language than English."""

    def of(self, sort: Sort) -> NDArray[np.bool_]:
        """Which texts are of a sort."""
        return np.array([item.sort is sort for item in self.written])


def fit_orders(written: tuple[Written, ...], drafts: Sequence[ReadDraft], embedder: Embedder) -> FittedOrders:
    """The finder's parameters with their out-of-fold figures.

    Raises ConfigurationError where scikit-learn (the extra `fit`) is not installed or a sort of sentences is missing.
    """
    texts = _texts((*written, *_background(drafts)))
    for sort in Sort:
        if not texts.of(sort).any():
            raise ConfigurationError(
                f"There is no sentence of the sort '{sort}' to fit on; name folders that hold some."
            )
    rows = _rows(texts, embedder)
    first, second = _held_out(rows)
    slope, bias = _calibrated(second, rows)
    best = _best(second, rows, texts)
    cut, cut_foreign = (_threshold(best, texts, chosen) for chosen in (~texts.foreign, texts.foreign))
    cuts = np.where(texts.foreign, cut_foreign, cut)
    bar = _bar(first, second, cuts[rows.texts], rows)
    measured = _Measured(texts, np.asarray(_best(np.where(first >= bar, second, NEVER), rows, texts) >= cuts))
    known = _vocabulary(rows.sentences, np.flatnonzero(rows.sorts != Sort.background.value))
    return FittedOrders(
        embedder=embedder.model_id,
        sentences_sha256=sha256(written),
        drafts_sha256=drafts_sha256(drafts),
        orders=int(texts.of(Sort.order).sum()),
        look_alikes=int(texts.of(Sort.look_alike).sum()),
        background=int(texts.of(Sort.background).sum()),
        idf=known,
        first=_score(*_line(rows, np.flatnonzero(rows.taught), known, with_vectors=False), known),
        bar=round(bar, 4),
        second=_score(*_line(rows, np.flatnonzero(rows.taught), known, with_vectors=True), known),
        slope=round(slope, 4),
        bias=round(bias, 4),
        prior=PRIOR,
        threshold=_probability(slope * cut + bias),
        threshold_foreign=_probability(slope * cut_foreign + bias),
        measured=measured.figures() | _looked_at(first, bar, rows, texts),
        recall_by_family=measured.by_family(Sort.order),
        alarms_by_family=measured.by_family(Sort.look_alike),
    )


def _background(drafts: Sequence[ReadDraft]) -> Iterator[Written]:
    for draft in drafts:
        text = draft.document.text
        for start, end in sentence_spans(text):
            if text[start:end].strip():
                yield Written(Sort.background, draft.labels.id, text[start:end].strip())


def _texts(written: tuple[Written, ...]) -> Texts:
    places = [Setting(item.text, 0, len(item.text)) for item in written]
    excused = np.array([place.is_discussed() for place in places])
    ruled = np.array([any(order_in(s) for s in _sentences(_given(item))) for item in written])
    foreign = np.array([in_another_language(folded(item.text)) for item in written])
    return Texts(written, ruled & ~excused, excused, foreign)


def _given(item: Written) -> str:
    """A text without what it reports in quotation marks: only what stands around them could raise an alarm."""
    place = Setting(item.text, 0, len(item.text))
    return place.without_quotations() if place.is_reported() else item.text


def _sentences(text: str) -> list[str]:
    return [text[a:b].strip() for a, b in sentence_spans(text) if text[a:b].strip()]


def _rows(texts: Texts, embedder: Embedder) -> Rows:
    """Every sentence that has cues."""
    found: list[tuple[int, Seen, bool]] = []
    for number, item in enumerate(texts.written):
        sentences = _sentences(_given(item))
        several = item.sort is Sort.order and len(sentences) > 1
        found += [(number, one, not several) for one in map(seen, sentences) if one is not None]
    folds = _folds(texts)
    numbers = [number for number, _, _ in found]
    return Rows(
        sentences=[one for _, one, _ in found],
        vectors=vectors_of([one.plain for _, one, _ in found], embedder),
        texts=np.array(numbers, dtype=int),
        sorts=np.array([texts.written[number].sort.value for number in numbers]),
        folds=np.array([folds[number] for number in numbers], dtype=int),
        taught=np.array([taught for _, _, taught in found], dtype=bool),
    )


def _folds(texts: Texts) -> list[int]:
    """Families (of background: drafts) in turn, each sort by itself, so that every fold has some of each."""
    number: dict[tuple[Sort, str], int] = {}
    for item in texts.written:
        number.setdefault((item.sort, item.family), sum(sort is item.sort for sort, _ in number))
    return [number[item.sort, item.family] % FOLDS for item in texts.written]


def _vocabulary(sentences: Sequence[Seen], chosen: NDArray[np.int_]) -> dict[str, float]:
    return idf((sentences[i].plain for i in chosen), AT_LEAST)


def _held_out(rows: Rows) -> tuple[Floats, Floats]:
    """First and second score of every sentence, from fits that saw none of its family."""
    out = np.zeros((2, len(rows.sentences)))
    for fold in range(FOLDS):
        train, test = np.flatnonzero((rows.folds != fold) & rows.taught), np.flatnonzero(rows.folds == fold)
        known = _vocabulary(rows.sentences, train[rows.sorts[train] != Sort.background.value])
        for i, with_vectors in enumerate((False, True)):
            line, intercept = _line(rows, train, known, with_vectors=with_vectors)
            out[i, test] = _matrix(rows, test, known, with_vectors=with_vectors) @ line + intercept
    return out[0], out[1]


def _matrix(rows: Rows, chosen: NDArray[np.int_], known: dict[str, float], *, with_vectors: bool) -> Floats:
    """Cues, words and (for the second look) vectors, side by side."""
    column = {term: i for i, term in enumerate(known)}
    words = np.zeros((len(chosen), len(known)))
    for row, i in enumerate(chosen):
        for term, value in weights(rows.sentences[i].plain, known).items():
            words[row, column[term]] = WORD_SCALE * value
    parts = [np.stack([rows.sentences[i].cues for i in chosen]), words]
    return np.hstack([*parts, VECTOR_SCALE * rows.vectors[chosen]] if with_vectors else parts)


def _line(rows: Rows, train: NDArray[np.int_], known: dict[str, float], *, with_vectors: bool) -> tuple[Floats, float]:
    weight = np.array([WEIGHT[Sort(sort)] for sort in rows.sorts[train]])
    return _logistic(_matrix(rows, train, known, with_vectors=with_vectors), rows.orders[train], weight, STRENGTH)


def _logistic(x: Floats, y: NDArray[np.bool_], weight: Floats, c: float) -> tuple[Floats, float]:
    try:
        from sklearn.linear_model import LogisticRegression
    except ImportError as error:
        raise ConfigurationError("Fitting needs scikit-learn; in the checkout run: pip install -e '.[fit]'") from error
    model = LogisticRegression(C=c, max_iter=3_000).fit(x, y, sample_weight=weight)
    return np.asarray(model.coef_[0], dtype=np.float64), float(model.intercept_[0])


def _calibrated(second: Floats, rows: Rows) -> tuple[float, float]:
    """Slope and bias that make the held-out score a logit at the prior."""
    share = np.where(rows.orders, PRIOR / rows.orders.sum(), (1 - PRIOR) / (~rows.orders).sum()) * len(second)
    line, bias = _logistic(second[rows.taught, None], rows.orders[rows.taught], share[rows.taught], 1.0)
    return float(line[0]), bias


def _best(second: Floats, rows: Rows, texts: Texts) -> Floats:
    """The highest score among a text's sentences; NEVER where it raises no alarm whatever its score."""
    out = np.full(len(texts.written), NEVER)
    np.maximum.at(out, rows.texts, second)
    return np.where(texts.excused, NEVER, out)


def _threshold(best: Floats, texts: Texts, among: NDArray[np.bool_]) -> float:
    """The lowest score at which both kinds of false alarm, those of the rules included, stay within their limits."""
    cuts = [0.0]  # a score below nought is one that speaks against an order
    for sort, limit in ((Sort.background, ORDINARY_ALARMS), (Sort.look_alike, LOOK_ALIKE_ALARMS)):
        chosen = texts.of(sort) & among
        allowed = max(0, int(limit * chosen.sum()) - int((texts.ruled & chosen).sum()))
        highest = np.sort(best[chosen & ~texts.ruled])[::-1]
        if len(highest) > allowed:
            cuts.append(float(highest[allowed]) + 1e-6)
    return max(cuts)


def _probability(logit: float) -> float:
    return round(float(1 / (1 + np.exp(-logit))), 6)


def _bar(first: Floats, second: Floats, cuts: Floats, rows: Rows) -> float:
    """The first score that all but a few of the orders found by the second look reach."""
    return float(np.quantile(first[rows.orders & (second >= cuts)], LOST_AT_FIRST))


def _looked_at(first: Floats, bar: float, rows: Rows, texts: Texts) -> dict[str, float]:
    background = rows.sorts == Sort.background.value
    return {"background_embedded": round(float((first[background] >= bar).sum() / texts.of(Sort.background).sum()), 4)}


@dataclass(frozen=True)
class _Measured:
    """Figures over texts; `alarmed` says which ones the finder raises an alarm for."""

    texts: Texts
    alarmed: NDArray[np.bool_]

    def figures(self) -> dict[str, float]:
        """Shares of texts, of the rules alone, of the finder alone and of both."""
        names = {Sort.order: "recall", Sort.look_alike: "alarms_look_alikes", Sort.background: "alarms_background"}
        sources = {"rules": self.texts.ruled, "finder": self.alarmed, "both": self._both}
        return {
            f"{name}_{source}": round(float(which[self.texts.of(sort)].mean()), 5)
            for sort, name in names.items()
            for source, which in sources.items()
        }

    def by_family(self, sort: Sort) -> dict[str, float]:
        """Share of texts found by either, by family."""
        out: dict[str, list[bool]] = {}
        for item, found in zip(self.texts.written, self._both, strict=True):
            if item.sort is sort:
                out.setdefault(item.family, []).append(bool(found))
        return {family: round(sum(found) / len(found), 3) for family, found in out.items()}

    @property
    def _both(self) -> NDArray[np.bool_]:
        return np.asarray(self.alarmed | self.texts.ruled)


def _score(line: Floats, intercept: float, known: dict[str, float]) -> Score:
    numbers = tuple(round(float(value), 4) for value in line)
    words = WIDTH + len(known)
    return Score(
        cues=numbers[:WIDTH], words=numbers[WIDTH:words], vector=numbers[words:], intercept=round(intercept, 4)
    )
