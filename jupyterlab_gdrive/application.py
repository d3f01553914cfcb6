"""The server extension: configuration, the child's life, two routes."""

from __future__ import annotations

import os
import uuid
from pathlib import Path
from typing import Any

from jupyter_server._tz import utcnow
from jupyter_server.extension.application import ExtensionApp
from jupyter_server.serverapp import ServerApp
from traitlets import Bool, Float, Int, List, Unicode

from . import configuration
from .process import ProxyProcess
from .routes import ProxyHandler

HERE = Path(__file__).parent


class GDrive(ExtensionApp):
    """Google Drive in JupyterLab."""

    name = "jupyterlab_gdrive"
    description = "Browse Google Drive and copy files between it and the workspace."

    service_account_file = Unicode(
        "", help="Path of a service-account key (JSON) that everybody on this server uses."
    ).tag(config=True)
    subject = Unicode(
        "", help="The person on whose behalf the service account acts (domain-wide delegation)."
    ).tag(config=True)
    root_folder = Unicode(
        "", help="Id or link of the Drive folder that the panel is restricted to."
    ).tag(config=True)
    lock_credentials = Bool(
        False, help="Whether people must use the credentials configured here."
    ).tag(config=True)
    allow_uploads = Bool(
        False,
        help="Whether uploads are possible with the service account configured here. "
        "Asks for the scope 'drive' instead of 'drive.readonly'.",
    ).tag(config=True)
    units_per_minute = Int(
        325_000,
        help="Ceiling of Drive quota units a minute; divide it where servers share an account.",
    ).tag(config=True)
    max_connections = Int(32, help="Most simultaneous connections to Google.").tag(config=True)
    endpoint = Unicode(
        "",
        help="Address of an emulator instead of Google's: loopback only, for tests and the demo.",
    ).tag(config=True)
    node_command = List(
        Unicode(), help="Command of the Node.js that runs the proxy, if not the bundled one."
    ).tag(config=True)
    start_timeout = Float(20.0, help="Seconds to wait for the proxy to start.").tag(config=True)
    owner_only = Bool(
        True, help="On JupyterHub: refuse everybody but the owner of this server."
    ).tag(config=True)
    proxy_overrides = Unicode(
        "", help="JSON merged into what the proxy is told; for tests (time constants)."
    ).tag(config=True)

    def initialize_handlers(self) -> None:
        self.server_id = uuid.uuid4().hex
        self.proxy = ProxyProcess(
            script=HERE / "server.cjs",
            configuration=self.proxy_configuration,
            log=self.log,
            on_busy=self._note_activity,
            node_command=list(self.node_command),
            start_timeout=self.start_timeout,
        )
        owner = os.environ.get("JUPYTERHUB_USER", "") if self.owner_only else ""
        self.handlers.append(
            (r"/gdrive/api/(.*)", ProxyHandler, {"proxy": self.proxy, "owner": owner})
        )

    @property
    def _server(self) -> ServerApp:
        if self.serverapp is None:
            raise RuntimeError("The extension is not linked to a server")
        return self.serverapp

    def proxy_configuration(self) -> dict[str, Any]:
        """What the child is told; read anew at each start, so that it sees changed settings."""
        environment = os.environ
        return configuration.build(
            service_account=configuration.service_account(environment, self.service_account_file),
            subject=self.subject or environment.get(configuration.SUBJECT_VARIABLE, ""),
            root_folder=self.root_folder or environment.get(configuration.ROOT_FOLDER_VARIABLE, ""),
            lock_credentials=self.lock_credentials,
            allow_uploads=self.allow_uploads,
            units_per_minute=self.units_per_minute,
            max_connections=self.max_connections,
            endpoint=self.endpoint,
            application_default=configuration.application_default(environment),
            settings=configuration.user_settings(self._settings_folder()),
            workspace=configuration.workspace(self._server.contents_manager),
            server_id=self.server_id,
            overrides=self.proxy_overrides,
        )

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
