"""What people do with rclone."""

from __future__ import annotations

import hashlib
import json
import zipfile
from datetime import datetime, timezone
from pathlib import Path

from conformance.judging import equal, true
from conformance.rclone.command import (
    MIB,
    SMALL,
    Rclone,
    drive_tree,
    judge,
    plant_small,
    read_tree,
    write_tree,
)
from emulator.client import SHORTCUT, Emulator


def moved(emulator: Emulator) -> list[str]:
    """Requests that carried content."""
    return [
        f"{entry['method']} {entry['path']}"
        for entry in emulator.requests()
        if "alt=media" in entry["query"] or entry["path"].startswith("/upload/")
    ]


@judge.operation("list a folder")
def lsf(emulator: Emulator) -> None:
    emulator.reset("sample")
    rclone = Rclone(emulator)
    names = rclone.lines("lsf", "d:")
    true("Climate study/" in names, "a folder is listed")
    true("embeddings.bin" in names, "a file is listed")
    equal(len(rclone.lines("lsf", "d:Sensor readings")), 3000, "files of a large folder")
    difficult = rclone.lines("lsf", "d:Difficult names")
    equal(difficult.count("report.txt"), 2, "same-named siblings")
    true("budget 2025\uff0f2026.csv" in difficult, "a name with a slash")


@judge.operation("list a tree")
def lsjson(emulator: Emulator) -> None:
    emulator.reset("sample")
    rclone = Rclone(emulator)
    plain = json.loads(rclone.run("lsjson", "-R", "d:Climate study"))
    emulator.clear_requests()
    fast = json.loads(rclone.run("lsjson", "-R", "--fast-list", "d:Climate study"))
    grouped = [entry for entry in emulator.requests() if "+or+" in entry["query"]]
    key = lambda entry: entry["Path"]  # noqa: E731
    equal(sorted(fast, key=key), sorted(plain, key=key), "--fast-list")
    true(grouped, "--fast-list asked for several parents at once")
    wanted = {
        path.removeprefix("Climate study/"): int(item.get("size", -1))
        for path, item in emulator.tree().items()
        if path.startswith("Climate study/")
    }
    equal({entry["Path"]: entry["Size"] for entry in plain}, wanted, "the tree")


@judge.operation("download")
def copy_down(emulator: Emulator) -> None:
    plant_small(emulator)
    rclone = Rclone(emulator)
    rclone.run("copy", "d:tree", str(rclone.local("out")))
    equal(read_tree(rclone.local("out")), drive_tree(emulator, "tree"), "the copy")
    equal(sorted(drive_tree(emulator, "tree")), sorted(SMALL), "the files")


@judge.operation("download a large file in ranges")
def copy_large_down(emulator: Emulator) -> None:
    emulator.add(name="large.bin", size=300 * MIB, contentSeed=7)
    rclone = Rclone(emulator)
    rclone.run("copy", "d:", str(rclone.local("out")))
    md5 = next(item["md5"] for item in emulator.snapshot() if item["name"] == "large.bin")
    with (rclone.local("out") / "large.bin").open("rb") as file:
        equal(hashlib.file_digest(file, "md5").hexdigest(), md5, "the digest")
    ranges = [entry["range"] for entry in emulator.requests() if "range" in entry]
    true(len(ranges) >= 2, "it came in several ranges")
    (rclone.local("out") / "large.bin").unlink()


@judge.operation("read a range")
def cat_range(emulator: Emulator) -> None:
    emulator.add(name="digits", content="0123456789" * 100)
    rclone = Rclone(emulator)
    equal(rclone.run("cat", "d:digits", "--offset", "13", "--count", "5"), "34567", "the range")


@judge.operation("upload")
def copy_up(emulator: Emulator) -> None:
    rclone = Rclone(emulator)
    digests = write_tree(rclone.local("in"), SMALL)
    rclone.run("copy", str(rclone.local("in")), "d:up")
    equal(drive_tree(emulator, "up"), digests, "what arrived")
    times = {path: item["modifiedTime"] for path, item in emulator.tree().items() if "md5" in item}
    local = rclone.local("in") / "a.txt"
    true(times["up/a.txt"].startswith(utc(local)), "the modification time arrived")


def utc(path: Path) -> str:
    return datetime.fromtimestamp(path.stat().st_mtime, timezone.utc).strftime("%Y-%m-%dT%H:%M:%S")


@judge.operation("upload a large file in chunks")
def copy_large_up(emulator: Emulator) -> None:
    rclone = Rclone(emulator)
    digests = write_tree(rclone.local("in"), {"large.bin": 300 * MIB})
    rclone.run("copy", str(rclone.local("in")), "d:up")
    equal(drive_tree(emulator, "up"), digests, "what arrived")
    chunks = [entry for entry in emulator.requests() if "upload_id" in entry["query"]]
    true(len(chunks) > 30, "it came in chunks")
    (rclone.local("in") / "large.bin").unlink()


@judge.operation("same-named siblings")
def twins(emulator: Emulator) -> None:
    folder = emulator.folder("twins")
    for number in range(2):
        emulator.add(parents=[folder], name="twin.txt", content=f"number {number}")
    rclone = Rclone(emulator)
    rclone.run("copy", "d:twins", str(rclone.local("out")))
    equal(sorted(read_tree(rclone.local("out"))), ["twin.txt"], "one of them is copied")
    true("Duplicate" in rclone.errors, "rclone says that there are two")
    rclone.run("dedupe", "--dedupe-mode", "rename", "d:twins")
    equal(rclone.lines("lsf", "d:twins"), ["twin-1.txt", "twin-2.txt"], "renamed twins")


@judge.operation("sync, then sync again")
def sync_twice(emulator: Emulator) -> None:
    plant_small(emulator)
    rclone = Rclone(emulator)
    local = str(rclone.local("out"))
    rclone.run("sync", "d:tree", local)
    emulator.clear_requests()
    rclone.run("sync", "d:tree", local)
    equal(moved(emulator), [], "the second sync downwards")
    rclone.run("sync", local, "d:back")
    emulator.clear_requests()
    rclone.run("sync", local, "d:back")
    equal(moved(emulator), [], "the second sync upwards")
    (rclone.local("out") / "a.txt").unlink()
    (rclone.local("out") / "b/c.bin").write_bytes(b"changed")
    rclone.run("sync", local, "d:back")
    equal(drive_tree(emulator, "back"), read_tree(rclone.local("out")), "after changes")


@judge.operation("verify digests")
def check(emulator: Emulator) -> None:
    plant_small(emulator)
    rclone = Rclone(emulator)
    rclone.run("copy", "d:tree", str(rclone.local("out")))
    rclone.run("check", str(rclone.local("out")), "d:tree")
    true("0 differences found" in rclone.errors, "no difference")
    path = rclone.local("out") / "b/c.bin"
    flipped = bytearray(path.read_bytes())
    flipped[100] ^= 1
    path.write_bytes(flipped)
    rclone.run("check", str(rclone.local("out")), "d:tree", fails=True)
    true("1 differences found" in rclone.errors, "a flipped bit is found")


@judge.operation("export documents")
def export(emulator: Emulator) -> None:
    emulator.reset("sample")
    rclone = Rclone(emulator)
    rclone.run("copy", "d:Papers", str(rclone.local("out")))
    names = sorted(path.name for path in rclone.local("out").iterdir())
    equal(
        names,
        [
            "Explore.ipynb",
            "Map of stations.svg",
            "Notes on the Analytical Engine.pdf",
            "Project proposal.docx",
            "Results.pptx",
            "Station list.xlsx",
        ],
        "the exports",
    )
    for name in ("Project proposal.docx", "Results.pptx", "Station list.xlsx"):
        equal(zipfile.ZipFile(rclone.local("out") / name).testzip(), None, name)
    rclone.run("copy", "--drive-export-formats", "csv", "d:Papers", str(rclone.local("csv")))
    true((rclone.local("csv") / "Station list.csv").read_text().startswith("station,"), "a CSV")


@judge.operation("shared drives")
def shared_drive(emulator: Emulator) -> None:
    drive = emulator.drive("Team")
    emulator.add(driveId=drive, name="plan.md", content="# Plan")
    rclone = Rclone(emulator, team_drive=drive)
    equal(rclone.lines("lsf", "d:"), ["plan.md"], "the drive's files")
    digests = write_tree(rclone.local("in"), SMALL)
    rclone.run("copy", str(rclone.local("in")), "d:up")
    rclone.run("copy", "d:up", str(rclone.local("out")))
    equal(read_tree(rclone.local("out")), digests, "there and back")
    drives = json.loads(Rclone(emulator).run("backend", "drives", "d:"))
    equal([each["name"] for each in drives], ["Team"], "the drives")


@judge.operation("shared with me")
def shared_with_me(emulator: Emulator) -> None:
    emulator.reset("sample")
    rclone = Rclone(emulator)
    names = rclone.lines("lsf", "--drive-shared-with-me", "d:")
    equal(names, ["Compilers/", "Computable numbers.pdf"], "what others share")
    rclone.run("copy", "--drive-shared-with-me", "d:Compilers", str(rclone.local("out")))
    equal(sorted(read_tree(rclone.local("out"))), ["A-0.txt"], "its files")


@judge.operation("shortcuts")
def shortcuts(emulator: Emulator) -> None:
    plant_small(emulator)
    tree = {item["name"]: item["id"] for item in emulator.snapshot()}
    folder = emulator.folder("links")
    for name, target in (("to a file", tree["a.txt"]), ("to a folder", tree["tree"])):
        emulator.add(parents=[folder], name=name, mimeType=SHORTCUT, target=target)
    rclone = Rclone(emulator)
    rclone.run("copy", "d:links", str(rclone.local("out")))
    copied = read_tree(rclone.local("out"))
    wanted = {f"to a folder/{path}": md5 for path, md5 in drive_tree(emulator, "tree").items()}
    equal(copied, {**wanted, "to a file": wanted["to a folder/a.txt"]}, "through shortcuts")
    rclone.run("backend", "shortcut", "d:", "tree/a.txt", "made by rclone")
    kinds = {item["name"]: item["mimeType"] for item in emulator.snapshot()}
    equal(kinds["made by rclone"], SHORTCUT, "a shortcut of its own")


@judge.operation("copy and move on the server")
def server_side(emulator: Emulator) -> None:
    plant_small(emulator)
    rclone = Rclone(emulator)
    before = drive_tree(emulator, "tree")
    emulator.clear_requests()
    rclone.run("copy", "d:tree", "d:copy")
    rclone.run("moveto", "d:copy/a.txt", "d:copy/b/renamed.txt")
    rclone.run("move", "d:tree", "d:moved")
    equal(moved(emulator), [], "bytes that passed through rclone")
    equal(drive_tree(emulator, "moved"), before, "the moved tree")
    after = drive_tree(emulator, "copy")
    equal(after.pop("b/renamed.txt"), before.pop("a.txt"), "the renamed copy")
    equal(after, before, "the rest of the copy")


@judge.operation("trash and empty it")
def trash(emulator: Emulator) -> None:
    plant_small(emulator)
    rclone = Rclone(emulator)
    rclone.run("deletefile", "d:tree/a.txt")
    rclone.run("purge", "d:tree/b")
    equal(rclone.lines("lsf", "-R", "d:"), ["tree/"], "what is left")
    true(rclone.lines("lsf", "--drive-trashed-only", "-R", "d:"), "the trash can be listed")
    true(any(item["trashed"] for item in emulator.snapshot()), "it is in the trash")
    rclone.run("cleanup", "d:")
    equal([item["name"] for item in emulator.snapshot()], ["tree"], "after emptying")


@judge.operation("about")
def about(emulator: Emulator) -> None:
    emulator.add(name="x", size=12345)
    emulator.turn(storageLimit=15_000_000_000)
    told = json.loads(Rclone(emulator).run("about", "--json", "d:"))
    equal((told["used"], told["total"]), (12345, 15_000_000_000), "used and total")


@judge.operation("under random errors")
def under_errors(emulator: Emulator) -> None:
    rclone = Rclone(emulator)
    digests = write_tree(rclone.local("in"), {f"f{n:03}": 2000 for n in range(100)})
    emulator.turn(p403rate=0.02, p503=0.02)
    retrying = ["--low-level-retries", "20", "--retries", "5"]
    rclone.run(*retrying, "copy", str(rclone.local("in")), "d:up")
    rclone.run(*retrying, "copy", "d:up", str(rclone.local("out")))
    statuses = {entry["status"] for entry in emulator.requests()}
    emulator.turn(p403rate=0, p503=0)
    true({403, 503} <= statuses, f"errors did occur: {statuses}")
    equal(read_tree(rclone.local("out")), digests, "there and back")
    rclone.run("check", str(rclone.local("in")), "d:up")
