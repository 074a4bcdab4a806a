"""Which models may see drafts of which sensitivity.

A model that may not see a draft is not asked about it, and nothing else steps in quietly: the embedded reader, which never
leaves this process, reads in its place, and the report names it at its top and says which model was left out and why. A
report with every passage unread would be as safe, but it would teach people to mark their drafts as less than they are.
"""

from collections.abc import Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict

from screener.doors.model import Egress, Endpoint
from screener.words.errors import NotAllowed
from screener.words.submission import DraftSensitivity

Reach = Literal["any", "allowed_hosts", "this_machine", "none"]


class ModelsSee(BaseModel):
    """How far a draft may travel. 'any': to every configured model; 'allowed_hosts': to this machine and allowed_hosts;
    'this_machine': to models at a loopback address; 'none': to no language model at all. The embedded reader always may.
    """

    model_config = ConfigDict(extra="forbid")

    ordinary: Reach = "any"
    sensitive: Reach = "any"
    secret: Reach = "this_machine"  # noqa: S105  (a level)

    def reach(self, sensitivity: DraftSensitivity) -> Reach:
        """What is set for a sensitivity."""
        found: Reach = getattr(self, sensitivity)
        return found


def egress_for(reach: Reach, configured: Egress) -> Egress:
    """The hosts that requests about such a draft may go to: never more than are configured."""
    if reach == "any":
        return configured
    return Egress(air_gap=True, allowed_hosts=configured.allowed_hosts if reach == "allowed_hosts" else ())


def may_see(reach: Reach, endpoints: Sequence[Endpoint], configured: Egress) -> bool:
    """Whether one of these models may see the draft; those of them that may not are still refused one by one."""
    if reach in ("any", "none"):
        return reach == "any"  # what the settings' own air gap refuses is told passage by passage, as everywhere
    return any(allows(egress_for(reach, configured), endpoint) for endpoint in endpoints)


def allows(egress: Egress, endpoint: Endpoint) -> bool:
    """Whether requests to this endpoint may leave."""
    try:
        egress.check(endpoint)
    except NotAllowed:
        return False
    return True
