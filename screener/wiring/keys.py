"""A key goes only to the server it was meant for."""

import logging
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from screener.wiring.settings import Role

_LOG = logging.getLogger(__name__)


def keyed_for(name: str, role: "Role", configured: "Role", given: dict[str, Any]) -> "Role":
    """The role without its configured key where the command line (`given`) sends it to another server.

    A key that was configured beside neither a model nor an address is for whatever the command line names.
    """
    from screener.doors.model import Endpoint
    from screener.doors.model.local_server import gguf_path

    unbound = not (configured.model or configured.api_base)
    if role.api_key is None or "api_key" in given or unbound or gguf_path(role.model):
        return role
    meant = Endpoint(role=name, model=configured.model or role.model, api_base=configured.api_base)
    asked = Endpoint(role=name, model=role.model, api_base=role.api_base)
    if meant.server == asked.server:
        return role
    variable = f"SCREENER_{name.upper()}__"
    _LOG.warning(
        "The configured key of the %s is for %s and is not sent to %s; to give that server a key, set %sAPI_KEY, "
        "%sMODEL and %sAPI_BASE together.",
        name,
        meant.host,
        asked.host,
        *[variable] * 3,
    )
    return role.model_copy(update={"api_key": None})
