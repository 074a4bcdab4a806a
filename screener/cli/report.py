"""`screener report`: a finished report again, in any form."""

import io
import os
from pathlib import Path

from rich.console import Console

from screener.cli.app import EgressForm, Form
from screener.cli.summary import print_summary
from screener.cli.terminal import print_for_programs
from screener.report import from_json, to_egress_csv, to_egress_json, to_html, to_json, to_markdown
from screener.wiring.bootstrap import Rooms
from screener.wiring.settings import load_settings
from screener.words.errors import ConfigurationError
from screener.words.framework import Framework
from screener.words.screening import Screening


def run(which: str, form: Form | EgressForm, out: Path | None, data: Path | None) -> None:
    """Print the report, or write it to `out`."""
    rooms = Rooms(load_settings(data=data))
    file = _file(which, rooms)
    try:
        screening = from_json(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"The report {file} cannot be read: {error}.") from error
    framework = rooms.prompts.framework
    if out is not None:
        _write(out, _made(screening, framework, form, file.parent))
    elif form is Form.summary:
        print_summary(screening, framework, file.parent)
    else:
        print_for_programs(_made(screening, framework, form, file.parent))


def _file(which: str, rooms: Rooms) -> Path:
    if not which.strip():
        raise ConfigurationError("Give the id of a screening (or its beginning), its folder, or a report.json.")
    for file in (Path(which), Path(which) / "report.json"):
        if file.is_file():
            return file
    return rooms.screenings.find(which) / "report.json"


def _made(screening: Screening, framework: Framework, form: Form | EgressForm, folder: Path) -> str:
    if isinstance(form, EgressForm):
        return to_egress_json(screening) if form is EgressForm.json else to_egress_csv(screening)
    if form is Form.json:
        return to_json(screening)
    if form is Form.html:
        return to_html(screening, framework)
    if form is Form.markdown:
        return to_markdown(screening, framework)
    text = io.StringIO()
    print_summary(screening, framework, folder, Console(file=text, highlight=False, width=100))
    return text.getvalue()


def _write(out: Path, text: str) -> None:
    try:
        with os.fdopen(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as written:
            written.write(text)
    except OSError as error:
        raise ConfigurationError(f"{out} cannot be written: {error.strerror}; choose another file.") from error
