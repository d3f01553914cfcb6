"""The package as it is handed on: an sdist of this clone, a wheel of that, and where it works.

Whatever happens to the sdist happens without a network and without Node.js.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import offline as walls
import pytest
from environments import FROM_WHEELHOUSE, ROOT, WHEELHOUSE, Environment

from emulator.client import Emulator
from jupyterlab_gdrive.node import find_node


@pytest.fixture(scope="session")
def offline() -> walls.Offline:
    return walls.offline()


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """Before anything is installed in it."""
    folder = tmp_path_factory.mktemp("clean")
    found = Environment(folder / "environment", folder / "home")
    found.home.mkdir()
    venv.create(found.folder, with_pip=True)
    for name in ("node", "npm", "npx"):
        assert shutil.which(name, path=found.variables["PATH"]) is None
    return found


@pytest.fixture(scope="session")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `make dist` makes of this clone."""
    folder = tmp_path_factory.mktemp("sdist")
    command = [sys.executable, "-m", "build", "--sdist", "--no-isolation", "--outdir", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (made,) = folder.glob("*.tar.gz")
    return made


@pytest.fixture(scope="session")
def wheel(
    sdist: Path,
    environment: Environment,
    offline: walls.Offline,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """Made from the sdist by pip in the clean environment."""
    assert (WHEELHOUSE / "requirements.txt").exists(), "run scripts/wheelhouse.py first"
    folder = tmp_path_factory.mktemp("wheel")
    done = offline.run(
        *(environment.command("python"), "-m", "pip", "wheel", "--no-deps", *FROM_WHEELHOUSE),
        *("--wheel-dir", folder, sdist),
        env=environment.variables,
        cwd=folder,
    )
    assert done.returncode == 0, done.stdout
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture(scope="session")
def installed(wheel: Path, environment: Environment, offline: walls.Offline) -> Environment:
    """The clean environment with the wheel and JupyterLab, which no wheel of ours asks for."""
    done = offline.run(
        *(environment.command("python"), "-m", "pip", "install", "--no-compile"),
        *(*FROM_WHEELHOUSE, wheel, "jupyterlab"),
        env=environment.variables,
        cwd=environment.home,
    )
    assert done.returncode == 0, done.stdout
    return environment


@pytest.fixture(scope="session")
def unpacked_wheel(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("unpacked")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


@pytest.fixture
def unpacked_sdist(sdist: Path, tmp_path: Path) -> Path:
    shutil.unpack_archive(sdist, tmp_path)
    (folder,) = tmp_path.glob("jupyterlab_gdrive-*")
    return folder


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """The tracked files as they stand here, with nothing built or installed."""
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout
    folder = tmp_path / "clone"
    for name in filter(None, os.fsdecode(listed).split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    return folder


@pytest.fixture(scope="session")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    state = str(tmp_path_factory.mktemp("emulator"))
    with Emulator.start(find_node(), "--seed", "sample", "--state", state) as emulator:
        yield emulator
