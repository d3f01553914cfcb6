#!/usr/bin/env bash
# Everything that `make test` runs, and what is too heavy for every run. Ends with one line of numbers.
set -uo pipefail
cd "$(dirname "$0")/.."
. scripts/report.sh

closing "all that is for every run" bash scripts/test.sh
closing "file systems" bash scripts/disks.sh
closing "rare file systems" bash scripts/disks.sh rare
# A fresh clone, nothing in npm's cache: wheel and editable install.
pytest_run -m heavy
closing "the fast tests in odd places" bash scripts/odd_places.sh
finish
