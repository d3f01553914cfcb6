"""One transfer from its start to its end: shown, asked about, cancelled with Ctrl-C."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Mapping
from typing import Any

from ..failures import ProxyError
from .client import Client
from .display import Display
from .questions import Questions

LOOK_SECONDS = 0.2
ENDED = ("done", "failed", "cancelled")


async def follow(
    client: Client, transfer: Mapping[str, Any], display: Display, questions: Questions
) -> Mapping[str, Any]:
    """The transfer as it ended. If this task is cancelled, so is the transfer."""
    try:
        while transfer["state"] not in ENDED:
            display.show(transfer)
            if transfer["question"] is not None:
                display.pause()
                answer = questions.answer(transfer["question"])
                transfer = await client.answer(transfer["id"], answer)
            await asyncio.sleep(LOOK_SECONDS)
            transfer = await _look(client, transfer)
    except asyncio.CancelledError:
        with contextlib.suppress(ProxyError):
            display.show(await client.cancel(transfer["id"]))
        raise
    display.show(transfer)
    return transfer


async def _look(client: Client, transfer: Mapping[str, Any]) -> Mapping[str, Any]:
    for other in await client.transfers():
        if other["id"] == transfer["id"]:
            return other
    raise ProxyError(
        "proxyEnded",
        "The Google Drive proxy ended in the middle of the transfer. "
        "Run the command again: what arrived already is not fetched again.",
    )
