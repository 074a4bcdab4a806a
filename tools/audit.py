"""Asks a vulnerability database about every package of a lock file (pip-audit), and says how many it could tell of.

    python tools/audit.py [requirements.lock]

Exit code 0: every package was looked up and none has a known fault. 1: one has. 2: some could not be looked up, so nothing
is known of them; pip-audit by itself ends well in that case.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
CLEAN, FAULTY, UNKNOWN = 0, 1, 2


def judged(dependencies: list[dict[str, Any]]) -> tuple[int, list[str]]:
    """The exit code, and what to say, for pip-audit's list of dependencies."""
    skipped = [d["name"] for d in dependencies if "skip_reason" in d]
    faulty = [(d["name"], d["version"], v) for d in dependencies for v in d.get("vulns", [])]
    said = [
        f"{name} {version}: {fault['id']}, mended in {', '.join(fault['fix_versions']) or 'no version yet'}"
        for name, version, fault in faulty
    ]
    looked_up = len(dependencies) - len(skipped)
    said.append(f"{looked_up} of {len(dependencies)} packages looked up, {len(faulty)} known faults.")
    if skipped or not dependencies:
        said.append("NOT AUDITED: the database could not be asked about the rest; try again where it can be reached.")
    return (FAULTY if faulty else UNKNOWN if skipped or not dependencies else CLEAN), said


def main() -> int:
    """Audit the lock and print the outcome."""
    lock = sys.argv[1] if len(sys.argv) > 1 else str(ROOT / "requirements.lock")
    command = ["-r", lock, "--disable-pip", "--require-hashes", "--progress-spinner", "off", "--format", "json"]
    done = subprocess.run([sys.executable, "-m", "pip_audit", *command], capture_output=True, text=True, check=False)
    try:
        dependencies = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        print(f"NOT AUDITED: pip-audit gave no answer: {' '.join(done.stderr.split())[-400:]}", file=sys.stderr)
        return UNKNOWN
    code, said = judged(dependencies)
    print("\n".join(said))
    return code


if __name__ == "__main__":
    sys.exit(main())
