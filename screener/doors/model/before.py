"""What can be known of an endpoint before a run, so that it does not come out passage by passage."""

import os

from screener.doors.model import provider
from screener.doors.model.egress import Egress
from screener.doors.model.endpoint import Endpoint
from screener.words.errors import ConfigurationError, NotAllowed

_KEYED_HOSTS = ("api.openai.com", "api.anthropic.com")


def check_before_run(endpoint: Endpoint, egress: Egress) -> None:
    """Raises ConfigurationError where the endpoint cannot work as it is set: its name, its address, its host."""
    endpoint.check()
    try:
        egress.check(endpoint)
    except NotAllowed as refused:
        raise ConfigurationError(str(refused)) from refused
    provider.check_provider(endpoint)
    _check_key(endpoint)


def _check_key(endpoint: Endpoint) -> None:
    """The hosts that answer nobody without a key; other servers say for themselves whether they want one."""
    if endpoint.api_key or endpoint.host not in _KEYED_HOSTS:
        return
    prefix = f"{endpoint.provider.upper()}_"
    if not any(name.startswith(prefix) and name.endswith(("KEY", "TOKEN")) for name, key in os.environ.items() if key):
        raise ConfigurationError(
            f"The {endpoint.role} model {endpoint.name} is asked at {endpoint.host}, which wants a key; set "
            f"SCREENER_{endpoint.role.upper()}__API_KEY or {prefix}API_KEY in the environment."
        )
