"""`jupyter gdrive copy`, `upload` and `resume`."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from traitlets import Bool, Unicode

from ..failures import ProxyError
from . import display, places, wording
from .client import Client
from .command import FAILED, OK, DriveCommand
from .following import follow
from .questions import CHOICES, Questions

#: Drive's own name for the folder that the view My Drive shows.
ROOT_ID = "root"


class TransferCommand(DriveCommand):
    """What both directions share: options, following, the last words."""

    fewest = 2
    has_progress = True
    conflicts = Unicode("ask", help="What to do with names that exist already.").tag(config=True)
    yes = Bool(False, help="Do not ask before very large transfers.").tag(config=True)

    flags = {
        "yes": ({"TransferCommand": {"yes": True}}, "Do not ask before very large transfers."),
        **DriveCommand.flags,
        "json": (
            DriveCommand.flags["json"][0],
            "Print JSON, one object a line; so it is where stdout is no terminal.",
        ),
    }
    aliases = {
        "conflicts": (
            "TransferCommand.conflicts",
            "CHOICE: What to do with names that exist already: replace, keep-both, skip or ask. "
            "“ask” asks on a terminal; elsewhere it leaves them out, names them, and ends with "
            "status 1.",
        ),
        **DriveCommand.aliases,
    }

    def misuse(self) -> str:
        if self.conflicts in (*CHOICES, "ask"):
            return super().misuse()
        return f"--conflicts takes replace, keep-both, skip or ask, not “{self.conflicts}”."

    async def finish(self, client: Client, transfer: Mapping[str, Any]) -> int:
        """Follows a transfer that has begun, and says how it ended."""
        questions = Questions(proceed=self.yes)
        shown = display.choose(self.prints_json)
        try:
            ended = await follow(client, transfer, shown, questions)
        except asyncio.CancelledError:
            if not self.prints_json:
                self.tell("Cancelled. What arrived whole stays; nothing half-written was left.")
            raise
        for problem in ended["problems"]:
            self.tell(problem["message"])
        unnamed = ended["files"]["failed"] - len(ended["problems"])
        if unnamed > 0:
            self.tell(f"And {unnamed:,} more failed.")
        if questions.open_end:
            self.tell(questions.open_end)
        if doubt := wording.doubt(ended):
            self.tell(doubt)
        is_whole = ended["state"] == "done" and not ended["problems"] and not questions.open_end
        status = OK if is_whole else FAILED
        if self.prints_json:
            display.print_json("result", {**ended, "exitStatus": status})
        else:
            are_same = self.conflicts != "skip" and not questions.were_asked and is_whole
            print(wording.summary(ended, skipped="the same already" if are_same else "skipped"))
        return status

    def decided(self) -> dict[str, str]:
        """What of the request says how to deal with existing names."""
        return {} if self.conflicts == "ask" else {"conflicts": CHOICES[self.conflicts]}


def whole_view(named: str) -> ProxyError:
    sentence = f"“{named}” is a whole view. Name files or folders in it."
    return ProxyError("notSupported", sentence, what=named)


class CopyCommand(TransferCommand):
    """Copy files from Google Drive into a folder here.

    SRC is a path as the panel shows it ("My Drive/data/a.csv"), id: and the id of an item, or a
    link to one. DEST is a folder, relative to the working directory; . is that directory itself.
    """

    name = "jupyter-gdrive-copy"
    description = __doc__
    arguments = "[options] SRC... DEST"
    examples = """jupyter gdrive copy 'My Drive/data/a.csv' .
jupyter gdrive copy --conflicts skip 'My Drive/data/a.csv' 'My Drive/data/b.csv' data
jupyter gdrive copy https://drive.google.com/file/d/0B7.../view data"""

    async def work(self, client: Client) -> int:
        *sources, destination = self.extra_args
        folder = places.workspace_folder(destination, self.workspace)
        chosen = [item for source in sources if (item := await self._chosen(client, source))]
        if not chosen:
            return FAILED
        request = {"items": chosen, "destination": folder, **self.decided()}
        status = await self.finish(client, await client.copy(request))
        return status if len(chosen) == len(sources) else FAILED

    async def _chosen(self, client: Client, source: str) -> dict[str, str] | None:
        """What the proxy needs to know of a source; None after saying why it can't be copied."""
        try:
            item = await client.item(places.drive_path(source))
        except ProxyError as error:
            self.fail(error)
            return None
        if item["kind"] == "view":
            self.fail(whole_view(source))
            return None
        return {"id": item["id"], "path": item["path"]}


class UploadCommand(TransferCommand):
    """Upload files from here to a folder of Google Drive.

    LOCAL is relative to the working directory and inside it. FOLDER is a path as the panel shows it
    ("My Drive/data"), id: and the id of a folder, or a link to one.
    """

    name = "jupyter-gdrive-upload"
    description = __doc__
    arguments = "[options] LOCAL... FOLDER"
    examples = """jupyter gdrive upload results.csv 'My Drive/data'
jupyter gdrive upload --conflicts replace figures id:0B7..."""

    async def work(self, client: Client) -> int:
        *locals_, target = self.extra_args
        paths = [places.workspace_path(path, self.workspace) for path in locals_]
        if "" in paths:
            raise ProxyError(
                "badRequest",
                "The working directory itself can’t be uploaded. Name files or folders in it.",
            )
        folder = await client.item(places.drive_path(target))
        if folder["kind"] == "view" and folder["path"] != "My Drive":
            raise whole_view(target)
        identity = ROOT_ID if folder["path"] == "My Drive" else folder["id"]
        request = {
            "paths": paths,
            "folder": {"id": identity, "path": folder["path"]},
            **self.decided(),
        }
        return await self.finish(client, await client.upload(request))


class ResumeCommand(TransferCommand):
    """Go on with what was interrupted in this directory: here, or in JupyterLab."""

    name = "jupyter-gdrive-resume"
    description = __doc__
    fewest = 0
    most = 0

    async def work(self, client: Client) -> int:
        left = [one for one in await client.transfers() if one["state"] == "interrupted"]
        if not left:
            self.tell("Nothing was interrupted in this directory.")
        status = OK
        for transfer in reversed(left):  # the oldest first
            status = max(status, await self.finish(client, await client.retry(transfer["id"])))
        return status
