# Everything a newcomer types. `make help` lists the targets.
PY ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
UV := $(BIN)/uv

.DEFAULT_GOAL := help
.PHONY: help install install-dev run up test test-fast fmt lint types imports evals-smoke lock

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
	@command -v chromium >/dev/null || { apt-get update -q && apt-get install -y -q --no-install-recommends chromium; }
	@fc-list 2>/dev/null | grep -qi 'noto.*cjk' || apt-get install -y -q --no-install-recommends fontconfig fonts-noto-cjk
	touch $@

test: install-dev $(VENV)/.browser ## the whole test suite, browser included
	$(BIN)/python -m pytest

test-fast: install-dev ## everything but the browser tests
	$(BIN)/python -m pytest -m "not browser"

evals-smoke: install-dev ## run the evaluation tasks offline
	$(BIN)/huichao eval

lock: $(BIN)/uv ## renew the locks (names, versions and hashes; no addresses)
	$(UV) pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" requirements-tools.in -o requirements-tools.lock
	$(UV) pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" pyproject.toml -o requirements.lock
	$(UV) pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" pyproject.toml --group dev -o requirements-dev.lock
