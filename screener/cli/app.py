"""The commands and their options."""

import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from screener.cli.exits import MEANING, ClearErrors
from screener.cli.guarded import no_memory_dumps
from screener.cli.terminal import never_fail_to_print

app = typer.Typer(
    name="screener",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="First-pass dual-use screen of a research draft: reads all of it, argues both sides, leaves the decision to a person.",
    epilog=MEANING,
)
corpus = typer.Typer(
    no_args_is_help=True, help="The reviewed cases: index, search, show, validate, add.", rich_markup_mode=None
)
app.add_typer(corpus, name="corpus")
people = typer.Typer(
    no_args_is_help=True, help="The accounts of the service: add, list, invite, change.", rich_markup_mode=None
)
app.add_typer(people, name="people")

Data = Annotated[
    Path | None, typer.Option("--data", help="Folder for indexes, answers and reports.", show_default=False)
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")]


class RoleName(StrEnum):
    """What somebody is in the service."""

    author = "author"
    reviewer = "reviewer"
    maintainer = "maintainer"


class Form(StrEnum):
    """The forms in which a report can be shown."""

    summary = "summary"
    json = "json"
    html = "html"
    markdown = "markdown"


class EgressForm(StrEnum):
    """The forms of an egress manifest."""

    json = "json"
    csv = "csv"


def main() -> None:
    """The program `screener`."""
    os.umask(0o077)  # drafts and what is said of them are for the person who runs this, whoever makes the file
    no_memory_dumps()
    never_fail_to_print()
    with ClearErrors():
        app()


class Sensitivity(StrEnum):
    """How sensitive a draft is."""

    ordinary = "ordinary"
    sensitive = "sensitive"
    secret = "secret"  # noqa: S105  (a level)


Minimise = Annotated[
    bool | None,
    typer.Option(
        "--minimise/--no-minimise", help="Keep names, affiliations and the like from models.", show_default=False
    ),
]


@app.command(epilog=MEANING)
def screen(
    paths: Annotated[
        list[str] | None, typer.Argument(help="Files, folders, or - for standard input.", show_default=False)
    ] = None,
    sample: Annotated[
        bool, typer.Option("--sample", help="Screen the sample paper that comes with the program.")
    ] = False,
    model: Annotated[
        str | None,
        typer.Option(
            help="Model of the reader, such as ollama/qwen3 or gguf:PATH. Without one the embedded reader reads.",
            show_default=False,
        ),
    ] = None,
    api_base: Annotated[str | None, typer.Option(help="Address of the reader's server.", show_default=False)] = None,
    advocate_model: Annotated[
        str | None, typer.Option(help="Model of the advocate, if another than the reader's.", show_default=False)
    ] = None,
    advocate_api_base: Annotated[
        str | None, typer.Option(help="Address of the advocate's server.", show_default=False)
    ] = None,
    concurrency: Annotated[int | None, typer.Option(help="Requests at the same time.", show_default=False)] = None,
    budget_tokens: Annotated[int | None, typer.Option(help="Tokens one run may use.", show_default=False)] = None,
    air_gap: Annotated[
        bool | None,
        typer.Option(
            "--air-gap/--no-air-gap", help="Refuse hosts that are not this machine or allowed.", show_default=False
        ),
    ] = None,
    minimise: Minimise = None,
    sensitivity: Annotated[
        Sensitivity | None,
        typer.Option(help="Ask only models that may see such drafts (setting models_see).", show_default=False),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", help="Folder to write the reports to as well, one folder per draft.", show_default=False),
    ] = None,
    data: Data = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress and no summary: one line per draft.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print each report as one line of JSON.")] = False,
) -> None:
    """Screen drafts and write a report for each (PDF, DOCX, LaTeX or a LaTeX project, Markdown, HTML, text)."""
    from screener.cli.screen import Order, run

    roles = {
        "reader": {"model": model, "api_base": api_base},
        "advocate": {"model": advocate_model, "api_base": advocate_api_base},
    }
    given = {"concurrency": concurrency, "budget_tokens": budget_tokens, "air_gap": air_gap, "data": data}
    given["minimise"] = minimise
    order = Order(paths=paths or [], sample=sample, out=out, quiet=quiet, json=json, sensitivity=sensitivity)
    raise typer.Exit(run(order, roles, given))


@app.command()
def report(
    which: Annotated[str, typer.Argument(help="Id of a screening (or its beginning), its folder, or a report.json.")],
    form: Annotated[Form, typer.Option("--format", help="What to make of it.")] = Form.summary,
    out: Annotated[
        Path | None, typer.Option("--out", help="Write to this file instead of the terminal.", show_default=False)
    ] = None,
    egress: Annotated[
        EgressForm | None,
        typer.Option("--egress", help="Only what left for models, request by request.", show_default=False),
    ] = None,
    data: Data = None,
) -> None:
    """Show a finished report again, or turn its JSON into another form."""
    from screener.cli.report import run

    run(which, egress or form, out, data)


@app.command()
def schema() -> None:
    """Print the JSON schema of the report."""
    from screener.report.json_report import schema_json

    typer.echo(schema_json())


@app.command()
def config(json: Json = False, data: Data = None) -> None:
    """Show the settings in force, where they come from, and what is checked."""
    from screener.cli.config import run

    run(as_json=json, data=data)


@app.command(epilog=MEANING)
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen at.", show_default=False)] = None,
    port: Annotated[
        int | None, typer.Option(help="Port to listen at; 0 takes any free one.", show_default=False)
    ] = None,
    email: Annotated[
        str, typer.Option(help="Address of the first maintainer, where there is nobody yet.")
    ] = "maintainer@localhost",
    log_requests: Annotated[bool, typer.Option("--log-requests", help="A line for each request.")] = False,
    data: Data = None,
) -> None:
    """Run the service: upload drafts, screen them, review and decide in the browser.

    One process with SQLite and the embedded index. For several, name a Postgres server and a Chroma server in the
    settings (service.database_url, service.chroma_url) and run 'screener worker' beside it.
    """
    from screener.cli.serve import run

    run({k: v for k, v in (("host", host), ("port", port)) if v is not None}, data, email, log_requests)


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(help="The file to write; it must not exist.")],
    with_master_key: Annotated[
        bool,
        typer.Option("--with-master-key", help="Put the master key in it: whoever has the file reads every draft."),
    ] = False,
    data: Data = None,
) -> None:
    """Copy all that the service keeps into one file, while it runs."""
    from screener.cli.backup import backup as run

    run(file, data, with_key=with_master_key)


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A file made by 'screener backup'.")],
    data: Data = None,
) -> None:
    """Bring a backup back into an empty data folder and database."""
    from screener.cli.backup import restore as run

    run(file, data)


@app.command("rotate-key")
def rotate_key(data: Data = None) -> None:
    """Put everything that is sealed under a fresh master key; stop the service first."""
    from screener.cli.backup import rotate_key as run

    run(data)


@app.command()
def export(
    folder: Annotated[Path, typer.Argument(help="The folder to make; one folder per draft is put into it.")],
    secret: Annotated[bool, typer.Option("--secret", help="Take drafts of the level 'secret' too.")] = False,
    data: Data = None,
) -> None:
    """Write decided drafts with their decisions as files, in clear, for 'screener eval import'."""
    from screener.cli.export import export as run

    run(folder, data, secret=secret)


@app.command()
def worker(
    data: Data = None,
    at_once: Annotated[
        int | None, typer.Option(help="Drafts screened at the same time.", show_default=False, min=1)
    ] = None,
) -> None:
    """Screen submitted drafts without serving pages: beside the web, or on another machine with the same database."""
    from screener.cli.worker import run

    run(data, at_once)


@app.command()
def version() -> None:
    """Print the version."""
    from screener import __version__

    typer.echo(f"screener {__version__}")


@app.command(
    "eval",
    add_help_option=False,
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
)
def evaluate(context: typer.Context) -> None:
    """Measure how often the screen is right: runs over labelled drafts, comparisons, a gate (needs the eval suite)."""
    from screener.cli.additions import run

    run(
        "eval",
        context.args,
        missing="The eval suite is not installed; in a checkout, install it with: pip install -e '.[evals]'",
    )


@corpus.command("index")
def corpus_index(data: Data = None, json: Json = False) -> None:
    """Bring the index up to date with the case files; unchanged entries are left alone."""
    from screener.cli.corpus import index

    index(data, as_json=json)


@corpus.command("search")
def corpus_search(
    text: Annotated[str, typer.Argument(help="What to look for, or - for standard input.")],
    data: Data = None,
    json: Json = False,
) -> None:
    """Find cases that resemble a text."""
    from screener.cli.corpus import search

    search(text, data, as_json=json)


@corpus.command("show")
def corpus_show(case_id: str, data: Data = None, json: Json = False) -> None:
    """Show one case whole."""
    from screener.cli.corpus import show

    show(case_id, data, as_json=json)


@corpus.command("validate")
def corpus_validate(
    folder: Annotated[
        Path | None,
        typer.Argument(help="A corpus folder; default: the shipped cases and your own.", show_default=False),
    ] = None,
    data: Data = None,
    json: Json = False,
) -> None:
    """Check every case file."""
    from screener.cli.corpus import validate

    validate(folder, data, as_json=json)


@corpus.command("stats")
def corpus_stats(data: Data = None, json: Json = False) -> None:
    """Count cases and labelled passages by tier, domain, concern, factor and label."""
    from screener.cli.corpus import stats

    stats(data, as_json=json)


@corpus.command("add")
def corpus_add(
    files: list[Path],
    data: Data = None,
    replace: Annotated[bool, typer.Option("--replace", help="Let them stand in for cases of the same ids.")] = False,
) -> None:
    """Check case files and add them to this installation's own cases."""
    from screener.cli.corpus_adding import add

    add(files, data, replace=replace)


@corpus.command("fit-orders")
def corpus_fit_orders(
    sentences: Annotated[Path, typer.Option("--sentences", help="The folder of attacks.txt and look-alikes.txt.")],
    drafts: Annotated[Path, typer.Option("--drafts", help="A folder of labelled drafts; split 'dev' is background.")],
    out: Annotated[
        Path | None,
        typer.Option("--out", help="Where to write the parameters; default: the shipped file.", show_default=False),
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Only say whether a fresh fit equals the shipped parameters.")
    ] = False,
) -> None:
    """Fit the finder of orders to a reviewer (needs the extra 'fit')."""
    from screener.cli.fit import run_orders

    run_orders(out, sentences, drafts, only_check=check)


@corpus.command("fit")
def corpus_fit(
    out: Annotated[
        Path | None,
        typer.Option("--out", help="Where to write the parameters; default: the shipped file.", show_default=False),
    ] = None,
    drafts: Annotated[
        Path | None,
        typer.Option(
            "--drafts", help="A folder of labelled drafts whose split 'dev' is fitted on as well.", show_default=False
        ),
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Only say whether a fresh fit equals the shipped parameters.")
    ] = False,
    data: Data = None,
) -> None:
    """Fit the embedded reader on the shipped corpus (needs the extra 'fit')."""
    from screener.cli.fit import run

    run(out, drafts, data, only_check=check)


@people.command("add")
def people_add(
    email: str,
    name: Annotated[str | None, typer.Option(help="How others see them.", show_default=False)] = None,
    role: Annotated[RoleName, typer.Option(help="What they are.")] = RoleName.author,
    cleared: Annotated[bool, typer.Option("--cleared", help="May see restricted cases.")] = False,
    data: Data = None,
) -> None:
    """Add somebody, and print a one-time link with which they set their password."""
    from screener.cli.people import add
    from screener.words.people import Role

    add(email, name, Role(role.value), cleared, data)


@people.command("list")
def people_list(data: Data = None, json: Json = False) -> None:
    """List every account."""
    from screener.cli.people import listed

    listed(json, data)


@people.command("invite")
def people_invite(email: str, data: Data = None) -> None:
    """Print a new one-time link for somebody who lost theirs, or forgot their password."""
    from screener.cli.people import invite

    invite(email, data)


@people.command("change")
def people_change(
    email: str,
    name: Annotated[str | None, typer.Option(help="How others see them.", show_default=False)] = None,
    role: Annotated[RoleName | None, typer.Option(help="What they are.", show_default=False)] = None,
    cleared: Annotated[
        bool | None, typer.Option("--cleared/--not-cleared", help="May see restricted cases.", show_default=False)
    ] = None,
    active: Annotated[
        bool | None, typer.Option("--open/--close", help="Open or close the account.", show_default=False)
    ] = None,
    data: Data = None,
) -> None:
    """Change an account; what is not named stays."""
    from screener.cli.people import change
    from screener.words.people import Role

    change(email, name, Role(role.value) if role else None, cleared, active, data)
