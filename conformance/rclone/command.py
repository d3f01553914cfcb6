"""rclone as a command, and the trees that it moves."""

from __future__ import annotations

import hashlib
import os
import random
import subprocess
import tempfile
from pathlib import Path

from conformance.judging import Judge
from emulator.client import Emulator

judge = Judge("rclone")
MIB = 1024 * 1024
#: rclone's own pace, 10 calls a second, would take minutes.
OPEN_PACER = ["--drive-pacer-min-sleep", "1ms", "--drive-pacer-burst", "10000"]


class Rclone:
    """One command after another, acting as the person the service account may act for."""

    def __init__(self, emulator: Emulator, **settings: str) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="rclone-judge-"))
        config = self.folder / "rclone.conf"
        config.touch()
        ready = emulator.ready
        self.environment = {
            **os.environ,
            "RCLONE_CONFIG": str(config),
            "RCLONE_CONFIG_D_TYPE": "drive",
            "RCLONE_CONFIG_D_SCOPE": "drive",
            "RCLONE_CONFIG_D_SERVICE_ACCOUNT_FILE": ready["keyFile"],
            "RCLONE_CONFIG_D_IMPERSONATE": ready["subject"],
            "HTTPS_PROXY": ready["connectProxy"],
            **{f"RCLONE_CONFIG_D_{name.upper()}": value for name, value in settings.items()},
        }
        self.flags = ["--ca-cert", ready["caFile"], *OPEN_PACER]

    def run(self, *arguments: str, fails: bool = False) -> str:
        command = ["rclone", *self.flags, *arguments]
        done = subprocess.run(
            command, env=self.environment, capture_output=True, text=True, check=False
        )
        self.errors = done.stderr
        if (done.returncode != 0) != fails:
            raise AssertionError(f"rclone {' '.join(arguments)}: {done.stderr}")
        return done.stdout

    def lines(self, *arguments: str) -> list[str]:
        return sorted(self.run(*arguments).splitlines())

    def local(self, name: str) -> Path:
        return self.folder / name


def write_tree(folder: Path, files: dict[str, int], seed: int = 1) -> dict[str, str]:
    """Files of this many random bytes; their digests by path."""
    numbers = random.Random(seed)
    digests = {}
    for path, size in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        digest = hashlib.md5()
        with target.open("wb") as file:
            for start in range(0, size, MIB):
                piece = numbers.randbytes(min(MIB, size - start))
                file.write(piece)
                digest.update(piece)
        digests[path] = digest.hexdigest()
    return digests


def read_tree(folder: Path) -> dict[str, str]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {
        str(path.relative_to(folder)): hashlib.md5(path.read_bytes()).hexdigest() for path in files
    }


def drive_tree(emulator: Emulator, below: str) -> dict[str, str]:
    """Digests of what is in Drive below a folder."""
    prefix = f"{below}/"
    return {
        path.removeprefix(prefix): item["md5"]
        for path, item in emulator.tree().items()
        if path.startswith(prefix) and "md5" in item
    }


SMALL = {"a.txt": 10, "b/c.bin": 20_000, "b/d/e.bin": 300_000, "b/d/empty": 0}


def plant_small(emulator: Emulator) -> None:
    top = emulator.folder("tree")
    below = emulator.folder("b", parents=[top])
    deepest = emulator.folder("d", parents=[below])
    emulator.add(parents=[top], name="a.txt", content="0123456789")
    emulator.add(parents=[below], name="c.bin", size=20_000, contentSeed=1)
    emulator.add(parents=[deepest], name="e.bin", size=300_000, contentSeed=2)
    emulator.add(parents=[deepest], name="empty", content="")
