"""The files in `prompts/`: Jinja templates and the framework. A missing *or* unused variable is an error."""

import hashlib
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError, TemplateNotFound, meta
from pydantic import ValidationError

from screener.words.errors import ConfigurationError
from screener.words.framework import Framework, Severity, Tier


class Prompts:
    """The prompt files of one folder.

    `folder` holds `framework.yaml` and one `<name>.md` per prompt.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._used: dict[str, frozenset[str]] = {}  # by a file's text: finding them out costs more than rendering
        self._read: dict[str, str] = {}  # once each: a prompt that is edited counts from the next start on
        self._environment = Environment(
            loader=FileSystemLoader(folder),
            undefined=StrictUndefined,
            autoescape=False,  # noqa: S701  (prompts, not pages)
            auto_reload=False,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=False,
        )

    def render(self, name: str, /, **variables: object) -> str:
        """The text of `<name>.md` with its variables filled in.

        Raises ConfigurationError where the file is missing or broken, or its variables are not exactly those given.
        """
        asked = self.variables(name)
        if missing := sorted(asked - variables.keys()):
            raise ConfigurationError(
                f"The prompt {name}.md uses {', '.join(missing)}, which the program does not supply."
            )
        if unused := sorted(variables.keys() - asked):
            raise ConfigurationError(
                f"The prompt {name}.md does not use {', '.join(unused)}; put it in, or the model never sees it."
            )
        try:
            return self._environment.get_template(f"{name}.md").render(**variables).strip()
        except TemplateError as error:
            raise ConfigurationError(f"The prompt {name}.md cannot be rendered: {error}") from error

    def variables(self, name: str) -> set[str]:
        """The variables that `<name>.md` uses."""
        source = self.source(name)
        if source not in self._used:
            try:
                self._used[source] = frozenset(meta.find_undeclared_variables(self._environment.parse(source)))
            except TemplateError as error:
                raise ConfigurationError(f"The prompt {name}.md is not a valid template: {error}") from error
        return set(self._used[source])

    def source(self, name: str) -> str:
        """The file as it stood when it was first asked for."""
        if name in self._read:
            return self._read[name]
        try:
            assert self._environment.loader is not None
            self._read[name] = self._environment.loader.get_source(self._environment, f"{name}.md")[0]
            return self._read[name]
        except TemplateNotFound as error:
            raise ConfigurationError(
                f"The prompt file {self.folder / name}.md is missing; restore it or set SCREENER_PROMPTS."
            ) from error
        except UnicodeDecodeError as error:
            raise ConfigurationError(
                f"The prompt file {self.folder / name}.md is not UTF-8 text; save it as such."
            ) from error

    def hashes(self) -> dict[str, str]:
        """SHA-256 of every prompt file, by name."""
        return {p.stem: _sha256(p) for p in sorted(self.folder.glob("*.md"))}

    @property
    def framework_sha256(self) -> str:
        """SHA-256 of `framework.yaml`."""
        return _sha256(self.folder / "framework.yaml")

    @cached_property
    def framework(self) -> Framework:
        """The framework, checked. Raises ConfigurationError naming what is wrong with the file."""
        path = self.folder / "framework.yaml"
        try:
            read: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
            framework = Framework.model_validate(read)
        except OSError as error:
            raise ConfigurationError(f"The framework file {path} cannot be read: {error.strerror}.") from error
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            raise ConfigurationError(f"The framework file {path} is not valid YAML in UTF-8: {error}") from error
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(str(part) for part in first["loc"]) or "the file"
            raise ConfigurationError(f"The framework file {path} is not valid: {place}: {first['msg']}.") from error
        _check(framework, path)
        return framework


def _check(framework: Framework, path: Path) -> None:
    if tuple(t.id for t in framework.tiers) != tuple(Tier):
        raise ConfigurationError(f"{path} must describe the tiers {', '.join(Tier)} once each, in this order.")
    if tuple(s.id for s in framework.severities) != tuple(Severity):
        raise ConfigurationError(f"{path} must describe the severities {', '.join(Severity)} once each, in this order.")
    for kind, ids in (("concern", framework.concern_ids()), ("factor", framework.factor_ids())):
        if len(ids) != len(set(ids)) or not ids:
            raise ConfigurationError(f"{path} must list at least one {kind}, and none twice.")


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
