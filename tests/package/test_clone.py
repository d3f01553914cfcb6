"""A fresh clone without anything in npm's cache: how everybody begins. `make test-all` runs it."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from environments import FROM_WHEELHOUSE, ROOT, Environment
from test_contents import whole_wheel, without_hash

pytestmark = pytest.mark.heavy


def succeed(*command: str | Path, env: Mapping[str, str], cwd: Path) -> str:
    done = subprocess.run(
        list(map(str, command)),
        env=env,
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


def test_pip_makes_a_whole_wheel_of_a_clone_or_installs_it_editable(
    clone: Path, environment: Environment, tmp_path: Path
) -> None:
    outside = {**os.environ, "npm_config_cache": str(tmp_path / "cache")}
    pack = (sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation")
    succeed(*pack, "--wheel-dir", tmp_path, clone, env=outside, cwd=tmp_path)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        assert {without_hash(name) for name in archive.namelist()} == whole_wheel()

    # Built already: now it goes without a network too.
    inside = {**environment.variables, "npm_config_registry": "http://127.0.0.1:9/"}
    inside["PATH"] += os.pathsep + os.environ["PATH"]
    pip = (environment.command("python"), "-m", "pip", "install", "--no-compile")
    succeed(*pip, *FROM_WHEELHOUSE, "jupyterlab", "-e", clone, env=inside, cwd=tmp_path)
    jupyter = environment.command("jupyter")
    develop = ("labextension", "develop", "--overwrite", clone)
    succeed(jupyter, *develop, env=inside, cwd=clone)
    link = environment.folder / "share" / "jupyter" / "labextensions" / "jupyterlab-gdrive"
    assert link.resolve() == clone / "jupyterlab_gdrive" / "labextension"
    listed = succeed(jupyter, "labextension", "list", env=inside, cwd=tmp_path)
    assert "jupyterlab-gdrive v" in listed
    servers = succeed(jupyter, "server", "extension", "list", env=inside, cwd=tmp_path)
    assert "jupyterlab_gdrive" in servers
    assert str(ROOT) not in listed
