"""Finds what comments and documents refer to, and whether it is there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fnmatch import fnmatch
from pathlib import PurePosixPath

#: Written by a build, a test or a run: named in comments, and in no checkout.
GENERATED = (
    "build/*",
    "lib/*",
    "dist/*",
    ".venv/*",
    "jupyterlab_gdrive/labextension*",
    "jupyterlab_gdrive/*.cjs",
    "jupyterlab_gdrive/THIRD-PARTY-LICENSES.txt",
    "ui-tests/test-results*",
    "ui-tests/playwright-report*",
)
#: Names what ships as one built file each, and is named in prose without its folder.
BUNDLES = "server/bundles.json"
#: Files of other projects that our comments and documents name.
FOREIGN = {
    "Node.js",
    "jupyter_server_config.py",
    "jupyterhub_config.py",
    "jupyter_jupyterlab_gdrive_config.py",
}

_SOURCE = "ts|tsx|js|mjs|cjs|py|sh"
_BARE = re.compile(rf"(?<![\w./*{{-])[A-Za-z][\w.-]*\.(?:{_SOURCE}|md)\b(?![\w/*-])")
_HEADING = re.compile(r'([\w./-]+\.md), "([^"]+)"')
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_NUMBERED = re.compile(r"\S+ §")
_CITATION = re.compile(r"\[\[([^\]]+)\]\]")
_DEFINITION = re.compile(r"^\[([^\]]+)\]: \S+", re.MULTILINE)


class Tree:
    """The files of a checkout, and the headings of its pages."""

    def __init__(
        self,
        files: Iterable[str],
        headings: Mapping[str, Sequence[str]],
        bundles: Iterable[str] = (),
    ) -> None:
        self.headings = headings
        self._files = sorted(files)
        paths = [PurePosixPath(name) for name in self._files]
        #: Every file and folder, and every file without its ending, as modules are named.
        self._places = {
            str(place) for path in paths for place in (path, *path.parents, path.with_suffix(""))
        }
        built = (f"{name}.cjs" for name in bundles)
        self._names = FOREIGN.union((path.name for path in paths), built)
        self.tops = sorted({path.parts[0] for path in paths if len(path.parts) > 1})

    def has(self, path: str) -> bool:
        plain = path.rstrip("/")
        if "*" in plain:
            pattern = plain.replace("**/", "*")
            return any(fnmatch(name, pattern) for name in self._files)
        return plain in self._places or any(fnmatch(plain, pattern) for pattern in GENERATED)

    def knows(self, name: str) -> bool:
        """A name without a folder: any file that is called so."""
        return name in self._names


def headings_of(text: str) -> list[str]:
    return re.findall(r"^#+ (.+)$", text, re.MULTILINE)


def anchor_of(heading: str) -> str:
    """As GitHub makes it."""
    return re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-")


def prose_of(path: str, text: str) -> str:
    """What a person reads in a file: a document whole, of code the comments, on one line each."""
    suffix = PurePosixPath(path).suffix
    if suffix == ".md":
        return text
    if suffix in {".ts", ".tsx", ".js", ".mjs", ".cjs", ".css"}:
        blocks = r"/\*.*?\*/|(?:^|(?<=[\s;{}(),]))//[^\n]*(?:\n\s*//[^\n]*)*"
    elif suffix == ".py":
        blocks = r'""".*?"""|(?:^|(?<=\s))#[^\n]*(?:\n\s*#[^\n]*)*'
    elif suffix == ".json":
        blocks = r'"[^"\n]*"'
    else:
        blocks = r"(?:^|(?<=\s))#[^\n]*"
    found = re.findall(blocks, text, re.DOTALL | re.MULTILINE)
    return "\n".join(re.sub(r"\s*\n\s*(?:\*(?!/)|//|#)?\s*", " ", each) for each in found)


def problems(path: str, text: str, tree: Tree) -> Iterator[str]:
    """One sentence for each reference of a file that leads nowhere."""
    prose = prose_of(path, text)
    below = "|".join(map(re.escape, tree.tops))
    for match in re.finditer(rf"(?<![\w./@:>-])(?:{below})/[\w./*-]*[\w*/]", prose):
        name = match.group()
        if "*" in name and path.endswith(".json"):
            continue  # what a tool shall look for, be it there or not
        if not tree.has(name) and not _is_address(prose, match.start()):
            yield f"{name} does not exist"
    for name in _BARE.findall(prose):
        if not tree.knows(name):
            yield f"{name} does not exist"
    for page, heading in _HEADING.findall(prose):
        if page in tree.headings and heading not in tree.headings[page]:
            yield f'{page} has no section "{heading}"'
    for reference in _NUMBERED.findall(prose):
        yield f"{reference}: no page of ours has numbered sections"
    if path.endswith(".md"):
        yield from _broken_links(path, text, tree)


def _is_address(prose: str, start: int) -> bool:
    """Part of a URL or of a path of somebody else: no word begins there."""
    before = prose[:start].split()
    return bool(before) and not prose[start - 1].isspace() and "://" in before[-1]


def _broken_links(path: str, text: str, tree: Tree) -> Iterator[str]:
    folder = PurePosixPath(path).parent
    for target in _LINK.findall(text):
        if "://" in target or target.startswith("mailto:"):
            continue
        file, _, anchor = target.partition("#")
        place = _normal(folder / file) if file else path
        if not tree.has(place):
            yield f"{target} leads nowhere"
        elif anchor and anchor not in map(anchor_of, tree.headings.get(place, [])):
            yield f"{target}: no such heading"
    defined = set(_DEFINITION.findall(text))
    flowing = " ".join(text.split())
    for source in _CITATION.findall(flowing):
        if source not in defined:
            yield f"[[{source}]] names no source"
    for source in sorted(defined):
        if flowing.count(f"[{source}]") < 2:
            yield f"[{source}] is defined and not used"


def _normal(path: PurePosixPath) -> str:
    parts: list[str] = []
    for part in path.parts:
        if part == ".." and parts:
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)


def tree_of(names: Iterable[str], texts: Mapping[str, str]) -> Tree:
    """`texts` are those of the files that can be read, by name."""
    pages = {name: headings_of(text) for name, text in texts.items() if name.endswith(".md")}
    bundles: list[str] = list(json.loads(texts[BUNDLES]))
    return Tree(names, pages, bundles)
