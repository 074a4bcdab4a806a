"""Which drafts are set in other formats, and their files."""

from pathlib import Path

import yaml

from evals.datasets_build.formats.latex import as_latex
from evals.datasets_build.formats.manuscript import blocks_of
from evals.datasets_build.formats.pdf import as_pdf
from evals.datasets_build.formats.word import as_docx
from evals.datasets_build.places import DATASETS


def read_columns(folder: Path = DATASETS) -> dict[str, int]:
    """The drafts of `formats.yaml` and the number of columns of their PDF."""
    listed = yaml.safe_load((folder / "formats.yaml").read_text(encoding="utf-8"))
    return {**dict.fromkeys(listed["one_column"], 1), **dict.fromkeys(listed["two_columns"], 2)}


def files_of(draft: str, columns: int, folder: Path = DATASETS) -> dict[str, bytes]:
    """The PDF, Word file and LaTeX project of a draft, by file name."""
    blocks = blocks_of((folder / "drafts" / f"{draft}.md").read_text(encoding="utf-8"))
    return {f"{draft}.pdf": as_pdf(blocks, columns), f"{draft}.docx": as_docx(blocks), f"{draft}.zip": as_latex(blocks)}
