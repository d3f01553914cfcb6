"""`jupyter gdrive copy`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

Terminal = Any

FILE = "My Drive/Climate study/README.md"


def test_copies_into_the_working_directory(terminal: Terminal) -> None:
    done = terminal.told("copy", FILE, "My Drive/sunset.png", ".")
    assert (done.returncode, done.stdout, done.stderr) == (
        0,
        "Copied 2 files to the working directory.\n",
        "",
    )
    assert terminal.left() == ["README.md", "sunset.png"]
    assert (terminal.folder / "README.md").read_text().startswith("# Climate study")


def test_copies_into_a_folder_however_it_is_named(terminal: Terminal) -> None:
    terminal.prepare()
    for name, typed in [("a", "a"), ("b", "./b/"), ("c", str(terminal.folder / "c"))]:
        (terminal.folder / name).mkdir()
        assert terminal.told("copy", FILE, typed).returncode == 0
        assert (terminal.folder / name / "README.md").exists()


def test_copies_what_has_a_hard_name(terminal: Terminal) -> None:
    done = terminal.told("copy", "My Drive/Difficult names/party 🎉 list.txt", ".")
    assert (done.returncode, terminal.left()) == (0, ["party 🎉 list.txt"])


def test_never_leaves_the_working_directory(terminal: Terminal) -> None:
    done = terminal.told("copy", FILE, "../elsewhere")
    assert (done.returncode, done.stderr.partition(",")[0]) == (
        1,
        "“../elsewhere” is outside the working directory",
    )


def test_says_that_the_folder_is_missing(terminal: Terminal) -> None:
    done = terminal.told("copy", FILE, "nowhere/deep")
    assert (done.returncode, done.stdout, done.stderr) == (
        1,
        "",
        "There is no folder “nowhere/deep” in the working directory. "
        "Make it first, or name another.\n",
    )


def test_copies_the_rest_where_one_source_is_missing(terminal: Terminal) -> None:
    done = terminal.told("copy", "My Drive/nowhere", FILE, ".")
    assert (done.returncode, terminal.left()) == (1, ["README.md"])
    assert done.stderr.startswith("“nowhere” was not found in “My Drive”.")


def test_refuses_a_whole_view(terminal: Terminal) -> None:
    done = terminal.told("copy", "My Drive", ".")
    assert (done.returncode, done.stderr) == (
        1,
        "“My Drive” is a whole view. Name files or folders in it.\n",
    )


def test_leaves_out_what_exists_and_names_it(terminal: Terminal) -> None:
    terminal.prepare()
    (terminal.folder / "README.md").write_text("mine")
    done = terminal.told("copy", FILE, "My Drive/empty.txt", ".")
    assert done.returncode == 1
    assert done.stderr.startswith("Left out, because they exist already: README.md.")
    assert (terminal.folder / "README.md").read_text() == "mine"
    assert terminal.left() == ["README.md", "empty.txt"]


def test_takes_options_before_between_and_behind_names(terminal: Terminal) -> None:
    terminal.prepare()
    for name in ("README.md", "-x"):
        (terminal.folder / name).write_text("mine")
    for typed in (
        ["--conflicts", "skip", "--text", FILE, "."],
        [FILE, "--conflicts", "skip", "--text", "."],
        [FILE, ".", "--text", "--conflicts=skip"],
    ):
        done = terminal.run("copy", *typed)
        assert (done.returncode, done.stdout) == (
            0,
            "Copied no file to the working directory, 1 skipped.\n",
        )
    assert terminal.run("upload", "--", "-x", "My Drive/Papers").returncode == 0


def test_does_with_what_exists_as_told(terminal: Terminal) -> None:
    terminal.prepare()
    readme = terminal.folder / "README.md"
    for choice, left, kept in [
        ("skip", ["README.md"], True),
        ("keep-both", ["README (2).md", "README.md"], True),
        ("replace", ["README (2).md", "README.md"], False),
    ]:
        readme.write_text("mine")
        done = terminal.told("copy", "--conflicts", choice, FILE, ".")
        assert (done.returncode, done.stderr) == (0, "")
        assert (terminal.left(), readme.read_text() == "mine") == (left, kept)


def test_passes_over_what_is_the_same_already(terminal: Terminal) -> None:
    terminal.told("copy", FILE, ".")
    done = terminal.told("copy", FILE, ".")
    assert (done.returncode, done.stdout) == (
        0,
        "Copied no file to the working directory, 1 the same already.\n",
    )


def test_tells_json_what_happens_where_nobody_looks(terminal: Terminal) -> None:
    done = terminal.run("copy", FILE, ".")
    *states, result = [json.loads(line) for line in done.stdout.splitlines()]
    assert {line["type"] for line in states} == {"transfer"}
    assert (result["type"], result["state"], result["exitStatus"], result["arrived"]) == (
        "result",
        "done",
        0,
        ["README.md"],
    )


def test_ends_with_one_if_anything_failed(terminal: Terminal) -> None:
    done = terminal.told("copy", "My Drive/Papers/Feedback", FILE, ".")
    assert (done.returncode, terminal.left()) == (1, ["README.md"])
    assert done.stderr.startswith("“Feedback” is a Google Form, which can’t be copied")


def test_copies_folders_and_google_documents(terminal: Terminal) -> None:
    done = terminal.told("copy", "My Drive/Climate study/figures", "My Drive/Papers/Results", ".")
    assert (done.returncode, terminal.left()) == (0, ["Results.pptx", "figures"])
    assert done.stdout == (
        "Copied 4 files to the working directory, 1 without a checksum to verify.\n"
    )
    assert (terminal.folder / "figures" / "wind.png").exists()


def test_takes_a_path_through_a_link_for_what_it_is(terminal: Terminal, tmp_path: Path) -> None:
    terminal.prepare()
    link = tmp_path / "link"
    link.symlink_to(terminal.folder)
    assert terminal.told("copy", FILE, str(link)).returncode == 0
    assert terminal.left() == ["README.md"]
