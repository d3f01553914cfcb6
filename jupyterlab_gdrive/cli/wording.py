"""Numbers and names as a terminal shows them. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

#: What steers a terminal or turns text around. Names come from strangers.
STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
UNITS = ("B", "kB", "MB", "GB", "TB", "PB")
NAMED = 10


def plain(text: str) -> str:
    """The text without what a terminal would obey."""
    return STEERING.sub("\ufffd", text)


def size(count: int | None) -> str:
    """``1.2 MB``; a dash where there is none."""
    if count is None:
        return "-"
    number = float(count)
    for unit in UNITS:
        if number < 999.5 or unit == UNITS[-1]:
            break
        number /= 1000
    return f"{number:.1f} {unit}" if 0 < number < 10 and unit != "B" else f"{number:.0f} {unit}"


def moment(rfc3339: str | None) -> str:
    """Local time to the minute; a dash where there is none."""
    if rfc3339 is None:
        return "-"
    try:
        time = datetime.fromisoformat(rfc3339.replace("Z", "+00:00"))
    except ValueError:
        return plain(rfc3339)
    return time.astimezone().strftime("%Y-%m-%d %H:%M")


def counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def listed(names: Sequence[str]) -> str:
    """The first ten, and how many more there are."""
    shown = ", ".join(plain(name) for name in names[:NAMED])
    return shown if len(names) <= NAMED else f"{shown} and {len(names) - NAMED:,} more"


class Columns:
    """Like `ls -l`: type, size, modified, name. From page to page columns only grow wider."""

    def __init__(self) -> None:
        self._widths = [0, 0, 0]

    def rows(self, items: Sequence[Mapping[str, Any]]) -> list[str]:
        cells = [(item["kind"], size(item["size"]), moment(item["modified"])) for item in items]
        for row in cells:
            self._widths = [
                max(width, len(cell)) for width, cell in zip(self._widths, row, strict=True)
            ]
        first, second, third = self._widths
        return [
            f"{kind:<{first}}  {bytes_:>{second}}  {modified:<{third}}  {_name(item)}"
            for (kind, bytes_, modified), item in zip(cells, items, strict=True)
        ]


def _name(item: Mapping[str, Any]) -> str:
    return plain(item["name"]) + ("/" if item["kind"] in ("folder", "view") else "")


def summary(transfer: Mapping[str, Any], skipped: str = "skipped") -> str:
    """What a transfer did, in a sentence; ``skipped`` says why files were passed over."""
    verb = "Copied" if transfer["kind"] == "copy" else "Uploaded"
    files = transfer["files"]
    if files["done"] == 0 and transfer["state"] == "failed":
        return f"{verb} nothing to {place(transfer['destination'])}."
    number = "no file" if files["done"] == 0 else counted(files["done"], "file")
    parts = [f"{verb} {number} to {place(transfer['destination'])}"]
    if files["skipped"]:
        parts.append(f"{files['skipped']:,} {skipped}")
    if files["failed"]:
        parts.append(f"{files['failed']:,} failed")
    if files["unverifiable"]:
        parts.append(f"{files['unverifiable']:,} without a checksum to verify")
    if transfer["state"] == "cancelled":
        parts.append("then cancelled")
    return ", ".join(parts) + "."


def doubt(transfer: Mapping[str, Any]) -> str:
    """What a copy can't know of itself; empty where it knows all."""
    folders = transfer["unprovenFolders"]
    if not folders or transfer["state"] not in ("done", "failed"):
        return ""
    return (
        f"{counted(folders, 'folder')} came from lists of many folders together. Google sometimes "
        "leaves files out of such lists and does not say so: if one is missing, copy its folder "
        "alone."
    )


def place(path: str) -> str:
    return plain(path) or "the working directory"


def conflict(existing: Mapping[str, Any]) -> str:
    """What stands where a file wants to go, for the question about it."""
    there, new = existing["existing"], existing["incoming"]
    notes = [f"{size(there['size'])}, {moment(there['modified'])}"]
    if existing["linkTarget"] is not None:
        notes.append(f"a link to {plain(existing['linkTarget'])}")
    if existing["changed"]:
        notes.append("changed since it was copied")
    return (
        f"{plain(existing['path'])} exists ({'; '.join(notes)}). "
        f"New: {size(new['size'])}, {moment(new['modified'])}."
    )
