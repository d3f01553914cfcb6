"""Comments and documents refer to nothing that is not there."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path

import pytest
from references import Tree, problems, tree_of

ROOT = Path(__file__).parent.parent
#: Locks and measured results, which no person wrote; and the examples below.
SKIPPED = {"package-lock.json", "results.json", "test_references.py"}
READ = {
    *(".md", ".ts", ".tsx", ".js", ".mjs", ".cjs", ".css"),
    *(".py", ".sh", ".toml", ".json", ".txt", ""),
}


@cache
def tracked() -> tuple[str, ...]:
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout
    return tuple(name for name in listed.decode().split("\0") if (ROOT / name).is_file())


@cache
def texts() -> dict[str, str]:
    return {
        name: (ROOT / name).read_text(encoding="utf-8")
        for name in tracked()
        if Path(name).suffix in READ and Path(name).name not in SKIPPED
    }


def test_every_reference_leads_somewhere() -> None:
    tree = tree_of(tracked(), texts())
    found = [
        f"{name}: {problem}"
        for name, text in texts().items()
        for problem in problems(name, text, tree)
    ]
    assert len(texts()) > 400
    assert found == []


FILES = ("docs/page.md", "docs/other.md", "server/drive/drive.ts", "README.md")
TREE = Tree(FILES, {"docs/page.md": ["How it is", "Names"], "docs/other.md": []}, ["engine"])


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("server/a.ts", "/** See docs/page.md. */", []),
        (
            "server/a.ts",
            "/** See server/drive/. */ // and server/**/*.ts, drive.ts, server/drive/drive",
            [],
        ),
        ("server/a.ts", 'import "server/gone.ts"; const x = "docs/gone.md";', []),
        ("server/a.ts", "// https://x.org/docs/gone.html", []),
        ("server/a.ts", "// written to build/emulator.cjs", []),
        ("server/a.ts", "/** docs/gone.md */", ["docs/gone.md does not exist"]),
        ("server/a.ts", "code(); // as server/gone/", ["server/gone/ does not exist"]),
        ("server/a.ts", "// as in engine.cjs", []),
        ("server/a.ts", "// as in gone.cjs", ["gone.cjs does not exist"]),
        ("server/a.ts", "// see gone.ts", ["gone.ts does not exist"]),
        ("server/a.ts", "// see design.md", ["design.md does not exist"]),
        (
            "server/a.ts",
            "// as the design §6 says",
            ["design §: no page of ours has numbered sections"],
        ),
        ("server/a.ts", '/**\n * docs/page.md, "How\n * it is"\n */', []),
        ("server/a.ts", '// docs/page.md, "Why"', ['docs/page.md has no section "Why"']),
        ("a.py", '"""As docs/gone.md says."""', ["docs/gone.md does not exist"]),
        ("a.py", "x = 1  # docs/gone.md", ["docs/gone.md does not exist"]),
        ("a.sh", "cat docs/gone.md # docs/page.md", []),
        ("a.json", '{"x": "node server/gone.ts"}', ["server/gone.ts does not exist"]),
        ("docs/page.md", "[a](other.md) [b](../README.md) [c](#how-it-is)", []),
        ("docs/page.md", "[a](gone)", ["gone leads nowhere"]),
        ("README.md", "[a](docs/page.md#why)", ["docs/page.md#why: no such heading"]),
        ("README.md", "x [[a]] [[b]]\n\n[a]: https://a\n", ["[[b]] names no source"]),
        ("README.md", "x\n\n[a]: https://a\n", ["[a] is defined and not used"]),
    ],
)
def test_what_is_found(path: str, text: str, expected: list[str]) -> None:
    assert list(problems(path, text, TREE)) == expected
