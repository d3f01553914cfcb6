"""Starts and steers one emulator: for tests, the judges and the demo."""

from __future__ import annotations

import json
import os
import subprocess
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any
from urllib.parse import parse_qsl

ROOT = Path(__file__).resolve().parent.parent
BUNDLE = ROOT / "build" / "emulator.cjs"
FOLDER = "application/vnd.google-apps.folder"
SHORTCUT = "application/vnd.google-apps.shortcut"
#: Where a judge finds the emulator: the line it printed when it was ready.
VARIABLE = "EMULATOR_READY"
END_SECONDS = 10
ANSWER_SECONDS = 60


class Emulator:
    """A running emulator and its admin routes (emulator/README.md)."""

    def __init__(self, ready: dict[str, Any], child: subprocess.Popen[str] | None = None) -> None:
        self.ready = ready
        self._child = child
        # The admin routes are asked directly, whatever proxy the caller is led through.
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    @classmethod
    def start(cls, node: Sequence[str], *options: str, log: IO[bytes] | None = None) -> Emulator:
        """A child with these options of its command line.

        It ends with `stop`, or when this process ends. What it says on stderr goes to `log`.
        """
        if not BUNDLE.exists():
            raise FileNotFoundError(f"There is no {BUNDLE}: run `make build` first.")
        child = subprocess.Popen(
            [*node, str(BUNDLE), "--die-with-stdin", *options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            start_new_session=True,  # Ctrl-C is for us; it ends when we end it
        )
        line = child.stdout.readline() if child.stdout else ""
        if not line:
            raise RuntimeError(f"The emulator ended with {child.wait()} before it was ready.")
        return cls(json.loads(line), child)

    @classmethod
    def from_environment(cls) -> Emulator:
        """The one that another process started and wrote into `VARIABLE`."""
        return cls(json.loads(os.environ[VARIABLE]))

    def __enter__(self) -> Emulator:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """Ends the child that `start` made; harmless when it has ended."""
        child = self._child
        if child is None or child.stdin is None or child.stdout is None:
            return
        child.stdin.close()
        try:
            child.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        child.stdout.close()

    @property
    def has_ended(self) -> bool:
        return self._child is not None and self._child.poll() is not None

    @property
    def url(self) -> str:
        return str(self.ready["url"])

    @property
    def key_file(self) -> str:
        """Path of the service account's key."""
        return str(self.ready["keyFile"])

    @property
    def email(self) -> str:
        """Address of that service account."""
        return str(self.ready["email"])

    @property
    def subject(self) -> str:
        """The person it may act for."""
        return str(self.ready["subject"])

    def ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.url}/emulator/{path}", data=data, method=method)
        with self._opener.open(request, timeout=ANSWER_SECONDS) as response:
            text = response.read()
        return json.loads(text) if text else None

    def reset(self, seed: str = "empty") -> None:
        self.ask("POST", "reset", {"seed": seed})

    def add(self, **item: Any) -> dict[str, Any]:
        """A file, or with `mimeType` a folder, shortcut or document."""
        added: dict[str, Any] = self.ask("POST", "items", item)
        return added

    def folder(self, name: str, **more: Any) -> str:
        return str(self.add(name=name, mimeType=FOLDER, **more)["id"])

    def document(self, kind: str, name: str, content: dict[str, Any], **more: Any) -> str:
        mime_type = f"application/vnd.google-apps.{kind}"
        return str(self.add(name=name, mimeType=mime_type, document=content, **more)["id"])

    def drive(self, name: str, **members: str) -> str:
        """A shared drive; the person and the service account organize it."""
        people = {self.subject: "organizer", self.email: "organizer"}
        added = self.ask("POST", "drives", {"name": name, "members": {**people, **members}})
        return str(added["id"])

    def turn(self, **knobs: float | str) -> None:
        """Turns knobs: bandwidth, latency and the like (emulator/traffic/knobs.ts)."""
        self.ask("PATCH", "knobs", knobs)

    def snapshot(self) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = self.ask("GET", "snapshot")["items"]
        return items

    def tree(self) -> dict[str, dict[str, Any]]:
        """Untrashed items of My Drives and shared drives by path."""
        items = {item["id"]: item for item in self.snapshot() if not item["trashed"]}

        def path(item: dict[str, Any]) -> str:
            above = [items[each] for each in item["parents"] if each in items]
            return "/".join([*(path(each) for each in above), item["name"]])

        return {path(item): item for item in items.values()}

    def requests(self) -> list[dict[str, Any]]:
        journal: list[dict[str, Any]] = self.ask("GET", "requests")["requests"]
        return journal

    def lists(self) -> list[dict[str, str]]:
        """The queries of all listings so far."""
        return [
            dict(parse_qsl(request["query"]))
            for request in self.requests()
            if request["path"] == "/drive/v3/files"
        ]

    def clear_requests(self) -> None:
        self.ask("DELETE", "requests")
