"""The wheel holds all that the program needs, and nothing of the place where it was built."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from filelock import FileLock

from tests.cli.installation import CHECKOUT, PASSED_ON

LARGEST = 40 * 2**20


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built once for all workers from the checkout as it stands."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "wheel"
    with FileLock(f"{folder}.lock"):
        if not folder.is_dir():
            subprocess.run(
                [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder],
                cwd=CHECKOUT,
                check=True,
                capture_output=True,
            )
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def unpacked(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel's content, as an installer lays it out."""
    folder = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def run(unpacked: Path, home: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """The unpacked program in an empty home; the checkout is on no path of it."""
    kept = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    code = (
        f"import sys; sys.path.insert(0, {str(unpacked)!r}); sys.argv[1:] = {list(arguments)!r}\n"
        f"import screener; assert {str(unpacked)!r} in screener.__file__\nfrom screener.cli import main; main()"
    )
    return subprocess.run(
        [sys.executable, "-I", "-c", code],
        cwd=home,
        env=kept | {"HOME": str(home)},
        check=False,
        capture_output=True,
        text=True,
        timeout=180,
    )


def test_it_is_small_and_holds_what_the_program_reads(wheel: Path) -> None:
    assert wheel.stat().st_size < LARGEST
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    for name in (
        "screener/shipped/prompts/framework.yaml",
        "screener/shipped/prompts/reader_system.md",
        "screener/shipped/samples/monitor-paper.pdf",
        "screener/doors/embedder/model/model.onnx",
        "screener/stages/reading/fitted.json",
        "screener/report/report.css",
        "screener/py.typed",
    ):
        assert name in names, name
    shipped = {name for name in names if name.startswith("screener/shipped/corpus/cases/")}
    assert shipped == {f"screener/shipped/corpus/cases/{p.name}" for p in (CHECKOUT / "corpus/cases").glob("*.yaml")}
    assert not [name for name in names if name.split("/")[0] in ("tests", "evals", "tools") or "__pycache__" in name]


def test_it_names_no_place_of_the_machine_that_built_it(wheel: Path) -> None:
    places = [str(place).encode() for place in (CHECKOUT, Path(sys.prefix), Path.home()) if len(place.parts) > 2]
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            content = archive.read(name)
            assert not [place for place in places if place in content], name


def test_the_installed_program_screens_the_sample_and_checks_its_corpus(unpacked: Path, tmp_path: Path) -> None:
    checked = run(unpacked, tmp_path, "corpus", "validate")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "0 faults" in checked.stdout
    screened = run(unpacked, tmp_path, "screen", "--sample", "--quiet")
    assert screened.returncode == 0, screened.stderr
    assert screened.stdout.startswith("complete\t")
    written = {p.relative_to(tmp_path).parts[:3] for p in tmp_path.rglob("*") if p.is_file()}
    assert written == {(".local", "share", "screener")}


def test_the_installed_program_is_typed_and_tells_its_version(unpacked: Path, tmp_path: Path) -> None:
    told = run(unpacked, tmp_path, "version")
    assert told.returncode == 0, told.stderr
    metadata = next(unpacked.glob("*.dist-info/METADATA")).read_text(encoding="utf-8")
    assert f"\nVersion: {told.stdout.split()[1]}\n" in metadata
