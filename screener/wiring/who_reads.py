"""Which models, at which hosts, would read a draft of each sensitivity under the settings: for its author, beforehand."""

from collections.abc import Iterator
from itertools import groupby

from screener.doors.model import Egress, Endpoint
from screener.wiring.models import egress_of, embedder_endpoint, named_models
from screener.wiring.sensitivity import Reach, allows, egress_for, may_see
from screener.wiring.settings import Settings
from screener.words.counting import listed
from screener.words.draft import Frozen
from screener.words.submission import DraftSensitivity

HERE = "on the service's own machine"
EMBEDDED = f"the reader that ships with the program, {HERE}"


class WhoReads(Frozen):
    """What becomes of drafts of some sensitivities."""

    levels: tuple[DraftSensitivity, ...]
    says: str
    """The rest of a sentence that begins with the levels: 'read by …'. Names of models and hosts, never a key."""


def who_reads(settings: Settings) -> tuple[WhoReads, ...]:
    """For every sensitivity, the most ordinary first; neighbours of which the same holds stand together."""
    told = [(level, _says(settings, settings.service.models_see.reach(level))) for level in DraftSensitivity]
    return tuple(
        WhoReads(levels=tuple(level for level, _ in same), says=says)
        for says, same in groupby(told, key=lambda one: one[1])
    )


def _says(settings: Settings, reach: Reach) -> str:
    configured = egress_of(settings)
    embedder = embedder_endpoint(settings.embedder) if settings.embedder.model else None
    if embedder and not may_see(reach, [embedder], configured):
        return f"not screened, for {embedder.name} would compare it with earlier cases and may not see it"
    asked = list(_asked(settings, reach, configured))
    reading, arguing = ([where for role, where in asked if role == name] for name in ("reader", "advocate"))
    if reach == "any" and settings.reader.model and not reading:
        return "not read, for the air gap of this installation refuses its model"
    models = list(dict.fromkeys([*(reading or [EMBEDDED]), *arguing]))
    compared = f", and compared with earlier cases by {_placed(embedder.name, embedder)}" if embedder else ""
    return f"read by {listed(models)}{compared}"


def _asked(settings: Settings, reach: Reach, configured: Egress) -> Iterator[tuple[str, str]]:
    """Role and place of every language model that may be asked about such a draft."""
    if reach == "none":
        return
    egress = egress_for(reach, configured)
    for role, name, endpoint in named_models(settings):
        if endpoint is None or allows(egress, endpoint):
            yield role, _placed(name, endpoint)


def _placed(name: str, endpoint: Endpoint | None) -> str:
    """A model and where it runs: 'hosted_vllm/x at models.example.org'."""
    if endpoint is None or allows(Egress(air_gap=True), endpoint):
        return f"{name} {HERE}"
    way = f" by way of {endpoint.proxy}" if endpoint.proxy else ""
    return f"{name} at {endpoint.host.replace('default host', 'the default host')}{way}"
