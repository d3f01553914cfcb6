"""Signals at any moment, and again: what `make demo` starts ends in any case."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

ROOT = Path(__file__).parent.parent

#: A child that does not heed SIGTERM, asked to end by a program that waits for it.
PROGRAM = """
import os, signal, subprocess, sys
from scripts.stopping import Stopping
stubborn = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True)"
child = subprocess.Popen([sys.executable, "-c", stubborn + "; time.sleep(3600)"],
    stdout=subprocess.PIPE, start_new_session=True)
child.stdout.readline()
stopping = Stopping(kill=lambda: os.killpg(child.pid, signal.SIGKILL))
stopping.heed()
print(child.pid, flush=True)
while not stopping.within(0.5):
    pass
print("asked", flush=True)
child.terminate()
child.wait()
"""


@pytest.fixture
def program() -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )


def test_the_second_signal_ends_at_once_what_the_first_did_not(
    program: subprocess.Popen[str],
) -> None:
    assert program.stdout is not None
    child = psutil.Process(int(program.stdout.readline()))
    program.send_signal(signal.SIGTERM)
    assert program.stdout.readline() == "asked\n"
    assert child.is_running()
    program.send_signal(signal.SIGINT)
    assert program.wait(10) == 128 + signal.SIGKILL
    assert psutil.wait_procs([child], timeout=10)[1] == []


def test_many_signals_at_any_moment_hang_nothing(program: subprocess.Popen[str]) -> None:
    assert program.stdout is not None
    child = psutil.Process(int(program.stdout.readline()))
    until = time.monotonic() + 10
    while program.poll() is None and time.monotonic() < until:
        program.send_signal(signal.SIGTERM)
    assert program.wait(10) == 128 + signal.SIGKILL
    assert psutil.wait_procs([child], timeout=10)[1] == []
