# Two commands matter: `make run` and `make test`. `make help` names the others.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
PORT ?= 8000
JOBS ?= 2
ASSETS ?= 300000

BIN := .venv/bin
INSTALLED := .venv/installed
TESTABLE := .venv/testable
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq
CATALOGUES := $(wildcard inmeko/translations/*/LC_MESSAGES/*.po)

.PHONY: help run test setup check fast messages migration bench lock

help: ## List these commands
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 12

run: setup ## Serve the demo municipality on http://127.0.0.1:8000 (PORT=, INMEKO_DATA_DIR=)
	@exec $(BIN)/python tools/serve.py --port $(PORT)

test: setup $(TESTABLE) ## Run every test, on both engines and in the browser (JOBS=)
	@$(PYTHON) tools/provision.py test
	@exec $(BIN)/python tools/cluster.py $(BIN)/pytest --every-engine --numprocesses $(JOBS) --dist loadscope --no-loadscope-reorder

setup: $(INSTALLED) $(CATALOGUES:.po=.mo) ## Make .venv with the locked dependencies, and what they need
	@$(PYTHON) tools/provision.py run

check: setup $(TESTABLE) ## Check style, types, layers, translations and the vendored files
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tools/catalogue.py check
	$(BIN)/python tools/vendor.py --check

fast: $(TESTABLE) ## Test the kernel, the rules and the policies: a second, for every save
	@$(BIN)/pytest -q tests/kernel $(wildcard tests/*/test_rules.py tests/*/test_policy.py tests/*/rules)

messages: $(TESTABLE) ## Bring new messages into the Greek catalogue and compile it
	@$(BIN)/python tools/catalogue.py update

migration: setup $(TESTABLE) ## Write the next migration from the changed models (NAME="what it does")
	@name="$(or $(NAME),$(error NAME is missing: make migration NAME="what it does"))"; \
	number=$$(printf '%04d' $$(($$(ls migrations/versions/[0-9]*.py | wc -l) + 1))); \
	export INMEKO_DATABASE_URL= INMEKO_DATA_DIR="$$(mktemp -d)"; \
	trap 'rm -rf "$$INMEKO_DATA_DIR"' EXIT; \
	$(BIN)/inmeko db upgrade 2>/dev/null; \
	$(BIN)/inmeko db migrate --rev-id "$$number" --message "$$name"
	@$(BIN)/ruff check --quiet --fix migrations/versions
	@$(BIN)/ruff format --quiet migrations/versions

bench: setup $(TESTABLE) ## Measure lists, /ogc/, maps and imports beside their peers, as ratios (ASSETS=, QUICK=1)
	@$(PYTHON) tools/provision.py test
	@exec $(BIN)/python -m benchmarks.run --assets $(ASSETS) $(if $(QUICK),--quick)

lock: $(TESTABLE) ## Write requirements*.txt anew from requirements*.in
	@for name in requirements requirements-test; do \
		CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe \
			--strip-extras --no-emit-options --annotation-style line --output-file $$name.txt $$name.in; \
	done

$(BIN)/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Inmeko needs Python 3.11 or newer; name one with PYTHON=…")'
	@$(PYTHON) tools/provision.py venv
	@echo "Making .venv"
	@$(PYTHON) -m venv .venv

$(INSTALLED): requirements.txt setup.cfg pyproject.toml | $(BIN)/pip
	@echo "Installing the locked dependencies"
	@$(PIP) install --use-pep517 --require-hashes --requirement requirements.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(TESTABLE): requirements-test.txt $(INSTALLED)
	@echo "Installing what the tests need"
	@$(PIP) install --require-hashes --requirement requirements-test.txt
	@touch $@

%.mo: %.po | $(INSTALLED)
	@$(BIN)/python tools/catalogue.py compile
