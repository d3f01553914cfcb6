"""What is said where the package cannot be built: never a wheel that lacks something."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import offline as walls
import pytest

#: The package is packed by what is installed here: what is tested is our hook, not pip.
PACK = (sys.executable, "-m", "build", "--no-isolation")
#: Or the same as people do it.
INSTALL = (sys.executable, "-m", "pip", "install", "--no-deps", "--no-build-isolation")
#: npm tries long where it can't look up the registry's name: here the address has none.
IMPATIENT = {"npm_config_fetch_retries": "0", "npm_config_registry": "http://127.0.0.1:9/"}


@pytest.fixture
def variables(tmp_path: Path) -> dict[str, str]:
    """A home with nothing in npm's cache."""
    home = tmp_path / "home"
    home.mkdir()
    return {"PATH": os.environ["PATH"], "HOME": str(home), "LANG": "C.UTF-8", **IMPATIENT}


@pytest.mark.parametrize("target", ["--wheel", "--sdist"])
def test_a_clone_says_that_it_needs_npm(
    clone: Path, variables: dict[str, str], offline: walls.Offline, target: str
) -> None:
    nowhere = {**variables, "PATH": str(clone.parent)}
    assert shutil.which("npm", path=nowhere["PATH"]) is None
    done = offline.run(*PACK, target, env=nowhere, cwd=clone)
    assert done.returncode != 0
    assert "there is no npm on the PATH" in done.stdout
    assert "Install Node.js 22 or newer with npm. Or install a release" in done.stdout
    assert "Traceback" not in done.stdout
    assert not (clone / "dist").exists() or not any((clone / "dist").iterdir())


def test_a_clone_says_that_it_needs_a_network(
    clone: Path, variables: dict[str, str], offline: walls.Offline
) -> None:
    assert shutil.which("npm", path=variables["PATH"]) is not None
    target = clone.parent / "target"
    done = offline.run(*INSTALL, "--target", target, clone, env=variables, cwd=clone)
    assert done.returncode != 0
    assert "npm could not install the JavaScript packages" in done.stdout
    assert "If there is no network, go online" in done.stdout
    assert "Traceback" not in done.stdout
    assert not target.exists()


@pytest.mark.parametrize(
    "lost",
    [
        "jupyterlab_gdrive/server.cjs",
        "jupyterlab_gdrive/labextension/static/style.js",
        "jupyterlab_gdrive/THIRD-PARTY-LICENSES.txt",
    ],
)
def test_an_sdist_that_lacks_something_says_what(
    unpacked_sdist: Path, variables: dict[str, str], offline: walls.Offline, lost: str
) -> None:
    (unpacked_sdist / lost).unlink()
    done = offline.run(*PACK, "--wheel", env=variables, cwd=unpacked_sdist)
    assert done.returncode != 0
    assert f"{lost} is missing, and nothing works without it." in done.stdout
    assert "Traceback" not in done.stdout
    assert not any((unpacked_sdist / "dist").glob("*.whl"))
