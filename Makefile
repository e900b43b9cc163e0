# Maillage: `make help` lists the targets.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PORT ?= 8000
HOST ?= 127.0.0.1
PYTHON ?= python3
BIN := .venv/bin
FLASK := $(BIN)/flask --app wsgi
MANIFEST := app/static/dist/manifest.json
FRONT := $(shell find app/static/css app/static/js app/static/img app/templates app/blueprints \
	app/forms app/toolkit -type f -not -name '*.pyc' 2>/dev/null)
TESTS ?= tests

# $(call step,what it does,command): say it, do it, say how long it took
define step
@printf '→ %s\n' '$(1)'; start=$$(date +%s%N); { $(2); } || exit 1; \
	spent=$$(( ($$(date +%s%N) - start) / 1000000 )); \
	printf '  %d.%01d s\n' $$((spent / 1000)) $$((spent % 1000 / 100))
endef

.PHONY: help run serve test check lint format types layers templates quick browser bench \
	assets demo-reset chromium lock

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

# Both in the background: a shell that waits for one in front hears no signal until it ends. With
# `set -m`, Ctrl-C reaches the shell alone, which stops both, once.
run: .venv/installed $(MANIFEST) ## Install, build, load, then serve on http://127.0.0.1:8000, the worker beside
	@$(FLASK) prepare
	@set -m; PORTAL_LOG_LEVEL=$${PORTAL_LOG_LEVEL:-WARNING} $(FLASK) jobs work & worker=$$!; \
	$(MAKE) --no-print-directory serve & web=$$!; \
	trap 'kill $$worker $$web 2> /dev/null' INT TERM HUP; \
	{ wait $$web; code=$$?; kill $$worker $$web; wait; } 2> /dev/null; exit $$code

serve: ## Serve what is already built, without the worker
	@echo "→ http://$(HOST):$(PORT)  (Ctrl-C pour arrêter)"
	@PORTAL_LOG_LEVEL=$${PORTAL_LOG_LEVEL:-WARNING} exec $(BIN)/gunicorn --bind $(HOST):$(PORT) --workers 2 --threads 4 --preload \
		--access-logfile /dev/null --log-level warning wsgi:app

test: check $(MANIFEST) chromium ## Everything: check, then the browser tests
	$(call step,Parcours dans un navigateur,$(BIN)/pytest $(TESTS) -m browser -n 2 --dist loadfile)

check: lint types layers templates quick ## Everything but the browser

quick: .venv/dev $(MANIFEST)
	$(call step,Tests unitaires - intégration - contrats - propriétés,$(BIN)/pytest $(TESTS) -m "not browser" -n auto)

lint: .venv/dev ## Format and lint of Python
	$(call step,Format,$(BIN)/ruff format --check --quiet .)
	$(call step,Lint,$(BIN)/ruff check --quiet .)

types: .venv/dev
	$(call step,Types,$(BIN)/mypy)

layers: .venv/dev
	$(call step,Couches,$(BIN)/lint-imports --no-cache > build/layers.txt || { cat build/layers.txt; false; })

templates: .venv/dev
	$(call step,Gabarits,$(BIN)/djlint app/templates --lint --quiet && $(BIN)/djlint app/templates --check --quiet)

format: .venv/dev ## Rewrite Python and templates in the project's format
	@$(BIN)/ruff check --quiet --fix-only . ; $(BIN)/ruff format --quiet .
	@$(BIN)/djlint app/templates --reformat --quiet || true

bench: .venv/dev $(MANIFEST) ## Measure the budgets of docs/performance.md
	@$(BIN)/python -m tests.benchmarks

demo-reset: .venv/installed ## Throw the demonstration data away and load it again, relative to today
	@$(FLASK) prepare && $(FLASK) demo clear && $(FLASK) demo load

assets: $(MANIFEST) ## Build the front-end files

lock: .venv/dev ## Compute the lock files from requirements*.txt
	@for name in requirements requirements-dev requirements-node; do \
		$(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
			--no-header --no-emit-index-url $$name.txt -o $$name.lock; done

chromium:
	@$(PYTHON) scripts/ensure_chromium.py

.venv/bin/python:
	$(call step,Environnement Python (.venv),$(PYTHON) -m venv .venv)

.venv/installed: requirements.lock | .venv/bin/python
	$(call step,Paquets Python,$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock)
	@touch $@

.venv/dev: requirements-dev.lock .venv/installed
	$(call step,Paquets Python des tests,$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock)
	@mkdir -p build && touch $@

node_modules/installed: package.json package-lock.json | .venv/bin/python
	@command -v npm > /dev/null || $(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-node.lock
	$(call step,Paquets du navigateur,PATH="$$PATH:$(CURDIR)/$(BIN)" npm ci --ignore-scripts --no-audit --no-fund --loglevel=error)
	@touch $@

$(MANIFEST): node_modules/installed $(FRONT) $(wildcard scripts/build_assets.*)
	$(call step,Feuilles de style et scripts,PATH="$$PATH:$(CURDIR)/$(BIN)" npm run --silent build)
