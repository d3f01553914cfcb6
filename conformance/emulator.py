"""Starts and steers one emulator, for judges in any process."""

from __future__ import annotations

import json
import os
import subprocess
import urllib.request
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FOLDER = "application/vnd.google-apps.folder"
SHORTCUT = "application/vnd.google-apps.shortcut"
#: Where a judge finds the emulator: the line it printed when it was ready.
VARIABLE = "EMULATOR_READY"


class Emulator:
    """A running emulator and its admin routes (emulator/README.md)."""

    def __init__(self, ready: dict[str, Any], child: subprocess.Popen[str] | None = None) -> None:
        self.ready = ready
        self.child = child
        # The admin routes are asked directly, whatever proxy the judge is led through.
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    @classmethod
    def start(cls, record: Path, node: str) -> Emulator:
        command = [node, str(ROOT / "build" / "emulator.cjs"), "--die-with-stdin"]
        command += ["--tls-port", "0", "--connect-port", "0", "--record", str(record)]
        pipe = subprocess.PIPE
        child = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True)
        line = child.stdout.readline() if child.stdout else ""
        return cls(json.loads(line), child)

    @classmethod
    def from_environment(cls) -> Emulator:
        return cls(json.loads(os.environ[VARIABLE]))

    def stop(self) -> None:
        if self.child is not None and self.child.stdin is not None:
            self.child.stdin.close()
            self.child.wait()

    def ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        url = f"{self.ready['url']}/emulator/{path}"
        request = urllib.request.Request(url, data=data, method=method)
        with self.opener.open(request) as response:
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
        people = {self.ready["subject"]: "organizer", self.ready["email"]: "organizer"}
        added = self.ask("POST", "drives", {"name": name, "members": {**people, **members}})
        return str(added["id"])

    def knobs(self, **knobs: float | str) -> None:
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

    def clear_requests(self) -> None:
        self.ask("DELETE", "requests")
