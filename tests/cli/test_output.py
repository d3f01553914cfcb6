"""Output that can't be written is a failure; a reader that has seen enough of a list is none."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

Terminal = Any
Emulator = Any

#: Every write to it fails as on a full disk.
FULL = Path("/dev/full")


def _on_a_full_disk(terminal: Terminal, *words: str) -> tuple[int, str]:
    with FULL.open("w") as full:
        process = terminal.start(
            *words, stdin=subprocess.DEVNULL, stdout=full, stderr=subprocess.PIPE
        )
        _, err = process.communicate(timeout=60)
    return process.returncode, err


@pytest.mark.parametrize("words", [["--version"], ["--help"], ["ls"], ["status", "--json"]])
def test_a_full_disk_fails_what_only_prints(terminal: Terminal, words: list[str]) -> None:
    status, err = _on_a_full_disk(terminal, *words)
    assert (status, err.count("\n")) == (1, 1), err
    assert err.startswith("The output can’t be written (ENOSPC")


def test_a_full_disk_suspends_a_transfer_and_says_so(
    terminal: Terminal, emulator: Emulator
) -> None:
    emulator.turn(bandwidth=5_000_000)
    status, err = _on_a_full_disk(terminal, "copy", "My Drive/embeddings.bin", ".", "--json")
    assert (status, err.count("\n")) == (1, 1), err
    assert "“jupyter gdrive resume” goes on" in err
    assert "embeddings.bin" not in terminal.left()
    emulator.turn(bandwidth=0)
    assert terminal.run("resume").returncode == 0
    assert terminal.left() == ["embeddings.bin"]


@pytest.mark.parametrize("words", [["copy", "My Drive/embeddings.bin", "."], ["resume"]])
def test_a_reader_that_goes_away_interrupts_a_transfer_which_says_so(
    terminal: Terminal, emulator: Emulator, words: list[str]
) -> None:
    emulator.turn(bandwidth=5_000_000)
    for given in [["copy", "My Drive/embeddings.bin", "."], ["resume"]][
        : 1 + (words == ["resume"])
    ]:
        process = terminal.start(
            *given, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        process.stdout.readline()
        process.stdout.close()
        status, err = process.wait(timeout=60), process.stderr.read()
        assert (status, err.count("\n")) == (1, 1), err
        assert "“jupyter gdrive resume” goes on" in err
    emulator.turn(bandwidth=0)
    assert terminal.run("resume").returncode == 0
    assert terminal.left() == ["embeddings.bin"]


@pytest.mark.parametrize("words", [["--version"], ["ls"]])
def test_a_reader_that_went_away_is_no_failure(terminal: Terminal, words: list[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    process = terminal.start(
        *words, stdin=subprocess.DEVNULL, stdout=writing, stderr=subprocess.PIPE
    )
    os.close(writing)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, "")
