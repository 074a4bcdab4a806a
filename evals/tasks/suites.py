"""The suites. `inspect eval evals/tasks/suites.py@screening -T split=dev` runs one of them without the program's own command.

`-T model=… -T api_base=…` name the model under test; inspect's own `--model` stays out of it, as the screen brings its own.
"""

from inspect_ai import Task, task
from inspect_ai.dataset import Dataset
from inspect_ai.scorer import Scorer
from inspect_ai.solver import Solver

from evals.suite.choice import Choice
from evals.suite.opened import installation_for
from evals.suite.samples import SMOKE, injection_samples, retrieval_samples, screening_samples, short_samples
from evals.suite.scorers import arguing, deciding, finding, retrieving, telling_apart
from evals.suite.solvers import ask_corpus, screen_draft, screen_item

MODEL = "mockllm/model"
"""Inspect wants a model; this one of its own never answers anything and is never asked."""


@task
def screening(
    split: str = "dev", form: str = "md", datasets: str = "", model: str = "", api_base: str = "", choice: str = ""
) -> Task:
    """Whole drafts: are the passages that carry uplift found, and is the right tier suggested?"""
    screened = screen_draft(_choice(choice, model, api_base))
    return _task("screening", screening_samples(split, form, datasets), screened, [finding(), deciding()])


@task
def argument(
    split: str = "dev", form: str = "md", datasets: str = "", model: str = "", api_base: str = "", choice: str = ""
) -> Task:
    """The same drafts: are both sides argued, with evidence, and with the stance that the labellers took?"""
    screened = screen_draft(_choice(choice, model, api_base), baselines=False)
    return _task("argument", screening_samples(split, form, datasets), screened, [arguing()])


@task
def retrieval(split: str = "dev", datasets: str = "", model: str = "", api_base: str = "", choice: str = "") -> Task:
    """Are the cases found that the labellers would cite, and is a case's nearest neighbour decided as it was?"""
    named = _choice(choice, model, api_base)
    samples = retrieval_samples(split, installation_for(named).rooms().cases, datasets)
    return _task("retrieval", samples, ask_corpus(named), [retrieving()])


@task
def injection(split: str = "dev", datasets: str = "", model: str = "", api_base: str = "", choice: str = "") -> Task:
    """Drafts that speak to an automated reviewer, and drafts reworded and reordered: does the outcome stay?"""
    screened = screen_draft(_choice(choice, model, api_base), baselines=False)
    return _task("injection", injection_samples(split, datasets), screened, [finding(), deciding()])


@task
def short(split: str = "dev", model: str = "", api_base: str = "", choice: str = "") -> Task:
    """Abstracts and paragraphs in pairs of one subject: one hands something over, one does not."""
    return _task("short", short_samples(split), screen_item(_choice(choice, model, api_base)), [telling_apart()])


@task
def smoke(model: str = "", api_base: str = "", choice: str = "") -> Task:
    """Three short drafts of `dev` without baselines, to see in seconds that everything holds together."""
    screened = screen_draft(_choice(choice, model, api_base), baselines=False)
    return _task("smoke", screening_samples("dev", "md", only=SMOKE), screened, [finding(), deciding(), arguing()])


def _choice(choice: str, model: str, api_base: str) -> str:
    """The choice as the command gives it whole, or made from what `-T` names."""
    return choice or Choice(model=model, api_base=api_base).model_dump_json()


def _task(name: str, samples: Dataset, solver: Solver, scorers: list[Scorer]) -> Task:
    return Task(dataset=samples, solver=solver, scorer=scorers, model=MODEL, name=name)
