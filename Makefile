# Needs Python 3.11 or newer, make and git. Every target does its own set-up in .venv (PYTHON=… chooses the interpreter).

BIN := .venv/bin
# compiled modules are kept whatever the caller's environment says: tests and crawls start many processes
export PYTHONDONTWRITEBYTECODE :=

.PHONY: help demo test soak bench bench-storage lint format types layers docs schema ready-run ready-dev

help:
	@echo "make demo    crawl the demo sites into demo.db"
	@echo "make test    run all tests                 make soak     long proofs: kills, faults, a hostile web (about 20 minutes)"
	@echo "make lint    ruff: rules and format      make types    mypy --strict      make layers   import contracts"
	@echo "make bench   quality and cost of extraction, speed and memory of crawls (BENCH='--python PY' names a Python with scrapy and trafilatura)"
	@echo "make bench-storage   storing, search, listings, export, groups, copies over 200,000 articles (BENCH='--articles 20000' is sooner)"
	@echo "make format  let ruff rewrite the sources       make docs     describe the commands in docs/operations.md anew"
	@echo "make schema  write the tables of a new SQLite file anew, after a new migration"

ready-run:
	@.ci/setup run

ready-dev:
	@.ci/setup dev

demo: ready-run
	@$(BIN)/python -m console demo

test: ready-dev
	@$(BIN)/python -m pytest -n 2 --dist loadgroup

soak: ready-dev
	@$(BIN)/python -m pytest -m soak tests -v --durations=0

bench: ready-dev
	@$(BIN)/python tests/bench/extraction.py $(BENCH)
	@$(BIN)/python tests/bench/throughput.py $(BENCH)
	@$(BIN)/python tests/bench/throughput.py --memory
	@$(BIN)/python tests/bench/coverage.py

bench-storage: ready-dev
	@$(BIN)/python tests/bench/all_of_storage.py $(BENCH)

lint: ready-dev
	@$(BIN)/python -m ruff check .
	@$(BIN)/python -m ruff format --check .

format: ready-dev
	@$(BIN)/python -m ruff check --fix .
	@$(BIN)/python -m ruff format .

types: ready-dev
	@$(BIN)/python -m mypy

layers: ready-dev
	@$(BIN)/lint-imports

docs: ready-dev
	@$(BIN)/python tests/test_docs.py

schema: ready-dev
	@$(BIN)/python tests/storage/test_new_file.py
