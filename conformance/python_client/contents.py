"""Lists, downloads, uploads, revisions, exports: what moves bytes."""

from __future__ import annotations

import io
import json
import tempfile
from pathlib import Path
from typing import Any

from googleapiclient.errors import HttpError
from googleapiclient.http import MediaFileUpload, MediaInMemoryUpload, MediaIoBaseUpload

from conformance.judging import equal, true
from conformance.python_client.client import MIB, download, drive, judge, md5, reason
from emulator.client import Emulator


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
    emulator.turn(uploadKeepBytes=256 * 1024)
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
