"""What is measured: which model, prompts, corpus and thresholds, as a command or a task names them."""

from pathlib import Path
from typing import Any

from pydantic import Field

from screener.wiring.settings import Settings, load_settings
from screener.words.draft import Frozen
from screener.words.errors import ConfigurationError

EMBEDDED = "embedded"
"""Named as the model, it leaves every configured model out, so that nothing but this machine is asked."""


class Choice(Frozen):
    """The installation to measure, as far as it differs from the settings in force."""

    model: str = ""
    """Model of the reader; empty for the one in the settings, `embedded` for none."""
    api_base: str = ""
    advocate_model: str = ""
    advocate_api_base: str = ""
    judge_model: str = ""
    """Model that judges the arguments; empty for none."""
    judge_api_base: str = ""
    concurrency: int | None = None
    """Requests to one model at the same time."""
    budget_tokens: int | None = None
    """Tokens that all screenings of one run may use together, as far as one pipeline serves them."""
    data: str = ""
    """Folder for index, answers and kept screenings; empty for the folder `evals` in that of the settings."""
    prompts: str = ""
    """Another folder of prompts, framework included."""
    corpus: str = ""
    """Another corpus folder."""
    framework: dict[str, float] = Field(default_factory=dict)
    """Thresholds of `framework.yaml` that are set otherwise."""

    baselines: bool = True
    """Whether the baselines are put beside the screen."""

    def settings(self) -> Settings:
        """The settings to measure with. Raises ConfigurationError where they do not hold."""
        if self.judge_api_base and not self.judge_model:
            raise ConfigurationError("--judge-api-base names a server, but no model on it: give --judge-model too.")
        reader = {"model": self.model, "api_base": self.api_base}
        advocate = {"model": self.advocate_model, "api_base": self.advocate_api_base}
        given: dict[str, Any] = {
            "concurrency": self.concurrency,
            "budget_tokens": self.budget_tokens,
            "prompts": Path(self.prompts) if self.prompts else None,
            "corpus": Path(self.corpus) if self.corpus else None,
            "data": Path(self.data) if self.data else load_settings().data / "evals",
        }
        for name, role in (("reader", reader), ("advocate", advocate)):
            if named := {key: value for key, value in role.items() if value}:
                given[name] = named
        if self.model == EMBEDDED:
            nobody = {"model": ""}
            given |= {"reader": nobody, "advocate": nobody, "embedder": nobody, "air_gap": True}
        return load_settings(**given)
