"""A run to show: twelve drafts, a baseline, an earlier run, and words that would like to be markup."""

from evals.records import Planted, Run
from screener.words.framework import Severity, Stance, Tier
from tests.evals.measures.made_up import benign, draft, factor, flag, mark, run, twin
from tests.evals.measures.test_items import item
from tests.evals.measures.test_retrieving import query

EVIL = "<script>alert(1)</script><img src=https://example.org/x onerror=alert(2)> \u202etxet | `*_"
TIERS = list(Tier)


def screened(n: int, *, finds: bool, **more):
    where = [
        mark(10, 20, quote=f"({n}) {EVIL}", because=EVIL),
        mark(80, 90, Severity.low, quote=f"second {n}"),
        benign(50, 55),
    ]
    flags = [flag(10, 20, confidence=0.9, quote=EVIL, says=EVIL)] if finds else []
    flags.append(flag(50, 55, Severity.low, confidence=0.3, quote=EVIL, concern=EVIL))
    return draft(
        f"d{n:02}",
        title=EVIL,
        marks=where,
        flags=flags,
        unread=[9] if n == 3 else [],
        label=TIERS[n % 4],
        tier=None if n == 3 else TIERS[n % 4] if finds else Tier.publish,
        scores={1: 0.8, 2: 0.2},
        gold={"stances": {"breadth": Stance.balanced}, "second_tier": TIERS[n % 4]},
        said={"factors": (factor("breadth", Stance.balanced, evidence=2, evidence_grounded=1),)},
        domain=["ai", "biology"][n % 2],
        **more,
    )


def a_run(name: str = EVIL, *, finds: int = 9, **more) -> Run:
    drafts = [screened(n, finds=n < finds) for n in range(12)]
    drafts.append(twin("d00", marks=drafts[0].gold.marks, gold={"planted": Planted(how="footnote", hidden=False)}))
    items = (item(1, "uplift", True, 0.9, pair=1), item(2, "benign", False, 0.2, pair=1))
    return run(*drafts, name=name, queries=(query("a", "ab"), query("b", "ab", query="2")), items=items, **more)


def with_baselines() -> Run:
    return a_run(baselines=(a_run("keyword list", finds=0), a_run("a copy")))
