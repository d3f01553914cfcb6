#!/usr/bin/env bash
# The fast checks. Everything runs, then the failures are named.
set -uo pipefail
cd "$(dirname "$0")/.."
. scripts/report.sh

# The slowest step needs one core for as long as all others together need two.
beside "lint: ESLint" npx eslint .
run "lint: Stylelint" npx stylelint --allow-empty-input 'style/**/*.css'
run "lint: Prettier" npx prettier --log-level=warn --cache --cache-strategy=content --cache-location=build/.prettier --check .
run "lint: layers" npx --no-install depcruise --output-type err protocol src server emulator benchmarks conformance torture
run "types" node scripts/types.mjs
run "Python: ruff" bash -c '.venv/bin/ruff check . && .venv/bin/ruff format --check .'
run "Python: mypy" .venv/bin/mypy
run "build" bash scripts/build.sh
jest_run --maxWorkers=100% --selectProjects protocol src server emulator benchmarks torture
settle
finish
