"""`screener config`: what is in force, and whether it holds together."""

import json
from pathlib import Path

from rich.console import Console

from screener.wiring.bootstrap import Rooms
from screener.wiring.models import check_models
from screener.wiring.places import default_config_file
from screener.wiring.settings import Settings, load_settings


def _kept_back(settings: Settings) -> str:
    own = {
        "reader": settings.reader.minimise,
        "advocate": settings.advocate.minimise,
        "embedder": settings.embedder.minimise,
    }
    kept = [name for name, chosen in own.items() if (settings.minimise if chosen is None else chosen)]
    return f"who wrote a draft ({', '.join(kept)})" if kept else "nothing of the draft's visible text"


def run(*, as_json: bool, data: Path | None) -> None:
    """Print settings and checks. Raises ConfigurationError where something does not hold."""
    settings = load_settings(data=data)
    rooms = Rooms(settings)
    check_models(settings)
    facts = {
        "configuration file": f"{default_config_file()} ({'read' if default_config_file().is_file() else 'absent'})",
        "framework": f"version {rooms.prompts.framework.version}, sha256 {rooms.prompts.framework_sha256[:12]}",
        "prompts": ", ".join(rooms.prompts.hashes()),
        "cases": f"{len(rooms.cases)} ({settings.corpus} and {rooms.own_corpus})",
        "reader": settings.reader.model
        or f"embedded ({rooms.shipped_embedder.model_id}); no request leaves this machine",
        "advocate": settings.advocate.model or settings.reader.model or "embedded, from precedents",
        "embedder": rooms.embedder.model_id,
        "egress": rooms.egress.spoken(),
        "kept from models": _kept_back(settings),
        "parser": rooms.limits().describe(),
    }
    values = json.loads(settings.model_dump_json())
    if as_json:
        print(json.dumps({"settings": values, "facts": facts}, indent=2))  # noqa: T201
        return
    out = Console(highlight=False)
    for key, fact in facts.items():
        out.print(f"[bold]{key}[/]: {fact}", soft_wrap=True)
    out.print("\nSettings (environment: SCREENER_NAME, nested SCREENER_READER__MODEL; keys are not shown):")
    for key, value in values.items():
        out.print(f"  {key} = {json.dumps(value)}", markup=False, soft_wrap=True)
