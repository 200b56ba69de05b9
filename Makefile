# One word per task; .ci/run calls the same tools.
.PHONY: help check format test verify bench docs demo clean
BIN = .venv/bin
.DEFAULT_GOAL := help

help:  ## show this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "%-8s %s\n", $$1, $$2}'

check: .venv/tools  ## style, types, import directions
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: .venv/tools  ## rewrite the code in the house's format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

test:  ## the tests
	bin/test

verify: .venv/tools  ## published numbers, error rates and an independent solver against ours (slow)
	$(BIN)/python -m verification

bench:  ## speed beside other programs, in one run
	bin/setup all
	$(BIN)/python -m benchmarks.peers

docs: .venv/tools  ## the documentation, in docs/_build/html
	$(BIN)/sphinx-build -W --keep-going -q -b html docs docs/_build/html

demo:  ## the founding trial, in report/report.html
	bin/demo

clean:  ## remove what can be made again, the environments excepted
	rm -rf build dist docs/_build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

.venv/tools: pyproject.toml
	bin/setup all,test,lint,docs
	@touch $@
