# Everything a person types. Needs make, a shell and Python 3.11 or newer; all else is fetched, hash-checked, into .venv.
SHELL := /bin/sh
.DEFAULT_GOAL := help

BIN := .venv/bin
STAMP := .venv/.installed
LOCKS := requirements.lock requirements-dev.lock requirements-build.lock
COMPILE := uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --quiet

.PHONY: help install demo check lint types test bench screenshots lock example servers clean

help: ## show what can be made
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

install: $(STAMP) ## make .venv from the locked, hash-pinned packages

# The stamp is older than a lock that changed, so a changed lock installs anew; an interpreter that went away makes a new folder.
$(STAMP): $(LOCKS) pyproject.toml scripts/make-venv.sh scripts/fetch-assets.py assets/package-lock.json
	@scripts/make-venv.sh .venv
	@$(BIN)/python scripts/fetch-assets.py
	@touch $@

demo: $(STAMP) ## the whole service on its own sample letters; nothing to configure
	@$(BIN)/intake demo

check: servers lint types test ## everything that must hold before a change goes in

servers: $(STAMP)
	@if [ -x scripts/install-servers.sh ]; then scripts/install-servers.sh; fi

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(STAMP)
	$(BIN)/mypy

test: $(STAMP)
	$(BIN)/pytest -n 2 --dist loadfile

bench: $(STAMP) ## measure, each figure beside what it is compared to
	$(BIN)/python -m bench

screenshots: servers ## pictures of every page of the desk into docs/screenshots
	@$(BIN)/python scripts/screenshots.py

example: $(STAMP) ## write config.example.toml anew from the settings' own words
	$(BIN)/python -m intake.config.example > config.example.toml.new
	mv config.example.toml.new config.example.toml

lock: ## resolve the locks anew (needs uv)
	@command -v uv >/dev/null 2>&1 || { echo 'make lock needs uv: install it, or keep the locks as they are' >&2; exit 1; }
	$(COMPILE) --upgrade -o requirements.lock pyproject.toml
	$(COMPILE) -c requirements.lock -o requirements-dev.lock --group dev pyproject.toml
	$(COMPILE) -c requirements-dev.lock -o requirements-build.lock --group build
	@if grep -nE '://|^-|file:' $(LOCKS); then echo 'a lock names a host or a path: take it out' >&2; exit 1; fi

clean: ## remove what was made, but no data
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
