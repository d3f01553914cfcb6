"""Rules of our own for ESLint find what they are for, and nothing else."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FIXTURE = ROOT / "tests/lint/keys.ts"


def found_by_rule(file: Path) -> list[int]:
    """Numbers of the lines that the rule finds."""
    node = shutil.which("node")
    assert node is not None
    eslint = ROOT / "node_modules/eslint/bin/eslint.js"
    config = ROOT / "tests/lint/eslint.config.mjs"
    done = subprocess.run(
        [node, eslint, "--config", config, "--no-config-lookup", "--format", "json", file],
        cwd=file.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    (report,) = json.loads(done.stdout)
    return sorted(message["line"] for message in report["messages"])


def test_a_table_is_not_asked_by_names_of_strangers() -> None:
    lines = FIXTURE.read_text().splitlines()
    expected = [number for number, line in enumerate(lines, 1) if line.endswith("// found")]
    assert len(expected) == 8
    assert found_by_rule(FIXTURE) == expected
