"""The server extension: configuration, the child's life, two routes."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from jupyter_server._tz import utcnow
from jupyter_server.extension.application import ExtensionApp
from jupyter_server.serverapp import ServerApp
from jupyter_server.services.contents.filemanager import FileContentsManager

from . import configuration
from .options import GDrive
from .process import ProxyProcess
from .routes import ProxyHandler


class GDriveExtension(GDrive, ExtensionApp):
    """Google Drive in JupyterLab."""

    name = "jupyterlab_gdrive"
    description = "Browse Google Drive and copy files between it and the workspace."

    def initialize_handlers(self) -> None:
        self.proxy = ProxyProcess(
            script=Path(__file__).parent / "server.cjs",
            configuration=self.proxy_configuration,
            log=self.log,
            on_busy=self._note_activity,
            node_command=list(self.node_command),
            start_timeout=self.start_timeout,
        )
        owner = os.environ.get("JUPYTERHUB_USER", "") if self.owner_only else ""
        parts = {"proxy": self.proxy, "owner": owner, "read_settings": self._user_settings}
        self.handlers.append((r"/gdrive/api/(.*)", ProxyHandler, parts))

    @property
    def _server(self) -> ServerApp:
        if self.serverapp is None:
            raise RuntimeError("The extension is not linked to a server")
        return self.serverapp

    def proxy_configuration(self) -> dict[str, Any]:
        """What the child is told; read anew at each start, so that it sees changed settings."""
        return self.configuration_for(
            workspace=workspace_of(self._server.contents_manager),
            settings_folder=self._settings_folder(),
        )

    def _user_settings(self) -> configuration.UserSettings:
        return configuration.user_settings(self._settings_folder())

    def _settings_folder(self) -> Path:
        """JupyterLab's folder of user settings, wherever it was moved to."""
        for apps in self._server.extension_manager.extension_apps.values():
            for app in apps:
                folder = getattr(app, "user_settings_dir", "")
                if folder:
                    return Path(folder)
        return configuration.default_settings_folder()

    def _note_activity(self, _count: int) -> None:
        """Running transfers count as activity: an idle culler must not end them."""
        self._server.web_app.settings["gdrive_last_activity"] = utcnow()

    def current_activity(self) -> int | None:
        return self.proxy.busy or None

    async def stop_extension(self) -> None:
        await self.proxy.stop()


def workspace_of(contents_manager: object) -> dict[str, Any]:
    """Where copies land. ``root`` is null where the workspace is not on this server's disk."""
    if not isinstance(contents_manager, FileContentsManager) or contents_manager.pre_save_hook:
        return {"root": None, "allowHidden": False}
    return {
        "root": str(Path(contents_manager.root_dir).resolve()),
        "allowHidden": bool(contents_manager.allow_hidden),
    }
