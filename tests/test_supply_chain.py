"""What is installed is what the lock names, no known malicious version is, and an audit cannot fool itself."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

from tools.audit import CLEAN, FAULTY, UNKNOWN, judged
from tools.sbom import bill, components

ROOT = Path(__file__).parents[1]
MALICIOUS = {"litellm": ("1.82.7", "1.82.8")}
"""Versions that an attacker published."""
LOCKS = sorted(ROOT.glob("requirements*.lock"))


@pytest.mark.parametrize("name", MALICIOUS)
def test_versions_known_to_be_malicious_can_not_be_installed(name: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = next(r for r in map(Requirement, project["dependencies"]) if r.name == name)
    for version in MALICIOUS[name]:
        assert not asked.specifier.contains(version)
        assert f"!={version}" in str(asked.specifier), "also once the lower bound is lowered"


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_pins_every_package_by_hash_and_none_that_is_malicious(lock: Path) -> None:
    pinned = components(lock.read_text())
    assert pinned
    for one in pinned:
        assert one["hashes"], f"{one['name']} is pinned without a hash"
        assert one["version"] not in MALICIOUS.get(one["name"], ())
        assert Version(one["version"])


def test_the_bill_of_materials_names_every_pinned_package_and_is_the_same_each_time() -> None:
    text = (ROOT / "requirements.lock").read_text()
    made = [subprocess.run([sys.executable, "tools/sbom.py"], cwd=ROOT, capture_output=True, check=True) for _ in "ab"]
    assert made[0].stdout == made[1].stdout
    document = json.loads(made[0].stdout)
    assert document == bill(text)
    assert (document["bomFormat"], document["specVersion"]) == ("CycloneDX", "1.5")
    assert len(document["components"]) == len(re.findall(r"(?m)^[A-Za-z0-9].*==", text))
    assert sum(len(c["hashes"]) for c in document["components"]) == text.count("--hash=sha256:")
    refs = [c["bom-ref"] for c in document["components"]]
    assert len(refs) == len(set(refs))


def test_an_audit_that_looked_nothing_up_does_not_pass() -> None:
    skipped = {"name": "a", "skip_reason": "not found"}
    fine = {"name": "b", "version": "1", "vulns": []}
    faulty = {"name": "c", "version": "2", "vulns": [{"id": "CVE-0", "fix_versions": ["3"]}]}
    assert judged([fine])[0] == CLEAN
    assert judged([fine, skipped])[0] == UNKNOWN
    assert judged([])[0] == UNKNOWN
    assert judged([fine, skipped, faulty])[0] == FAULTY
    assert "NOT AUDITED" in judged([skipped])[1][-1]
