# Runs steps, counts what their runners counted, and ends with one line. Sourced by the scripts that check.

# The Node that all is built and tested with, also where a script is started by hand.
export PATH="$PWD/.venv/node:$PWD/.venv/bin:$PATH"
passed=0
failed=0
failures=()

# run NAME COMMAND…: a step that passes or fails as a whole.
run() {
  local name=$1 log status; shift
  log=$(mktemp)
  if "$@" >"$log" 2>&1; then
    passed=$((passed + 1)); echo "ok      $name"
  else
    failed=$((failed + 1)); failures+=("$name"); echo "FAILED  $name"; cat "$log"
  fi
  rm -f "$log"
}

# beside NAME COMMAND…: a step that runs beside those that follow; `settle` waits for all such and counts them.
# beside_closing NAME COMMAND…: the same for a command that ends with a line "N passed, N failed".
beside_names=() beside_logs=() beside_pids=() beside_kinds=()
beside() { start_beside whole "$@"; }
beside_closing() { start_beside closing "$@"; }
start_beside() {
  beside_kinds+=("$1") beside_names+=("$2"); shift 2
  beside_logs+=("$(mktemp)")
  "$@" >"${beside_logs[-1]}" 2>&1 &
  beside_pids+=($!)
}
settle() {
  local at name log status
  for at in "${!beside_pids[@]}"; do
    name=${beside_names[at]} log=${beside_logs[at]} status=0
    wait "${beside_pids[at]}" || status=$?
    if [ "${beside_kinds[at]}" = closing ]; then
      cat "$log"; count_closing "$name" "$status" "$log"
    elif [ "$status" = 0 ]; then
      passed=$((passed + 1)); echo "ok      $name"
    else
      failed=$((failed + 1)); failures+=("$name"); echo "FAILED  $name"; cat "$log"
    fi
    rm -f "$log"
  done
  beside_names=() beside_logs=() beside_pids=() beside_kinds=()
}

# counted NAME STATUS PASSED FAILED: the numbers of a runner; a runner that died counts as a failure.
counted() {
  local name=$1 status=$2 ok=${3:-0} bad=${4:-0}
  if [ "$status" != 0 ] && [ "$bad" = 0 ]; then bad=1; fi
  if [ "$((ok + bad))" = 0 ]; then bad=1; echo "$name ran no test"; fi
  passed=$((passed + ok)); failed=$((failed + bad))
  if [ "$bad" = 0 ]; then echo "ok      $name ($ok)"; else failures+=("$name"); echo "FAILED  $name ($bad of $((ok + bad)))"; fi
}

jest_run() {
  local out=build/jest.json status=0
  node node_modules/jest/bin/jest.js --json --outputFile="$out" "$@" || status=$?
  read -r ok bad < <(node -p "const r = require('./$out'); r.numPassedTests + ' ' + (r.numFailedTests + r.numRuntimeErrorTestSuites)" 2>/dev/null || echo 0 1)
  counted "unit tests: Jest" "$status" "$ok" "$bad"
}

pytest_run() {
  local out=build/pytest.xml status=0
  .venv/bin/python -m pytest --junit-xml="$out" "$@" || status=$?
  read -r ok bad < <(.venv/bin/python - "$out" <<'PY'
import sys, xml.etree.ElementTree as tree
suite = tree.parse(sys.argv[1]).getroot().find("testsuite")
count = {name: int(suite.get(name)) for name in ("tests", "failures", "errors", "skipped")}
bad = count["failures"] + count["errors"] + count["skipped"]  # a test that skips itself has not passed
print(count["tests"] - bad, bad)
PY
  ) || true
  counted "Python tests: pytest" "$status" "${ok:-0}" "${bad:-1}"
}

# closing NAME SCRIPT: a script that ends with a line "N passed, N failed".
closing() {
  local name=$1 log status=0; shift
  log=$(mktemp)
  "$@" 2>&1 | tee "$log" || status=$?
  count_closing "$name" "$status" "$log"
  rm -f "$log"
}
count_closing() {
  local ok bad
  read -r ok bad < <(grep -oE '[0-9]+ passed, [0-9]+ failed' "$3" | tail -1 | tr -dc '0-9 \n' || echo 0 0)
  counted "$1" "$2" "${ok:-0}" "${bad:-0}"
}

# playwright_run COMMAND…: the numbers of Playwright's closing lines; flaky and skipped ones have not passed.
playwright_run() {
  local log status=0 count
  log=$(mktemp)
  "$@" 2>&1 | tee "$log" || status=$?
  count() { grep -oE "^ +[0-9]+ ($1)" "$log" | awk '{ sum += $1 } END { print sum + 0 }'; }
  counted "real browser: Playwright" "$status" "$(count passed)" "$(count 'failed|flaky|skipped|did not run|interrupted')"
  rm -f "$log"
}

finish() {
  for name in "${failures[@]:-}"; do [ -n "$name" ] && echo "failed: $name"; done
  echo "$passed passed, $failed failed"
  [ "$failed" = 0 ]
}
