"""What a screening depends on, as one hash: the same hash, the same screening."""

import hashlib
import json
from functools import cache
from pathlib import Path

import screener
from screener.stages.reading.fitted import SHIPPED as FITTED
from screener.uses.parts import Parts, Source

ROOMS = ("words", "doors", "stages", "uses", "wiring")
"""Rooms of the program whose code shapes a screening."""


@cache
def program_sha256() -> str:
    """Hash over the code that screens and the parameters of the embedded reader."""
    home = Path(screener.__file__).parent
    files = [file for room in ROOMS for file in sorted((home / room).rglob("*.py"))]
    digest = hashlib.sha256()
    for file in (*files, FITTED):
        digest.update(str(file.relative_to(home)).encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def screening_sha256(source: Source, parts: Parts, without: frozenset[str], epoch: int, tag: str = "") -> str:
    """The hash under which one screening is kept. `without` are the cases that were not to be found, `tag` says what
    else was changed about the parts."""
    named = {
        "draft": hashlib.sha256(source.untrusted).hexdigest(),
        "name": source.name,
        "program": program_sha256(),
        "framework": parts.prompts.framework_sha256,
        "prompts": parts.prompts.hashes(),
        "thresholds": parts.prompts.framework.thresholds.model_dump(),
        "corpus": parts.corpus_sha256,
        "embedder": parts.embedder_id,
        "settings": {k: v for k, v in parts.settings.items() if not k.startswith(("concurrency", "budget"))},
        "without": sorted(without),
        "epoch": epoch,
        "tag": tag,
    }
    return hashlib.sha256(json.dumps(named, sort_keys=True).encode()).hexdigest()
