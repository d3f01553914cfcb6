"""One authenticated handler that forwards to the proxy, with backpressure and a list of headers."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable, Coroutine
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx
from jupyter_server.auth.decorator import authorized
from jupyter_server.base.handlers import APIHandler
from tornado import web
from tornado.iostream import StreamClosedError

from .configuration import UserSettings
from .failures import ProxyError
from .process import ProxyProcess

#: The path whose body is what the settings file holds: the browser sends none.
SETTINGS_PATH = "settings-file"
#: What of a request reaches the proxy: never cookies, never Jupyter's token.
FORWARDED = {"accept", "content-type", "range", "content-range", "if-none-match"}
#: What of an answer stays behind: connection matters, and headers that are Jupyter's to set.
DROPPED = {"connection", "keep-alive", "transfer-encoding", "set-cookie", "server", "date"}


#: No request of the panel is longer; see server/http/server.ts.
MOST_BODY_BYTES = 1024 * 1024
#: In a path or a query they are a mistake, or an attempt at a second request.
CONTROL_CHARACTER = re.compile("[\x00-\x1f\x7f]")


@web.stream_request_body
class ProxyHandler(APIHandler):
    """Everything below ``/gdrive/api``. XSRF and origin are checked by APIHandler."""

    auth_resource = "gdrive"

    def initialize(
        self, proxy: ProxyProcess, owner: str, read_settings: Callable[[], UserSettings]
    ) -> None:
        self.proxy = proxy
        self.owner = owner
        self.read_settings = read_settings
        self._exchange: asyncio.Task[None] | None = None
        self._received = bytearray()
        self._is_too_long = False

    def data_received(self, chunk: bytes) -> None:
        """Counted while it comes: what is too long is let pass, and kept nowhere."""
        if len(self._received) + len(chunk) > MOST_BODY_BYTES:
            self._is_too_long = True
            self._received.clear()
        elif not self._is_too_long:
            self._received += chunk

    def on_connection_close(self) -> None:
        """The browser went away. What only reads ends; what changes something is carried out."""
        super().on_connection_close()
        if self._exchange is not None and self.request.method == "GET":
            self._exchange.cancel()

    @web.authenticated
    @authorized
    async def get(self, path: str) -> None:
        await self._forward(path)

    @web.authenticated
    @authorized
    async def post(self, path: str) -> None:
        await self._forward(path)

    @web.authenticated
    @authorized
    async def put(self, path: str) -> None:
        await self._forward(path)

    @web.authenticated
    @authorized
    async def delete(self, path: str) -> None:
        await self._forward(path)

    async def _forward(self, path: str) -> None:
        if self.owner and getattr(self.current_user, "username", "") != self.owner:
            self._fail(
                ProxyError(
                    "accessDenied",
                    "This Google Drive belongs to the owner of the server. "
                    "Open your own server to use yours.",
                    HTTPStatus.FORBIDDEN,
                )
            )
            return
        refusal = self._refusal(path)
        if refusal is not None:
            self._fail(refusal)
            return
        self._exchange = asyncio.ensure_future(self._ask(path))
        try:
            await asyncio.wait([self._exchange])
        finally:
            self._exchange.cancel()  # without effect but when the server stops
        if not self._exchange.cancelled():
            self._exchange.result()

    def _refusal(self, path: str) -> ProxyError | None:
        """What is no request of the panel's never reaches the proxy."""
        if self._is_too_long:
            return ProxyError(
                "badRequest",
                "The request is longer than 1 MB. "
                "Choose fewer items at once, or a folder around them.",
                HTTPStatus.BAD_REQUEST,
                fields="body",
            )
        if CONTROL_CHARACTER.search(path):
            return ProxyError(
                "badRequest",
                "The address of the request holds a control character. Ask without it.",
                HTTPStatus.BAD_REQUEST,
                fields="path",
            )
        return None

    async def _ask(self, path: str) -> None:
        try:
            answer = await self._send(path)
        except ProxyError as error:
            self.log.warning("gdrive: %s", error.message)
            self._fail(error)
            return
        try:
            await self._relay(answer)
        except StreamClosedError:
            pass  # the browser went away
        finally:
            await answer.aclose()

    async def _send(self, path: str) -> httpx.Response:
        headers = {
            name: value
            for name, value in self.request.headers.get_all()
            if name.lower() in FORWARDED
        }
        query = f"?{self.request.query}" if self.request.query else ""
        target = f"/api/{quote(path)}{query}"
        client = await self._unhurt(self.proxy.ensure())
        pid = self.proxy.pid
        try:
            return await self._send_to(client, target, headers)
        except httpx.ConnectError:  # it ended a moment ago: nothing was sent, so ask its successor
            client = await self._unhurt(self.proxy.successor(client))
            pid = self.proxy.pid
        except httpx.TransportError as error:
            if await self.proxy.has_ended(pid):
                raise _ended() from error
            if self.request.method != "GET":  # it may have been carried out
                raise _busy() from error
        try:
            return await self._send_to(client, target, headers)
        except httpx.TransportError as error:
            raise (_ended() if await self.proxy.has_ended(pid) else _busy()) from error

    @staticmethod
    async def _unhurt(start: Coroutine[Any, Any, httpx.AsyncClient]) -> httpx.AsyncClient:
        """The child is everybody's: its start goes on when the one who asked first goes away."""
        return await asyncio.shield(start)

    async def _send_to(
        self, client: httpx.AsyncClient, target: str, headers: dict[str, str]
    ) -> httpx.Response:
        try:
            request = client.build_request(
                self.request.method or "GET",
                target,
                headers=headers,
                content=self._body() or None,
            )
        except httpx.InvalidURL as error:
            raise ProxyError(
                "badRequest",
                "The address of the request is too long, or none. Ask for something shorter.",
                HTTPStatus.BAD_REQUEST,
                fields="path",
            ) from error
        try:
            return await client.send(request, stream=True)
        except (httpx.PoolTimeout, httpx.ConnectTimeout) as error:
            raise _busy() from error

    def _body(self) -> bytes:
        if self.request.method == "PUT" and self.path_args[0] == SETTINGS_PATH:
            return json.dumps(self.read_settings().told()).encode()
        return bytes(self._received)

    async def _relay(self, answer: httpx.Response) -> None:
        self.set_status(answer.status_code)
        for name, value in answer.headers.multi_items():
            if name.lower() not in DROPPED:
                self.set_header(name, value)
        try:
            async for chunk in answer.aiter_raw():
                self.write(chunk)
                await self.flush()  # backpressure
        except httpx.TransportError:
            # Part of the body is out: end the connection, so that it is not taken for the whole.
            self.log.warning("gdrive: the proxy ended in the middle of an answer")
            self.detach().close()
            return
        if not self.get_argument("no_track_activity", None):
            self.update_api_activity()
        web.RequestHandler.finish(self)

    def _fail(self, error: ProxyError) -> None:
        self.set_status(error.status)
        self.set_header("Content-Type", "application/json")
        web.RequestHandler.finish(self, json.dumps(error.reply()))


def _ended() -> ProxyError:
    return ProxyError(
        "proxyEnded",
        "The Google Drive proxy ended while it was asked. "
        "It starts again by itself: press Refresh.",
    )


def _busy() -> ProxyError:
    return ProxyError(
        "proxyBusy",
        "The Google Drive proxy has too much to do at the moment. "
        "Wait a little, then press Refresh.",
        HTTPStatus.SERVICE_UNAVAILABLE,
    )
