"""What a person at a terminal sees and is asked."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import time
from typing import Any

Terminal = Any
Emulator = Any

FILE = "My Drive/Climate study/README.md"


def test_tells_json_on_a_terminal_if_told_to(terminal: Terminal) -> None:
    status, shown = _on_a_terminal(terminal, ["copy", "--json", FILE, "."])
    assert (status, json.loads(shown.splitlines()[-1])["type"]) == (0, "result")


def test_draws_a_bar_on_a_terminal(terminal: Terminal, emulator: Emulator) -> None:
    emulator.turn(bandwidth=200_000)
    status, shown = _on_a_terminal(terminal, ["copy", "My Drive/sunset.png", "."])
    assert status == 0
    assert re.search(r"sunset\.png +\d+% \|.*\| .*91.*k", shown), shown
    assert "100% |" in shown
    assert "1 of 1 file" in shown
    assert shown.rstrip().endswith("Copied 1 file to the working directory.")


def test_asks_on_a_terminal(terminal: Terminal) -> None:
    terminal.prepare()
    for name in ("README.md", "sunset.png", "empty.txt"):
        (terminal.folder / name).write_text("mine")
    status, shown = _on_a_terminal(
        terminal,
        ["copy", FILE, "My Drive/sunset.png", "My Drive/empty.txt", "."],
        answers=["r", "S"],
    )
    assert (status, shown.count("[r]eplace")) == (0, 2), shown
    assert "README.md exists (4 B; " not in shown
    assert "README.md exists (4 B, " in shown
    kept = [(terminal.folder / name).read_bytes() == b"mine" for name in terminal.left()]
    assert (terminal.left(), kept) == (["README.md", "empty.txt", "sunset.png"], [0, 1, 1])


def test_ctrl_c_at_a_question_stops(terminal: Terminal) -> None:
    terminal.prepare()
    (terminal.folder / "README.md").write_text("mine")
    status, shown = _on_a_terminal(terminal, ["copy", FILE, "."], answers=["\x03"])
    assert (status, terminal.left()) == (130, ["README.md"])
    assert "Cancelled. What arrived whole stays" in shown
    assert (terminal.folder / "README.md").read_text() == "mine"


def test_asks_before_very_much(terminal: Terminal) -> None:
    settings = terminal.home / "config/lab/user-settings/jupyterlab-gdrive"
    settings.mkdir(parents=True)
    (settings / "plugin.jupyterlab-settings").write_text('{"askAboveFiles": 2}')
    command = ["copy", "My Drive/Climate study/figures", "."]
    refused = terminal.told(*command)
    assert (refused.returncode, terminal.left()) == (1, [])
    assert refused.stderr.startswith("These are 3 files, ")
    assert refused.stderr.endswith("Nothing was moved. To go on all the same: --yes.\n")
    status, shown = _on_a_terminal(terminal, command, answers=["y"], ending="[y/N] ")
    assert (status, terminal.left()) == (0, ["figures"]), shown
    assert terminal.told("copy", "--yes", "My Drive/Climate study", ".").returncode == 0


def _on_a_terminal(
    terminal: Terminal,
    arguments: list[str],
    answers: list[str] | None = None,
    ending: str = "that follow: ",
) -> tuple[int, str]:
    """Runs the command on a terminal of its own; each question gets the next answer."""
    waiting = list(answers or [])
    primary, secondary = pty.openpty()
    process = terminal.start(
        *arguments,
        stdin=secondary,
        stdout=secondary,
        stderr=secondary,
        preexec_fn=_own_terminal(secondary),
    )
    os.close(secondary)
    shown = ""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if not select.select([primary], [], [], 1)[0]:
            continue
        try:
            piece = os.read(primary, 4096).decode(errors="replace")
        except OSError:  # the other side is closed
            break
        if not piece:
            break
        shown += piece
        if waiting and shown.endswith(ending):
            answer = waiting.pop(0)
            os.write(primary, answer.encode() + (b"" if answer == "\x03" else b"\n"))
    os.close(primary)
    return process.wait(timeout=20), shown


def _own_terminal(secondary: int) -> Any:
    """So that Ctrl-C typed there reaches the command."""

    def take() -> None:
        import fcntl
        import termios

        os.setsid()
        fcntl.ioctl(secondary, termios.TIOCSCTTY, 0)

    return take
