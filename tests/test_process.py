"""The child itself, without a Jupyter server around it."""

from __future__ import annotations

import asyncio
import logging
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import psutil
import pytest

from jupyterlab_gdrive import configuration
from jupyterlab_gdrive.process import ProxyProcess

ROOT = Path(__file__).parent.parent
STUB = ROOT / "tests" / "stub" / "proxy.cjs"


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGKILL])
def test_no_child_outlives_its_jupyter_server(tmp_path: Path, ending: signal.Signals) -> None:
    """A real server process, ended from outside: the child notices the end of its stdin."""
    program = (
        "import asyncio, logging, sys\n"
        "from pathlib import Path\n"
        "from jupyterlab_gdrive.process import ProxyProcess\n"
        "async def main():\n"
        "    script = Path(sys.argv[1])\n"
        "    proxy = ProxyProcess(script, dict, logging.getLogger())\n"
        "    await proxy.ensure()\n"
        "    print(proxy.pid, flush=True)\n"
        "    await asyncio.sleep(3600)\n"
        "asyncio.run(main())\n"
    )
    server = subprocess.Popen(
        [sys.executable, "-c", program, str(STUB)], stdout=subprocess.PIPE, text=True, cwd=tmp_path
    )
    assert server.stdout is not None
    child = psutil.Process(int(server.stdout.readline()))
    server.send_signal(ending)
    server.wait(10)
    gone, alive = psutil.wait_procs([child], timeout=10)
    assert (len(gone), alive) == (1, [])


def test_the_real_bundle_answers_within_the_contract(tmp_path: Path) -> None:
    """The bundle that ships, started as the shim starts it, without any credentials."""

    async def ask() -> tuple[dict[str, Any], float]:
        settings = configuration.build(
            service_account=None,
            subject="",
            root_folder="",
            lock_credentials=False,
            allow_uploads=False,
            units_per_minute=325_000,
            max_connections=32,
            endpoint="",
            application_default=None,
            settings=configuration.UserSettings({}),
            workspace={"root": str(tmp_path), "allowHidden": False},
            server_id="test",
        )
        bundle = ROOT / "jupyterlab_gdrive" / "server.cjs"
        proxy = ProxyProcess(bundle, lambda: settings, logging.getLogger())
        started = time.monotonic()
        client = await proxy.ensure()
        answer = await client.get("/api/status")
        took = time.monotonic() - started
        await proxy.stop()
        return answer.json(), took

    status, _ = asyncio.run(ask())
    assert status["state"] == "notConfigured"


def test_no_child_outlives_its_jupyter_server_whose_fork_holds_the_pipe(tmp_path: Path) -> None:
    """What the server forked has the other end of the child's stdin as well, and goes on."""
    program = (
        "import asyncio, logging, os, sys, time\n"
        "from pathlib import Path\n"
        "from jupyterlab_gdrive.process import ProxyProcess\n"
        "settings = {'workspace': {'root': None, 'allowHidden': False}, 'serverId': 'test',\n"
        "    'dataFolder': '.', 'serviceAccount': None}\n"
        "async def main():\n"
        "    proxy = ProxyProcess(Path(sys.argv[1]), lambda: settings, logging.getLogger())\n"
        "    await proxy.ensure()\n"
        "    fork = os.fork()\n"
        "    if fork == 0:\n"
        "        time.sleep(3600)\n"
        "    print(proxy.pid, fork, flush=True)\n"
        "    await asyncio.sleep(3600)\n"
        "asyncio.run(main())\n"
    )
    bundle = ROOT / "jupyterlab_gdrive" / "server.cjs"
    server = subprocess.Popen(
        [sys.executable, "-c", program, str(bundle)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=tmp_path,
    )
    assert server.stdout is not None
    child, fork = (psutil.Process(int(pid)) for pid in server.stdout.readline().split())
    server.kill()
    server.wait(10)
    gone, alive = psutil.wait_procs([child], timeout=10)
    fork.kill()
    assert (gone, alive) == ([child], [])
