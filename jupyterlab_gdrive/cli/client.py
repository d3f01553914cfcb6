"""The routes of protocol/routes.ts, asked over the child's socket."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import Any
from urllib.parse import quote

import httpx

from ..failures import ProxyError
from ..process import ProxyProcess

#: The panel's sentences for these speak of what the panel has, or does by itself.
WORDED_ANEW = {
    "offline": "Google can’t be reached. Check the network, then run the command again.",
    "proxyNotStarted": "The Google Drive proxy did not start. "
    "Run the command again with --debug to see why.",
    "proxyEnded": "The Google Drive proxy ended while it was asked. Run the command again.",
}


class Client:
    """Asks the proxy, which starts with the first question. Failures are ProxyError."""

    def __init__(self, proxy: ProxyProcess) -> None:
        self._proxy = proxy

    async def status(self) -> dict[str, Any]:
        status = await self._ask("GET", "status", query={"check": "1"})
        problem = status["problem"]
        if problem is not None:
            problem["message"] = WORDED_ANEW.get(problem["code"], problem["message"])
        return status

    async def item(self, path: str) -> dict[str, Any]:
        """One item by its path in the panel, by ``id:…`` or by a link."""
        return await self._ask("GET", "item", query={"path": path})

    async def items(self, path: str) -> AsyncIterator[list[dict[str, Any]]]:
        """All items of a folder, page by page."""
        page = await self._ask("GET", "items", query={"path": path})
        while page["next"] is not None:
            yield page["items"]
            page = await self._ask("GET", "items", query={"path": path, "after": page["next"]})
        yield page["items"]

    async def transfers(self) -> list[dict[str, Any]]:
        return await self._ask("GET", "transfers")

    async def copy(self, request: Mapping[str, Any]) -> dict[str, Any]:
        return await self._ask("POST", "copies", body=request)

    async def upload(self, request: Mapping[str, Any]) -> dict[str, Any]:
        return await self._ask("POST", "uploads", body=request)

    async def answer(self, transfer: str, answer: Mapping[str, Any]) -> dict[str, Any]:
        return await self._ask("POST", f"transfers/{quote(transfer)}/answer", body=answer)

    async def cancel(self, transfer: str) -> dict[str, Any]:
        return await self._ask("POST", f"transfers/{quote(transfer)}/cancel")

    async def retry(self, transfer: str) -> dict[str, Any]:
        """Tries again what failed, or continues what was interrupted."""
        return await self._ask("POST", f"transfers/{quote(transfer)}/retry")

    async def _ask(
        self,
        method: str,
        route: str,
        *,
        query: Mapping[str, str] | None = None,
        body: Mapping[str, Any] | None = None,
    ) -> Any:
        try:
            answer = await self._send(method, f"/api/{route}", params=query, json=body)
        except ProxyError as error:
            raise _worded_anew(error) from error
        except httpx.TransportError as error:
            raise ProxyError("proxyEnded", WORDED_ANEW["proxyEnded"]) from error
        if answer.is_success:
            return answer.json()
        raise _worded_anew(_refusal(answer))

    async def _send(self, method: str, target: str, **what: Any) -> httpx.Response:
        """Asks the successor of a child that ended, unless the first may have done it already."""
        client = await self._proxy.ensure()
        try:
            return await client.request(method, target, **what)
        except httpx.TransportError as error:
            if method != "GET" and not isinstance(error, httpx.ConnectError):
                raise
        client = await self._proxy.successor(client)
        return await client.request(method, target, **what)


def _worded_anew(error: ProxyError) -> ProxyError:
    message = WORDED_ANEW.get(error.code, error.message)
    return ProxyError(error.code, message, error.status, **error.details)


def _refusal(answer: httpx.Response) -> ProxyError:
    """An ErrorReply of protocol/errors.ts as the exception it stands for."""
    try:
        reply = answer.json()
        code, message, details = reply["code"], reply["message"], reply["details"]
    except (ValueError, KeyError, TypeError):
        message = f"The Google Drive proxy answered {answer.status_code} without a reason."
        return ProxyError("internal", message, answer.status_code)
    return ProxyError(code, message, answer.status_code, **details)
