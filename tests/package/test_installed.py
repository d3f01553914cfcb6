"""The wheel in a clean environment, installed without a network. It brings the only Node.js."""

from __future__ import annotations

import contextlib
import json
import re
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from environments import Environment

from emulator.client import Emulator

TOKEN = "of-this-test"
START_SECONDS = 60
FILE = "My Drive/Climate study/README.md"
#: What a person sees of a colour on the terminal.
COLOUR = re.compile("\x1b\\[[0-9;]*m")


def told(environment: Environment, *command: str) -> str:
    """What `jupyter …` prints; it must succeed."""
    done = subprocess.run(
        [environment.command("jupyter"), *command],
        env=environment.variables,
        cwd=environment.home,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return COLOUR.sub("", done.stdout)


def version(environment: Environment) -> str:
    command = "import jupyterlab_gdrive; print(jupyterlab_gdrive.__version__)"
    python = environment.command("python")
    return subprocess.check_output([python, "-c", command], text=True, cwd=environment.home).strip()


def test_jupyterlab_has_the_panel(installed: Environment) -> None:
    listed = told(installed, "labextension", "list")
    assert f"jupyterlab-gdrive v{version(installed)} enabled OK" in listed


def test_the_server_has_the_extension(installed: Environment) -> None:
    listed = told(installed, "server", "extension", "list")
    assert re.search(r"jupyterlab_gdrive enabled$", listed, re.MULTILINE)
    assert re.search(rf"jupyterlab_gdrive {version(installed)} OK$", listed, re.MULTILINE)


@pytest.fixture
def configured(installed: Environment, emulator: Emulator) -> Environment:
    """As an administrator would: the emulator instead of Google, and its key."""
    folder = installed.home / "config"
    folder.mkdir(exist_ok=True)
    options = {
        "endpoint": emulator.url,
        "service_account_file": emulator.key_file,
        "subject": emulator.subject,
    }
    (folder / "jupyter_server_config.json").write_text(json.dumps({"GDrive": options}))
    return installed


@pytest.fixture
def lab(configured: Environment) -> Iterator[str]:
    """The address of a JupyterLab in the environment."""
    options = {
        "ServerApp.port": "0",
        "ServerApp.ip": "127.0.0.1",
        "ServerApp.allow_root": "True",
        "IdentityProvider.token": TOKEN,
        "LabApp.news_url": "None",
        "LabApp.check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
    }
    words = [f"--{name}={value}" for name, value in options.items()]
    with subprocess.Popen(
        [configured.command("jupyter"), "lab", "--no-browser", *words],
        env=configured.variables,
        cwd=configured.home,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as server:
        assert server.stderr is not None
        addresses = (re.search(r"http://127\.0\.0\.1:\d+", line) for line in server.stderr)
        address = next(filter(None, addresses), None)
        assert address is not None, "JupyterLab ended"
        wait_for(address[0], server)
        yield address[0]
        server.terminate()
        server.communicate(timeout=60)


def wait_for(address: str, server: subprocess.Popen[str]) -> None:
    """Jupyter says where it will be shortly before it is there."""
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            ask(f"{address}/api")
        except urllib.error.URLError as error:
            assert time.monotonic() < deadline, "JupyterLab does not answer"
            with contextlib.suppress(subprocess.TimeoutExpired):
                raise AssertionError(f"JupyterLab ended with {server.wait(0.1)}") from error
        else:
            return


def ask(url: str) -> Any:
    request = urllib.request.Request(url, headers={"Authorization": f"token {TOKEN}"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return answer.read().decode()


def test_jupyterlab_starts_with_panel_and_proxy(lab: str, installed: Environment) -> None:
    page = ask(f"{lab}/lab")
    listed = json.loads(re.findall(r'id="jupyter-config-data"[^>]*>(.*?)</script>', page, re.S)[0])
    (panel,) = [one for one in listed["federated_extensions"] if one["name"] == "jupyterlab-gdrive"]
    assert "jupyterlab-gdrive" in ask(f"{lab}/lab/extensions/jupyterlab-gdrive/{panel['load']}")
    settings = json.loads(ask(f"{lab}/lab/api/settings/jupyterlab-gdrive:plugin"))
    assert settings["version"] == version(installed)
    status = json.loads(ask(f"{lab}/gdrive/api/status"))
    assert (status["state"], status["version"]) == ("ready", version(installed))


def test_the_command_copies_a_file(configured: Environment) -> None:
    assert told(configured, "gdrive", "--version").strip() == version(configured)
    told(configured, "gdrive", "copy", FILE, ".")
    copied = (configured.home / "README.md").read_text(encoding="utf-8")
    assert copied.startswith("# Climate study")
