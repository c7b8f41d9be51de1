# `make help` lists what there is. Only `make` and Python 3.11 or newer are needed to begin.

# The folder of this file, also for `make -f`; in a shell, because make's own functions split at spaces.
ROOT := $(shell if [ -f manage.py ]; then pwd; else cd "$(dir $(lastword $(MAKEFILE_LIST)))" && pwd; fi)
PYTHON ?= python3
BIN := .venv/bin
PORT ?= 8000
HOST ?= 127.0.0.1
CREDTRACK_DATA_DIR ?= $(ROOT)/var
export CREDTRACK_DATA_DIR
ROOMS := accounts credtrack dashboards enrollments exchange forecast payers planning providers reminders
# One test: make test T=tests/running/test_broker.py::test_message_comes_back_whole
T ?=

.DEFAULT_GOAL := help
.PHONY: help run environment setup test lint format lock faults bench shots migrations-check clean

help: ## List these targets
	@grep -hE '^[a-z-]+:.*## ' $(firstword $(MAKEFILE_LIST)) | sed -E 's/:.*## /\t/' | awk -F'\t' '{printf "  make %-18s %s\n", $$1, $$2}'

run: environment ## Serve the site with worker and beat (PORT=8000, CREDTRACK_DATA_DIR=var)
	@case "$$CREDTRACK_DATA_DIR" in /*) ;; *) CREDTRACK_DATA_DIR="$$PWD/$$CREDTRACK_DATA_DIR" ;; esac; \
		cd "$(ROOT)" && export PYTHONPYCACHEPREFIX="$$CREDTRACK_DATA_DIR/pycache" && \
		exec $(BIN)/python manage.py serve --host "$(HOST)" --port "$(PORT)"

environment:
	@$(PYTHON) "$(ROOT)/scripts/environment.py" run

setup: ## Make the environment with the development requirements
	@$(PYTHON) "$(ROOT)/scripts/environment.py" dev

test: setup ## Run all tests, on SQLite and on PostgreSQL (T=path runs one)
	@cd "$(ROOT)" && $(BIN)/python -m tests.suite $(T)

lint: setup ## Check style, layers and types
	cd "$(ROOT)" && $(BIN)/ruff check .
	cd "$(ROOT)" && $(BIN)/ruff format --check .
	cd "$(ROOT)" && $(BIN)/lint-imports
	cd "$(ROOT)" && $(BIN)/mypy $(ROOMS) tests

format: setup ## Put the code into shape
	cd "$(ROOT)" && $(BIN)/ruff check --fix . && $(BIN)/ruff format .

lock: ## Compile the .in files into pinned lists with hashes (needs uv)
	cd "$(ROOT)" && uv pip compile --quiet --python-version 3.11 --generate-hashes requirements.in -o requirements.txt
	cd "$(ROOT)" && uv pip compile --quiet --python-version 3.11 --generate-hashes -c requirements.txt requirements-dev.in -o requirements-dev.txt

faults: setup ## Kill workers 2,000 times, and what else a night may bring (about half an hour)
	cd "$(ROOT)" && CREDTRACK_FAULT_KILLS=2000 $(BIN)/python -m pytest -q tests/faults

bench: setup ## Measure pages, moves, imports, planning, forecasts, incidents and delivery
	cd "$(ROOT)" && $(BIN)/python -m bench
	cd "$(ROOT)" && $(BIN)/python -m bench.planning
	cd "$(ROOT)" && $(BIN)/python -m bench.forecast_fit
	cd "$(ROOT)" && $(BIN)/python -m bench.forecast_refresh
	cd "$(ROOT)" && $(BIN)/python -m bench.forecast_dashboard
	cd "$(ROOT)" && $(BIN)/python -m bench.incidents
	cd "$(ROOT)" && $(BIN)/python -m bench.delivery

shots: setup ## Make the README's screenshots anew
	cd "$(ROOT)" && CREDTRACK_SHOTS=docs/images $(BIN)/python -m pytest -q tests/browser/test_pictures.py

migrations-check: setup ## Fail when a model has changed without a migration
	cd "$(ROOT)" && $(BIN)/python manage.py makemigrations --check --dry-run --settings credtrack.settings.test

clean: ## Remove the environment and caches; the data in var/ stays
	cd "$(ROOT)" && rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
