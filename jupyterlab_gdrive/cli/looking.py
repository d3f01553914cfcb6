"""`jupyter gdrive ls` and `jupyter gdrive status`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from . import display, places, wording
from .client import Client
from .command import FAILED, OK, DriveCommand
from .following import ENDED

#: Status.readOnlyReason of protocol/status.ts.
READ_ONLY = {
    "notEnabled": "switched off (on: c.GDrive.allow_uploads by the administrator, or "
    "“Upload to Google Drive” in the settings for credentials of your own)",
    "scope": "not with these credentials, which may only read",
}


class ListCommand(DriveCommand):
    """List a folder of Google Drive: type, size, modified, name.

    PATH is a path as the panel shows it ("My Drive/data"), id: and the id of an item, or a link to
    one. Without PATH the views are listed.
    """

    name = "jupyter-gdrive-ls"
    description = __doc__
    arguments = "[options] [PATH]"
    most = 1
    examples = """jupyter gdrive ls
jupyter gdrive ls 'My Drive/data'"""

    async def work(self, client: Client) -> int:
        item = await client.item(places.drive_path("".join(self.extra_args)))
        columns = wording.Columns()
        if item["kind"] in ("folder", "view"):
            async for page in client.items(item["path"]):
                self._show(page, columns)
        else:
            self._show([item], columns)
        return OK

    def _show(self, items: Sequence[Mapping[str, Any]], columns: wording.Columns) -> None:
        if self.prints_json:
            for item in items:
                display.print_json("item", item)
        else:
            for line in columns.rows(items):
                print(line)


class StatusCommand(DriveCommand):
    """Say whose Google Drive this is, with which credentials, and what can be done with it."""

    name = "jupyter-gdrive-status"
    description = __doc__
    most = 0

    async def work(self, client: Client) -> int:
        status = await client.status()
        transfers = await client.transfers()
        if self.prints_json:
            display.print_json("status", {**status, "transfers": transfers})
        else:
            for label, value in self._lines(status):
                print(f"{label + ':':<13}{wording.plain(value)}")
            for transfer in transfers:
                if transfer["state"] in ENDED:
                    continue
                print(f"{'Transfer:':<13}{transfer['state']}: {wording.summary(transfer)}")
                if doubt := wording.doubt(transfer):
                    print(f"{'':<13}{doubt}")
            if any(transfer["state"] == "interrupted" for transfer in transfers):
                print(f"{'':<13}Go on with: jupyter gdrive resume")
        if status["problem"] is None:
            return OK
        self.tell(status["problem"]["message"])
        return FAILED

    def _lines(self, status: Mapping[str, Any]) -> list[tuple[str, str]]:
        account, credentials = status["account"], status["credentials"]
        reason = status["readOnlyReason"]
        folder = status["rootFolder"]
        lines = [
            ("Account", "none" if account is None else _account(account)),
            ("Credentials", "none" if credentials is None else credentials["origin"]),
            ("Root folder", "all of Drive" if folder is None else _folder(folder)),
            ("Uploads", "possible" if status["canUpload"] else READ_ONLY.get(reason, str(reason))),
            ("Workspace", str(self.workspace)),
        ]
        if status["connection"] != "online":
            lines.append(("Connection", CONNECTION[status["connection"]]))
        if status["endpoint"] is not None:
            lines.append(("Instead of", f"Google, an emulator at {status['endpoint']}"))
        return lines


CONNECTION = {"offline": "Google does not answer", "rateLimited": "Drive asks to slow down"}


def _account(account: Mapping[str, Any]) -> str:
    kind = ", a service account" if account["kind"] == "serviceAccount" else ""
    name, email = account["name"], account["email"]
    return (email if name in ("", email) else f"{name} <{email}>") + kind


def _folder(folder: Mapping[str, Any]) -> str:
    return f"{folder['title']} (id {folder['id']})"
