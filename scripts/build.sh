#!/usr/bin/env bash
# Panel, proxy and emulator, each only if its sources changed since.
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p build

# newer STAMP PATH…: true if anything below the paths is newer than the stamp, or there is none.
newer() {
  local stamp=$1; shift
  [ ! -e "$stamp" ] || [ -n "$(find "$@" -newer "$stamp" -type f -not -name '*.spec.*' -print -quit)" ]
}

if newer build/.panel src protocol style schema package.json tsconfig.json; then
  echo "build: the panel (half a minute) …"
  npm run --silent build:lib
  npm run --silent build:labextension
  touch build/.panel
fi
if newer build/.proxy server protocol scripts/bundle.mjs package.json; then
  npm run --silent build:server
  touch build/.proxy
fi
if newer build/.emulator emulator scripts/bundle.mjs package.json; then
  npm run --silent build:emulator
  touch build/.emulator
fi
if [ -e benchmarks/main.ts ] && newer build/.benchmarks benchmarks emulator protocol scripts/bundle.mjs; then
  npm run --silent build:benchmarks
  touch build/.benchmarks
fi

# An editable install, so that a change is seen at once; again if its dependencies or commands change.
if newer build/.installed pyproject.toml; then
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-build-isolation -e .
  labextensions=.venv/share/jupyter/labextensions
  config=.venv/etc/jupyter/jupyter_server_config.d
  mkdir -p "$labextensions" "$config"
  rm -rf "$labextensions/jupyterlab-gdrive"
  ln -sfn "$PWD/jupyterlab_gdrive/labextension" "$labextensions/jupyterlab-gdrive"
  cp jupyter-config/server-config/jupyterlab_gdrive.json "$config/"
  touch build/.installed
fi
