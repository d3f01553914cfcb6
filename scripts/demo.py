"""`make demo`: the emulator with a sample Drive, JupyterLab with the panel, and `.demo/jupyter`.

The last is Jupyter as the demo has it: `.demo/jupyter gdrive ls` asks the same Drive in a terminal.
Everything is written below `.demo`; Ctrl-C ends every process that was started, and a second one
ends them at once.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import secrets
import shlex
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import IO

from emulator.client import Emulator
from scripts.stopping import Stopping

ROOT = Path(__file__).resolve().parent.parent
DEMO = ROOT / ".demo"
NODE = ROOT / ".venv/node/node"
JUPYTER = DEMO / "jupyter"
FOLDERS = {
    "JUPYTER_CONFIG_DIR": DEMO / "config",
    "JUPYTER_DATA_DIR": DEMO / "data",
    "JUPYTER_RUNTIME_DIR": DEMO / "runtime",
    "JUPYTERLAB_SETTINGS_DIR": DEMO / "config" / "lab" / "user-settings",
    "JUPYTERLAB_WORKSPACES_DIR": DEMO / "workspaces",
}
START_SECONDS = 60


def main() -> int:
    port = _arguments().port
    google: Emulator | None = None
    lab: subprocess.Popen[str] | None = None
    stop = Stopping(kill=lambda: _kill(lab))  # the emulator ends with this process
    stop.heed()
    try:
        google = _start_emulator()
        _write_jupyter(google)
        token = secrets.token_hex(16)
        lab = _start_lab(port, token)
        url = f"http://127.0.0.1:{port}/lab?token={token}"
        if not _answers(f"http://127.0.0.1:{port}/api?token={token}", lab, stop):
            if not stop.is_asked:
                print("demo: JupyterLab did not start; see .demo/jupyter.log", file=sys.stderr)
            return 0 if stop.is_asked else 1
        print(
            f"JupyterLab: {url}\n"
            f"In a terminal: {JUPYTER.relative_to(ROOT)} gdrive ls\n"
            f"Its Google: {google.url} (emulator/README.md says how to change what is there)",
            flush=True,
        )
        while not stop.within(0.5):
            if google.has_ended or lab.poll() is not None:
                print("demo: a process ended; see .demo/*.log", file=sys.stderr)
                return 1
        return 0
    finally:
        if lab is not None:
            _end(lab)
        if google is not None:
            google.stop()
        JUPYTER.unlink(missing_ok=True)  # what it would ask is gone


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8888)
    return parser.parse_args()


def _log(name: str) -> IO[bytes]:
    DEMO.mkdir(exist_ok=True)
    return (DEMO / name).open("wb")


def _start_emulator() -> Emulator:
    options = ["--seed", "sample", "--state", str(DEMO / "emulator")]
    try:
        return Emulator.start([str(NODE)], *options, log=_log("emulator.log"))
    except (OSError, RuntimeError) as error:
        raise SystemExit(f"demo: {error} See .demo/emulator.log") from error


def _write_jupyter(google: Emulator) -> None:
    """The configuration for server and command line, and the command that obeys it."""
    configuration = {
        "endpoint": google.url,
        "service_account_file": google.key_file,
        "subject": google.subject,
        "allow_uploads": True,
    }
    FOLDERS["JUPYTER_CONFIG_DIR"].mkdir(parents=True, exist_ok=True)
    written = json.dumps({"GDrive": configuration}, indent=2)
    (FOLDERS["JUPYTER_CONFIG_DIR"] / "jupyter_server_config.json").write_text(written)
    variables = [f"export {name}={shlex.quote(str(folder))}" for name, folder in FOLDERS.items()]
    command = f'exec {shlex.quote(str(ROOT / ".venv/bin/jupyter"))} "$@"'
    JUPYTER.write_text("\n".join(["#!/bin/sh", *variables, command, ""]))
    JUPYTER.chmod(0o755)


def _start_lab(port: int, token: str) -> subprocess.Popen[str]:
    workspace = DEMO / "workspace"
    workspace.mkdir(parents=True, exist_ok=True)
    _refuse_news()
    options = {
        "ServerApp.ip": "127.0.0.1",
        "ServerApp.port": port,
        "ServerApp.port_retries": 0,
        "ServerApp.root_dir": workspace,
        "ServerApp.open_browser": False,
        "LabApp.news_url": "None",
        "LabApp.check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
    }
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        options["ServerApp.allow_root"] = True
    return subprocess.Popen(
        [str(JUPYTER), "lab", *[f"--{name}={value}" for name, value in options.items()]],
        cwd=ROOT,
        env={**os.environ, "JUPYTER_TOKEN": token},  # everybody may read the words of a command
        stdin=subprocess.DEVNULL,
        stdout=_log("jupyter.log"),
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def _refuse_news() -> None:
    """JupyterLab asks about news at the first start; a demo has something else to show."""
    folder = FOLDERS["JUPYTERLAB_SETTINGS_DIR"] / "@jupyterlab" / "apputils-extension"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "notification.jupyterlab-settings").write_text('{ "fetchNews": "false" }')


def _answers(url: str, child: subprocess.Popen[str], stop: Stopping) -> bool:
    for _ in range(START_SECONDS * 5):
        if child.poll() is not None or stop.within(0.2):
            return False
        try:
            with urllib.request.urlopen(url, timeout=2):
                return True
        except OSError:
            continue
    return False


def _end(child: subprocess.Popen[str]) -> None:
    """Asks first; a child that does not end in time is killed with its group."""
    if child.poll() is None:
        child.terminate()
        try:
            child.wait(10)
        except subprocess.TimeoutExpired:
            _kill(child)
            child.wait()


def _kill(child: subprocess.Popen[str] | None) -> None:
    with contextlib.suppress(ProcessLookupError):
        if child is not None:
            os.killpg(child.pid, signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main())
