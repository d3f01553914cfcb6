"""`make live` leaves nothing behind in the account, whenever it is stopped."""

from __future__ import annotations

import signal
import subprocess
from pathlib import Path

from emulator.client import Emulator
from jupyterlab_gdrive.node import find_node

ROOT = Path(__file__).resolve().parent.parent


def test_a_stop_before_the_suite_removes_the_folder(tmp_path: Path) -> None:
    bundled = [*find_node(), "scripts/bundle.mjs", "live"]
    subprocess.run(bundled, cwd=ROOT, check=True, capture_output=True)
    with Emulator.start(find_node(), "--seed", "sample", "--state", str(tmp_path)) as emulator:
        given = {"KEY_FILE": emulator.key_file, "ENDPOINT": emulator.url}
        given["SUBJECT"] = emulator.subject
        process = subprocess.Popen(
            [*find_node(), "build/live.cjs"],
            cwd=ROOT,
            env={f"JUPYTERLAB_GDRIVE_LIVE_{name}": value for name, value in given.items()},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        assert "makes the folder" in process.stdout.readline()
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (1, "")
    assert out.splitlines() == [
        "live: stopping; the folder is removed first",
        "live: the folder is removed",
    ]
