"""`screener corpus fit` where it cannot do all that is asked of it."""

import shutil
from pathlib import Path

import pytest

from screener.stages.reading.fitted import SHIPPED
from tests.cli.installation import CHECKOUT, Installation


@pytest.fixture
def fitting(installed: Installation) -> Installation:
    """An installation whose few cases can be fitted on, with no passage that sounds like the other label."""
    corpus = installed.home / "corpus"
    shutil.copytree(installed.settings["SCREENER_CORPUS"], corpus)
    for file in (corpus / "cases").glob("*.yaml"):
        text = file.read_text(encoding="utf-8")
        file.write_text(
            text.replace("sort: soft_positive", "sort: plain").replace("sort: hard_negative", "sort: plain")
        )
    background = (CHECKOUT / "corpus/background.yaml").read_text(encoding="utf-8")
    (corpus / "background.yaml").write_text(background, encoding="utf-8")
    installed.settings["SCREENER_CORPUS"] = str(corpus)
    return installed


def test_a_figure_that_cannot_be_measured_is_named_and_the_rest_is_written(
    fitting: Installation, tmp_path: Path
) -> None:
    outcome = fitting.run("corpus", "fit", "--out", tmp_path / "fitted.json")
    assert outcome.code == 0, outcome.err
    assert "not measurable: no hard negatives" in outcome.out
    assert "not measurable: no soft positives" in outcome.out
    assert (tmp_path / "fitted.json").stat().st_size > 1_000


def test_the_shipped_parameters_are_not_replaced_by_ones_that_lack_a_figure(fitting: Installation) -> None:
    before = SHIPPED.read_bytes()
    outcome = fitting.run("corpus", "fit")
    assert outcome.code == 4
    assert "not measurable" in outcome.says
    assert SHIPPED.read_bytes() == before


def test_a_place_that_cannot_be_written_is_refused_before_the_fit(installed: Installation, tmp_path: Path) -> None:
    installed.settings["SCREENER_CORPUS"] = "/nowhere"
    for out in (tmp_path / "no/such/folder.json", tmp_path):
        outcome = installed.run("corpus", "fit", "--out", out)
        assert outcome.code == 4
        assert "--out" in outcome.says
