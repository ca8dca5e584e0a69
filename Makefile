# One-word commands. Each works alone, first, and again.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: run test lint fix bench eval

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --constraint constraints.txt --editable ".[dev]"
	touch $(READY)

run: $(READY)  ## builds the index of corpus/ (and, the first time, the model) and answers on a web page
	$(BIN)/maltolk index
	$(BIN)/maltolk serve

test: $(READY)  ## all tests, the network denied
	$(BIN)/python -m pytest

lint: $(READY)  ## style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

fix: $(READY)  ## what ruff can mend by itself
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(READY)  ## speed and memory, in one run; SCALE=50000 for the large index, which takes most of an hour
	$(BIN)/python benchmarks/speed.py --scale $(or $(SCALE),2000)

eval: $(READY)  ## how good the answers and the search are
	$(BIN)/python benchmarks/quality.py
