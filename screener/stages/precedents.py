"""Which reviewed cases resemble a passage or the draft: similarity plus shared words, and no false precedent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from screener.doors.corpus import Candidate, CaseMatch, CaseSearch
from screener.words.case import Case, Precedent, Sensitivity
from screener.words.draft import Passage, PassageRole
from screener.words.sentences import blocks

LEXICAL_WEIGHT = 0.08
"""Cosine points that the best lexical hit adds when candidates are ranked. It plays no part in the cut: every text has
a best lexical hit, so it would lift noise as much as precedents."""

WHOLE_DRAFT_SLACK = 0.05
"""Cosine points by which the nearest stretch may lie under the cut for a case that the draft as a whole is near to. Not
for a draft none of whose passages has a precedent."""

ENTRIES = 12
"""Entries looked at for each stretch of text; those of cases left out come on top, so that they crowd out nothing."""


@dataclass(frozen=True)
class Retrieved:
    """Precedents by passage index, and for the draft as a whole."""

    by_passage: Mapping[int, tuple[Precedent, ...]]
    draft: tuple[Precedent, ...]


class PrecedentFinder:
    """Retrieves precedents.

    `minimum` is the cosine below which a case is not shown; `most` caps open cases per passage, and restricted ones.
    `without` names cases that must not be found (an eval leaves a draft's own case out).
    """

    def __init__(
        self,
        search: CaseSearch,
        cases: Sequence[Case],
        *,
        minimum: float,
        most: int = 3,
        with_restricted: bool = False,
        without: frozenset[str] = frozenset(),
    ) -> None:
        self._search, self._minimum, self._most = search, minimum, most
        self._cases = {case.id: case for case in cases}
        self._with_restricted, self._without = with_restricted, without
        self._k = ENTRIES + sum(1 + len(case.passages) for case in cases if case.id in without)

    def find(self, passages: Sequence[Passage], *, draft_most: int = 10) -> Retrieved:
        """Precedents for every passage (references have none), all queries in one batch."""
        read = searched(passages)
        groups = [window_texts(p.text) for p in read]
        found, near = self._surveyed(groups)
        by_passage = {
            passage.index: self._chosen(candidates, passage.text, passage.index)
            for passage, candidates in zip(read, found, strict=True)
        }
        met = {p.sensitivity is Sensitivity.restricted for found in by_passage.values() for p in found}
        if True in met and False not in met:  # what the open ones are must not tell that a restricted one was met
            near = [match for match in near if self._is_restricted(match.best)]
        return Retrieved(by_passage, self._for_draft(near, draft_most) if met else ())

    def find_texts(self, texts: Sequence[tuple[str, int | None]]) -> list[tuple[Precedent, ...]]:
        """Precedents for stretches of text, each with the index of the passage it stands in (None for no draft)."""
        groups = [window_texts(text) or [text] for text, _ in texts]
        found = self._candidates(groups)
        return [self._chosen(candidates, text, at) for candidates, (text, at) in zip(found, texts, strict=True)]

    def _candidates(self, groups: Sequence[Sequence[str]]) -> list[list[Candidate]]:
        """Candidates of each group. Open ones are asked for by themselves, so that no restricted one pushes one out."""
        found = self._search.candidates(groups, k=self._k, with_restricted=False)
        if not self._with_restricted:
            return found
        among = self._search.candidates(groups, k=self._k, with_restricted=True)
        return [[*near, *filter(self._is_restricted, more)] for near, more in zip(found, among, strict=True)]

    def _surveyed(self, groups: Sequence[Sequence[str]]) -> tuple[list[list[Candidate]], list[CaseMatch]]:
        """Candidates of each group as `_candidates` gives them, and the cases near to all groups together."""
        found, near = self._search.survey(groups, k=self._k, with_restricted=False, without=self._without)
        if not self._with_restricted:
            return found, near
        among, beside = self._search.survey(groups, k=self._k, with_restricted=True, without=self._without)
        found = [[*own, *filter(self._is_restricted, more)] for own, more in zip(found, among, strict=True)]
        near = [*near, *(match for match in beside if self._is_restricted(match.best))]
        return found, sorted(near, key=lambda match: -match.nearness)

    def _is_restricted(self, candidate: Candidate) -> bool:
        case = self._cases.get(candidate.case_id)
        return case is not None and case.sensitivity is Sensitivity.restricted

    def _chosen(self, candidates: Sequence[Candidate], text: str, at: int | None) -> tuple[Precedent, ...]:
        """The best entry of each case above the cut, nearest first; open and restricted cases fill a count each."""
        best: dict[str, Candidate] = {}
        for candidate in sorted(candidates, key=_support, reverse=True):
            known = candidate.case_id in self._cases and candidate.case_id not in self._without
            if known and candidate.similarity >= self._minimum:
                best.setdefault(candidate.case_id, candidate)
        made = [self._precedent(candidate, text, at) for candidate in best.values()]
        return _most_of_each(made, self._most)

    def _precedent(self, candidate: Candidate, text: str, at: int | None) -> Precedent:
        case = self._cases[candidate.case_id]
        suffix = candidate.entry_id.rsplit("#", 1)[1]
        labelled = case.passages[int(suffix[1:])] if suffix.startswith("p") else None
        words = self._search.shared_words(text, candidate.text)
        about = f"both speak of {_listed(words)}" if words else "the wording differs, the subject is close"
        judged = f"a passage judged {labelled.label}: {labelled.because}" if labelled else "its summary"
        return Precedent(
            case_id=case.id,
            title=case.title,
            year=case.year,
            kind=case.kind,
            verification=case.verification,
            sensitivity=case.sensitivity,
            first=case.decision.first,
            final=case.decision.final,
            similarity=max(-1.0, min(1.0, candidate.similarity)),
            passage_index=at,
            matched_text=candidate.text,
            matched_severity=labelled.severity if labelled else None,
            matches=f"Nearest is {judged.rstrip('.')}; {about}.",
            distinguishes=case.distinguish,
            rationale=case.rationale,
        )

    def _for_draft(self, near: Sequence[CaseMatch], most: int) -> tuple[Precedent, ...]:
        """The cases nearest to the draft as a whole, each with the entry that is nearest to one of its stretches."""
        close = [
            match
            for match in near
            if match.best.case_id in self._cases and match.best.similarity >= self._minimum - WHOLE_DRAFT_SLACK
        ]
        return _most_of_each([self._precedent(match.best, match.stretch, None) for match in close], most)


def _most_of_each(ranked: Sequence[Precedent], most: int) -> tuple[Precedent, ...]:
    """The first open ones and the first restricted ones, in their order: who sees the open ones alone misses none."""
    left = dict.fromkeys(Sensitivity, most)
    kept = []
    for precedent in ranked:
        left[precedent.sensitivity] -= 1
        if left[precedent.sensitivity] >= 0:
            kept.append(precedent)
    return tuple(kept)


def searched(passages: Sequence[Passage]) -> list[Passage]:
    """Those that precedents are looked for: all but references and blanks."""
    return [p for p in passages if p.role is PassageRole.body and p.text.strip()]


def window_texts(text: str) -> list[str]:
    """The stretches of a passage that are compared: blocks of whole sentences, white space folded."""
    return [" ".join(text[a:b].split()) for a, b in blocks(text)]


def _support(candidate: Candidate) -> float:
    return candidate.similarity + LEXICAL_WEIGHT * candidate.lexical


def _listed(words: Sequence[str]) -> str:
    return ", ".join(words[:-1]) + (" and " if len(words) > 1 else "") + words[-1]
