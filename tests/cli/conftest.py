"""The command line as a process, against the real proxy and the emulator's sample Drive."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from emulator.client import Emulator
from jupyterlab_gdrive.node import find_node

# By its interpreter: where the path of that has a blank, the script's first line goes through sh,
# which passes on no variable with a name such as DRIVE-SA.
COMMAND = [sys.executable, str(Path(sys.executable).parent / "jupyter-gdrive")]


@pytest.fixture(scope="session", autouse=True)
def _interruptible() -> Iterator[None]:
    """A shell lets what runs in the background ignore SIGINT, and children inherit that.

    The commands are to be as in the foreground: a handler of ours is inherited as the default.
    """
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture(scope="session")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    state = str(tmp_path_factory.mktemp("emulator"))
    with Emulator.start(find_node(), "--seed", "sample", "--state", state) as emulator:
        yield emulator


@dataclass
class Terminal:
    """A home with the server's configuration, a working directory, and the command in it."""

    home: Path
    configuration: dict[str, Any]
    environment: dict[str, str] = field(default_factory=dict)
    command: list[str] = field(default_factory=lambda: COMMAND)

    @property
    def folder(self) -> Path:
        return self.home / "work"

    def prepare(self) -> dict[str, str]:
        """Writes the configuration; returns the environment for the command."""
        for name in ("work", "config", "temporary"):
            (self.home / name).mkdir(exist_ok=True)
        written = json.dumps({"GDrive": self.configuration})
        (self.home / "config" / "jupyter_server_config.json").write_text(written)
        inherited = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
        return {
            **inherited,
            "HOME": str(self.home),
            "JUPYTER_CONFIG_DIR": str(self.home / "config"),
            "JUPYTER_DATA_DIR": str(self.home / "data"),
            "TMPDIR": str(self.home / "temporary"),
            "TZ": "UTC",
            "PYTHONUTF8": "1",
            **self.environment,
        }

    def start(self, *arguments: str, **options: Any) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [*self.command, *arguments], env=self.prepare(), cwd=self.folder, text=True, **options
        )

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """To its end, without a terminal."""
        process = self.start(
            *arguments,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        out, err = process.communicate(timeout=60)
        return subprocess.CompletedProcess(arguments, process.returncode, out, err)

    def told(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """The same in sentences, which a transfer speaks without being asked on a terminal only."""
        return self.run(*arguments, "--text")

    def lines(self, *arguments: str) -> list[dict[str, Any]]:
        """What it prints with --json."""
        return [json.loads(line) for line in self.run(*arguments, "--json").stdout.splitlines()]

    def left(self) -> list[str]:
        """Everything in the working directory, hidden files too."""
        return sorted(path.name for path in self.folder.iterdir())


@pytest.fixture
def terminal(emulator: Emulator, tmp_path: Path) -> Iterator[Terminal]:
    yield Terminal(
        tmp_path,
        {
            "endpoint": emulator.url,
            "service_account_file": emulator.key_file,
            "subject": emulator.subject,
            "allow_uploads": True,
        },
    )
    emulator.turn(bandwidth=0)
