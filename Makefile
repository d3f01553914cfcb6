# Two commands matter: `make demo` and `make test`. Everything is set up inside the checkout.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.ONESHELL:
.DEFAULT_GOAL := help

VENV := .venv
PY := $(VENV)/bin/python
# The Node of the wheel: build, tests, demo and the shipped proxy run on the same one.
export PATH := $(CURDIR)/$(VENV)/node:$(CURDIR)/$(VENV)/bin:$(PATH)
PORT ?= 8888

.PHONY: help setup build watch check test test-all disks demo emulator conformance live bench torture dist format clean browser ui-test

help: ## Say what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 14

setup: build/.python build/.node ## Set up Python, Node and all packages inside the checkout

# Its version is in package.json.
build/.python: pyproject.toml package.json scripts/setup_python.sh
	@bash scripts/setup_python.sh
	mkdir -p build && touch $@

# `npm ci` refuses a lock file without the binaries of other platforms; this keeps to the lock file too.
build/.node: package.json package-lock.json server/package.json | build/.python
	@echo "setup: installing JavaScript packages (two to three minutes the first time) …"
	npm install --no-save --ignore-scripts --no-audit --no-fund --loglevel=error
	mkdir -p build && touch $@

build: setup ## Build the panel, the proxy and the emulator
	@bash scripts/build.sh

watch: build ## Build panel and proxy anew whenever a source is saved
	npm run watch

demo: build ## Start the emulator with a sample Drive and JupyterLab with the panel (PORT=8888)
	@exec $(PY) -m scripts.demo --port $(PORT)

check: setup ## The fast checks: lint, layers, types, unit tests, Python
	bash scripts/check.sh

test: build browser ## Everything: check, Python, conformance, real browser
	bash scripts/test.sh

test-all: build browser ## Everything, and what is too heavy for every run
	bash scripts/test_all.sh

disks: build ## The workspace on real file systems, mounted for it (needs root and /dev/fuse)
	bash scripts/disks.sh

browser: setup ## Find a browser, or install Debian's chromium
	bash scripts/browser.sh

ui-test: build browser ## The real-browser tests alone
	bash scripts/ui_test.sh

conformance: build ## Judge the emulator with clients that nobody here wrote
	bash scripts/conformance.sh

emulator: build ## Start the emulator alone
	exec node build/emulator.cjs --seed sample

live: build ## The contract of Drive against a real account (says what it needs)
	@node scripts/bundle.mjs live && node build/live.cjs

bench: build ## Measure: ratios, side by side in one run
	node build/benchmarks.cjs

torture: build ## Everything at once, judged by a model (SEED=1 ROUNDS=10 STEPS=0,3 SHORT=1)
	node build/torture.cjs --seed $(or $(SEED),1) --rounds $(or $(ROUNDS),10) --steps '$(STEPS)' $(if $(SHORT),--short)

dist: build ## Wheel and sdist in dist/
	$(PY) -m build --no-isolation --outdir dist

format: setup ## Format everything
	npx prettier --log-level=warn --write .
	npx eslint --fix .
	$(VENV)/bin/ruff format . && $(VENV)/bin/ruff check --fix .
	$(PY) scripts/reference.py

clean: ## Remove all that was built or installed
	rm -rf node_modules ui-tests/node_modules lib build dist $(VENV) .demo jupyterlab_gdrive/labextension jupyterlab_gdrive/*.cjs jupyterlab_gdrive/THIRD-PARTY-LICENSES.txt
