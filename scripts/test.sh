#!/usr/bin/env bash
# Everything: the fast checks, Python, conformance, real browser. Ends with one line of numbers.
set -uo pipefail
cd "$(dirname "$0")/.."
. scripts/report.sh

run "wheels for the tests of the package" .venv/bin/python scripts/wheelhouse.py
run "judges for the emulator" bash scripts/judges.sh
closing "fast checks" bash scripts/check.sh
jest_run --maxWorkers=100% --selectProjects integration reliability
closing "rounds of everything at once" node build/torture.cjs --short --seed 1 --rounds 20 --at-once 2 --shrink 4
beside_closing "conformance" bash scripts/conformance.sh
pytest_run
settle
playwright_run bash scripts/ui_test.sh
finish
