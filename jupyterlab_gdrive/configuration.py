"""What the proxy is told at its start: administrator's choices, user's settings, the workspace.

The environment is read here and nowhere else; secrets go on by stdin.
"""

from __future__ import annotations

import json
import math
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import json5
from jupyter_core.paths import jupyter_config_dir, jupyter_data_dir

SETTINGS_FILE = Path("jupyterlab-gdrive") / "plugin.jupyterlab-settings"
#: Content of a key, raw JSON or base64. The second name is a widely followed Kubernetes recipe's.
KEY_VARIABLES = ("JUPYTERLAB_GDRIVE_SERVICE_ACCOUNT", "DRIVE-SA")
KEY_FILE_VARIABLE = "JUPYTERLAB_GDRIVE_SERVICE_ACCOUNT_FILE"
SUBJECT_VARIABLE = "JUPYTERLAB_GDRIVE_SUBJECT"
ROOT_FOLDER_VARIABLE = "JUPYTERLAB_GDRIVE_ROOT_FOLDER"
#: A settings file is a few hundred bytes; a mistake must not fill the memory.
MOST_SETTINGS_BYTES = 4 * 1024 * 1024
#: JSON5 is read by Python alone: a second for some ten thousand bytes.
MOST_JSON5_BYTES = 64 * 1024
#: A string, kept as it is, or a comment as JupyterLab writes them; each ends with the text at last.
STRING_OR_COMMENT = re.compile(
    r'("(?:[^"\\]+|\\.)*(?:"|\\?\Z))|//[^\n]*|/\*.*?(?:\*/|\Z)', re.DOTALL
)


class UserSettings(NamedTuple):
    """What the settings file holds, unchecked: the proxy says what is wrong with it."""

    values: dict[str, Any]
    #: Why the file can't be used at all, in the words of server/settings.ts.
    problem: str | None = None

    def told(self) -> dict[str, Any]:
        """In the fields that the proxy knows, at its start and whenever the file is read again."""
        return {"settings": self.values, "settingsProblem": self.problem}


def service_account(environment: Mapping[str, str], configured_file: str) -> dict[str, str] | None:
    """The administrator's account: the configured file, a variable's content, or its file."""
    if configured_file:
        return {"file": configured_file, "origin": "c.GDrive.service_account_file"}
    for name in KEY_VARIABLES:
        if environment.get(name, "").strip():
            return {"content": environment[name], "origin": f"the environment variable {name}"}
    path = environment.get(KEY_FILE_VARIABLE, "")
    return (
        {"file": path, "origin": f"the environment variable {KEY_FILE_VARIABLE}"} if path else None
    )


def application_default(environment: Mapping[str, str]) -> str | None:
    """The file of Application Default Credentials; offered, never taken silently."""
    named = environment.get("GOOGLE_APPLICATION_CREDENTIALS")
    if named:
        return named
    folder = environment.get("CLOUDSDK_CONFIG") or str(Path.home() / ".config" / "gcloud")
    path = Path(folder) / "application_default_credentials.json"
    return str(path) if path.exists() else None


def user_settings(settings_dir: Path) -> UserSettings:
    """What the user chose in JupyterLab's settings; empty where there is no such file."""
    try:
        with (settings_dir / SETTINGS_FILE).open("rb") as file:
            content = file.read(MOST_SETTINGS_BYTES + 1)
    except FileNotFoundError:
        return UserSettings({})
    except OSError:
        return UserSettings({}, "unreadable")
    if len(content) > MOST_SETTINGS_BYTES:
        return UserSettings({}, "tooLarge")
    try:
        loaded = _parsed(content.decode("utf-8-sig"))
    except OverflowError:
        return UserSettings({}, "tooLarge")
    except (ValueError, RecursionError):
        return UserSettings({}, "notJson")
    return UserSettings(loaded) if isinstance(loaded, dict) else UserSettings({}, "notAnObject")


def _parsed(text: str) -> Any:
    """JSON with comments, as JupyterLab writes it, else JSON5.

    What JSON can't carry on to the proxy, as NaN, becomes its name there, and is refused by that.
    """
    plain = STRING_OR_COMMENT.sub(lambda match: match[1] or " ", text)
    try:
        return json.loads(plain, parse_constant=str, parse_float=_finite)
    except ValueError:
        if len(text) > MOST_JSON5_BYTES:
            raise OverflowError from None
        return json5.loads(text, parse_constant=str, parse_float=_finite)


def _finite(text: str) -> float | str:
    number = float(text)
    return number if math.isfinite(number) else text


def data_folder() -> str:
    """Where names, journals and ledgers are kept: Jupyter's data folder of this user."""
    return str(Path(jupyter_data_dir()) / "gdrive")


def default_settings_folder() -> Path:
    """Where JupyterLab keeps user settings unless it is told otherwise."""
    named = os.environ.get("JUPYTERLAB_SETTINGS_DIR")
    return Path(named) if named else Path(jupyter_config_dir()) / "lab" / "user-settings"


def build(
    *,
    service_account: Mapping[str, str] | None,
    subject: str,
    root_folder: str,
    lock_credentials: bool,
    allow_uploads: bool,
    units_per_minute: int,
    max_connections: int,
    endpoint: str,
    application_default: str | None,
    settings: UserSettings,
    workspace: Mapping[str, Any],
    server_id: str,
    overrides: str = "",
) -> dict[str, Any]:
    """The line that the proxy reads on stdin; its shape is checked in server/config.ts."""
    return {
        "serviceAccount": service_account,
        "subject": subject,
        "rootFolder": root_folder,
        "lockCredentials": lock_credentials,
        "allowUploads": allow_uploads,
        "unitsPerMinute": units_per_minute,
        "maxConnections": max_connections,
        "endpoint": endpoint,
        "applicationDefaultFile": application_default,
        **settings.told(),
        "workspace": dict(workspace),
        "dataFolder": data_folder(),
        "serverId": server_id,
        "serverPid": os.getpid(),
        **(json.loads(overrides) if overrides else {}),
    }
