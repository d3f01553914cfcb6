"""What is configured as `c.GDrive.…`, in the server and on the command line alike.

Light on purpose: the command line waits for all that is imported here.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from traitlets import Bool, Float, Int, List, Unicode
from traitlets.config import Configurable

from . import configuration


class GDrive(Configurable):
    """The administrator's choices."""

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
        min=1,
        help="Ceiling of Drive quota units a minute; divide it where servers share an account.",
    ).tag(config=True)
    max_connections = Int(32, min=1, help="Most simultaneous connections to Google.").tag(
        config=True
    )
    endpoint = Unicode(
        "",
        help="Address of an emulator instead of Google's: loopback only, for tests and the demo.",
    ).tag(config=True)
    node_command = List(
        Unicode(), help="Command of the Node.js that runs the proxy, if not the bundled one."
    ).tag(config=True)
    start_timeout = Float(20.0, min=0.1, help="Seconds to wait for the proxy to start.").tag(
        config=True
    )
    owner_only = Bool(
        True, help="On JupyterHub: refuse everybody but the owner of this server."
    ).tag(config=True)
    proxy_overrides = Unicode(
        "", help="JSON merged into what the proxy is told; for tests (time constants)."
    ).tag(config=True)

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        #: The same for a child and its successor.
        self.server_id = uuid.uuid4().hex

    def configuration_for(
        self, *, workspace: Mapping[str, Any], settings_folder: Path
    ) -> dict[str, Any]:
        """What a proxy is told, for this workspace and these settings of JupyterLab."""
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
            settings=configuration.user_settings(settings_folder),
            workspace=workspace,
            server_id=self.server_id,
            overrides=self.proxy_overrides,
        )
