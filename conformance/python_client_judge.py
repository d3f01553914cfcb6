"""google-api-python-client with the discovery document it ships: the classic script and more."""

from __future__ import annotations

import hashlib
import io
import json
import re
import tempfile
import urllib.parse
from pathlib import Path
from typing import Any

import google.auth.transport.requests
import httplib2
import requests
from google.oauth2 import credentials as user_credentials
from google.oauth2 import service_account
from googleapiclient.discovery import build, build_from_document
from googleapiclient.errors import HttpError
from googleapiclient.http import (
    MediaFileUpload,
    MediaInMemoryUpload,
    MediaIoBaseDownload,
    MediaIoBaseUpload,
)

from conformance.emulator import FOLDER, SHORTCUT, Emulator
from conformance.judging import Judge, equal, true

judge = Judge("google-api-python-client")
SCOPES = ["https://www.googleapis.com/auth/drive"]
MIB = 1024 * 1024


def account(emulator: Emulator, **more: Any) -> service_account.Credentials:
    given = {"scopes": SCOPES, "subject": emulator.ready["subject"], **more}
    return service_account.Credentials.from_service_account_file(emulator.ready["keyFile"], **given)


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


def local_file(content: bytes) -> str:
    path = Path(tempfile.mkdtemp(prefix="python-judge-")) / "upload.bin"
    path.write_bytes(content)
    return str(path)


@judge.operation("list a folder")
def list_folder(emulator: Emulator) -> None:
    """The script of the tutorials, page by page."""
    emulator.reset("sample")
    files = drive(emulator).files()
    query = "name = 'Sensor readings' and mimeType = 'application/vnd.google-apps.folder'"
    (folder,) = files.list(q=query, fields="files(id)").execute()["files"]
    listed: list[dict[str, Any]] = []
    request = files.list(
        q=f"'{folder['id']}' in parents and trashed = false",
        orderBy="name",
        pageSize=700,
        fields="nextPageToken, files(id, name, size, md5Checksum)",
    )
    while request is not None:
        page = request.execute()
        listed += page["files"]
        request = files.list_next(request, page)
    names = [file["name"] for file in listed]
    equal((len(names), names), (3000, sorted(names)), "all files, in order")
    wanted = {item["id"]: item["md5"] for item in emulator.snapshot() if "md5" in item}
    equal({file["id"]: wanted[file["id"]] for file in listed}, digests(listed), "the digests")


def digests(files: list[dict[str, Any]]) -> dict[str, str]:
    return {file["id"]: file["md5Checksum"] for file in files}


@judge.operation("download")
def get_media(emulator: Emulator) -> None:
    added = emulator.add(name="a.bin", size=5 * MIB + 17, contentSeed=3)
    files = drive(emulator).files()
    content = download(files.get_media(fileId=added["id"]))
    equal((len(content), md5(content)), (5 * MIB + 17, added["md5Checksum"]), "the content")
    whole = files.get_media(fileId=added["id"]).execute()
    equal(md5(whole), added["md5Checksum"], "the content at once")


@judge.operation("download an empty file")
def get_empty(emulator: Emulator) -> None:
    added = emulator.add(name="empty", content="")
    equal(download(drive(emulator).files().get_media(fileId=added["id"])), b"", "nothing")


@judge.operation("upload")
def multipart(emulator: Emulator) -> None:
    content = bytes(range(256)) * 100
    media = MediaInMemoryUpload(content, mimetype="application/octet-stream")
    body = {"name": "m.bin", "description": "Ünïcode 🎉", "properties": {"k": "v"}}
    files = drive(emulator).files()
    made = files.create(body=body, media_body=media, fields="*").execute()
    equal(made["md5Checksum"], md5(content), "the digest")
    equal((made["description"], made["properties"]), ("Ünïcode 🎉", {"k": "v"}), "metadata")
    equal(download(files.get_media(fileId=made["id"])), content, "the content")


@judge.operation("upload a large file in chunks")
def resumable(emulator: Emulator) -> None:
    content = b"0123456789abcdef" * (3 * MIB // 16) + b"tail"
    files = drive(emulator).files()
    for media in (
        MediaFileUpload(local_file(content), chunksize=512 * 1024, resumable=True),
        MediaFileUpload(local_file(content), chunksize=-1, resumable=True),
        MediaIoBaseUpload(Unsized(content), "text/plain", chunksize=512 * 1024, resumable=True),
    ):
        request = files.create(body={"name": "r.bin"}, media_body=media, fields="md5Checksum,size")
        made, progress = None, 0.0
        while made is None:
            status, made = request.next_chunk()
            progress = status.progress() if status else progress
        equal(made, {"md5Checksum": md5(content), "size": str(len(content))}, "what arrived")


class Unsized(io.BytesIO):
    """A stream whose length the client does not learn before its end."""

    def seekable(self) -> bool:
        return False


@judge.operation("resume an upload")
def resume(emulator: Emulator) -> None:
    content = b"x" * (2 * MIB + 5)
    media = MediaFileUpload(local_file(content), chunksize=512 * 1024, resumable=True)
    request = (
        drive(emulator)
        .files()
        .create(body={"name": "r.bin"}, media_body=media, fields="md5Checksum")
    )
    request.next_chunk()
    emulator.knobs(uploadKeepBytes=256 * 1024)
    fault = {"match": {"query": "upload_id", "times": 1}, "do": {"status": 503}}
    emulator.ask("POST", "faults", fault)
    made, refused = None, 0
    while made is None:
        try:
            _, made = request.next_chunk()
        except HttpError as error:
            # The client asks how far the server is before it goes on.
            equal(error.status_code, 503, "the fault")
            refused += 1
    equal(refused, 1, "faults")
    equal(made["md5Checksum"], md5(content), "the digest")


@judge.operation("new revision")
def update(emulator: Emulator) -> None:
    added = emulator.add(name="u.txt", content="old")
    service = drive(emulator)
    media = MediaInMemoryUpload(b"newer", mimetype="text/plain")
    made = service.files().update(
        fileId=added["id"], media_body=media, body={"name": "v.txt"}, fields="id,name,size"
    )
    equal(made.execute(), {"id": added["id"], "name": "v.txt", "size": "5"}, "the file")
    listed = service.revisions().list(fileId=added["id"], fields="*").execute()["revisions"]
    equal([each["size"] for each in listed], ["3", "5"], "the revisions")
    first = service.revisions().get_media(fileId=added["id"], revisionId=listed[0]["id"])
    equal(first.execute(), b"old", "the old revision")


@judge.operation("export documents")
def export(emulator: Emulator) -> None:
    import docx
    import openpyxl
    import pptx
    import pypdf

    rows = [["station", "height"], ["Kew", "6"]]
    sheet = emulator.document("spreadsheet", "s", {"rows": rows})
    text = emulator.document("document", "d", {"text": "One\nTwo"})
    slides = emulator.document("presentation", "p", {"text": "One\nTwo"})
    files = drive(emulator).files()

    def exported(file_id: str, mime_type: str) -> io.BytesIO:
        return io.BytesIO(files.export(fileId=file_id, mimeType=mime_type).execute())

    office = "application/vnd.openxmlformats-officedocument"
    book = openpyxl.load_workbook(exported(sheet, f"{office}.spreadsheetml.sheet"))
    values = [list(row) for row in book.active.iter_rows(values_only=True)]
    equal(values, [["station", "height"], ["Kew", 6]], "the workbook")
    document = docx.Document(exported(text, f"{office}.wordprocessingml.document"))
    equal([part.text for part in document.paragraphs], ["One", "Two"], "the document")
    deck = pptx.Presentation(exported(slides, f"{office}.presentationml.presentation"))
    equal(len(deck.slides), 2, "the slides")
    pages = pypdf.PdfReader(exported(text, "application/pdf"), strict=True).pages
    true("Two" in pages[0].extract_text(), "the PDF")
    content = download(files.export_media(fileId=text, mimeType="text/plain"))
    equal(content, "\ufeffOne\r\nTwo".encode(), "plain text")


@judge.operation("long-running download")
def long_download(emulator: Emulator) -> None:
    large = emulator.document("document", "large", {"text": "x", "exportBytes": 11 * MIB})
    service = drive(emulator)
    try:
        service.files().export(fileId=large, mimeType="application/pdf").execute()
    except HttpError as error:
        equal(reason(error), "exportSizeLimitExceeded", "the reason")
    begun = service.files().download(fileId=large, mimeType="application/pdf").execute()
    done = service.operations().get(name=begun["name"]).execute()
    true(done["done"], "it is done")
    response, content = service._http.request(done["response"]["downloadUri"])
    equal((response.status, content[:5]), (200, b"%PDF-"), "the content")
    true(len(content) > 11 * MIB, "all of it")


def reason(error: HttpError) -> str:
    return str(json.loads(error.content)["error"]["errors"][0]["reason"])


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
    equal(told["user"]["emailAddress"], emulator.ready["subject"], "who I am")
    own = drive(emulator, subject=None).about().get(fields="user,storageQuota").execute()
    equal(own["user"]["emailAddress"], emulator.ready["email"], "who the account is")


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


@judge.operation("the sample's files open")
def sample(emulator: Emulator) -> None:
    """Readers that nobody here wrote open what the sample Drive holds."""
    import nbformat
    import pyarrow.parquet
    import pypdf
    from PIL import Image

    emulator.reset("sample")
    files = drive(emulator).files()
    listed = files.list(
        q="trashed = false and not name contains 'reading'", pageSize=1000, fields="files(id,name)"
    )
    ids = {file["name"]: file["id"] for file in listed.execute()["files"]}

    def content(name: str) -> io.BytesIO:
        return io.BytesIO(download(files.get_media(fileId=ids[name]), chunk=64 * MIB))

    equal(pyarrow.parquet.read_table(content("stations.parquet")).num_rows, 400, "the Parquet")
    for name in ("analysis.ipynb", "trusted claims.ipynb", "Explore.ipynb"):
        nbformat.validate(nbformat.read(content(name), as_version=4))
    # nbformat takes the claim away when it reads, as it should.
    claims = json.load(content("trusted claims.ipynb"))["cells"]
    true(all(cell["metadata"].get("trusted") for cell in claims), "cells that claim trust")
    for name in ("temperature.png", "rainfall.png", "wind.png", "sunset.png"):
        with Image.open(content(name)) as image:
            image.load()
            colours = image.resize((40, 40)).convert("RGB").getcolors(1600) or []
            true(len(colours) > 100, f"{name} shows something")
    pages = pypdf.PdfReader(content("Notes on the Analytical Engine.pdf"), strict=True).pages
    true("Analytical Engine" in pages[0].extract_text(), "the PDF")
    large = content("embeddings.bin").getvalue()
    md5s = {item["name"]: item.get("md5") for item in emulator.snapshot()}
    equal((len(large), md5(large)), (200 * MIB, md5s["embeddings.bin"]), "the large file")


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


@judge.operation("sign in by browser")
def code_flow(emulator: Emulator) -> None:
    """The consent page, the code, and a refresh by google-auth."""
    redirect = "http://localhost:1/"
    asked = {"redirectUris": [redirect], "desktop": False}
    client = emulator.ask("POST", "clients", asked)
    parameters = {
        "client_id": client["clientId"],
        "redirect_uri": redirect,
        "response_type": "code",
        "scope": " ".join(SCOPES),
        "access_type": "offline",
        "prompt": "consent",
        "state": "s",
    }
    url = "https://accounts.google.com/o/oauth2/v2/auth"
    page = requests.get(url, params=parameters, timeout=10)
    action = urllib.parse.urljoin(page.url, action_of(page.text))
    form = {"account": emulator.ready["subject"], "decision": "allow"}
    back = requests.post(action, data=form, allow_redirects=False, timeout=10)
    query = urllib.parse.urlparse(back.headers["Location"]).query
    code = urllib.parse.parse_qs(query)["code"][0]
    grant = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect}
    secret = {"client_id": client["clientId"], "client_secret": client["clientSecret"]}
    token_url = "https://oauth2.googleapis.com/token"
    tokens = requests.post(token_url, data={**grant, **secret}, timeout=10).json()
    mine = user_credentials.Credentials(
        None, refresh_token=tokens["refresh_token"], token_uri=token_url, **secret
    )
    mine.refresh(google.auth.transport.requests.Request())
    told = build("drive", "v3", credentials=mine).about().get(fields="user").execute()
    equal(told["user"]["emailAddress"], emulator.ready["subject"], "who I am")


def action_of(page: str) -> str:
    found = re.search(r'action="([^"]+)"', page)
    if found is None:
        raise AssertionError("the page has no form")
    return re.sub(r"&#(\d+);", lambda mark: chr(int(mark[1])), found[1])


@judge.operation("built from our own description")
def own_description(emulator: Emulator) -> None:
    url = "https://www.googleapis.com/discovery/v1/apis/drive/v3/rest"
    _, document = httplib2.Http().request(url)
    service = build_from_document(json.loads(document), credentials=account(emulator))
    media = MediaInMemoryUpload(b"abc", mimetype="text/plain")
    made = service.files().create(body={"name": "f"}, media_body=media, fields="size").execute()
    equal(made, {"size": "3"}, "an upload")


if __name__ == "__main__":
    judge.run()
