"""What the proxy is told at its start: administrator's choices, user's settings, the workspace.

The environment is read here and nowhere else; secrets go on by stdin.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import json5
from jupyter_core.paths import jupyter_config_dir, jupyter_data_dir

SETTINGS_FILE = Path("jupyterlab-gdrive") / "plugin.jupyterlab-settings"
#: Content of a key, raw JSON or base64. The second name is a widely followed Kubernetes recipe's.
KEY_VARIABLES = ("JUPYTERLAB_GDRIVE_SERVICE_ACCOUNT", "DRIVE-SA")
KEY_FILE_VARIABLE = "JUPYTERLAB_GDRIVE_SERVICE_ACCOUNT_FILE"
SUBJECT_VARIABLE = "JUPYTERLAB_GDRIVE_SUBJECT"
ROOT_FOLDER_VARIABLE = "JUPYTERLAB_GDRIVE_ROOT_FOLDER"
#: Settings that concern the proxy; the others are the panel's alone.
PROXY_SETTINGS = (
    *("credentials", "keyFile", "rootFolder"),
    *("exportDocuments", "exportSpreadsheets", "exportPresentations", "exportDrawings"),
    *("uploads", "askAboveFiles", "askAboveGigabytes"),
)


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


def user_settings(settings_dir: Path) -> dict[str, Any]:
    """What the user chose in JupyterLab's settings; empty where there is nothing to read."""
    try:
        loaded = json5.loads((settings_dir / SETTINGS_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return loaded if isinstance(loaded, dict) else {}


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
    settings: Mapping[str, Any],
    workspace: Mapping[str, Any],
    server_id: str,
    overrides: str = "",
) -> dict[str, Any]:
    """The line that the proxy reads on stdin; its shape is checked in server/config.ts."""
    chosen = {name: settings[name] for name in PROXY_SETTINGS if name in settings}
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
        "settings": chosen,
        "workspace": dict(workspace),
        "dataFolder": data_folder(),
        "serverId": server_id,
        "serverPid": os.getpid(),
        **(json.loads(overrides) if overrides else {}),
    }
