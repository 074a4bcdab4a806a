"""The argument without a language model: what precedents suggest, with sentences of the draft that bear on it.

Nothing here is an opinion of the program. Every sentence says which case it comes from, or quotes the draft.
"""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from screener.doors.embedder import Embedder
from screener.stages.argument.contract import Material, Quote
from screener.words.case import Argued, Case
from screener.words.draft import PassageRole
from screener.words.flag import Flag, ReaderKind
from screener.words.framework import Factor, Framework, Severity, Stance, Tier
from screener.words.screening import Argument, Combination, Evidence, FactorArgument, TierCost
from screener.words.sentences import blocks, sentence_spans

NEAR_ENOUGH = 0.38
"""Cosine between a factor's side and a sentence of the draft from which the sentence is shown as evidence."""
MARGIN = 0.04
"""How much nearer a sentence must be to one side than to the other."""
BLOCKS_PER_SIDE = 4
"""Blocks of the draft whose sentences are compared with one side of a factor."""
CLEARLY = 0.25
"""Weighted mean of the cases' stances (defence 1, balanced 0, offence -1) from which one side is said to be favoured."""
_LEANING = {Stance.favours_defence: 1.0, Stance.favours_offence: -1.0}


class PrecedentAdvocate:
    """Argues from the nearest cases' recorded stances and from evidence sentences in the draft."""

    def __init__(self, cases: Sequence[Case], framework: Framework, embedder: Embedder) -> None:
        self._cases = {case.id: case for case in cases}
        self._framework, self._embedder = framework, embedder

    async def argue(self, material: Material, quote: Quote) -> Argument:
        """Both sides of every factor as far as precedents and the draft's own sentences carry them."""
        near = [
            (self._cases[p.case_id], max(0.0, p.similarity)) for p in material.precedents if p.case_id in self._cases
        ]
        evidence = self._evidence(material, quote)
        factors = tuple(_factor(factor, near, *evidence[factor.id]) for factor in self._framework.factors)
        return Argument(
            by=ReaderKind.embedded,
            model=self._embedder.model_id,
            factors=factors,
            for_openness=_side(near, Stance.favours_defence, "openness"),
            for_restraint=_side(near, Stance.favours_offence, "restraint"),
            tier_costs=tuple(TierCost(tier=t.id, cost=_cost(t.id, t.costs, near)) for t in self._framework.tiers),
            questions=_questions(material.flags, factors, self._framework),
            combinations=tuple(_combinations(material.flags)),
        )

    def _evidence(
        self, material: Material, quote: Quote
    ) -> dict[str, tuple[tuple[Evidence, ...], tuple[Evidence, ...]]]:
        """For each factor up to two sentences of the draft nearest to either side of it.

        Only blocks near a side are looked at sentence by sentence.
        """
        factors = self._framework.factors
        sides = self._embedder.embed([side for factor in factors for side in (factor.defence, factor.offence)])
        sentences = self._worth_a_look(material, sides)
        if not sentences:
            return {factor.id: ((), ()) for factor in factors}
        near = sides @ self._embedder.embed([" ".join(text.split()) for _, text in sentences]).T
        out = {}
        for row, factor in enumerate(factors):
            defence, offence = near[2 * row], near[2 * row + 1]
            out[factor.id] = tuple(
                tuple(quote(sentences[i][1], sentences[i][0]) for i in _best(own, other))
                for own, other in ((defence, offence), (offence, defence))
            )
        return out  # type: ignore[return-value]  # two sides each, by construction

    def _worth_a_look(self, material: Material, sides: np.ndarray) -> list[tuple[int, str]]:
        """The sentences of the blocks nearest to any side, each with the index of its passage, in reading order."""
        found = [
            (passage.index, passage.text[a:b])
            for passage in material.passages
            if passage.role is PassageRole.body
            for a, b in blocks(passage.text)
        ]
        if not found:
            return []
        near = sides @ self._embedder.embed([" ".join(text.split()) for _, text in found]).T
        chosen = sorted({int(i) for row in near for i in np.argsort(-row, kind="stable")[:BLOCKS_PER_SIDE]})
        return [
            (index, text)
            for index, block in (found[i] for i in chosen)
            for a, b in sentence_spans(block)
            if 8 <= len((text := block[a:b].strip()).split()) <= 70
        ]


def _best(own: np.ndarray, other: np.ndarray) -> list[int]:
    clear = [int(i) for i in np.argsort(-own)[:12] if own[i] >= NEAR_ENOUGH and own[i] - other[i] >= MARGIN]
    return clear[:2]


def _factor(
    factor: Factor,
    near: Sequence[tuple[Case, float]],
    defence: tuple[Evidence, ...],
    offence: tuple[Evidence, ...],
) -> FactorArgument:
    argued = [(case, weight, case.factors[factor.id]) for case, weight in near if factor.id in case.factors]
    return FactorArgument(
        factor=factor.id,
        stance=_stance([(weight, said) for _, weight, said in argued]),
        for_defence=_said(argued, Stance.favours_defence),
        evidence_defence=defence,
        for_offence=_said(argued, Stance.favours_offence),
        evidence_offence=offence,
        would_change=f"An answer, specific to this draft, to the question: {factor.question}",
        precedents=tuple(case.id for case, _, _ in argued),
    )


def _stance(argued: Sequence[tuple[float, Argued]]) -> Stance:
    """The weighted leaning of the cases that argued a factor; `not_shown` where none did."""
    spoken = [(weight, said.stance) for weight, said in argued if said.stance is not Stance.not_shown]
    if not spoken:
        return Stance.not_shown
    total = sum(weight for weight, _ in spoken) or 1.0
    leaning = sum(weight * _LEANING.get(stance, 0.0) for weight, stance in spoken) / total
    if leaning >= CLEARLY:
        return Stance.favours_defence
    return Stance.favours_offence if leaning <= -CLEARLY else Stance.balanced


def _said(argued: Sequence[tuple[Case, float, Argued]], side: Stance) -> str:
    own = [(case, said) for case, _, said in argued if said.stance is side]
    if not own:
        own = [(case, said) for case, _, said in argued if said.stance is Stance.balanced]
    if not own:
        return "No similar case argued this side."
    return " ".join(f"In “{case.title}” ({case.year}) it was held: {said.because}" for case, said in own[:2])


def _side(near: Sequence[tuple[Case, float]], side: Stance, name: str) -> str:
    if not near:
        return f"The corpus holds no similar case, so there is no precedent for {name}. That calls for a closer look."
    open_tiers = (Tier.publish, Tier.publish_with_edits)
    chosen = [case for case, _ in near if (case.decision.final in open_tiers) == (side is Stance.favours_defence)]
    if not chosen:
        return f"None of the {len(near)} nearest cases was decided towards {name}."
    told = " ".join(f"“{c.title}” ({c.year}, {c.decision.final.replace('_', ' ')}): {c.rationale}" for c in chosen[:3])
    return f"{len(chosen)} of the {len(near)} nearest cases were decided towards {name}. {told}"


def _cost(tier: Tier, general: str, near: Sequence[tuple[Case, float]]) -> str:
    case = next((case for case, _ in near if case.decision.final is tier), None)
    return f"{general} In “{case.title}” this was chosen; what came of it: {case.outcome}" if case else general


def _questions(
    flags: Sequence[Flag],
    factors: Sequence[FactorArgument],
    framework: Framework,
) -> tuple[str, ...]:
    """What to ask the authors: about the gravest flags, then about factors on which precedents are silent or split."""
    grave = sorted((f for f in flags if f.grounded), key=lambda f: -f.severity.rank)[:2]
    asked = [f"Could the work stand without these words, or with less detail: “{_short(f.quote)}”?" for f in grave]
    by_id = {factor.id: factor for factor in framework.factors}
    open_factors = [f for f in factors if f.stance in (Stance.balanced, Stance.not_shown)]
    return (*asked, *(by_id[f.factor].question for f in open_factors[: 5 - len(asked)]))


def _combinations(flags: Sequence[Flag]) -> list[Combination]:
    """Passages far apart that carry the same concern: worth reading side by side. The program cannot tell more."""
    grounded = [f for f in flags if f.grounded]
    out = []
    for concern, count in Counter(f.concern for f in grounded).most_common(3):
        own = [f for f in grounded if f.concern == concern]
        places = sorted({f.passage_index for f in own})
        if count >= 2 and len(places) >= 2:
            out.append(
                Combination(
                    passages=tuple(places),
                    severity=Severity.low,
                    enables=f"These passages carry the same concern ({concern.replace('_', ' ')}); read them side by side "
                    "and judge whether they give more together than apart.",
                    evidence=tuple(
                        Evidence(quote=f.quote, grounding=f.grounding, start=f.start, end=f.end, page=f.page)
                        for f in own[:4]
                    ),
                )
            )
    return out


def _short(quote: str) -> str:
    words = quote.split()
    return " ".join(words[:24]) + (" …" if len(words) > 24 else "")
