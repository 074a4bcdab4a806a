"""Cases ranked for a text without any meaning: by the words they share, and by how often anybody cites them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from evals.baselines.examples import FITTED_ON
from evals.records import Ranked
from screener.uses.labelled import read_labelled
from screener.words.case import Case, Sensitivity

DEEP = 10


class CaseRanking:
    """Ranks open cases for a text. Give the labelled drafts' folder, whose `dev` says which cases are often cited."""

    def __init__(self, cases: Sequence[Case], datasets: Path) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer  # takes seconds to import

        self._cases = [case for case in cases if case.sensitivity is not Sensitivity.restricted]
        self._words: Any = TfidfVectorizer(sublinear_tf=True, stop_words="english")
        self._rows: Any = self._words.fit_transform([_text(case) for case in self._cases])
        cited = Counter(p for draft in read_labelled(datasets, FITTED_ON) for p in draft.labels.precedents)
        self._often = {case.id: cited[case.id] / max(1, cited.total()) for case in self._cases}

    def rankings(self, text: str, without: Iterable[str]) -> dict[str, tuple[Ranked, ...]]:
        """The first ten cases by each way, those of `without` left out."""
        out = set(without)
        alike = (self._rows @ self._words.transform([text]).T).toarray()[:, 0]
        shared = {case.id: float(score) for case, score in zip(self._cases, alike, strict=True)}
        return {"shared words (TF-IDF)": self._best(shared, out), "cited most often": self._best(self._often, out)}

    def _best(self, scores: dict[str, float], without: set[str]) -> tuple[Ranked, ...]:
        kept = [case for case in self._cases if case.id not in without]
        first = sorted(kept, key=lambda case: (-scores[case.id], case.id))[:DEEP]
        return tuple(Ranked(case_id=c.id, similarity=scores[c.id], tier=c.decision.final) for c in first)


def _text(case: Case) -> str:
    return " ".join((case.title, case.summary, *(p.text for p in case.passages)))
