"""Google Drive in JupyterLab: the server side, which only starts the proxy and forwards to it."""

from __future__ import annotations


def _jupyter_labextension_paths() -> list[dict[str, str]]:
    return [{"src": "labextension", "dest": "jupyterlab-gdrive"}]


def _jupyter_server_extension_points() -> list[dict[str, object]]:
    from .application import GDriveExtension  # the command line does without Jupyter's server

    return [{"module": "jupyterlab_gdrive", "app": GDriveExtension}]
