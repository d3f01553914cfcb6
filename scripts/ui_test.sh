#!/usr/bin/env bash
# The real-browser tests: JupyterLab with the panel, the proxy and the emulator. Arguments go to Playwright.
set -euo pipefail
cd "$(dirname "$0")/.."

bash scripts/build.sh
for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome; do
  if [ -n "$name" ] && browser=$(command -v "$name"); then
    export CHROMIUM=$browser
    break
  fi
done
export PATH="$PWD/.venv/node:$PATH" PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1
cd ui-tests
if [ ! -e node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
  echo "ui-test: installing Playwright (about a minute the first time) …"
  npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
fi
# Two ports for each of two workers, side by side, below those that the system hands out to connections, so that they stay free.
export GDRIVE_UI_PORT=${GDRIVE_UI_PORT:-$(node ../scripts/free_ports.mjs 4)}
exec npx playwright test "$@"
