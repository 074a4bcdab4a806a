"""The whole data set, read once for all tests of it."""

from functools import cache
from pathlib import Path

from evals.datasets_build.places import CHECKOUT, CORPUS, DATASETS
from screener.doors.corpus import read_cases
from screener.doors.prompts import Prompts
from screener.uses.labelled import ReadDraft, read_labelled, read_one, read_twins
from screener.words.case import Case
from screener.words.framework import Framework

FRAMEWORK: Framework = Prompts(CHECKOUT / "prompts").framework


@cache
def drafts() -> tuple[ReadDraft, ...]:
    return read_labelled(DATASETS)


@cache
def twins() -> tuple[ReadDraft, ...]:
    return read_twins(DATASETS)


@cache
def cases() -> tuple[Case, ...]:
    return read_cases(CORPUS)


def label_files(folder: str) -> list[Path]:
    return sorted((DATASETS / "labels" / folder).glob("*.yaml"))


@cache
def first_pass() -> tuple[ReadDraft, ...]:
    return tuple(read_one(DATASETS, file) for file in label_files("first"))


@cache
def second_pass() -> tuple[ReadDraft, ...]:
    firsts = DATASETS / "labels" / "first"
    return tuple(read_one(DATASETS, file, described_by=firsts / file.name) for file in label_files("second"))


@cache
def source(draft: str) -> str:
    """The draft's file as it is quoted from: white space folded, no pipes, no marks of emphasis or code."""
    return plain((DATASETS / "drafts" / f"{draft}.md").read_text(encoding="utf-8"))


def plain(text: str) -> str:
    return " ".join(text.replace("|", " ").replace("`", "").replace("*", "").replace("\\", "").split())
