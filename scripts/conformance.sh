#!/usr/bin/env bash
# Clients that nobody here wrote judge the emulator. Installs what it needs; the last line counts.
# `scripts/conformance.sh --write-table` also renews the table in emulator/README.md.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/.venv/node:$PWD/.venv/bin:$PATH"
python=.venv/bin/python

bash scripts/judges.sh || { echo "0 passed, 1 failed"; exit 1; }
node scripts/bundle.mjs emulator >/dev/null
node node_modules/esbuild/bin/esbuild conformance/googleapisJudge.ts --bundle --platform=node \
  --target=node22 --outfile=build/googleapisJudge.cjs --log-level=warning

echo "judges: $(rclone version | head -1), googleapis $(node -p 'require("googleapis/package.json").version') on Node $(node --version)"
"$python" - <<'PY'
from importlib.metadata import version

for name in ("google-api-python-client", "google-auth", "httplib2", "gdrive-fsspec", "fsspec"):
    print(f"judges: {name} {version(name)}")
PY
exec "$python" -m conformance "$@"
