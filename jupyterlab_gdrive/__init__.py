"""Google Drive in JupyterLab: the server side, which only starts the proxy and forwards to it."""

from __future__ import annotations

#: As it stands in package.json, the one place where it is written.
__version__: str


def __getattr__(name: str) -> str:
    if name != "__version__":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import metadata  # the command line does without, mostly

    return metadata.version("jupyterlab-gdrive")


def _jupyter_labextension_paths() -> list[dict[str, str]]:
    return [{"src": "labextension", "dest": "jupyterlab-gdrive"}]


def _jupyter_server_extension_points() -> list[dict[str, object]]:
    from .application import GDriveExtension  # the command line does without Jupyter's server

    return [{"module": "jupyterlab_gdrive", "app": GDriveExtension}]
