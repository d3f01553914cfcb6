"""How a transfer is shown while it runs: a bar on a terminal, JSON lines, or not at all."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from typing import Any, Protocol

from tqdm import tqdm

from . import wording

BAR = "{desc} {percentage:3.0f}% |{bar}| {n_fmt}/{total_fmt} {rate_fmt}{postfix}"


class Display(Protocol):
    def show(self, transfer: Mapping[str, Any]) -> None:
        """Called with each new state of the transfer."""

    def pause(self) -> None:
        """Makes room for a question; the next `show` goes on."""


def print_json(kind: str, value: Mapping[str, Any]) -> None:
    """One object a line; ``type`` says what it is."""
    print(json.dumps({"type": kind, **value}, ensure_ascii=False), flush=True)


def choose(as_json: bool) -> Display:
    if as_json:
        return JsonLines()
    return Bar() if sys.stderr.isatty() else Nothing()


class Nothing:
    def show(self, transfer: Mapping[str, Any]) -> None: ...

    def pause(self) -> None: ...


class JsonLines:
    """Each state that differs from the one before."""

    def __init__(self) -> None:
        self._last: Mapping[str, Any] | None = None

    def show(self, transfer: Mapping[str, Any]) -> None:
        if transfer != self._last:
            self._last = transfer
            print_json("transfer", transfer)

    def pause(self) -> None: ...


class Bar:
    """Bytes and files on stderr, so that stdout stays clean."""

    def __init__(self) -> None:
        self._bar: Any = None

    def show(self, transfer: Mapping[str, Any]) -> None:
        if transfer["state"] in ("planning", "asking") and not transfer["bytes"]["total"]:
            return
        if self._bar is None:
            self._bar = tqdm(
                desc=_title(transfer),
                bar_format=BAR,
                unit="B",
                unit_scale=True,
                **_size(),
                file=sys.stderr,
                smoothing=0.1,
            )
        files = transfer["files"]
        settled = files["done"] + files["skipped"] + files["failed"]
        note = f"{settled:,} of {wording.counted(files['total'], 'file')}"
        if transfer["state"] == "paused":
            note += ", no connection: waiting"
        elif transfer["secondsLeft"] is not None:
            note += f", {tqdm.format_interval(transfer['secondsLeft'])} left"
        self._bar.total = transfer["bytes"]["total"]
        self._bar.n = transfer["bytes"]["done"]
        self._bar.set_postfix_str(note, refresh=True)
        if transfer["endedAt"] is not None:
            self._bar.close()

    def pause(self) -> None:
        if self._bar is not None:
            self._bar.clear()


def _size() -> dict[str, Any]:
    """Follows the terminal, unless it claims to have no size."""
    columns = os.get_terminal_size(sys.stderr.fileno()).columns
    return {"dynamic_ncols": True} if columns else {"ncols": 80, "nrows": 24}


def _title(transfer: Mapping[str, Any]) -> str:
    titles, chosen = transfer["titles"], transfer["chosen"]
    first = wording.plain(titles[0]) if titles else ""
    short = first if len(first) <= 30 else f"{first[:29]}…"
    return short if chosen == 1 else f"{short} +{chosen - 1}"
