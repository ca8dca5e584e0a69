# One-word commands. Each works by itself, on a fresh checkout, and repeatedly.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
TOOLS := $(VENV)/.ready-tools
# Every package but torch with its file's digest, so that exactly what was tested is installed (docs/install.md).
INSTALL := $(BIN)/pip install --quiet
LOCKED := $(INSTALL) --no-deps --require-hashes --requirement

SHARED ?= ../shared

.PHONY: run test cover lint fix bench eval train mutants rooms wheel lock update

# torch comes last, with whatever its build requires: gigabytes for graphics cards, nothing more for the CPU build.
$(READY): pyproject.toml locks/all.txt locks/torch.txt
	$(PYTHON) -m venv $(VENV)
	$(LOCKED) locks/all.txt
	$(INSTALL) --requirement locks/torch.txt
	$(INSTALL) --no-deps --no-build-isolation --editable .
	touch $(READY)

$(TOOLS): $(READY) locks/test.txt
	$(LOCKED) locks/test.txt
	touch $(TOOLS)

run: $(READY)  ## builds the index of corpus/ (and, the first time, the model) and answers on a web page
	$(BIN)/maltolk index
	$(BIN)/maltolk serve

test: $(TOOLS)  ## all tests, without network
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile $(COVERAGE) --ignore tests/web/browser
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile tests/web/browser # a browser on each core, and nothing else

cover: COVERAGE := --cov --cov-report=json:build/coverage.json
cover: test  ## the same, and checks that the tests cover enough of each room
	$(BIN)/python benchmarks/room_coverage.py

lint: $(TOOLS)  ## style, types, and which room may import which
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache --no-logo

fix: $(TOOLS)  ## fixes what ruff can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(READY)  ## speed and memory, in one run; SCALE=50000 for the large index, which takes most of an hour
	$(BIN)/python benchmarks/speed.py --scale $(or $(SCALE),2000)

eval: $(READY)  ## quality of answers and search
	$(BIN)/python benchmarks/quality.py

TRAIN = $(BIN)/python -m maltolk.training
SETS = --data $(SHARED)/data --questions $(SHARED)/qa --questions training_data/municipal

train: $(READY)  ## the reader and the intents, from the sets in SHARED and training_data/; hours (docs/model-card.md)
	$(TRAIN) generic $(SETS) --steps 400
	$(TRAIN) municipal $(SETS) --steps 4000
	$(TRAIN) ship $(SETS)
	$(TRAIN) calibrate $(SETS)
	$(TRAIN) intents $(SETS)

mutants: $(TOOLS)  ## which of 60 small random changes to the code no test notices; an hour or two
	$(BIN)/python benchmarks/mutants.py

rooms: $(TOOLS)  ## writes rooms and arrows into docs/architecture.md
	$(BIN)/python benchmarks/rooms.py --write docs/architecture.md

wheel: $(TOOLS)  ## dist/: the source archive, and the wheel built from it
	rm -rf dist
	$(BIN)/python -m build --no-isolation

# uv picks versions for every system and Python at once; it keeps locked ones unless told to upgrade.
COMPILE = UV_CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/uv pip compile --quiet --config-file locks/uv.toml --universal \
	--python-version 3.11 --generate-hashes --no-annotate --no-emit-package torch --constraint locks/torch.txt

lock: $(READY)  ## renews locks/ after a change to pyproject.toml
	$(LOCKED) locks/update.txt
	$(COMPILE) $(UPGRADE) --group install --extra dev pyproject.toml --output-file locks/test.txt
	$(COMPILE) --constraint locks/test.txt --group install pyproject.toml --output-file locks/all.txt
	$(COMPILE) --constraint locks/test.txt --group install --group page --output-file locks/page.txt
	$(COMPILE) --constraint locks/test.txt --group install --group answer --output-file locks/answer.txt
	$(COMPILE) $(UPGRADE) --group update --output-file locks/update.txt

update: UPGRADE := --upgrade
update: lock  ## renews locks/ with the newest versions, except torch
