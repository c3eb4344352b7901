# Everything that is run by hand or in CI. Needs Debian's python3, python3-venv and make; `make venv` fetches the rest.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
export PIP_CONSTRAINT := $(CURDIR)/constraints.txt
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: venv graph test check bench model reference clean

venv: $(VENV)/.installed

$(VENV)/.installed: pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --editable '.[dev,serve]'
	touch $@

graph: venv  ## from seeds/ to outputs/
	$(BIN)/kg build seeds --output outputs

test: venv  ## every test, doctest, example and documented command
	$(BIN)/python -m pytest

check: venv  ## style, types, walls, generated pages
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python docs/reference.py --check

bench: venv  ## speed and quality; CORPUS=folder and GOLD=file for those that need them
	$(BIN)/python benchmarks/run.py $(if $(CORPUS),--corpus $(CORPUS)) $(if $(GOLD),--gold $(GOLD))

reference: venv  ## docs/reference.md from the commands and the settings
	$(BIN)/python docs/reference.py

model: venv  ## train the model that ships; CORPUS=folder of train.jsonl and papers.jsonl.gz
	$(BIN)/pip install --quiet --editable '.[train]'
	$(BIN)/kg train $(CORPUS) --output models

clean:
	rm -rf build dist outputs/*.ttl outputs/*.html outputs/*.jsonl outputs/report.json .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
	find . -name __pycache__ -not -path './$(VENV)/*' -exec rm -rf {} +
