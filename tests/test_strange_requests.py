"""Requests and log lines as nobody of ours makes them: each answered in a sentence, none obeyed."""

from __future__ import annotations

import io
import json
import logging
from pathlib import Path
from typing import Any

import pytest
from tornado.httpclient import HTTPClientError

from jupyterlab_gdrive.node import NO_DEBUGGER, _knows_no_debugger, node_with_options
from jupyterlab_gdrive.process import ProxyProcess

MEGABYTE = 1024 * 1024


async def _refusal(jp_fetch: Any, *path: str, **options: Any) -> tuple[int, dict[str, Any]]:
    with pytest.raises(HTTPClientError) as failed:
        await jp_fetch("gdrive", "api", *path, **options)
    return failed.value.code, json.loads(failed.value.response.body)


async def test_a_body_of_a_megabyte_is_handed_on(extension: Any, jp_fetch: Any) -> None:
    body = "x" * MEGABYTE
    answer = await jp_fetch("gdrive", "api", "copies", method="POST", body=body)
    assert json.loads(answer.body)["body"] == body


async def test_a_longer_body_is_refused_and_reaches_no_child(extension: Any, jp_fetch: Any) -> None:
    status, reply = await _refusal(jp_fetch, "copies", method="POST", body="x" * (MEGABYTE + 1))
    assert (status, reply["code"]) == (400, "badRequest")
    assert "longer than 1 MB" in reply["message"]
    assert extension.proxy.pid is None


async def test_a_body_without_a_length_is_counted_too(extension: Any, jp_fetch: Any) -> None:
    async def pieces(write: Any) -> None:
        for _ in range(20):
            await write(b"x" * (MEGABYTE // 8))

    status, reply = await _refusal(jp_fetch, "copies", method="POST", body_producer=pieces)
    assert (status, reply["code"]) == (400, "badRequest")


@pytest.mark.parametrize("path", ["a\x00b", "a\r\nHost: x", "\x7f", "a\x1b"])
async def test_a_control_character_in_the_path_is_refused(
    extension: Any, jp_fetch: Any, path: str
) -> None:
    status, reply = await _refusal(jp_fetch, path)
    assert (status, reply["code"]) == (400, "badRequest")
    assert "control character" in reply["message"]


async def test_signs_of_an_address_stay_in_the_path(extension: Any, jp_fetch: Any) -> None:
    answer = await jp_fetch("gdrive", "api", "copies?a=1#b", method="POST", body="{}")
    assert json.loads(answer.body)["url"] == "/api/copies%3Fa%3D1%23b"


@pytest.mark.parametrize(
    ("line", "logged"),
    [
        (
            {"level": 40, "msg": "\x1b]0;x\x07 a\r\nERROR b", "name": "\u202etxt.\x9b31m"},
            r"gdrive: \u001b]0;x\u0007 a\u000d\u000aERROR b (name=\u202etxt.\u009b31m)",
        ),
        ({"level": 40, "msg": "\ud800"}, r"gdrive: \ud800"),
    ],
)
def test_a_log_line_says_what_a_terminal_would_obey(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, line: dict[str, Any], logged: str
) -> None:
    proxy = ProxyProcess(tmp_path, dict, logging.getLogger("strange"))
    proxy._relay_log(io.BytesIO(json.dumps(line).encode() + b"\n"))
    assert caplog.messages == [logged]


def test_a_line_that_is_no_json_is_cleaned_as_well(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    proxy = ProxyProcess(tmp_path, dict, logging.getLogger("strange"))
    proxy._relay_log(io.BytesIO(b"a\x1b[2Jb\n"))
    assert caplog.messages == [r"gdrive: a\u001b[2Jb"]


@pytest.mark.parametrize(
    ("version", "knows"),
    [
        ("22.0.0", False),
        ("22.13.1", False),
        ("22.14.0", True),
        ("23.6.1", False),
        ("23.7.0", True),
        ("24.0.0", True),
        ("30.1.0", True),
    ],
)
def test_a_node_that_can_opens_no_debugger_on_a_signal(version: str, knows: bool) -> None:
    assert _knows_no_debugger(version) is knows


def test_the_node_of_the_wheel_opens_none() -> None:
    assert NO_DEBUGGER in node_with_options()
