"""gdrive-fsspec: Drive as a file system for pandas, dask and their kin."""

from __future__ import annotations

from typing import Any

from gdrive_fsspec import GoogleDriveFileSystem

from conformance.judging import Judge, equal, true
from emulator.client import Emulator

judge = Judge("gdrive-fsspec")
MIB = 1024 * 1024


def file_system(emulator: Emulator, **more: Any) -> Any:
    """Without its cache of listings, which takes a folder for its own content."""
    return caching_file_system(emulator, use_listings_cache=False, **more)


def caching_file_system(emulator: Emulator, **more: Any) -> Any:
    """Writing needs the cache: the client adds what it wrote to the listing of the folder."""
    return GoogleDriveFileSystem(
        token="service_account",
        creds=emulator.key_file,
        auth_kwargs={"subject": emulator.subject},
        skip_instance_cache=True,
        **more,
    )


@judge.operation("list a folder")
def ls(emulator: Emulator) -> None:
    emulator.reset("sample")
    files = file_system(emulator)
    true("Climate study" in files.ls(""), "the root")
    inside = files.ls("Climate study/figures")
    names = [f"Climate study/figures/{name}.png" for name in ("rainfall", "temperature", "wind")]
    equal(inside, names, "a folder")
    equal(len(files.ls("Sensor readings")), 3000, "a large folder")


@judge.operation("list a tree")
def find(emulator: Emulator) -> None:
    emulator.reset("sample")
    found = file_system(emulator).find("Climate study")
    wanted = [
        path
        for path, item in emulator.tree().items()
        if path.startswith("Climate study/") and "md5" in item
    ]
    equal(found, sorted(wanted), "the files")


@judge.operation("download")
def read(emulator: Emulator) -> None:
    text = "".join(f"line {number}\n" for number in range(200_000))
    emulator.add(name="lines.txt", content=text)
    files = file_system(emulator)
    equal(files.cat("lines.txt"), text.encode(), "the whole")
    with files.open("lines.txt", block_size=100_000) as file:
        equal(list(file), text.encode().splitlines(keepends=True), "line by line")


@judge.operation("read a range")
def read_range(emulator: Emulator) -> None:
    emulator.add(name="digits", content="0123456789" * 1000)
    equal(file_system(emulator).cat_file("digits", 5013, 5018), b"34567", "the range")


@judge.operation("upload")
def write(emulator: Emulator) -> None:
    files = caching_file_system(emulator)
    files.mkdir("made")
    with files.open("made/small.txt", "wb") as file:
        file.write(b"hello")
    equal(emulator.tree()["made/small.txt"]["size"], "5", "its size")
    equal(files.cat("made/small.txt"), b"hello", "read again")


@judge.operation("upload a large file in chunks")
def write_large(emulator: Emulator) -> None:
    """Blocks of 5 MiB with an unknown total, ended by an empty PUT of `bytes */N`."""
    files = caching_file_system(emulator)
    files.mkdir("made")
    block = bytes(range(256)) * (5 * MIB // 256)
    with files.open("made/large.bin", "wb") as file:
        for _ in range(3):
            file.write(block)
    equal(emulator.tree()["made/large.bin"]["size"], str(15 * MIB), "its size")
    equal(files.cat("made/large.bin"), block * 3, "read again")


@judge.operation("shared drives")
def shared_drive(emulator: Emulator) -> None:
    drive = emulator.drive("Team")
    emulator.add(driveId=drive, name="plan.md", content="# Plan")
    files = file_system(emulator, drive="Team")
    equal(files.ls(""), ["plan.md"], "its files")
    equal(files.cat("plan.md"), b"# Plan", "their content")


@judge.operation("delete")
def remove(emulator: Emulator) -> None:
    folder = emulator.folder("f")
    emulator.add(parents=[folder], name="a", content="x")
    file_system(emulator).rm("f", recursive=True)
    equal(emulator.snapshot(), [], "what is left")


if __name__ == "__main__":
    judge.run()
