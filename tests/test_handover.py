"""What Python reads of the words, and how Node gets what was configured."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from jupyterlab_gdrive.command_line import for_jupyter
from jupyterlab_gdrive.node import find_node

#: Tells what it sees, and ends with 7.
SCRIPT = """
const { closeSync, fstatSync, readFileSync, readdirSync } = require('node:fs');
const [way, ...words] = process.argv.slice(2);
const tell = text => {
  const { length, secret } = JSON.parse(text);
  const seen = { pid: process.pid, words, length, secret: typeof secret };
  const inArgv = process.argv.join().includes(secret);
  const inEnvironment = JSON.stringify(process.env).includes(secret);
  const names = Object.keys(process.env);
  console.log(JSON.stringify({ way, ...seen, inArgv, inEnvironment, names }));
  process.exit(7);
};
if (way === 'stdin') {
  require('node:readline').createInterface({ input: process.stdin }).once('line', tell);
} else {
  const { mode, nlink } = fstatSync(Number(way));
  console.error(JSON.stringify({ mode, nlink }));
  tell(readFileSync(Number(way), 'utf8'));
}
"""
PROGRAM = """
import json, os, sys
from jupyterlab_gdrive import handover
size, become, nameless, *command = json.loads(sys.argv[1])
if nameless == "on disk" and hasattr(os, "memfd_create"):
    del os.memfd_create
told = json.dumps({"length": size, "secret": "a secret " + "x" * size}).encode()
environment = {"PATH": os.environ["PATH"], "HOME": "/"}
words = ["ls", "a b'", "--", "\\u6570"]
handover.hand_over(command, words, told, environment, become=become)
"""


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ([], []),
        (["ls", "--json", "x"], []),
        (["ls", "--debug", "x"], ["--debug"]),
        (["copy", "--config", "c.py", "a", "."], ["--config=c.py"]),
        (["copy", "--config=c.py", "a", "."], ["--config=c.py"]),
        (["ls", "--config", "-h"], ["--config=-h"]),
        (["ls", "--config"], []),
        (["ls", "--GDrive.endpoint=http://x", "y"], ["--GDrive.endpoint=http://x"]),
        (["ls", "--GDrive.endpoint", "http://x", "y"], ["--GDrive.endpoint=http://x"]),
        (["ls", "--GDrive.endpoint"], []),
        (["ls", "--GDrive.bogus=1", "--debug"], ["--debug"]),
        (["ls", "--Application.log_level=10"], ["--Application.log_level=10"]),
        (["upload", "--", "--debug", "--config", "x"], []),
        (["--debug=1", "-V", "--version", "--help-all"], []),
    ],
)
def test_reads_of_the_words_what_is_jupyters(words: list[str], found: list[str]) -> None:
    assert for_jupyter(words) == found


def _handed_over(
    folder: Path, *, size: int, become: bool, nameless: str = "in memory", **options: Any
) -> tuple[subprocess.Popen[str], dict[str, Any], str]:
    script = folder / "script.cjs"
    script.write_text(SCRIPT)
    what = json.dumps([size, become, nameless, *find_node(), str(script)])
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, what],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,
    )
    out, err = process.communicate(timeout=60)
    assert out, err
    return process, json.loads(out), err


@pytest.mark.parametrize("size", [0, 100_000, 5_000_000])
@pytest.mark.parametrize("become", [True, False])
def test_hands_over_however_much_it_is(tmp_path: Path, size: int, become: bool) -> None:
    process, seen, _ = _handed_over(tmp_path, size=size, become=become)
    assert process.returncode == 7
    assert seen["words"] == ["ls", "a b'", "--", "数"]
    assert (seen["length"], seen["secret"]) == (size, "string")
    assert (seen["inArgv"], seen["inEnvironment"], seen["names"]) == (
        False,
        False,
        ["PATH", "HOME"],
    )
    assert (seen["way"] == "stdin", seen["pid"] == process.pid) == (not become, become)


@pytest.mark.parametrize("nameless", ["in memory", "on disk"])
def test_the_file_has_no_name_and_is_of_this_person_alone(tmp_path: Path, nameless: str) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    _, seen, err = _handed_over(
        tmp_path,
        size=100_000,
        become=True,
        nameless=nameless,
        env={**os.environ, "TMPDIR": str(temporary)},
    )
    file = json.loads(err)
    assert (seen["length"], file["nlink"], list(temporary.iterdir())) == (100_000, 0, [])
    if nameless == "on disk":
        assert stat.S_IMODE(file["mode"]) & 0o077 == 0


def test_works_with_stdin_closed(tmp_path: Path) -> None:
    process, seen, _ = _handed_over(tmp_path, size=9, become=True, preexec_fn=lambda: os.close(0))
    assert (process.returncode, seen["length"]) == (7, 9)


@pytest.mark.parametrize("printed", ["print('configured')", "sys.stdout = sys.stderr = None"])
def test_what_was_printed_before_is_not_lost(tmp_path: Path, printed: str) -> None:
    script = tmp_path / "script.cjs"
    script.write_text("console.log('node')")
    program = (
        "import sys, os, json\n"
        "from jupyterlab_gdrive.handover import hand_over\n"
        f"{printed}\n"
        "hand_over(json.loads(sys.argv[1]), [], b'{}', dict(os.environ), become=True)"
    )
    what = json.dumps([*find_node(), str(script)])
    done = subprocess.run(
        [sys.executable, "-c", program, what], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == [*(["configured"] if "print" in printed else []), "node"]


def test_a_command_that_is_none_raises(tmp_path: Path) -> None:
    program = (
        "from jupyterlab_gdrive.handover import hand_over\n"
        "try: hand_over(['/nowhere/node'], [], b'{}', {}, become=True)\n"
        "except OSError as error: print(type(error).__name__)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout == "FileNotFoundError\n"
