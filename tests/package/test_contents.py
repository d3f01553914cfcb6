"""What is in the wheel, and what is not."""

from __future__ import annotations

import json
import re
import subprocess
import tarfile
import zipfile
from email import message_from_string
from pathlib import Path

from environments import ROOT

LABEXTENSION = "{data}/data/share/jupyter/labextensions/jupyterlab-gdrive"
#: Everything besides the Python modules and the bundles. A hash stands for what changes with it.
FILES = (
    "jupyterlab_gdrive/THIRD-PARTY-LICENSES.txt",
    f"{LABEXTENSION}/install.json",
    f"{LABEXTENSION}/package.json",
    # JupyterLab's server reads the version of the settings' schema from it.
    f"{LABEXTENSION}/schemas/jupyterlab-gdrive/package.json.orig",
    f"{LABEXTENSION}/schemas/jupyterlab-gdrive/plugin.json",
    f"{LABEXTENSION}/static/HASH.js",
    f"{LABEXTENSION}/static/remoteEntry.HASH.js",
    f"{LABEXTENSION}/static/style.js",
    f"{LABEXTENSION}/static/third-party-licenses.json",
    "{data}/data/etc/jupyter/jupyter_server_config.d/jupyterlab_gdrive.json",
    "{info}/METADATA",
    "{info}/RECORD",
    "{info}/WHEEL",
    "{info}/entry_points.txt",
    "{info}/licenses/LICENSE",
)


def test_the_wheel_has_each_file_once_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        filled = [name for name in names if archive.getinfo(name).file_size > 0]
        assert len(names) == len(set(names))
        assert len({archive.read(name) for name in filled}) == len(filled), "a file has two names"
    assert {without_hash(name) for name in names} == whole_wheel()


def whole_wheel() -> set[str]:
    stem = f"jupyterlab_gdrive-{version()}"
    expected = {name.format(data=f"{stem}.data", info=f"{stem}.dist-info") for name in FILES}
    expected |= {name for name in tracked("jupyterlab_gdrive") if name.endswith(".py")}
    return expected | {f"jupyterlab_gdrive/{name}.cjs" for name in bundles()}


def without_hash(name: str) -> str:
    """Chunks have a number and a hash, the entry a hash only."""
    shorter = re.sub(r"/static/\d+\.[0-9a-f]{16}\.js$", "/static/HASH.js", name)
    return re.sub(r"/remoteEntry\.[0-9a-f]{16,}\.js$", "/remoteEntry.HASH.js", shorter)


def test_the_sdist_has_what_is_built_and_what_it_is_built_from(sdist: Path) -> None:
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    for name in bundles():
        assert f"jupyterlab_gdrive/{name}.cjs" in names
    assert "jupyterlab_gdrive/labextension/static/third-party-licenses.json" in names
    sources = {name for name in tracked(".") if not name.startswith(("ui-tests/", ".ci/"))}
    assert sources <= names
    strays = {name for name in names if re.match(r"(.*/)?(node_modules|\.venv|lib|build)/", name)}
    assert strays == set()


def test_the_version_is_the_same_everywhere(unpacked_wheel: Path) -> None:
    (metadata,) = unpacked_wheel.glob("*.dist-info/METADATA")
    (panel,) = unpacked_wheel.glob("*.data/data/share/jupyter/labextensions/*/package.json")
    proxy = (unpacked_wheel / "jupyterlab_gdrive" / "server.cjs").read_text(encoding="utf-8")
    assert message_from_string(metadata.read_text(encoding="utf-8"))["Version"] == version()
    assert json.loads(panel.read_text())["version"] == version()
    assert f'"{version()}"' in proxy
    written = [
        name
        for name in tracked(".")
        if Path(name).name in ("package.json", "pyproject.toml")
        or name.startswith("jupyterlab_gdrive/")
        if version() in (ROOT / name).read_text(encoding="utf-8")
    ]
    assert written == ["package.json"]


def test_an_audit_sees_the_libraries_of_the_proxy() -> None:
    listed = npm_ls("--omit=dev")
    proxy = listed["jupyterlab-gdrive-proxy"]["dependencies"]
    assert {"googleapis", "google-auth-library", "hono", "pino", "valibot"} <= set(proxy)
    bundled = {name for name in imported_packages() if not name.startswith("node:")}
    assert bundled <= set(proxy)


def test_the_panel_shares_what_its_own_package_names(unpacked_wheel: Path) -> None:
    (entry,) = unpacked_wheel.glob("*.data/data/share/**/remoteEntry.*.js")
    text = entry.read_text(encoding="utf-8")
    manifest = json.loads((ROOT / "package.json").read_text())
    taken = set(re.findall(r'shareKey:"([^"]+)"', text))
    assert len(taken) > 15
    assert taken <= set(manifest["dependencies"])
    offered = re.search(r"scopeToSharingDataMapping:\{default:\[(.+?)\]\}", text)
    assert offered is not None
    assert re.findall(r'name:"([^"]+)"', offered[1]) == ["jupyterlab-gdrive"]


def version() -> str:
    return str(json.loads((ROOT / "package.json").read_text())["version"])


def bundles() -> list[str]:
    return list(json.loads((ROOT / "server" / "bundles.json").read_text()))


def tracked(where: str) -> list[str]:
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z", where],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return sorted(name for name in listed.split("\0") if name and (ROOT / name).is_file())


def npm_ls(*options: str) -> dict[str, dict[str, dict[str, object]]]:
    done = subprocess.run(
        ["npm", "ls", "--json", *options], cwd=ROOT, capture_output=True, text=True, check=True
    )
    found: dict[str, dict[str, dict[str, object]]] = json.loads(done.stdout)["dependencies"]
    return found


def imported_packages() -> set[str]:
    """What the sources of the proxy import from outside."""
    texts = [
        path.read_text(encoding="utf-8")
        for path in (ROOT / "server").rglob("*.ts")
        if not re.search(r"\.(spec|contract|live)\.ts$|/testing/|/integration/", str(path))
    ]
    found = {
        name
        for text in texts
        for name in re.findall(r"^(?:import|export) .*from '([^.'][^']*)'", text, re.M)
    }
    return {"/".join(name.split("/")[: 2 if name.startswith("@") else 1]) for name in found}
