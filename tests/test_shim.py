"""The shim: starts the proxy on first use, forwards to it and nobody else's requests, stops it."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
from pathlib import Path
from typing import Any

import psutil
import pytest
from tornado.httpclient import HTTPClientError

from jupyterlab_gdrive import configuration

ROOT = Path(__file__).parent.parent


async def _get(jp_fetch: Any, *path: str, **options: Any) -> dict[str, Any]:
    answer = await jp_fetch("gdrive", "api", *path, **options)
    return json.loads(answer.body)


async def test_starts_the_child_on_first_use_only(extension: Any, jp_fetch: Any) -> None:
    assert extension.proxy.pid is None
    first = await _get(jp_fetch, "echo")
    second = await _get(jp_fetch, "echo")
    assert first["pid"] == second["pid"] == extension.proxy.pid


async def test_forwards_method_query_and_body(extension: Any, jp_fetch: Any) -> None:
    answer = await _get(jp_fetch, "copies", method="POST", body='{"a":1}', params={"x": "ä b"})
    assert (answer["method"], answer["url"], answer["body"]) == (
        "POST",
        "/api/copies?x=%C3%A4+b",
        '{"a":1}',
    )


@pytest.mark.parametrize(
    ("content", "settings", "problem"),
    [
        (None, {}, None),
        ('{"keyFile": "/k"} // mine', {"keyFile": "/k"}, None),
        ("{", {}, "notJson"),
    ],
)
async def test_reads_the_settings_file_when_asked_whatever_the_browser_says(
    extension: Any,
    jp_fetch: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    content: str | None,
    settings: dict[str, Any],
    problem: str | None,
) -> None:
    await _get(jp_fetch, "echo")  # the child is there, and has read what was there then
    monkeypatch.setenv("JUPYTERLAB_SETTINGS_DIR", str(tmp_path))
    if content is not None:
        file = tmp_path / configuration.SETTINGS_FILE
        file.parent.mkdir()
        file.write_text(content)
    answer = await _get(jp_fetch, "settings-file", method="PUT", body='{"settings": "mine"}')
    assert json.loads(answer["body"]) == {"settings": settings, "settingsProblem": problem}


async def test_tells_the_child_whose_it_is(extension: Any, jp_fetch: Any) -> None:
    told = (await _get(jp_fetch, "status"))["config"]
    assert (told["serverPid"], told["serverId"]) == (os.getpid(), extension.server_id)


async def test_hands_on_no_cookie_and_no_token_of_jupyter(extension: Any, jp_fetch: Any) -> None:
    answer = await _get(
        jp_fetch, "echo", headers={"Cookie": "login=1", "X-Other": "1", "Range": "bytes=1-"}
    )
    headers = answer["headers"]
    assert not {"cookie", "x-other"} & headers.keys()
    assert headers["range"] == "bytes=1-"
    assert headers["authorization"].startswith("Bearer ")


async def test_keeps_the_childs_cookies_to_itself(extension: Any, jp_fetch: Any) -> None:
    answer = await jp_fetch("gdrive", "api", "echo")
    assert "a=b" not in str(answer.headers.get_list("Set-Cookie"))


async def test_puts_no_secret_into_argv_or_environment(
    extension: Any, jp_fetch: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JUPYTERLAB_GDRIVE_SERVICE_ACCOUNT", '{"private_key": "hush"}')
    monkeypatch.setenv("DRIVE-SA", "hush")
    answer = await _get(jp_fetch, "echo")
    assert answer["config"]["serviceAccount"]["content"] == '{"private_key": "hush"}'
    assert answer["argv"] == []
    assert not [name for name in answer["env"] if "GDRIVE" in name or "DRIVE-SA" in name]


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
async def test_refuses_who_is_not_signed_in(extension: Any, jp_fetch: Any, method: str) -> None:
    body = None if method in ("GET", "DELETE") else "{}"
    with pytest.raises(HTTPClientError) as refused:
        await jp_fetch(
            "gdrive", "api", "echo", method=method, body=body, headers={"Authorization": ""}
        )
    assert refused.value.code == 403
    assert extension.proxy.pid is None


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hub on which this server belongs to somebody else."""
    monkeypatch.setenv("JUPYTERHUB_USER", "somebody-else")


async def test_refuses_everybody_but_the_owner_on_a_hub(
    hub: None, extension: Any, jp_fetch: Any
) -> None:
    with pytest.raises(HTTPClientError) as refused:
        await _get(jp_fetch, "echo")
    assert refused.value.code == 403
    assert json.loads(refused.value.response.body)["code"] == "accessDenied"


async def test_streams_a_large_answer_without_holding_it(extension: Any, jp_fetch: Any) -> None:
    await _get(jp_fetch, "echo")
    before = psutil.Process().memory_info().rss
    peak = before
    received = 0

    def take(chunk: bytes) -> None:
        nonlocal received, peak
        received += len(chunk)
        peak = max(peak, psutil.Process().memory_info().rss)

    await jp_fetch(
        "gdrive", "api", "big", params={"blocks": "90"}, streaming_callback=take, request_timeout=60
    )
    assert received == 90 << 20
    assert peak - before < 40 << 20


async def test_starts_a_successor_when_the_child_died(extension: Any, jp_fetch: Any) -> None:
    first = (await _get(jp_fetch, "echo"))["pid"]
    with pytest.raises(HTTPClientError) as died:
        await _get(jp_fetch, "die")
    reply = json.loads(died.value.response.body)
    assert (died.value.code, reply["code"]) == (502, "proxyEnded")
    assert "press Refresh" in reply["message"]
    assert (await _get(jp_fetch, "echo"))["pid"] != first


async def test_asks_again_when_only_the_connection_broke(extension: Any, jp_fetch: Any) -> None:
    first = (await _get(jp_fetch, "echo"))["pid"]
    assert await _get(jp_fetch, "drop", params={"times": "1"}) == {"dropped": 2, "pid": first}


@pytest.mark.parametrize(("method", "times"), [("GET", 9), ("POST", 1), ("DELETE", 1)])
async def test_never_says_of_a_child_that_lives_that_it_ended(
    extension: Any, jp_fetch: Any, method: str, times: int
) -> None:
    first = (await _get(jp_fetch, "echo"))["pid"]
    body = "{}" if method == "POST" else None
    with pytest.raises(HTTPClientError) as busy:
        await jp_fetch(
            "gdrive", "api", "drop", method=method, body=body, params={"times": str(times)}
        )
    assert (busy.value.code, json.loads(busy.value.response.body)["code"]) == (503, "proxyBusy")
    assert (await _get(jp_fetch, "echo"))["pid"] == first


async def test_starts_a_successor_after_a_kill(extension: Any, jp_fetch: Any) -> None:
    first = (await _get(jp_fetch, "echo"))["pid"]
    os.kill(first, signal.SIGKILL)
    psutil.wait_procs([psutil.Process(first)], timeout=10)
    assert (await _get(jp_fetch, "echo"))["pid"] != first


async def test_breaks_off_instead_of_passing_half_for_the_whole(
    extension: Any, jp_fetch: Any
) -> None:
    with pytest.raises(Exception, match=r"closed|Stream|599|content"):
        await jp_fetch("gdrive", "api", "halfway")


async def test_counts_running_transfers_as_activity(
    extension: Any, jp_fetch: Any, jp_serverapp: Any
) -> None:
    assert extension.current_activity() is None
    await _get(jp_fetch, "busy", params={"n": "2"})
    while extension.proxy.busy != 2:
        await asyncio.sleep(0)
    assert extension.current_activity() == 2
    assert "gdrive_last_activity" in jp_serverapp.web_app.settings


async def test_status_reads_do_not_keep_an_idle_server_alive(
    extension: Any, jp_fetch: Any, jp_serverapp: Any
) -> None:
    await _get(jp_fetch, "echo")
    before = jp_serverapp.web_app.settings["api_last_activity"]
    await _get(jp_fetch, "transfers", params={"no_track_activity": "1"})
    assert jp_serverapp.web_app.settings["api_last_activity"] == before
    await _get(jp_fetch, "echo")
    assert jp_serverapp.web_app.settings["api_last_activity"] > before


async def test_ends_the_child_and_its_folder_with_the_server(extension: Any, jp_fetch: Any) -> None:
    answer = await _get(jp_fetch, "echo")
    folder = Path(answer["config"]["listen"]).parent
    assert folder.stat().st_mode & 0o777 == 0o700
    await extension.stop_extension()
    assert (psutil.pid_exists(answer["pid"]), folder.exists()) == (False, False)


@pytest.mark.parametrize("subject", ["dies", "never-ready"])
async def test_says_that_the_child_did_not_start(
    extension: Any, jp_fetch: Any, subject: str
) -> None:
    extension.subject = subject
    extension.proxy.start_timeout = 0.5
    with pytest.raises(HTTPClientError) as failed:
        await _get(jp_fetch, "echo")
    assert json.loads(failed.value.response.body)["code"] == "proxyNotStarted"
    assert extension.proxy.pid is None


def test_uses_only_codes_of_the_protocol() -> None:
    known = set(
        re.findall(r"^  (\w+): \d{3}", (ROOT / "protocol/errors.ts").read_text(), re.MULTILINE)
    )
    sources = "".join(path.read_text() for path in (ROOT / "jupyterlab_gdrive").glob("*.py"))
    used = set(re.findall(r'ProxyError\(\s*"(\w+)"', sources))
    assert len(used) > 3
    assert used <= known
