"""A FUSE file system that shows a folder, and refuses single calls as some disk would.

    faulty_disk.py FOLDER MOUNT_POINT [--refuse CALL=ERRNO[@N]]... [--fold-names]

`--refuse link=EIO` answers every link with EIO, `--refuse write=ENOSPC@3` those after the third.
A call is what the kernel asks for: create, open, read, write, fsync, fsyncdir, link, rename,
unlink, mkdir, chmod, utimens, truncate, statfs, getattr, opendir. With `--fold-names` names that
differ in case are one, as on the disks of Windows and macOS, ß and ss too. Runs in the foreground
until it is unmounted.
"""

from __future__ import annotations

import argparse
import errno
import os
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# The library of fuse3, where there are both.
os.environ["FUSE_LIBRARY_NAME"] = "fuse3"
import mfusepy

STATS = ("st_atime", "st_ctime", "st_gid", "st_mode", "st_mtime", "st_nlink", "st_size", "st_uid")
ROOM = ("f_bavail", "f_bfree", "f_blocks", "f_bsize", "f_favail", "f_ffree", "f_files", "f_frsize")


def refusing(call: Callable[..., Any], words: str) -> Callable[..., Any]:
    """The same call, answered with an error: always, or after so many times."""
    name, _, times = words.partition("@")
    number = getattr(errno, name)
    allowed = iter(range(int(times or 0)))

    def refuse(*args: Any, **more: Any) -> Any:
        if next(allowed, None) is None:
            raise mfusepy.FuseOSError(number)
        return call(*args, **more)

    return refuse


def names_in(folder: Path) -> list[str]:
    return [entry.name for entry in folder.iterdir()]


def folded(name: str) -> str:
    upper = unicodedata.normalize("NFC", name).upper()
    return unicodedata.normalize("NFC", upper.lower())


class FaultyDisk(mfusepy.Operations):  # type: ignore[misc]
    use_ns = True

    def __init__(self, folder: str, refused: list[str], *, fold_names: bool) -> None:
        self.folder = Path(folder).absolute()
        self.fold_names = fold_names
        for each in refused:
            call, _, words = each.partition("=")
            setattr(self, call, refusing(getattr(self, call), words))

    def at(self, path: str) -> Path:
        """Where it is in the folder; under the name that is there, if names are folded."""
        here = self.folder
        for part in filter(None, path.split("/")):
            here /= self.name_in(here, part)
        return here

    def name_in(self, folder: Path, name: str) -> str:
        if not self.fold_names or (folder / name).exists() or not folder.is_dir():
            return name
        return next((has for has in names_in(folder) if folded(has) == folded(name)), name)

    def access(self, path: str, amode: int) -> int:
        return 0

    def getattr(self, path: str, fh: int | None = None) -> dict[str, int]:
        stats = os.lstat(self.at(path))
        times = {name: getattr(stats, f"{name}_ns") for name in STATS if name.endswith("time")}
        return {name: getattr(stats, name) for name in STATS} | times | {"st_ino": stats.st_ino}

    def readdir(self, path: str, fh: int) -> Iterator[tuple[str, dict[str, int], int]]:
        for name in (".", "..", *names_in(self.at(path))):
            stats = os.lstat(self.at(path) / name)
            yield name, {"st_ino": stats.st_ino, "st_mode": stats.st_mode}, 0

    def opendir(self, path: str) -> int:
        return os.open(self.at(path), os.O_RDONLY | os.O_DIRECTORY)

    def releasedir(self, path: str, fh: int) -> int:
        os.close(fh)
        return 0

    def fsyncdir(self, path: str, datasync: int, fh: int) -> int:
        os.fsync(fh)
        return 0

    def create(self, path: str, mode: int, fi: Any = None) -> int:
        return os.open(self.at(path), os.O_RDWR | os.O_CREAT | os.O_EXCL, mode)

    def open(self, path: str, flags: int) -> int:
        return os.open(self.at(path), flags & ~(os.O_CREAT | os.O_EXCL))

    def read(self, path: str, size: int, offset: int, fh: int) -> bytes:
        return os.pread(fh, size, offset)

    def write(self, path: str, data: bytes, offset: int, fh: int) -> int:
        return os.pwrite(fh, data, offset)

    def truncate(self, path: str, length: int, fh: int | None = None) -> int:
        os.truncate(self.at(path) if fh is None else fh, length)
        return 0

    def flush(self, path: str, fh: int) -> int:
        return 0

    def fsync(self, path: str, datasync: int, fh: int) -> int:
        os.fsync(fh)
        return 0

    def release(self, path: str, fh: int) -> int:
        os.close(fh)
        return 0

    def link(self, target: str, source: str) -> int:
        os.link(self.at(source), self.at(target))
        return 0

    def rename(self, old: str, new: str) -> int:
        self.at(old).rename(self.at(new))
        return 0

    def unlink(self, path: str) -> int:
        self.at(path).unlink()
        return 0

    def symlink(self, target: str, source: str) -> int:
        self.at(target).symlink_to(source)
        return 0

    def readlink(self, path: str) -> str:
        return str(self.at(path).readlink())

    def mkdir(self, path: str, mode: int) -> int:
        self.at(path).mkdir(mode)
        return 0

    def rmdir(self, path: str) -> int:
        self.at(path).rmdir()
        return 0

    def chmod(self, path: str, mode: int) -> int:
        self.at(path).chmod(mode)
        return 0

    def chown(self, path: str, uid: int, gid: int) -> int:
        os.chown(self.at(path), uid, gid, follow_symlinks=False)
        return 0

    def utimens(self, path: str, times: tuple[int, int]) -> int:
        os.utime(self.at(path), ns=times)
        return 0

    def statfs(self, path: str) -> dict[str, int]:
        room = os.statvfs(self.at(path))
        return {name: getattr(room, name) for name in ROOM}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder")
    parser.add_argument("mount_point")
    parser.add_argument("--refuse", action="append", default=[], metavar="CALL=ERRNO[@N]")
    parser.add_argument("--fold-names", action="store_true")
    told = parser.parse_args()
    disk = FaultyDisk(told.folder, told.refuse, fold_names=told.fold_names)
    options = {"allow_other": True, "use_ino": True}
    mfusepy.FUSE(disk, told.mount_point, foreground=True, nothreads=True, **options)


if __name__ == "__main__":
    main()
