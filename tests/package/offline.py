"""Commands that reach no network, and a proof that they don't."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

#: Where a network namespace cannot be had: a proxy at a port where nobody listens.
DEAD_PROXY = dict.fromkeys(
    ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "ALL_PROXY"), "http://127.0.0.1:9"
)
REACH = "import sys, urllib.request; urllib.request.urlopen(sys.argv[1], timeout=20)"


@dataclass(frozen=True)
class Offline:
    """`wall` stands before each command; `environment` is added to its own."""

    wall: Sequence[str]
    environment: Mapping[str, str]

    def run(
        self, *command: str | Path, env: Mapping[str, str], cwd: Path
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*self.wall, *map(str, command)],
            env={**env, **self.environment},
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=240,
            check=False,
        )


def offline() -> Offline:
    """The strongest wall that this machine has, shown to stand."""
    found = Offline(_wall(), {}) if _wall() else Offline((), DEAD_PROXY)
    here = Path.cwd()
    environment = {"PATH": os.environ["PATH"]}
    with _somebody_listening() as url:
        reach = (sys.executable, "-c", REACH, url)
        assert Offline((), {}).run(*reach, env=environment, cwd=here).returncode == 0
        assert found.run(*reach, env=environment, cwd=here).returncode != 0
    return found


def _wall() -> Sequence[str]:
    """The prefix that gives a command a network of its own, with nothing in it."""
    unshare = shutil.which("unshare")
    if unshare is None:
        return ()
    for wall in ((unshare, "--net"), (unshare, "--map-root-user", "--net")):
        if subprocess.run([*wall, "true"], capture_output=True, check=False).returncode == 0:
            return wall
    return ()


class _Answer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(204)
        self.end_headers()

    def log_request(self, *_: object) -> None:
        """Nobody reads it."""


@contextmanager
def _somebody_listening() -> Iterator[str]:
    """What anybody on this machine can reach who has its network."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Answer) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()
