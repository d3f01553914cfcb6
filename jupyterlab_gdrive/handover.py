"""Node takes over: this process becomes it, or waits for it where that is not possible.

The configuration holds keys, so it travels neither in argv nor in the environment; nor on stdin,
because questions are answered there.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from typing import IO, NoReturn

#: The word that stands in argv instead of the number of a descriptor.
STDIN = "stdin"
#: 0, 1 and 2 are taken, or must stay closed.
FIRST_FREE_DESCRIPTOR = 3
#: Windows can neither become another process nor hand on such a descriptor.
CAN_BECOME = os.name != "nt"


def hand_over(
    command: Sequence[str],
    words: Sequence[str],
    configuration: bytes,
    environment: Mapping[str, str],
    *,
    become: bool,
) -> NoReturn:
    """``command`` is Node with its script; ``words`` are what was typed. Raises OSError."""
    if become:
        _become(command, words, configuration, environment)
    sys.exit(_wait_for(command, words, configuration, environment))


def _become(
    command: Sequence[str],
    words: Sequence[str],
    configuration: bytes,
    environment: Mapping[str, str],
) -> NoReturn:
    """The same process goes on as Node: its number, terminal, signals and exit status."""
    import fcntl

    with _nameless_file() as file:
        file.write(configuration)
        file.seek(0)
        # The duplicate is inherited; it stays behind only if there is no such command.
        descriptor = fcntl.fcntl(file.fileno(), fcntl.F_DUPFD, FIRST_FREE_DESCRIPTOR)
        _flush()
        try:
            os.execvpe(command[0], [*command, str(descriptor), *words], environment)
        finally:
            os.close(descriptor)


def _flush() -> None:
    """What a configuration file printed is lost with this program, unless it is written now."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:  # so it is where it was closed from the start
            with contextlib.suppress(OSError, ValueError):  # Node finds out by itself
                stream.flush()


def _nameless_file() -> IO[bytes]:
    """In memory where the system has that; else on disk, for this person only and without a name.

    A pipe would not do: nobody reads yet, and it holds 64 kB.
    """
    if hasattr(os, "memfd_create"):
        with contextlib.suppress(OSError):
            return os.fdopen(os.memfd_create("jupyter-gdrive"), "w+b")
    return tempfile.TemporaryFile()


def _wait_for(
    command: Sequence[str],
    words: Sequence[str],
    configuration: bytes,
    environment: Mapping[str, str],
) -> int:
    """Node as a child, which ends when this process does: then its stdin ends."""
    with subprocess.Popen(
        [*command, STDIN, *words], stdin=subprocess.PIPE, env=dict(environment)
    ) as child:
        signal.signal(signal.SIGINT, lambda *_: None)  # Ctrl-C reaches the child too, which answers
        with contextlib.suppress(OSError):  # it ended at once: its status says so
            if child.stdin is not None:
                child.stdin.write(configuration + b"\n")
                child.stdin.flush()
        status = child.wait()
    return status if status >= 0 else 128 - status
