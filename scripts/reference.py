"""Writes the tables of docs/ that the code knows better: settings, traits, who may import whom.

Run without arguments to bring the pages up to date; tests/test_docs.py says when they are not.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from jupyterlab_gdrive.node import find_node
from jupyterlab_gdrive.options import GDrive

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"


def main() -> int:
    for page, text in pages().items():
        page.write_text(text, encoding="utf-8")
    return 0


def pages() -> dict[Path, str]:
    """Every page with a generated part, as it should be."""
    parts = {
        DOCS / "users" / "settings.md": {"settings": settings(), "traits": traits()},
        DOCS / "architecture.md": {"imports": imports()},
    }
    return {page: _filled(page.read_text(encoding="utf-8"), by) for page, by in parts.items()}


def settings() -> str:
    """What a person sets in JupyterLab: schema/plugin.json."""
    schema = json.loads((ROOT / "schema" / "plugin.json").read_text(encoding="utf-8"))
    return table(
        ("Setting", "Key", "Default", "What it does"),
        (
            (
                entry["title"],
                f"`{key}`",
                f"`{json.dumps(entry['default'])}`",
                entry["description"] + _choices(entry),
            )
            for key, entry in schema["properties"].items()
        ),
    )


def _choices(entry: dict[str, list[dict[str, str]]]) -> str:
    choices = [f"`{choice['const']}` {choice['title']}" for choice in entry.get("oneOf", [])]
    return f" One of: {'; '.join(choices)}." if choices else ""


def traits() -> str:
    """What an administrator sets on the server: the traits of `c.GDrive`."""
    return table(
        ("Option", "Default", "What it does"),
        (
            (f"`c.GDrive.{name}`", f"`{trait.default()!r}`", trait.help)
            for name, trait in GDrive.class_own_traits(config=True).items()
        ),
    )


def imports() -> str:
    """Who may import whom: .dependency-cruiser.cjs."""
    script = (
        "const rules = require('./.dependency-cruiser.cjs').forbidden;"
        "console.log(JSON.stringify(rules.map(rule => rule.name)))"
    )
    found = subprocess.run(
        [*find_node(), "-e", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    names = [
        re.fullmatch(r"(.+) (?:may import only|is used only in): (.+)", name)
        for name in json.loads(found.stdout)
    ]
    rules = [(match[0], match[1], match[2]) for match in names if match]
    layers = [(f"`{part}`", _paths(to)) for whole, part, to in rules if "may import only" in whole]
    packages = [
        (f"`{name}`", _paths(places)) for whole, name, places in rules if "used only" in whole
    ]
    return "\n\n".join(
        [
            table(("Part", "May import, of ours"), layers),
            table(("Package", "Used only in"), packages),
        ]
    )


def _paths(listed: str) -> str:
    if listed.startswith("nothing"):
        return listed
    plain = (path.removesuffix("/").replace("\\.", ".") for path in listed.split(", "))
    return ", ".join(f"`{path}`" for path in plain)


def table(head: Sequence[str], body: Iterable[Sequence[str]]) -> str:
    """A Markdown table as Prettier lays it out."""
    lines = [[cell.replace("|", "\\|") for cell in row] for row in (head, *body)]
    widths = [max(3, *(len(row[at]) for row in lines)) for at in range(len(head))]

    def laid_out(row: Sequence[str]) -> str:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        return f"| {' | '.join(cells)} |"

    rule = laid_out(["-" * width for width in widths])
    return "\n".join([laid_out(lines[0]), rule, *map(laid_out, lines[1:])])


def _filled(text: str, parts: dict[str, str]) -> str:
    for name, content in parts.items():
        start, end = f"<!-- generated: {name} -->", f"<!-- end: {name} -->"
        before, _, rest = text.partition(start)
        _, found, after = rest.partition(end)
        if not found:
            raise ValueError(f"no place for {name}")
        text = f"{before}{start}\n\n{content}\n\n{end}{after}"
    return text


if __name__ == "__main__":
    sys.exit(main())
