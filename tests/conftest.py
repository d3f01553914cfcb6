"""A real Jupyter server with the extension; its child is tests/stub/proxy.cjs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

pytest_plugins = ["pytest_jupyter.jupyter_server"]

STUB = Path(__file__).parent / "stub" / "proxy.cjs"


@pytest.fixture
def gdrive_config() -> dict[str, Any]:
    """Traits of ``c.GDrive``; overridden by tests that need other ones."""
    return {}


@pytest.fixture
def jp_server_config(gdrive_config: dict[str, Any]) -> dict[str, Any]:
    return {
        "ServerApp": {
            "jpserver_extensions": {"jupyterlab_gdrive": True},
            "allow_unauthenticated_access": False,
        },
        "GDrive": gdrive_config,
    }


@pytest.fixture
def extension(jp_serverapp: Any) -> Any:
    """The linked extension, with the stub instead of the bundle."""
    apps = jp_serverapp.extension_manager.extension_apps["jupyterlab_gdrive"]
    app = next(iter(apps))
    app.proxy.script = STUB
    return app
