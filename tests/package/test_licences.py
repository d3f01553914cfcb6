"""Whatever is bundled is handed on with its licence."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
from environments import ROOT

from jupyterlab_gdrive.node import find_node

METAFILE = ROOT / "build" / "server.metafile.json"


def test_every_bundled_package_has_its_licence_in_the_wheel(unpacked_wheel: Path) -> None:
    sections = licences(unpacked_wheel / "jupyterlab_gdrive" / "THIRD-PARTY-LICENSES.txt")
    (listed,) = unpacked_wheel.glob("*.data/data/share/**/third-party-licenses.json")
    panel = {
        f"{one['name']} {one['versionInfo']}" for one in json.loads(listed.read_text())["packages"]
    }
    proxy = bundled_in_the_proxy()
    assert len(proxy) > 50
    assert len(panel) > 0
    assert set(sections) == proxy | panel
    for name, text in sections.items():
        assert re.search("permission|permitted|apache license", text, re.IGNORECASE), name


def bundled_in_the_proxy() -> set[str]:
    """By esbuild's word: name and version of all packages that it took something of."""
    outputs = json.loads(METAFILE.read_text(encoding="utf-8"))["outputs"].values()
    files = {
        file
        for output in outputs
        for file, took in output["inputs"].items()
        if took["bytesInOutput"]
    }
    folders = {
        match[0] for file in files if (match := re.match(r".*node_modules/(@[^/]+/)?[^/]+", file))
    }
    manifests = [json.loads((ROOT / folder / "package.json").read_text()) for folder in folders]
    return {f"{manifest['name']} {manifest['version']}" for manifest in manifests}


def licences(file: Path) -> dict[str, str]:
    """Name and version of a package, and what stands below."""
    parts = re.split(r"^=+\n(\S+ \S+) \(.+\), in .+\n=+\n", file.read_text("utf-8"), flags=re.M)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


@pytest.fixture
def gathered(tmp_path: Path) -> Path:
    """A package that a proxy bundles, without any word about its licence."""
    folder = tmp_path / "node_modules" / "bare"
    folder.mkdir(parents=True)
    (folder / "package.json").write_text('{"name": "bare", "version": "1.0.0", "license": "MIT"}')
    output = {"inputs": {f"{folder}/index.js": {"bytesInOutput": 7}}}
    (tmp_path / "metafile.json").write_text(json.dumps({"outputs": {"a/proxy.cjs": output}}))
    (tmp_path / "panel.json").write_text('{"packages": []}')
    return folder


def gather(folder: Path) -> subprocess.CompletedProcess[str]:
    files = [
        str(folder.parent.parent / name) for name in ("metafile.json", "panel.json", "all.txt")
    ]
    return subprocess.run(
        [*find_node(), "scripts/licences.mjs", *files],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_package_without_a_licence_text_is_not_handed_on(gathered: Path) -> None:
    (gathered / "README.md").write_text("# Bare\n\n## License\n\nMIT\n")
    done = gather(gathered)
    assert (done.returncode, done.stderr) == (
        1,
        "licences: bare 1.0.0 is bundled, but there is no text of its licence.\n",
    )
    assert not (gathered.parent.parent / "all.txt").exists()


@pytest.mark.parametrize("name", ["LICENSE", "licence.md", "COPYING", "README.md"])
def test_the_text_is_found_where_it_stands(gathered: Path, name: str) -> None:
    text = "Permission is hereby granted, to anybody. " * 10
    head = "# Bare\n\nLicense\n-------\n\n" if name == "README.md" else ""
    (gathered / name).write_text(head + text)
    (gathered / "NOTICE").write_text("Made by somebody.")
    assert gather(gathered).returncode == 0
    told = (gathered.parent.parent / "all.txt").read_text()
    assert "bare 1.0.0 (MIT), in proxy.cjs\n" in told
    assert f"\n\n{text.strip()}\n\nNOTICE\n\nMade by somebody.\n" in told
