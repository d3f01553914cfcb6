"""The table of judges and operations in emulator/README.md: written by a run, then checked."""

from __future__ import annotations

from typing import Any

from emulator.client import ROOT

README = ROOT / "emulator" / "README.md"
BEGIN = "<!-- The table below is written by `scripts/conformance.sh --write-table`. -->"
END = "<!-- End of the table. -->"


def compare(findings: list[dict[str, Any]], write: bool) -> int:
    """Number of disagreements between this run and the README: 0 or 1."""
    new = render(findings)
    old = README.read_text()
    before, rest = old.split(BEGIN)
    _, after = rest.split(END)
    whole = f"{before}{BEGIN}\n\n{new}\n{END}{after}"
    if write:
        README.write_text(whole)
        return 0
    if whole == old:
        return 0
    print("FAIL The table in emulator/README.md is not what this run found; see --write-table.")
    return 1


def render(findings: list[dict[str, Any]]) -> str:
    """Markdown as Prettier would write it."""
    judges = list(dict.fromkeys(finding["judge"] for finding in findings))
    rows = list(dict.fromkeys(finding["row"] for finding in findings))
    header = ["operation", *judges]
    lines = [[row, *(mark(findings, row, judge) for judge in judges)] for row in rows]
    widths = [max(len(line[at]) for line in [header, *lines]) for at in range(len(header))]

    def written(cells: list[str]) -> str:
        padded = [cell.ljust(width) for cell, width in zip(cells, widths, strict=True)]
        return f"| {' | '.join(padded)} |\n"

    rule = [("-" * width) for width in widths]
    return "".join(written(line) for line in [header, rule, *lines])


def mark(findings: list[dict[str, Any]], row: str, judge: str) -> str:
    """`ok`, or how many of the cell's findings failed; blank where the judge does not do this."""
    cell = [each["passed"] for each in findings if (each["row"], each["judge"]) == (row, judge)]
    if not cell:
        return ""
    return "ok" if all(cell) else f"{cell.count(False)} failed"
