# The two commands of the README are `make run` and `make test`; the others are for developers.
# With another Python than python3.11: make PYTHON=python3.12 run
PYTHON ?= python3.11
BIN := .venv/bin

.PHONY: run test lint train bench clean

run: .venv/installed  ## serve the assistant on http://localhost:7860
	$(BIN)/planfraga serve

test: .venv/developer tests/browser/node_modules  ## everything that CI runs
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest -ra -n 2 --dist loadfile

lint: .venv/developer  ## put the code in form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

train: .venv/developer  ## make shipped weights again from ../shared/data: make train STEP=routing
	$(BIN)/python -m training $(STEP)

bench: .venv/developer var/bench/env/.installed  ## other systems side by side, growth and limits, into docs/benchmarks.md
	var/bench/env/bin/python -m benchmarks.models
	$(BIN)/python -m benchmarks.side_by_side --all-documents $(BENCH)
	$(BIN)/python -m benchmarks.growth 10000 100000 1000000
	$(BIN)/python -m benchmarks.kinds 200000
	$(BIN)/python -m benchmarks.limits
	$(BIN)/python -m benchmarks.report
	var/bench/env/bin/python -m benchmarks.plots

var/bench/env/.installed: benchmarks/requirements.txt
	$(PYTHON) -m venv var/bench/env
	var/bench/env/bin/pip install --quiet --disable-pip-version-check torch==2.13.0
	var/bench/env/bin/pip install --quiet --disable-pip-version-check --requirement benchmarks/requirements.txt
	touch $@

clean:  ## remove what make makes again; var, with the index and what people wrote, stays
	rm -rf .venv artefacts tests/browser/node_modules

tests/browser/node_modules: tests/browser/package-lock.json  # axe-core, for the browser tests
	npm ci --no-audit --no-fund --prefix tests/browser
	touch $@

.venv/bin/python:
	$(PYTHON) -m venv .venv || { rm -rf .venv; exit 1; }

.venv/installed: .venv/bin/python pyproject.toml
	$(BIN)/pip install --quiet --disable-pip-version-check torch==2.13.0
	$(BIN)/pip install --quiet --disable-pip-version-check --editable .
	touch $@

.venv/developer: .venv/installed
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@
