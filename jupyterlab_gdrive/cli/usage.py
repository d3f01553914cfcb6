"""What `--help` prints: how a command is called, what it does, its options. Pure."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

WIDTH = 80


def line(name: str, arguments: str) -> str:
    """``Usage: jupyter gdrive ls [options] [PATH]``, by the name that traitlets has."""
    return (
        f"Usage: {name.replace('jupyter-gdrive', 'jupyter gdrive').replace('-', ' ')} {arguments}"
    )


def flag_texts(flags: Mapping[str, Any]) -> dict[str, str]:
    """Options without a value, as traitlets keeps them, and what they do."""
    return {f"--{name}": text for name, (_, text) in flags.items()}


def alias_texts(aliases: Mapping[str, Any]) -> dict[str, str]:
    """Options with a value: its name stands before the colon of the text."""
    texts = {}
    for name, (_, text) in aliases.items():
        value, _, meaning = text.partition(": ")
        texts[f"--{name} {value}"] = meaning
    return texts


def table(title: str, texts: Mapping[str, str]) -> Iterator[str]:
    """Two columns below a title; nothing where there is nothing."""
    if not texts:
        return
    yield f"{title}:"
    left = max(map(len, texts)) + 4
    for name, text in texts.items():
        yield textwrap.fill(
            text,
            WIDTH,
            initial_indent=f"  {name}".ljust(left),
            subsequent_indent=" " * left,
            break_on_hyphens=False,
        )
    yield ""
