"""Runs every judge against one emulator, and checks all its answers by Google's description."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from conformance import answers, table
from emulator.client import ROOT, VARIABLE, Emulator

Finding = dict[str, Any]
PYTHON_JUDGES = ["rclone", "python_client", "fsspec_judge"]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write-table", action="store_true", help="renew the README's table")
    parser.add_argument("--judge", help="run only this one", default="")
    options = parser.parse_args()
    node = shutil.which("node")
    if node is None:
        sys.exit("conformance: there is no node on PATH.")
    folder = Path(tempfile.mkdtemp(prefix="conformance-"))
    record = str(folder / "answers.jsonl")
    ports = ["--tls-port", "0", "--connect-port", "0"]
    with Emulator.start([node], *ports, "--record", record) as emulator:
        findings = run_judges(emulator, node, options.judge, folder)
    findings += show(answers.judge(folder / "answers.jsonl"))
    shutil.rmtree(folder)
    passed = sum(finding["passed"] for finding in findings)
    failed = len(findings) - passed
    if options.judge == "":
        failed += table.compare(findings, write=options.write_table)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


def run_judges(emulator: Emulator, node: str, only: str, folder: Path) -> list[Finding]:
    """What they lay down goes into `folder`."""
    commands = [[sys.executable, "-m", f"conformance.{name}"] for name in PYTHON_JUDGES]
    commands.append([node, str(ROOT / "build" / "googleapisJudge.cjs")])
    ready = emulator.ready
    exceptions = {"NO_PROXY", "no_proxy"}
    without_exceptions = {k: v for k, v in os.environ.items() if k not in exceptions}
    environment = {
        **without_exceptions,
        VARIABLE: json.dumps(ready),
        "TMPDIR": str(folder),
        "HTTPS_PROXY": ready["connectProxy"],
        "https_proxy": ready["connectProxy"],
        "HTTPLIB2_CA_CERTS": ready["caFile"],
        "REQUESTS_CA_BUNDLE": ready["caFile"],
        "NODE_EXTRA_CA_CERTS": ready["caFile"],
    }
    findings: list[Finding] = []
    for command in commands:
        if only in command[-1]:
            findings += run_judge(command, environment)
    return findings


def run_judge(command: list[str], environment: dict[str, str]) -> list[Finding]:
    """Each line that the judge prints is a finding; a judge that dies is one too."""
    findings: list[Finding] = []
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    ) as child:
        for line in child.stdout or []:
            if line.startswith('{"judge"'):
                findings += show([json.loads(line)])
            else:
                sys.stdout.write(line)
    if child.returncode != 0 or not findings:
        name = command[-1]
        died = {"judge": name, "row": "", "name": "it ran to its end", "passed": False}
        findings += show([{**died, "error": f"{name} ended with {child.returncode}"}])
    return findings


def show(findings: list[Finding]) -> list[Finding]:
    for finding in findings:
        mark = "PASS" if finding["passed"] else "FAIL"
        seconds = f" ({finding['seconds']} s)" if "seconds" in finding else ""
        print(f"{mark} {finding['judge']}: {finding['name']}{seconds}")
        if not finding["passed"]:
            print(finding["error"])
    sys.stdout.flush()
    return findings


if __name__ == "__main__":
    sys.exit(main())
