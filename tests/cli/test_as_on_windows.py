"""Where Python can't become Node: it stays, and Node's stdin is its pipe. Driven on this system."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from typing import Any

import psutil
import pytest
from test_on_a_terminal import _on_a_terminal

Terminal = Any
Emulator = Any

FILE = "My Drive/Climate study/README.md"
PROGRAM = """
from jupyterlab_gdrive.command_line import TransferCommand, main
TransferCommand.becomes_node = False
main()
"""


@pytest.fixture
def staying(terminal: Terminal) -> Terminal:
    terminal.command = [sys.executable, "-c", PROGRAM]
    return terminal


def _midway(terminal: Terminal) -> tuple[subprocess.Popen[str], psutil.Process]:
    process = terminal.start(
        *("copy", "My Drive/embeddings.bin", ".", "--json"),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    for line in process.stdout:
        if json.loads(line)["bytes"]["done"] > 0:
            break
    (node,) = psutil.Process(process.pid).children()
    return process, node


def test_does_the_same(staying: Terminal) -> None:
    assert [line["path"] for line in staying.lines("ls")][:2] == ["My Drive", "Shared drives"]
    done = staying.told("copy", FILE, ".")
    assert (done.returncode, done.stdout, done.stderr) == (
        0,
        "Copied 1 file to the working directory.\n",
        "",
    )
    for words, status in [(["ls", "a", "b"], 2), (["ls", "My Drive/nowhere"], 1), (["-V"], 0)]:
        assert staying.run(*words).returncode == status


def test_asks_on_the_terminal_though_stdin_is_a_pipe(staying: Terminal) -> None:
    staying.prepare()
    for name in ("README.md", "sunset.png"):
        (staying.folder / name).write_text("mine")
    status, shown = _on_a_terminal(
        staying, ["copy", FILE, "My Drive/sunset.png", "."], answers=["r", "s"]
    )
    kept = [(staying.folder / name).read_bytes() == b"mine" for name in staying.left()]
    assert (status, kept, shown.count("[r]eplace")) == (0, [False, True], 2), shown


def test_ctrl_c_at_a_question_stops(staying: Terminal) -> None:
    staying.prepare()
    (staying.folder / "README.md").write_text("mine")
    status, shown = _on_a_terminal(staying, ["copy", FILE, "."], answers=["\x03"])
    assert (status, staying.left()) == (130, ["README.md"])
    assert "Cancelled. What arrived whole stays" in shown


def test_ctrl_c_reaches_both_and_cancels(staying: Terminal, emulator: Emulator) -> None:
    emulator.turn(bandwidth=5_000_000)
    process, node = _midway(staying)
    for pid in (process.pid, node.pid):  # as a console does
        psutil.Process(pid).send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert (process.returncode, err, staying.left()) == (130, "", [])
    assert json.loads(out.splitlines()[-1])["state"] == "cancelled"


def test_nothing_outlives_it_and_the_transfer_waits(staying: Terminal, emulator: Emulator) -> None:
    emulator.turn(bandwidth=20_000_000)
    process, node = _midway(staying)
    everybody = [node, *node.children()]
    process.kill()
    process.communicate(timeout=20)
    assert psutil.wait_procs(everybody, timeout=20)[1] == []
    (part,) = staying.left()
    assert part.startswith(".~")
    emulator.turn(bandwidth=0)
    assert staying.told("resume").stdout == "Copied 1 file to the working directory.\n"
