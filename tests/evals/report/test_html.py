"""The page: whole, quiet, and deaf to what drafts say."""

import base64
import hashlib
import re
from html.parser import HTMLParser

import pytest

from evals.measures.deciding import Confusion
from evals.report import to_html
from evals.report.html import cells, policy
from screener.words.errors import ConfigurationError
from tests.evals.measures.made_up import draft, run
from tests.evals.report.shown import a_run, with_baselines

_NAMES = """
html head meta title style body a header p h1 h2 h3 ul li div nav main section table thead tbody tr th td caption
span b br svg line circle text polyline figure figcaption details summary article blockquote dl dt dd q code
"""
_OURS = set(_NAMES.split())


class Tags(HTMLParser):
    """Collects tags and attributes, and whether every tag is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in {"meta", "br"}:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.fixture(scope="module")
def page() -> str:
    return to_html(with_baselines(), a_run("earlier", finds=12))


@pytest.fixture(scope="module")
def tags(page: str) -> Tags:
    parsed = Tags()
    parsed.feed(page)
    parsed.close()
    return parsed


def test_only_our_own_elements_are_there_and_each_is_closed(tags: Tags) -> None:
    names = {name for name, _ in tags.tags}
    assert names <= _OURS
    assert tags.open == []


def test_nothing_is_fetched_and_nothing_runs(tags: Tags) -> None:
    for name, attributes in tags.tags:
        assert not {"src", "srcset", "action", "style", "data", "ping"} & set(attributes), name
        assert not [key for key in attributes if key.startswith("on")], name
        assert (attributes.get("href") or "#").startswith("#"), name


def test_words_of_drafts_are_escaped_and_made_plain(page: str) -> None:
    assert "&lt;script&gt;alert(1)" in page
    assert "\u202e" not in page
    assert "⟨U+202E⟩" in page


def test_every_link_leads_somewhere_and_no_id_stands_twice(tags: Tags) -> None:
    ids = [a["id"] for _, a in tags.tags if "id" in a]
    assert len(ids) == len(set(ids))
    targets = {(a["href"] or "")[1:] for _, a in tags.tags if "href" in a}
    assert targets <= set(ids)


def test_the_policy_allows_the_style_sheet_and_nothing_else(page: str) -> None:
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in policy()
    assert "default-src 'none'" in policy() and "script-src" not in policy()


def test_the_parts_that_were_promised_are_there(page: str) -> None:
    for part in (
        "summary",
        "curves",
        "tiers",
        "slices",
        "figures",
        "misses",
        "alarms",
        "changes",
        "provenance",
        "verdict",
    ):
        assert f'id="{part}"' in page, part
    for plot in ("pr", "work", "reliability-flags", "reliability-passages"):
        assert f'id="plot-{plot}"' in page, plot


def test_a_figure_that_does_not_beat_its_baselines_is_marked(page: str) -> None:
    recall = page[page.index("Recall, any overlap") :]
    row = recall[: recall.index("</tr>")]
    assert "no better than a copy" in row
    assert "keyword list" in row and "✓" in row


def test_the_curve_is_drawn_to_its_end_however_long_it_is() -> None:
    many = run(*(draft(f"d{n}", length=1000, marks=a_run().drafts[0].gold.marks) for n in range(3)))
    long = many.model_copy(
        update={
            "drafts": tuple(
                d.model_copy(
                    update={
                        "gold": d.gold.model_copy(
                            update={
                                "marks": tuple(
                                    d.gold.marks[0].model_copy(update={"start": n, "end": n + 1})
                                    for n in range(0, 900, 3)
                                )
                            }
                        )
                    }
                )
                for d in many.drafts
            )
        }
    )
    points = re.findall(r'<polyline class="line own" points="([^"]*)"', to_html(long))
    assert max(len(found) for found in points) > 5000
    assert all(re.fullmatch(r"[\d., ]+", found) for found in points)


def test_a_run_without_anything_to_show_still_makes_a_page() -> None:
    made = to_html(run())
    assert "Provenance" in made
    assert 'id="misses"' not in made and 'id="curves"' not in made


def test_drafts_without_gold_or_flags_and_failed_ones_make_a_page() -> None:
    made = to_html(run(draft("a"), draft("b", failed=True, tier=None)))
    assert "Every labelled passage was found." in made
    assert "1 screening of 2 failed" in made
    assert "No baseline was run beside it" in made


def test_an_earlier_run_over_other_drafts_is_refused() -> None:
    with pytest.raises(ConfigurationError):
        to_html(run(draft("a")), run(draft("b")))


def test_cells_are_shaded_by_their_row_and_the_open_side_is_told() -> None:
    table = Confusion(counts=((4, 1, 0, 0, 0), (0, 0, 0, 0, 0), (0, 0, 0, 0, 0), (1, 0, 0, 1, 2)))
    rows = cells(table)
    assert [cell.shade for cell in rows[0][1]] == [4, 1, 0, 0, 0]
    assert [cell.kind for cell in rows[3][1]] == ["open", "open", "open", "same", "none"]
    assert [cell.kind for cell in rows[0][1]] == ["same", "closed", "closed", "closed", "none"]
