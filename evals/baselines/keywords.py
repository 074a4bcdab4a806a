"""A list of words, as somebody would write it down in an hour."""

import re
from collections.abc import Sequence
from math import exp

from evals.baselines.windowed import Scored, WindowReader
from screener.words.framework import Severity

WORDS = {
    "training_efficiency": "speed-?up|half the (?:compute|steps|cost)|fewer (?:steps|tokens)|faster training|training cost|"
    "times (?:faster|cheaper)|compute[- ](?:saving|efficient)|learning[- ]rate|optimi[sz]er",
    "architecture": "architecture|attention heads?|mixture[- ]of[- ]experts|routing layer|new layer",
    "scaling": "scaling laws?|scal(?:es|ing) to|parameters?|larger models",
    "post_training": "fine[- ]tun(?:e|ed|ing)|reward model|reinforcement|elicit(?:s|ed|ation)?|preference data",
    "inference_time": "test[- ]time|inference[- ]time|steering vector|longer chains?|decoding",
    "data_recipe": "data ?set|deduplicat\\w+|data mix(?:ture)?|curriculum|filtering recipe|synthetic data",
    "agent_autonomy": "agents?|scaffold\\w*|tool[- ]use|long[- ]horizon|autonom\\w+",
    "automated_research": "automat\\w+ research|research agent|wrote its own|self-improv\\w+",
    "interpretability_uplift": "edit(?:ed|ing) the|ablat\\w+|probe directions?|distil\\w*|debug\\w*",
    "safeguard_removal": "jailbreak\\w*|refusals?|safeguards?|watermark\\w*|remov\\w+ the (?:filter|classifier)|unlearn\\w*",
    "oversight_evasion": "evad\\w+|undetected|bypass\\w*|circumvent\\w*|blind spots?|monitor\\w* (?:misses|missed)|sandbagging",
    "domain_uplift": "pathogens?|toxins?|viral|nerve agents?|enrich\\w+|exploits?|malware|vulnerabilit\\w+|weapon\\w*",
    "operational_detail": "hyper-?parameters?|weights (?:are|is|were) (?:released|available)|source code|we release|"
    "lines of (?:code|Python)|exact settings|appendix lists",
}
"""Words by concern."""

_PATTERNS = {concern: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for concern, words in WORDS.items()}
GRAVE = 3
"""Different words from which a window is called grave."""


class KeywordReader(WindowReader):
    """Flags a window that holds a word of the list; the concern with most words in it is named."""

    name = "keywords"
    meaning = "A list of words and nothing else."

    def __init__(self) -> None:
        self.threshold = _score(1)

    def scored(self, texts: Sequence[str]) -> list[Scored]:
        """Counts of different words of the list, as a number below 1."""
        return [_verdict(text) for text in texts]


def _verdict(text: str) -> Scored:
    hits = {concern: {m.casefold() for m in pattern.findall(text)} for concern, pattern in _PATTERNS.items()}
    different = sum(map(len, hits.values()))
    concern = max(hits, key=lambda name: len(hits[name]))
    severity = list(Severity)[max(1, min(GRAVE, different))]
    return Scored(score=_score(different), concern=concern, severity=severity)


def _score(different: int) -> float:
    return 1 - exp(-different / 4)
