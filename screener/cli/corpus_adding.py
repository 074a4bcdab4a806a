"""`screener corpus add`: case files of one's own, all of them or none."""

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from screener.doors import corpus as door
from screener.wiring.bootstrap import Rooms
from screener.wiring.settings import load_settings
from screener.words.case import Case
from screener.words.counting import counted, listed
from screener.words.errors import CorpusError

MOST_FAULTS = 12
"""Faults told at once."""


def add(files: Sequence[Path], data: Path | None, *, replace: bool) -> None:
    """Check case files beside the cases that are there, and copy them into the installation's own corpus.

    Raises CorpusError, and copies nothing, where one is wrong, or would stand in for another case and `replace` is not
    asked for.
    """
    rooms = Rooms(load_settings(data=data))
    target = rooms.own_corpus / "cases"
    try:
        rooms.own_corpus.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryDirectory(dir=rooms.own_corpus, prefix=".adding-") as made:
            copies = _copied(files, Path(made))
            new = _checked(Path(made), target, rooms)
            there = {case.id: case for case in rooms.cases}
            others = [case.id for case in new if there.get(case.id, case) != case]
            if others and not replace:
                raise CorpusError(
                    f"No case was added: {listed(others)} {'is' if len(others) == 1 else 'are'} in the corpus already, with "
                    "other words; choose another id, or add --replace to let the new one stand in for it."
                )
            target.mkdir(exist_ok=True, mode=0o700)
            for copy in copies:
                copy.replace(target / copy.name)
    except OSError as error:
        raise CorpusError(f"No case can be added to {target}: {error.strerror}; choose another folder.") from error
    _tell(new, there, others, target)


def _tell(new: Sequence[Case], there: dict[str, Case], replaced: Sequence[str], target: Path) -> None:
    fresh = sum(case.id not in there for case in new)
    said = [
        f"{counted(fresh, 'case')} added" if fresh else "",
        f"{counted(len(replaced), 'case')} replaced" if replaced else "",
        f"{counted(len(new) - fresh - len(replaced), 'case')} there already"
        if len(new) > fresh + len(replaced)
        else "",
    ]
    more = "; the next screening or 'screener corpus index' indexes them" if fresh or replaced else ""
    print(f"{listed([one for one in said if one])} ({target}){more}.")  # noqa: T201


def _copied(files: Sequence[Path], made: Path) -> list[Path]:
    """The files, copied into a folder of their own."""
    folder = made / "cases"
    folder.mkdir(mode=0o700)
    for file in files:
        copy = folder / f"{file.stem}.yaml"  # by this ending case files are found again
        if not file.is_file():
            raise CorpusError(f"{file} is not a file; name the YAML files of the cases.")
        if copy.exists():
            raise CorpusError(f"Two of the files are named {file.stem}; a case file is named after its id.")
        shutil.copyfile(file, copy)
        copy.chmod(0o600)
    return sorted(folder.iterdir())


def _checked(made: Path, target: Path, rooms: Rooms) -> tuple[Case, ...]:
    """The new cases. They are checked as `validate` does, beside those of one's own that stay; faults that were there
    before do not count."""
    framework = rooms.prompts.framework
    cases, faults = door.validate(made, framework)
    told = [fault.says for fault in faults]
    if target.is_dir() and not faults:
        before = {fault.says for fault in door.validate(target.parent, framework)[1]}
        with tempfile.TemporaryDirectory(dir=made, prefix=".beside-") as beside:
            together = Path(beside) / "cases"
            shutil.copytree(target, together)
            shutil.copytree(made / "cases", together, dirs_exist_ok=True)
            told = [fault.says for fault in door.validate(Path(beside), framework)[1] if fault.says not in before]
    if told:
        more = f" There are {len(told) - MOST_FAULTS} more faults." if len(told) > MOST_FAULTS else ""
        raise CorpusError(f"No case was added. {' '.join(told[:MOST_FAULTS])}{more}")
    return cases
