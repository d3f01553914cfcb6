"""Shared drives, shortcuts, moves, changes, batches, shares: what moves no bytes."""

from __future__ import annotations

from typing import Any

from googleapiclient.errors import HttpError
from googleapiclient.http import MediaInMemoryUpload

from conformance.judging import equal, true
from conformance.python_client.client import drive, judge, reason
from emulator.client import FOLDER, SHORTCUT, Emulator


@judge.operation("shared drives")
def shared_drives(emulator: Emulator) -> None:
    team = emulator.drive("Team")
    service = drive(emulator, subject=None)
    listed = service.drives().list(fields="*").execute()["drives"]
    equal([(each["id"], each["name"]) for each in listed], [(team, "Team")], "the drives")
    equal(service.drives().get(driveId=team).execute()["name"], "Team", "the drive")
    media = MediaInMemoryUpload(b"plan", mimetype="text/plain")
    made = service.files().create(
        body={"name": "plan", "parents": [team]}, media_body=media, supportsAllDrives=True
    )
    made_id = made.execute()["id"]
    found = service.files().list(
        corpora="drive",
        driveId=team,
        supportsAllDrives=True,
        includeItemsFromAllDrives=True,
        fields="files(id,driveId,parents)",
    )
    wanted = [{"id": made_id, "driveId": team, "parents": [team]}]
    equal(found.execute()["files"], wanted, "its files")
    try:
        service.files().get(fileId=made_id).execute()
        true(False, "without supportsAllDrives it is not found")
    except HttpError as error:
        equal((error.status_code, reason(error)), (404, "notFound"), "the refusal")


@judge.operation("shortcuts")
def shortcuts(emulator: Emulator) -> None:
    target = emulator.add(name="t.csv", content="x")
    files = drive(emulator).files()
    body = {
        "name": "s",
        "mimeType": SHORTCUT,
        "shortcutDetails": {"targetId": target["id"]},
    }
    made = files.create(body=body, fields="id,shortcutDetails").execute()
    details = {"targetId": target["id"], "targetMimeType": "text/csv"}
    equal(made["shortcutDetails"], details, "where it leads")


@judge.operation("copy and move on the server")
def copy_and_move(emulator: Emulator) -> None:
    folder, other = emulator.folder("a"), emulator.folder("b")
    added = emulator.add(parents=[folder], name="f", content="abc")
    files = drive(emulator).files()
    copied = files.copy(fileId=added["id"], body={"name": "g"}, fields="name,md5Checksum").execute()
    equal(copied, {"name": "g", "md5Checksum": added["md5Checksum"]}, "the copy")
    moved = files.update(
        fileId=added["id"], addParents=other, removeParents=folder, fields="parents"
    )
    equal(moved.execute(), {"parents": [other]}, "the new parent")


@judge.operation("trash and empty it")
def trash(emulator: Emulator) -> None:
    service = drive(emulator)
    made = service.files().create(body={"name": "d", "mimeType": FOLDER}).execute()
    changed = service.files().update(fileId=made["id"], body={"trashed": True}, fields="trashed")
    equal(changed.execute(), {"trashed": True}, "in the trash")
    service.files().emptyTrash().execute()
    added = emulator.add(name="f", content="")
    service.files().delete(fileId=added["id"]).execute()
    equal(emulator.snapshot(), [], "what is left")


@judge.operation("about")
def about(emulator: Emulator) -> None:
    told = drive(emulator).about().get(fields="*").execute()
    equal(told["user"]["emailAddress"], emulator.subject, "who I am")
    own = drive(emulator, subject=None).about().get(fields="user,storageQuota").execute()
    equal(own["user"]["emailAddress"], emulator.email, "who the account is")


@judge.operation("changes")
def changes(emulator: Emulator) -> None:
    service = drive(emulator)
    token = service.changes().getStartPageToken().execute()["startPageToken"]
    for number in range(5):
        service.files().create(body={"name": f"c{number}"}).execute()
    doomed = emulator.add(name="doomed", content="")
    service.files().delete(fileId=doomed["id"]).execute()
    seen: list[tuple[str, bool]] = []
    while token is not None:
        page = service.changes().list(pageToken=token, pageSize=4, fields="*").execute()
        seen += [
            (each.get("file", {}).get("name", ""), each["removed"]) for each in page["changes"]
        ]
        token = page.get("nextPageToken")
        true((token is None) == ("newStartPageToken" in page), "one token of the two")
    equal(seen, [*((f"c{number}", False) for number in range(5)), ("", True)], "the changes")


@judge.operation("batch")
def batch(emulator: Emulator) -> None:
    ids = [emulator.add(name=f"f{number}", content="")["id"] for number in range(5)]
    service = drive(emulator)
    answers: dict[str, Any] = {}

    def keep(request_id: str, response: Any, error: Any) -> None:
        answers[request_id] = reason(error) if error else response["name"]

    calls = service.new_batch_http_request(callback=keep)
    for number, file_id in enumerate([*ids, "nothing"]):
        calls.add(service.files().get(fileId=file_id, fields="name"), request_id=str(number))
    body = {"name": "renamed"}
    calls.add(service.files().update(fileId=ids[0], body=body, fields="name"), request_id="update")
    calls.execute()
    equal(
        [answers[str(number)] for number in range(1, 6)], ["f1", "f2", "f3", "f4", "notFound"], ""
    )
    equal(answers["update"], "renamed", "the update")


@judge.operation("share")
def permissions(emulator: Emulator) -> None:
    emulator.ask("POST", "users", {"email": "grace@example.org"})
    added = emulator.add(name="f", content="")
    service = drive(emulator)
    grant = {"type": "user", "role": "reader", "emailAddress": "grace@example.org"}
    made = service.permissions().create(fileId=added["id"], body=grant, fields="*").execute()
    listed = service.permissions().list(fileId=added["id"], fields="*").execute()["permissions"]
    equal([each["role"] for each in listed], ["owner", "reader"], "the roles")
    service.permissions().get(fileId=added["id"], permissionId=made["id"]).execute()
    service.permissions().delete(fileId=added["id"], permissionId=made["id"]).execute()
    query = "'me' in owners and visibility = 'limited'"
    equal(len(drive(emulator).files().list(q=query).execute()["files"]), 1, "my own files")


@judge.operation("idempotent create")
def generate_ids(emulator: Emulator) -> None:
    files = drive(emulator).files()
    (given,) = files.generateIds(count=1, space="drive", type="files").execute()["ids"]
    body = {"id": given, "name": "once"}
    equal(files.create(body=body).execute()["id"], given, "the id")
    try:
        files.create(body=body).execute()
        true(False, "a second create is refused")
    except HttpError as error:
        equal((error.status_code, reason(error)), (409, "fileIdInUse"), "the refusal")


@judge.operation("long queries")
def long_query(emulator: Emulator) -> None:
    """Over 2,048 characters the client sends POST with X-HTTP-Method-Override."""
    folders = [emulator.folder(f"f{number}") for number in range(60)]
    for folder in folders:
        emulator.add(parents=[folder], name="inside", content="")
    query = " or ".join(f"'{folder}' in parents" for folder in folders)
    files = drive(emulator).files()
    found = files.list(q=f"trashed=false and ({query})", pageSize=100).execute()["files"]
    equal(len(found), 60, "a child of each parent")
