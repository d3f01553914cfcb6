#!/usr/bin/env bash
# Everything, each part only if its sources changed since; and JupyterLab's way to the panel.
set -euo pipefail
cd "$(dirname "$0")/.."

node scripts/build.mjs

# A link into the checkout, so that a change is seen at once.
link=.venv/share/jupyter/labextensions/jupyterlab-gdrive
if [ "$(readlink "$link")" != "$PWD/jupyterlab_gdrive/labextension" ]; then
  .venv/bin/jupyter-builder develop --overwrite . >/dev/null
fi
