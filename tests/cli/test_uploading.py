"""`jupyter gdrive upload`."""

from __future__ import annotations

from typing import Any

Terminal = Any


def test_uploads_into_a_folder_and_into_my_drive(terminal: Terminal) -> None:
    terminal.prepare()
    (terminal.folder / "nested").mkdir()
    (terminal.folder / "nested" / "figures of mine.txt").write_text("figures")
    (terminal.folder / "new ✓.txt").write_text("new")
    into_folder = terminal.told("upload", "new ✓.txt", "nested", "My Drive/Papers")
    assert (into_folder.returncode, into_folder.stdout, into_folder.stderr) == (
        0,
        "Uploaded 2 files to My Drive/Papers.\n",
        "",
    )
    (item,) = terminal.lines("ls", "My Drive/Papers/nested")
    assert (item["title"], item["size"]) == ("figures of mine.txt", 7)
    assert terminal.told("upload", "new ✓.txt", "My Drive").returncode == 0
    assert terminal.run("ls", "My Drive/new ✓.txt").returncode == 0


def test_says_why_an_upload_is_not_possible(terminal: Terminal) -> None:
    terminal.prepare()
    (terminal.folder / "new.txt").write_text("new")
    for local, folder, sentence in [
        ("nowhere.txt", "My Drive", "“nowhere.txt” is not in the workspace, or not any more."),
        ("new.txt", "My Drive/empty.txt", "“empty.txt” is not a folder of Drive."),
        ("new.txt", "Starred", "“Starred” is a whole view. Name files or folders in it."),
        (".", "My Drive", "The working directory itself can’t be uploaded."),
        ("../work2", "My Drive", "“../work2” is outside the working directory"),
    ]:
        done = terminal.told("upload", local, folder)
        assert (done.returncode, done.stderr.startswith(sentence)) == (1, True), done.stderr
    terminal.configuration["allow_uploads"] = False
    done = terminal.told("upload", "new.txt", "My Drive")
    assert (done.returncode, "Uploading is switched off" in done.stderr) == (1, True)


def test_a_service_account_is_told_that_it_can_own_nothing(terminal: Terminal) -> None:
    terminal.configuration["subject"] = ""
    terminal.prepare()
    (terminal.folder / "new.txt").write_text("new")
    done = terminal.told("upload", "new.txt", "My Drive")
    assert (done.returncode, done.stdout) == (1, "Uploaded nothing to My Drive.\n")
    assert "a service account has no storage of its own in Drive" in done.stderr
