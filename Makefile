# PlanAtlas. `make serve` does the main job, `make test` proves it. Each target stands alone and may be run again.
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
# node and npm come from a wheel in the virtual environment
NPM := PATH="$(CURDIR)/$(BIN):$$PATH" npm --prefix web --no-fund --no-audit --loglevel=error
MODULES := web/node_modules/.package-lock.json
BUILT := api/pages/built/manifest.json
PEERS := build/peers

.PHONY: help serve test check format bench clean pins web web-if-possible
.DEFAULT_GOAL := help

help:
	@echo "make serve [PORT=8000]  build the release and serve it on $(HOST)"
	@echo "make test               run every test"
	@echo "make web                build the scripts of the pages (needs npm's registry once)"
	@echo "make check              lint, format and type checks"
	@echo "make bench              timings as ratios against named peers (needs wrk, chromium)"
	@echo "make clean              remove what was built (.venv, build)"
	@echo "make pins               renew the pinned requirements (needs uv)"

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "make: $(PYTHON) is older than 3.11; name a newer one, e.g. make serve PYTHON=python3.12" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

# The pinned packages first, checked against their hashes; then PlanAtlas itself without dependencies.
$(VENV)/.serve: requirements/serve.txt pyproject.toml | $(BIN)/python
	$(PIP) install --require-hashes -r requirements/serve.txt
	$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.test: requirements/test.txt pyproject.toml | $(BIN)/python
	$(PIP) install --require-hashes -r requirements/test.txt
	$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@ $(VENV)/.serve

$(MODULES): web/package.json web/package-lock.json web/.npmrc | $(VENV)/.serve
	$(NPM) ci
	@touch $@

$(BUILT): $(MODULES) web/vite.config.ts web/tsconfig.json $(shell find web/src -type f)
	$(NPM) run build

web: $(BUILT)

# Without npm's registry everything works but what needs these scripts; an error in the scripts themselves is one.
web-if-possible: $(VENV)/.serve
	@$(MAKE) --no-print-directory $(MODULES) || \
	  echo "make: npm could not be reached; the pages do without their scripts until 'make web' succeeds" >&2
	@[ ! -e $(MODULES) ] || $(MAKE) --no-print-directory web

serve: $(VENV)/.serve web-if-possible
	$(BIN)/planatlas build
	exec $(BIN)/planatlas serve --host $(HOST) --port $(PORT)

test: $(VENV)/.test web-if-possible
	@[ ! -e $(MODULES) ] || $(NPM) test
	$(BIN)/python -m pytest

check: $(VENV)/.test web-if-possible
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	@[ ! -e $(MODULES) ] || $(NPM) run check

format: $(VENV)/.test
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

$(PEERS)/.ready: requirements/bench.txt
	$(PYTHON) -m venv $(PEERS)
	$(PEERS)/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes -r requirements/bench.txt
	@touch $@

bench: $(VENV)/.test $(PEERS)/.ready
	$(BIN)/python -m benchmarks
	$(BIN)/python -m benchmarks.validation
	$(BIN)/python -m benchmarks.http
	$(BIN)/python -m benchmarks.network

clean:
	rm -rf $(VENV) build dist web/node_modules api/pages/built .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

pins:
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  pyproject.toml requirements/build.in -o requirements/serve.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  --extra test -c requirements/serve.txt pyproject.toml requirements/build.in -o requirements/test.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  --group bench -o requirements/bench.txt
