"""How a judge states its findings: one line of JSON for each operation it tried."""

from __future__ import annotations

import json
import sys
import time
import traceback
from collections.abc import Callable
from typing import Any

from emulator.client import Emulator

Operation = Callable[[Emulator], None]


class Judge:
    """A client, and what it does with the emulator; each operation meets a fresh Drive."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.operations: list[tuple[str, Operation]] = []

    def operation(self, row: str) -> Callable[[Operation], Operation]:
        """Registers an operation; `row` is its line in the table of judges and operations."""

        def register(work: Operation) -> Operation:
            self.operations.append((row, work))
            return work

        return register

    def run(self) -> None:
        emulator = Emulator.from_environment()
        for row, work in self.operations:
            emulator.reset()
            emulator.clear_requests()
            start = time.monotonic()
            try:
                work(emulator)
                finding = {"passed": True}
            except Exception:
                finding = {"passed": False, "error": traceback.format_exc()}
            seconds = round(time.monotonic() - start, 2)
            says(judge=self.name, row=row, name=work.__name__, seconds=seconds, **finding)


def says(**finding: Any) -> None:
    sys.stdout.write(json.dumps(finding) + "\n")
    sys.stdout.flush()


def equal(got: object, wanted: object, what: str = "") -> None:
    """Fails with both values; `assert` would vanish under -O."""
    if got != wanted:
        raise AssertionError(f"{what} is {got!r}, not {wanted!r}")


def true(condition: object, what: str) -> None:
    if not condition:
        raise AssertionError(what)
