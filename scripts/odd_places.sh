#!/usr/bin/env bash
# The fast tests in places where they are not usually started: other languages, masks and time zones,
# without a terminal, where SIGINT is ignored, and in a folder whose name has blanks and a quote.
set -uo pipefail
cd "$(dirname "$0")/.."
. scripts/report.sh

# Unit specs that ask the disk, the clock or the language of the system, and Python's tests without a browser.
fast() {
  node node_modules/jest/bin/jest.js --selectProjects protocol src server --silent </dev/null &&
    .venv/bin/python -m pytest -q tests --ignore tests/cli --ignore tests/package -p no:cacheprovider </dev/null
}
with_mask() { (umask 077 && fast); }
in_background() { (trap '' INT && fast && .venv/bin/python -m pytest -q tests/cli/test_interruptions.py </dev/null); }
in_language() { (export LANG=$1 LC_ALL=$1 && fast); }
in_zone() { (export TZ=$1 && fast); }

# The checkout as it is now, with what is installed linked: a second installation would take minutes.
in_odd_folder() {
  local base folder status=0
  base=$(mktemp -d)
  folder="$base/it's a folder"
  mkdir "$folder"
  git ls-files -z --cached --others --exclude-standard | tar --null -T - -cf - | tar -xf - -C "$folder"
  git -C "$folder" init -q && git -C "$folder" add -A
  ln -s "$PWD/node_modules" "$PWD/.venv" "$folder"
  mkdir -p "$folder/build"
  cp build/.python build/.node "$folder/build/" 2>/dev/null
  (cd "$folder" && fast) || status=$?
  rm -rf "$base"
  return "$status"
}

run "umask 077" with_mask
run "SIGINT ignored" in_background
run "LANG=C" in_language C
run "LC_ALL=tr_TR.UTF-8" in_language tr_TR.UTF-8
run "TZ=Pacific/Chatham" in_zone Pacific/Chatham
run "a folder with blanks and a quote" in_odd_folder
finish
