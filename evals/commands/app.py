"""The commands and their options."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    name="eval",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="How often is the screen right? Runs over labelled drafts, figures with intervals, comparisons, a gate.",
)


class Suite(StrEnum):
    """What can be run."""

    screening = "screening"
    argument = "argument"
    retrieval = "retrieval"
    injection = "injection"
    smoke = "smoke"
    short = "short"
    all = "all"


class Split(StrEnum):
    """Which labelled drafts."""

    dev = "dev"
    test = "test"


class Form(StrEnum):
    """Formats of the labelled drafts."""

    md = "md"
    pdf = "pdf"
    docx = "docx"
    latex = "latex"
    all = "all"
    """Each draft that there is in every format, once in each."""


Model = Annotated[
    str,
    typer.Option(
        help="Model of the reader; 'embedded' for none. Default: the one in the settings.", show_default=False
    ),
]
ApiBase = Annotated[str, typer.Option(help="Address of the reader's server.", show_default=False)]
AdvocateModel = Annotated[str, typer.Option(help="Model of the advocate, if another.", show_default=False)]
AdvocateApiBase = Annotated[str, typer.Option(help="Address of the advocate's server.", show_default=False)]
JudgeModel = Annotated[str, typer.Option(help="Model that judges the arguments; none by default.", show_default=False)]
JudgeApiBase = Annotated[str, typer.Option(help="Address of the judge's server.", show_default=False)]
Concurrency = Annotated[int | None, typer.Option(help="Requests to one model at the same time.", show_default=False)]
Budget = Annotated[int | None, typer.Option("--budget-tokens", help="Tokens the run may use.", show_default=False)]
Data = Annotated[str, typer.Option("--data", help="Folder for index, answers and kept screenings.", show_default=False)]
Datasets = Annotated[str, typer.Option(help="Folder of labelled drafts; default: the shipped one.", show_default=False)]
Before = Annotated[
    Path | None,
    typer.Option("--baseline", help="An earlier run: the report shows what flipped.", show_default=False),
]
RunFile = Annotated[Path, typer.Argument(help="A run: its folder, or its run.json.", show_default=False)]


@app.command()
def run(
    suite: Annotated[Suite, typer.Option(help="What to run.")] = Suite.smoke,
    model: Model = "",
    api_base: ApiBase = "",
    advocate_model: AdvocateModel = "",
    advocate_api_base: AdvocateApiBase = "",
    judge_model: JudgeModel = "",
    judge_api_base: JudgeApiBase = "",
    split: Annotated[Split, typer.Option(help="'test' is for measuring alone.")] = Split.dev,
    limit: Annotated[int | None, typer.Option(min=1, help="Samples of each suite at most.", show_default=False)] = None,
    format: Annotated[Form, typer.Option(help="'all' compares the formats over the same drafts.")] = Form.md,  # noqa: A002
    epochs: Annotated[int, typer.Option(min=1, help="How often each draft is screened.")] = 1,
    out: Annotated[
        Path | None, typer.Option(help="Folder for run.json, report.html and logs.", show_default=False)
    ] = None,
    concurrency: Concurrency = None,
    budget_tokens: Budget = None,
    baselines: Annotated[bool, typer.Option(help="Put simple readers beside the screen.")] = True,
    before: Before = None,
    data: Data = "",
    datasets: Datasets = "",
) -> None:
    """Run a suite. What was interrupted goes on when the same command is given again."""
    from evals.commands.running import run_command
    from evals.suite.choice import Choice
    from evals.suite.running import Order

    choice = Choice(
        model=model,
        api_base=api_base,
        advocate_model=advocate_model,
        advocate_api_base=advocate_api_base,
        judge_model=judge_model,
        judge_api_base=judge_api_base,
        concurrency=concurrency,
        budget_tokens=budget_tokens,
        baselines=baselines,
        data=data,
    )
    order = Order(
        suite=str(suite),
        split=str(split),
        form=str(format),
        limit=limit,
        epochs=epochs,
        datasets=datasets,
        choice=choice,
        command="screener eval " + " ".join(sys.argv[sys.argv.index("eval") + 1 :] if "eval" in sys.argv else []),
    )
    raise typer.Exit(run_command(order, out, before))


@app.command()
def compare(first: RunFile, second: RunFile) -> None:
    """What changed from one run to another: figures, suggested tiers, passages found."""
    from evals.commands.comparing import compare_command

    compare_command(first, second)


@app.command()
def gate(
    which: RunFile,
    baseline: Annotated[Path, typer.Option(help="The run to hold it against, as 'baseline' wrote it.")],
) -> None:
    """Say whether a run may take the place of a baseline; exit code 1 where it may not."""
    from evals.commands.comparing import gate_command

    raise typer.Exit(gate_command(which, baseline))


@app.command()
def baseline(
    which: RunFile,
    out: Annotated[Path, typer.Option(help="Where to write it.")],
) -> None:
    """Make a small file for 'gate' out of a run: without the screen's words, and without the baselines' runs."""
    from evals.commands.comparing import baseline_command

    baseline_command(which, out)


@app.command()
def report(
    which: RunFile,
    out: Annotated[
        Path | None, typer.Option(help="Where to write; default: beside the run.", show_default=False)
    ] = None,
    before: Before = None,
) -> None:
    """Write a run's report again, as one HTML file that needs nothing else."""
    from evals.commands.reporting import report_command

    report_command(which, out, before)


@app.command()
def replay(
    model: Model = "",
    api_base: ApiBase = "",
    advocate_model: AdvocateModel = "",
    advocate_api_base: AdvocateApiBase = "",
    prompts: Annotated[str, typer.Option(help="Another folder of prompts.", show_default=False)] = "",
    corpus: Annotated[str, typer.Option(help="Another corpus folder.", show_default=False)] = "",
    threshold: Annotated[
        list[str] | None,
        typer.Option(help="A threshold of the framework, as name=value; may be repeated.", show_default=False),
    ] = None,
    split: Annotated[Split, typer.Option(help="Which labelled drafts are screened beside the cases.")] = Split.dev,
    limit: Annotated[int | None, typer.Option(min=1, help="Cases, and drafts, at most.", show_default=False)] = None,
    out: Annotated[
        Path | None, typer.Option(help="Write the outcomes to this JSON file as well.", show_default=False)
    ] = None,
    concurrency: Concurrency = None,
    budget_tokens: Budget = None,
    data: Data = "",
    datasets: Datasets = "",
) -> None:
    """Screen all cases and labelled drafts as the settings have it and with what is changed here: which outcomes flip?"""
    from evals.commands.replaying import replay_command, thresholds_of
    from evals.replay import Replay
    from evals.suite.choice import Choice

    now = Choice(concurrency=concurrency, budget_tokens=budget_tokens, data=data)
    changed = now.model_copy(
        update={
            "model": model,
            "api_base": api_base,
            "advocate_model": advocate_model,
            "advocate_api_base": advocate_api_base,
            "prompts": prompts,
            "corpus": corpus,
            "framework": thresholds_of(threshold or []),
        }
    )
    replay_command(Replay(now, changed, str(split), limit, datasets), out)


@app.command("import")
def import_(
    folder: Annotated[Path, typer.Argument(help="Decided drafts: one folder each, with decision.yaml and the draft.")],
    out: Annotated[Path, typer.Option(help="The data set to make or add to.")],
) -> None:
    """Turn decided drafts that the service exported into labelled drafts and cases (the form: evals/README.md)."""
    from evals.commands.importing import import_command

    import_command(folder, out)
