"""Writes the software bill of materials (CycloneDX 1.5, JSON) of what `make screen` installs, from the lock file alone.

    python tools/sbom.py [requirements.lock] > sbom.json

The same lock gives the same text: the serial number is made of the lock's hash, and there is no time stamp.
"""

import hashlib
import json
import re
import sys
import uuid
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
_PIN = re.compile(
    r"^(?P<name>[A-Za-z0-9._-]+)(?:\[[^\]]*\])?==(?P<version>[^\s;\\]+)(?:\s*;\s*(?P<where>[^\\]+?))?\s*\\?$"
)
_HASH = re.compile(r"--hash=sha256:(?P<digest>[0-9a-f]{64})")


def components(lock: str) -> list[dict[str, Any]]:
    """One component per pinned package, in the order of the lock, with the digests of all its files."""
    found: list[dict[str, Any]] = []
    for line in lock.splitlines():
        if pin := _PIN.match(line.strip()):
            name, version = re.sub(r"[-_.]+", "-", pin["name"]).lower(), pin["version"]
            url = f"pkg:pypi/{name}@{version}"
            found.append(
                {"type": "library", "bom-ref": url, "name": name, "version": version, "purl": url, "hashes": []}
            )
            if pin["where"]:
                found[-1]["properties"] = [{"name": "python:environment-marker", "value": pin["where"].strip()}]
        elif found and (hashed := _HASH.search(line)):
            found[-1]["hashes"].append({"alg": "SHA-256", "content": hashed["digest"]})
        elif line.strip() and not line.lstrip().startswith("#"):
            raise SystemExit(f"The lock holds a line that is neither a pin nor a hash: {line.strip()[:80]}")
    return found


def bill(lock: str) -> dict[str, Any]:
    """The whole document."""
    version = re.search(r'__version__ = "([^"]+)"', (ROOT / "screener/__init__.py").read_text())
    own = {"type": "application", "bom-ref": "draft-screener", "name": "draft-screener"}
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{uuid.UUID(bytes=hashlib.sha256(lock.encode()).digest()[:16], version=4)}",
        "version": 1,
        "metadata": {"component": own | ({"version": version[1]} if version else {})},
        "components": components(lock),
    }


if __name__ == "__main__":
    file = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "requirements.lock"
    print(json.dumps(bill(file.read_text()), indent=2))
