"""Google Drive in JupyterLab: the server side, which only starts the proxy and forwards to it."""

from __future__ import annotations

from .application import GDrive


def _jupyter_labextension_paths() -> list[dict[str, str]]:
    return [{"src": "labextension", "dest": "jupyterlab-gdrive"}]


def _jupyter_server_extension_points() -> list[dict[str, object]]:
    return [{"module": "jupyterlab_gdrive", "app": GDrive}]
