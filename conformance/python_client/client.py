"""The client as a person of the emulator, and what its operations share."""

from __future__ import annotations

import hashlib
import io
import json
from typing import Any

from google.oauth2 import service_account
from googleapiclient.discovery import build
from googleapiclient.errors import HttpError
from googleapiclient.http import MediaIoBaseDownload

from conformance.judging import Judge
from emulator.client import Emulator

judge = Judge("google-api-python-client")
SCOPES = ["https://www.googleapis.com/auth/drive"]
MIB = 1024 * 1024


def account(emulator: Emulator, **more: Any) -> service_account.Credentials:
    given = {"scopes": SCOPES, "subject": emulator.subject, **more}
    return service_account.Credentials.from_service_account_file(emulator.key_file, **given)


def drive(emulator: Emulator, **more: Any) -> Any:
    return build("drive", "v3", credentials=account(emulator, **more), static_discovery=True)


def md5(content: bytes) -> str:
    return hashlib.md5(content).hexdigest()


def download(request: Any, chunk: int = MIB) -> bytes:
    target = io.BytesIO()
    downloader = MediaIoBaseDownload(target, request, chunksize=chunk)
    done = False
    while not done:
        _, done = downloader.next_chunk()
    return target.getvalue()


def reason(error: HttpError) -> str:
    return str(json.loads(error.content)["error"]["errors"][0]["reason"])
