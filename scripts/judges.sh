#!/usr/bin/env bash
# Installs the clients that judge the emulator, if they are not there.
set -euo pipefail
cd "$(dirname "$0")/.."
python=.venv/bin/python

fail() { echo "conformance: $1" >&2; exit 1; }

[ -x "$python" ] || fail "run 'make setup' first; there is no $python."
for package in rclone openssl; do
  command -v "$package" >/dev/null && continue
  [ "$(id -u)" = 0 ] || fail "$package is needed: apt-get install $package"
  { apt-get update -qq && apt-get install -y -qq "$package"; } >/dev/null ||
    fail "$package could not be installed."
done

mkdir -p build
# The stamp lies beside what it stands for: another .venv has judges of its own.
stamp=.venv/.judges
if [ ! -e "$stamp" ] || [ pyproject.toml -nt "$stamp" ]; then
  echo "conformance: installing the judges …"
  judges=$("$python" - <<'PY'
from importlib.metadata import requires
from packaging.requirements import Requirement

for one in map(Requirement, requires("jupyterlab-gdrive")):
    if "extra" in str(one.marker) and one.marker.evaluate({"extra": "conformance"}):
        print(f"{one.name}{one.specifier}")
PY
  )
  "$python" -m pip install --quiet --disable-pip-version-check $judges ||
    fail "the judges (the extra 'conformance' of pyproject.toml) could not be installed."
  touch "$stamp"
fi
