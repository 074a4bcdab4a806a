"""`screener report`: a finished report again, in any form."""

import os
import sys
from pathlib import Path

from screener.cli.summary import print_summary
from screener.report import from_json, to_html, to_json, to_markdown
from screener.wiring.bootstrap import Rooms
from screener.wiring.settings import load_settings
from screener.words.errors import ConfigurationError


def run(which: str, form: str, out: Path | None, data: Path | None) -> None:
    """Print the report, or write it to `out`."""
    rooms = Rooms(load_settings(data=data))
    file = Path(which) if Path(which).is_file() else rooms.screenings.find(which) / "report.json"
    try:
        screening = from_json(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"The report {file} cannot be read: {error}.") from error
    framework = rooms.prompts.framework
    if form == "summary":
        print_summary(screening, framework, file.parent)
        return
    makers = {
        "json": lambda: to_json(screening), "html": lambda: to_html(screening, framework),
        "markdown": lambda: to_markdown(screening, framework),
    }
    if form not in makers:
        raise ConfigurationError(f"There is no report format '{form}'; choose summary, json, html or markdown.")
    text = makers[form]()
    if out is None:
        sys.stdout.write(text + "\n")
        return
    try:
        with os.fdopen(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as written:
            written.write(text)
    except OSError as error:
        raise ConfigurationError(f"{out} cannot be written: {error.strerror}.") from error


