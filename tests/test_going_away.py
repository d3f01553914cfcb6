"""A browser that goes away, and one too many: on the stub, and from Jupyter to the emulator."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tornado.httpclient import HTTPClientError

from emulator.client import Emulator
from jupyterlab_gdrive.node import find_node


class Visitor:
    """A browser that asks and does not stay for the answer."""

    def __init__(self, app: Any, header: dict[str, str]) -> None:
        self._app = app
        self._header = header

    async def ask(self, what: str, method: str = "GET") -> asyncio.StreamWriter:
        _reader, writer = await asyncio.open_connection("127.0.0.1", self._app.port)
        lines = [
            f"{method} {self._app.base_url}gdrive/api/{what} HTTP/1.1",
            f"Host: 127.0.0.1:{self._app.port}",
            *(f"{name}: {value}" for name, value in self._header.items()),
            "Content-Length: 0",
        ]
        writer.write("\r\n".join([*lines, "", ""]).encode())
        await writer.drain()
        return writer


@pytest.fixture
def visitor(jp_serverapp: Any, jp_auth_header: dict[str, str], jp_http_port: int) -> Visitor:
    return Visitor(jp_serverapp, jp_auth_header)


async def test_ends_what_only_reads_when_its_browser_goes_away(
    extension: Any, jp_fetch: Any, visitor: Visitor
) -> None:
    changes = await visitor.ask("hang", "POST")
    await jp_fetch("gdrive", "api", "hanging", params={"n": "1"})
    reads = await visitor.ask("hang")
    await jp_fetch("gdrive", "api", "hanging", params={"n": "2"})
    changes.close()
    reads.close()
    answer = await jp_fetch("gdrive", "api", "gone", params={"method": "GET"})
    assert json.loads(answer.body) == {"gone": ["GET"]}


async def test_one_request_too_many_is_told_so(
    extension: Any, jp_fetch: Any, visitor: Visitor
) -> None:
    extension.proxy.most_requests = 2
    extension.proxy.turn_seconds = 0.2
    waits = await visitor.ask("hang")
    await jp_fetch("gdrive", "api", "hanging", params={"n": "1"})
    others = await visitor.ask("hang")

    async def ask_on() -> None:
        while True:  # until the other one has the last place
            await jp_fetch("gdrive", "api", "echo")

    with pytest.raises(HTTPClientError) as refused:
        await ask_on()
    reply = json.loads(refused.value.response.body)
    assert (refused.value.code, reply["code"]) == (503, "proxyBusy")
    waits.close()
    others.close()
    answer = await jp_fetch("gdrive", "api", "gone", params={"method": "GET"})
    assert json.loads(answer.body)["gone"][0] == "GET"


@pytest.fixture
def emulator(tmp_path: Path) -> Iterator[Emulator]:
    state = str(tmp_path / "google")
    with Emulator.start(find_node(), "--seed", "sample", "--state", state) as emulator:
        yield emulator


async def test_a_slow_folder_that_is_left_is_given_up_at_google(
    emulator: Emulator, jp_serverapp: Any, jp_fetch: Any, visitor: Visitor
) -> None:
    async def steer(method: str, what: str, body: dict[str, Any] | None = None) -> Any:
        return await asyncio.to_thread(emulator.ask, method, what, body)

    (app,) = jp_serverapp.extension_manager.extension_apps["jupyterlab_gdrive"]
    app.endpoint = emulator.url
    app.service_account_file = emulator.key_file
    app.subject = emulator.subject
    await jp_fetch("gdrive", "api", "folder", params={"path": "My Drive"})
    await steer("DELETE", "requests")
    hold = await steer("POST", "holds", {"match": {"path": "/drive/v3/files$"}})
    leaving = await visitor.ask("folder?path=My%20Drive&sort=size")
    await steer("GET", f"holds/{hold['id']}")
    leaving.close()

    async def given_up() -> None:
        while not any(seen.get("gone") for seen in (await steer("GET", "requests"))["requests"]):
            pass

    await asyncio.wait_for(given_up(), 30)
    await steer("DELETE", f"holds/{hold['id']}")
    answer = await jp_fetch("gdrive", "api", "folder", params={"path": "My Drive", "sort": "size"})
    assert json.loads(answer.body)["items"]
