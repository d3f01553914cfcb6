"""The proxy as a child process: started by the first request, gone with the Jupyter server.

The contract: one JSON line of configuration on stdin (nothing secret in argv or environment);
the end of stdin means "stop"; stdout carries JSON lines, the first says where it listens;
stderr carries log lines. Every request carries the secret.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import re
import secrets
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import httpx

from .failures import ProxyError
from .node import environment, node_with_options

WINDOWS = os.name == "nt"
#: sun_path is 104 (macOS) to 108 (Linux) bytes.
LONGEST_SOCKET_PATH = 100
#: Seconds the child may take to end by itself: a little more than it allows itself (``stopMs``).
STOP_SECONDS = 7.0
#: A killed process that waits for a dead disk ends when the disk does; we don't wait for that.
KILLED_SECONDS = 2.0
#: From the break of a connection until it is sure that the child did not end with it.
END_SECONDS = 0.5
#: A child that lived shorter is not started again by itself.
RESTART_AFTER_SECONDS = 1.0
#: Control characters, marks that turn text around, and halves of characters, which no log can hold.
UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
#: pino's levels.
LEVELS = {10: logging.DEBUG, 20: logging.DEBUG, 30: logging.INFO, 40: logging.WARNING}


@dataclass
class ProxyProcess:
    """One child at a time. ``ensure`` starts it or its successor; ``stop`` ends it."""

    script: Path
    configuration: Callable[[], Mapping[str, Any]]
    log: logging.Logger
    on_busy: Callable[[int], None] = lambda _count: None
    node_command: list[str] = field(default_factory=list)
    start_timeout: float = 20.0
    #: Requests under way at once; further ones wait this many seconds for their turn.
    most_requests: int = 100
    turn_seconds: float = 10.0
    busy: int = 0
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    _child: subprocess.Popen[bytes] | None = None
    _client: httpx.AsyncClient | None = None
    _folder: str | None = None
    _restarting: asyncio.Future[None] | None = None
    _started_at: float = 0.0

    async def ensure(self) -> httpx.AsyncClient:
        """A client of the running child; raises ProxyError where it can't be started."""
        async with self._lock:
            if self._client is None or self._child is None or self._child.poll() is not None:
                await self._stop()
                await self._start()
            if self._client is None:
                raise ProxyError("proxyNotStarted", "The Google Drive proxy did not start.")
            return self._client

    async def successor(self, of: httpx.AsyncClient) -> httpx.AsyncClient:
        """A client of the next child, once the last one no longer answers at its address."""
        async with self._lock:
            if self._client is of:
                await self._stop()
        return await self.ensure()

    async def stop(self) -> None:
        async with self._lock:
            await self._stop()

    @property
    def pid(self) -> int | None:
        return self._child.pid if self._child is not None and self._child.poll() is None else None

    async def has_ended(self, pid: int | None) -> bool:
        """Whether that child is over; its connections break a moment before that can be seen."""
        child = self._child
        if child is None or child.pid != pid:
            return True
        loop = asyncio.get_running_loop()
        try:
            await loop.run_in_executor(None, child.wait, END_SECONDS)
        except subprocess.TimeoutExpired:
            return False
        return True

    async def _start(self) -> None:
        loop = asyncio.get_running_loop()
        command = await loop.run_in_executor(None, node_with_options, self.node_command)
        self._folder = tempfile.mkdtemp(prefix="gdrive-")  # 0700, a new one for each child
        socket = str(Path(self._folder) / "s")
        use_socket = not WINDOWS and len(os.fsencode(socket)) < LONGEST_SOCKET_PATH
        secret = secrets.token_urlsafe(32)
        configuration = {
            **self.configuration(),
            "secret": secret,
            "listen": socket if use_socket else None,
        }
        child = self._child = self._spawn([*command, str(self.script)])
        ready: asyncio.Future[dict[str, Any]] = loop.create_future()
        threading.Thread(target=self._listen, args=(child, loop, ready), daemon=True).start()
        threading.Thread(target=self._relay_log, args=(child.stderr,), daemon=True).start()
        try:
            told = loop.run_in_executor(None, self._configure, child, configuration)
            await asyncio.wait_for(told, self.start_timeout)
            where = await asyncio.wait_for(ready, self.start_timeout)
        except (TimeoutError, asyncio.TimeoutError, OSError, ChildEndedError) as error:
            child.kill()
            await self._stop()
            raise ProxyError(
                "proxyNotStarted",
                "The Google Drive proxy did not start. The log of the Jupyter server says why; "
                "when that is mended, press Refresh.",
            ) from error
        self._started_at = time.monotonic()
        self._client = self._client_for(where, secret)

    def _spawn(self, argv: list[str]) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            argv,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment(),
            start_new_session=not WINDOWS,  # Ctrl-C in the terminal is Jupyter's question
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )

    @staticmethod
    def _configure(child: subprocess.Popen[bytes], configuration: Mapping[str, Any]) -> None:
        if child.stdin is None:
            raise OSError("the child has no stdin")
        child.stdin.write(json.dumps(configuration).encode() + b"\n")
        child.stdin.flush()

    def _listen(
        self,
        child: subprocess.Popen[bytes],
        loop: asyncio.AbstractEventLoop,
        ready: asyncio.Future[dict[str, Any]],
    ) -> None:
        """Runs in a thread of its own: a selector loop (Windows) can't watch a pipe."""
        if child.stdout is None:
            return
        with contextlib.suppress(RuntimeError):  # the loop may be closed at shutdown
            for line in child.stdout:
                with contextlib.suppress(ValueError):
                    loop.call_soon_threadsafe(self._said, child, json.loads(line), ready)
            loop.call_soon_threadsafe(self._ended, child, ready)

    def _said(
        self,
        child: subprocess.Popen[bytes],
        message: dict[str, Any],
        ready: asyncio.Future[dict[str, Any]],
    ) -> None:
        if "busy" in message:
            if child is self._child:
                self.busy = int(message["busy"])
                self.on_busy(self.busy)
        elif not ready.done():
            ready.set_result(message)

    def _ended(self, child: subprocess.Popen[bytes], ready: asyncio.Future[dict[str, Any]]) -> None:
        if child is self._child:
            was_busy, self.busy = self.busy > 0, 0
            lived = time.monotonic() - self._started_at
            if was_busy and lived > RESTART_AFTER_SECONDS:
                # It died in the middle of a transfer: its successor continues by itself, three
                # times at most (see server/transfers/journal/restore.ts). One that dies at once
                # would die again: it waits for the next request.
                self._restarting = asyncio.ensure_future(self._restart())
        if not ready.done():
            ready.set_exception(ChildEndedError())

    async def _restart(self) -> None:
        self.log.warning("gdrive: the proxy ended in the middle of a transfer; starting it again")
        with contextlib.suppress(ProxyError):  # the log says why; the next request tries again
            await self.ensure()

    def _relay_log(self, stream: IO[bytes] | None) -> None:
        for line in stream or ():
            text = line.decode(errors="replace").rstrip()
            try:
                entry = json.loads(text)
                level, text = LEVELS.get(entry.pop("level"), logging.ERROR), _readable(entry)
            except (ValueError, KeyError, TypeError, AttributeError):
                level = logging.WARNING
            self.log.log(level, "gdrive: %s", loggable(text))

    def _client_for(self, where: Mapping[str, Any], secret: str) -> httpx.AsyncClient:
        socket = where.get("socket")
        most = self.most_requests
        return httpx.AsyncClient(
            transport=httpx.AsyncHTTPTransport(
                uds=socket, limits=httpx.Limits(max_connections=most, max_keepalive_connections=20)
            ),
            base_url="http://localhost" if socket else f"http://127.0.0.1:{where['port']}",
            headers={"authorization": f"Bearer {secret}"},
            timeout=httpx.Timeout(self.turn_seconds, read=None, write=None),
            trust_env=False,  # HTTP_PROXY is for the way to Google, not for the way to the child
        )

    async def _stop(self) -> None:
        client, child, folder = self._client, self._child, self._folder
        self._client = self._child = self._folder = None
        self.busy = 0
        if client is not None:
            await client.aclose()
        if child is not None:
            with contextlib.suppress(OSError):
                if child.stdin is not None:
                    child.stdin.close()  # the polite stop
            if not await _ended_within(child, STOP_SECONDS):
                child.kill()
                if not await _ended_within(child, KILLED_SECONDS):
                    self.log.warning("gdrive: the proxy was killed, but waits for a disk still")
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)


async def _ended_within(child: subprocess.Popen[bytes], seconds: float) -> bool:
    try:
        await asyncio.get_running_loop().run_in_executor(None, child.wait, seconds)
    except subprocess.TimeoutExpired:
        return False
    return True


class ChildEndedError(Exception):
    """The child ended before it said where it listens."""


def loggable(text: str) -> str:
    """With signs for what a terminal would obey: names and messages come from strangers."""
    return UNSEEN.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _readable(entry: dict[str, Any]) -> str:
    message = str(entry.pop("msg", ""))
    for noise in ("time", "pid", "hostname", "v"):
        entry.pop(noise, None)
    extra = " ".join(f"{key}={value}" for key, value in entry.items())
    return f"{message} ({extra})" if extra else message
