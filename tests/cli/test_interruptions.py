"""Ctrl-C, a proxy that dies, a command that is killed; `jupyter gdrive resume`."""

from __future__ import annotations

import json
import signal
import subprocess
from typing import Any

import psutil

Terminal = Any
Emulator = Any


def _midway(terminal: Terminal, beyond: int) -> tuple[subprocess.Popen[str], psutil.Process]:
    """A copy that has more than ``beyond`` bytes, and its proxy."""
    process = terminal.start(
        *("copy", "My Drive/embeddings.bin", ".", "--json"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    for line in process.stdout:
        if json.loads(line)["bytes"]["done"] > beyond:
            break
    (child,) = psutil.Process(process.pid).children()
    return process, child


def test_ctrl_c_cancels_and_leaves_nothing(terminal: Terminal, emulator: Emulator) -> None:
    emulator.turn(bandwidth=5_000_000)
    process, child = _midway(terminal, 0)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert (process.returncode, err) == (130, "")
    assert json.loads(out.splitlines()[-1])["state"] == "cancelled"
    assert terminal.left() == []
    assert not child.is_running()


def test_goes_on_when_the_proxy_dies_midway(terminal: Terminal, emulator: Emulator) -> None:
    emulator.turn(bandwidth=20_000_000)
    process, child = _midway(terminal, 0)
    child.kill()
    emulator.turn(bandwidth=0)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, "")
    assert json.loads(out.splitlines()[-1])["state"] == "done"
    assert terminal.left() == ["embeddings.bin"]
    assert (terminal.folder / "embeddings.bin").stat().st_size == 200 << 20


def _kill_midway(terminal: Terminal) -> None:
    process, child = _midway(terminal, 5_000_000)
    process.kill()
    process.communicate(timeout=20)
    psutil.wait_procs([child], timeout=20)


def test_resumes_what_was_killed(terminal: Terminal, emulator: Emulator) -> None:
    emulator.turn(bandwidth=20_000_000)
    _kill_midway(terminal)
    (part,) = terminal.left()
    assert part.startswith(".~")
    emulator.turn(bandwidth=0)
    assert "Go on with: jupyter gdrive resume" in terminal.run("status").stdout
    done = terminal.told("resume")
    assert (done.returncode, done.stdout) == (0, "Copied 1 file to the working directory.\n")
    assert terminal.left() == ["embeddings.bin"]
    assert terminal.told("resume").stderr == "Nothing was interrupted in this directory.\n"


def test_passes_over_what_a_newer_version_began(terminal: Terminal, emulator: Emulator) -> None:
    emulator.turn(bandwidth=20_000_000)
    _kill_midway(terminal)
    (journal,) = (terminal.home / "data" / "gdrive" / "transfers").rglob("*.jsonl")
    first, *rest = journal.read_text().splitlines()
    journal.write_text("\n".join([json.dumps({**json.loads(first), "format": 2}), *rest]))
    written = journal.read_bytes()
    _kill_midway(terminal)
    emulator.turn(bandwidth=0)
    resumed = terminal.told("resume")
    assert (resumed.returncode, resumed.stdout) == (1, "Copied 1 file to the working directory.\n")
    assert "newer version" in resumed.stderr
    assert "Update jupyterlab-gdrive" in resumed.stderr
    assert journal.read_bytes() == written
