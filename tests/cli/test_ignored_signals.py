"""`nohup`, and jobs that a script puts into the background: what they ignore stays ignored."""

from __future__ import annotations

import json
import signal
import subprocess
from typing import Any

Terminal = Any
Emulator = Any


def _ignore() -> None:
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)


def test_goes_on_when_a_signal_comes_that_is_ignored(
    terminal: Terminal, emulator: Emulator
) -> None:
    emulator.turn(bandwidth=20_000_000)
    process = terminal.start(
        *("copy", "My Drive/embeddings.bin", ".", "--json"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=_ignore,
    )
    for line in process.stdout:
        if json.loads(line)["bytes"]["done"] > 0:
            break
    process.send_signal(signal.SIGHUP)
    process.send_signal(signal.SIGINT)
    emulator.turn(bandwidth=0)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, err, terminal.left()) == (0, "", ["embeddings.bin"])
    assert json.loads(out.splitlines()[-1])["state"] == "done"


def test_a_reader_that_has_seen_enough_is_no_failure(terminal: Terminal) -> None:
    process = terminal.start(
        *("ls", "My Drive/Sensor readings"), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout.readline().startswith("file")
    process.stdout.close()
    assert (process.wait(timeout=60), process.stderr.read()) == (0, "")
