"""What a transfer asks midway, answered by options, by the person, or carefully by nobody."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from . import wording

CHOICES = {"replace": "replace", "keep-both": "keepBoth", "skip": "skip"}
KEYS = {"r": "replace", "k": "keepBoth", "s": "skip"}
OFFERS = {"replace": "[r]eplace", "keepBoth": "[k]eep both", "skip": "[s]kip"}
PROMPT = "{}? A capital letter answers for all that follow: "


class Questions:
    """Answers one transfer's questions. ``open_end`` tells what was decided without a person."""

    def __init__(self, *, proceed: bool) -> None:
        self._proceed = proceed
        self.open_end = ""
        self.were_asked = False

    def answer(self, question: Mapping[str, Any]) -> dict[str, Any]:
        """The answer of protocol/transfers.ts; blocks while the person thinks."""
        self.were_asked = True
        if question["kind"] == "large":
            return {"kind": "large", "proceed": self._proceed or self._ask_large(question)}
        conflicts, offered = question["conflicts"], question["choices"]
        if not may_ask():
            names = wording.listed([conflict["path"] for conflict in conflicts])
            self.open_end = (
                f"Left out, because they exist already: {names}. "
                "Say what to do with them: --conflicts replace, keep-both or skip."
            )
            return {"kind": "conflicts", "choices": {}, "others": "skip"}
        return self._ask_conflicts(conflicts, offered)

    def _ask_large(self, question: Mapping[str, Any]) -> bool:
        files = wording.counted(question["files"], "file")
        free = "" if question["free"] is None else f", {wording.size(question['free'])} are free"
        what = f"These are {files}, {wording.size(question['bytes'])}{free}."
        if may_ask():
            return _read(f"{what} Go on? [y/N] ").lower() in ("y", "yes")
        self.open_end = f"{what} Nothing was moved. To go on all the same: --yes."
        return False

    def _ask_conflicts(
        self, conflicts: Sequence[Mapping[str, Any]], offered: Sequence[str]
    ) -> dict[str, Any]:
        keys = [key for key, choice in KEYS.items() if choice in offered]
        *offers, last = [OFFERS[KEYS[key]] for key in keys]
        prompt = PROMPT.format(f"{', '.join(offers)} or {last}")
        choices: dict[str, str] = {}
        others = "skip"
        for conflict in conflicts:
            print(wording.conflict(conflict), file=sys.stderr)
            key = ""
            while key.lower() not in keys:
                key = _read(prompt)
            if key.isupper():
                others = KEYS[key.lower()]
                break
            choices[conflict["path"]] = KEYS[key]
        return {"kind": "conflicts", "choices": choices, "others": others}


def may_ask() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()


def _read(prompt: str) -> str:
    """A line from the terminal. Ctrl-C and Ctrl-D stop the command, as anywhere else in it."""
    handler = signal.signal(signal.SIGINT, signal.default_int_handler)  # before it can be answered
    try:
        print(prompt, end="", file=sys.stderr, flush=True)
        line = sys.stdin.readline()
    except KeyboardInterrupt:
        raise asyncio.CancelledError from None
    finally:
        signal.signal(signal.SIGINT, handler)
    if line == "":
        raise asyncio.CancelledError
    return line.strip()
