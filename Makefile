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
