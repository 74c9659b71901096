SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
UV := $(if $(wildcard $(BIN)/uv),$(BIN)/uv,uv)
LOCK := $(UV) pip compile --no-config --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-strip-extras --no-header --quiet $(LOCKFLAGS)
PIP := $(BIN)/python -m pip --no-input --disable-pip-version-check
CORE := */dealerplan/domain/*,*/dealerplan/evaluate/*

export PYTHON

.PHONY: help setup demo test quick words bench lock fmt clean

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{ printf "%-14s %s\n", $$1, $$2 }'

setup: $(READY) ## make .venv and install dealerplan into it

$(READY): requirements/dev.txt pyproject.toml scripts/venv.sh
	scripts/venv.sh $(VENV) </dev/null
	$(PIP) install --quiet --require-hashes -r requirements/dev.txt </dev/null
	$(PIP) install --quiet --no-build-isolation --no-deps --editable . </dev/null
	@touch $@

demo: setup ## show a plan with its progress
	$(BIN)/dealerplan demo

test: setup ## run every check
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -n auto --cov --cov-report= </dev/null
	$(BIN)/coverage report
	$(BIN)/coverage report --include='$(CORE)' --fail-under=100

quick: setup ## run the fast tests, up to the first failure
	$(BIN)/python -m pytest -x -q -m 'not slow' </dev/null

words: setup ## renew the catalogues of sentences, src/dealerplan/words/*.po, and compile them
	UPDATE_GOLDEN=1 $(BIN)/python -m pytest -q tests/words/test_catalogue.py -k as_the_source_has_it </dev/null
	$(BIN)/python src/dealerplan/words/po.py

bench: setup ## measure start-up, many plans, a group of stores, reports, exports, files, peers, as ratios
	$(BIN)/python benchmarks/startup.py
	$(BIN)/python benchmarks/plans.py
	$(BIN)/python benchmarks/group.py
	$(BIN)/python benchmarks/report.py
	$(BIN)/python benchmarks/export.py
	$(BIN)/python benchmarks/imports.py
	$(BIN)/python benchmarks/scale.py
	$(BIN)/python benchmarks/peers.py
	$(BIN)/python benchmarks/landing.py --last

lock: ## renew requirements/ (needs uv; LOCKFLAGS=--upgrade for newer versions)
	$(LOCK) pyproject.toml -o requirements/base.txt
	$(LOCK) pyproject.toml --group dev -c requirements/base.txt -o requirements/dev.txt

fmt: setup ## format the code
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

clean: ## remove what builds and checks leave behind (not .venv)
	rm -rf build dist .coverage .coverage.* htmlcov .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find src tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +
