"""`jupyter gdrive copy` and `upload`."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import psutil

Terminal = Any
Emulator = Any

FILE = "My Drive/Climate study/README.md"


def test_copies_into_the_working_directory(terminal: Terminal) -> None:
    done = terminal.run("copy", FILE, "My Drive/sunset.png", ".")
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
        assert terminal.run("copy", FILE, typed).returncode == 0
        assert (terminal.folder / name / "README.md").exists()


def test_copies_what_has_a_hard_name(terminal: Terminal) -> None:
    done = terminal.run("copy", "My Drive/Difficult names/party 🎉 list.txt", ".")
    assert (done.returncode, terminal.left()) == (0, ["party 🎉 list.txt"])


def test_never_leaves_the_working_directory(terminal: Terminal) -> None:
    done = terminal.run("copy", FILE, "../elsewhere")
    assert (done.returncode, done.stderr.partition(",")[0]) == (
        1,
        "“../elsewhere” is outside the working directory",
    )


def test_says_that_the_folder_is_missing(terminal: Terminal) -> None:
    done = terminal.run("copy", FILE, "nowhere")
    assert (done.returncode, "nowhere" in done.stderr) == (1, True)


def test_copies_the_rest_where_one_source_is_missing(terminal: Terminal) -> None:
    done = terminal.run("copy", "My Drive/nowhere", FILE, ".")
    assert (done.returncode, terminal.left()) == (1, ["README.md"])
    assert done.stderr.startswith("“nowhere” is not in Drive")


def test_refuses_a_whole_view(terminal: Terminal) -> None:
    done = terminal.run("copy", "My Drive", ".")
    assert (done.returncode, done.stderr) == (
        1,
        "“My Drive” is a whole view. Name files or folders in it.\n",
    )


def test_leaves_out_what_exists_and_names_it(terminal: Terminal) -> None:
    terminal.prepare()
    (terminal.folder / "README.md").write_text("mine")
    done = terminal.run("copy", FILE, "My Drive/empty.txt", ".")
    assert done.returncode == 1
    assert done.stderr.startswith("Left out, because they exist already: README.md.")
    assert (terminal.folder / "README.md").read_text() == "mine"
    assert terminal.left() == ["README.md", "empty.txt"]


def test_does_with_what_exists_as_told(terminal: Terminal) -> None:
    terminal.prepare()
    readme = terminal.folder / "README.md"
    for choice, left, kept in [
        ("skip", ["README.md"], True),
        ("keep-both", ["README (2).md", "README.md"], True),
        ("replace", ["README (2).md", "README.md"], False),
    ]:
        readme.write_text("mine")
        done = terminal.run("copy", "--conflicts", choice, FILE, ".")
        assert (done.returncode, done.stderr) == (0, "")
        assert (terminal.left(), readme.read_text() == "mine") == (left, kept)


def test_passes_over_what_is_the_same_already(terminal: Terminal) -> None:
    terminal.run("copy", FILE, ".")
    done = terminal.run("copy", FILE, ".")
    assert (done.returncode, done.stdout) == (
        0,
        "Copied no file to the working directory, 1 skipped.\n",
    )


def test_tells_json_what_happens(terminal: Terminal) -> None:
    *states, result = terminal.lines("copy", FILE, ".")
    assert {line["type"] for line in states} == {"transfer"}
    assert (result["type"], result["state"], result["exitStatus"], result["arrived"]) == (
        "result",
        "done",
        0,
        ["README.md"],
    )


def test_ends_with_one_if_anything_failed(terminal: Terminal) -> None:
    done = terminal.run("copy", "My Drive/Papers/Feedback", FILE, ".")
    assert (done.returncode, terminal.left()) == (1, ["README.md"])
    assert done.stderr.startswith("“Feedback” is a Google Form, which can’t be copied")


def test_copies_folders_and_google_documents(terminal: Terminal) -> None:
    done = terminal.run("copy", "My Drive/Climate study/figures", "My Drive/Papers/Results", ".")
    assert (done.returncode, terminal.left()) == (0, ["Results.pptx", "figures"])
    assert done.stdout == (
        "Copied 4 files to the working directory, 1 without a checksum to verify.\n"
    )
    assert (terminal.folder / "figures" / "wind.png").exists()


def test_ctrl_c_cancels_and_leaves_nothing(terminal: Terminal, emulator: Emulator) -> None:
    emulator.turn(bandwidth=5_000_000)
    process = terminal.start(
        "copy",
        "My Drive/embeddings.bin",
        ".",
        "--json",
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    for line in process.stdout:
        if json.loads(line)["bytes"]["done"] > 0:
            break
    (child,) = psutil.Process(process.pid).children()
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert (process.returncode, err) == (130, "")
    assert json.loads(out.splitlines()[-1])["state"] == "cancelled"
    assert terminal.left() == []
    assert not child.is_running()


def test_goes_on_when_the_proxy_dies_midway(terminal: Terminal, emulator: Emulator) -> None:
    emulator.turn(bandwidth=20_000_000)
    process = terminal.start(
        *("copy", "My Drive/embeddings.bin", ".", "--json"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    for line in process.stdout:
        if json.loads(line)["bytes"]["done"] > 0:
            break
    (child,) = psutil.Process(process.pid).children()
    child.kill()
    emulator.turn(bandwidth=0)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, "")
    assert json.loads(out.splitlines()[-1])["state"] == "done"
    assert terminal.left() == ["embeddings.bin"]
    assert (terminal.folder / "embeddings.bin").stat().st_size == 200 << 20


def test_resumes_what_was_killed(terminal: Terminal, emulator: Emulator) -> None:
    emulator.turn(bandwidth=20_000_000)
    process = terminal.start(
        *("copy", "My Drive/embeddings.bin", ".", "--json"),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdout is not None
    for line in process.stdout:
        if json.loads(line)["bytes"]["done"] > 5_000_000:
            break
    (child,) = psutil.Process(process.pid).children()
    process.kill()
    process.communicate(timeout=20)
    psutil.wait_procs([child], timeout=20)
    (part,) = terminal.left()
    assert part.startswith(".~")
    emulator.turn(bandwidth=0)
    assert "Go on with: jupyter gdrive resume" in terminal.run("status").stdout
    done = terminal.run("resume")
    assert (done.returncode, done.stdout) == (0, "Copied 1 file to the working directory.\n")
    assert terminal.left() == ["embeddings.bin"]
    assert terminal.run("resume").stderr == "Nothing was interrupted in this directory.\n"


def test_a_service_account_is_told_that_it_can_own_nothing(terminal: Terminal) -> None:
    terminal.configuration["subject"] = ""
    terminal.prepare()
    (terminal.folder / "new.txt").write_text("new")
    done = terminal.run("upload", "new.txt", "My Drive")
    assert (done.returncode, done.stdout) == (1, "Uploaded no file to My Drive, 1 failed.\n")
    assert "a service account has no storage of its own in Drive" in done.stderr


def test_draws_a_bar_on_a_terminal(terminal: Terminal, emulator: Emulator) -> None:
    emulator.turn(bandwidth=200_000)
    status, shown = _on_a_terminal(terminal, ["copy", "My Drive/sunset.png", "."])
    assert status == 0
    assert re.search(r"sunset\.png +\d+% \|.*\| .*91.*k", shown), shown
    assert "100% |" in shown
    assert "1 of 1 file" in shown
    assert shown.rstrip().endswith("Copied 1 file to the working directory.")


def test_asks_on_a_terminal(terminal: Terminal) -> None:
    terminal.prepare()
    for name in ("README.md", "sunset.png", "empty.txt"):
        (terminal.folder / name).write_text("mine")
    status, shown = _on_a_terminal(
        terminal,
        ["copy", FILE, "My Drive/sunset.png", "My Drive/empty.txt", "."],
        answers=["r", "S"],
    )
    assert (status, shown.count("[r]eplace")) == (0, 2), shown
    assert "README.md exists (4 B; " not in shown
    assert "README.md exists (4 B, " in shown
    kept = [(terminal.folder / name).read_bytes() == b"mine" for name in terminal.left()]
    assert (terminal.left(), kept) == (["README.md", "empty.txt", "sunset.png"], [0, 1, 1])


def test_ctrl_c_at_a_question_stops(terminal: Terminal) -> None:
    terminal.prepare()
    (terminal.folder / "README.md").write_text("mine")
    status, _shown = _on_a_terminal(terminal, ["copy", FILE, "."], answers=["\x03"])
    assert (status, terminal.left()) == (130, ["README.md"])
    assert (terminal.folder / "README.md").read_text() == "mine"


def _on_a_terminal(
    terminal: Terminal,
    arguments: list[str],
    answers: list[str] | None = None,
    ending: str = "that follow: ",
) -> tuple[int, str]:
    """Runs the command on a terminal of its own; each question gets the next answer."""
    waiting = list(answers or [])
    primary, secondary = pty.openpty()
    process = terminal.start(
        *arguments,
        stdin=secondary,
        stdout=secondary,
        stderr=secondary,
        preexec_fn=_own_terminal(secondary),
    )
    os.close(secondary)
    shown = ""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if not select.select([primary], [], [], 1)[0]:
            continue
        try:
            piece = os.read(primary, 4096).decode(errors="replace")
        except OSError:  # the other side is closed
            break
        if not piece:
            break
        shown += piece
        if waiting and shown.endswith(ending):
            answer = waiting.pop(0)
            os.write(primary, answer.encode() + (b"" if answer == "\x03" else b"\n"))
    os.close(primary)
    return process.wait(timeout=20), shown


def _own_terminal(secondary: int) -> Any:
    """So that Ctrl-C typed there reaches the command."""

    def take() -> None:
        import fcntl
        import termios

        os.setsid()
        fcntl.ioctl(secondary, termios.TIOCSCTTY, 0)

    return take


def test_uploads_into_a_folder_and_into_my_drive(terminal: Terminal) -> None:
    terminal.prepare()
    (terminal.folder / "nested").mkdir()
    (terminal.folder / "nested" / "figures of mine.txt").write_text("figures")
    (terminal.folder / "new ✓.txt").write_text("new")
    into_folder = terminal.run("upload", "new ✓.txt", "nested", "My Drive/Papers")
    assert (into_folder.returncode, into_folder.stdout, into_folder.stderr) == (
        0,
        "Uploaded 2 files to My Drive/Papers.\n",
        "",
    )
    (item,) = terminal.lines("ls", "My Drive/Papers/nested")
    assert (item["title"], item["size"]) == ("figures of mine.txt", 7)
    assert terminal.run("upload", "new ✓.txt", "My Drive").returncode == 0
    assert terminal.run("ls", "My Drive/new ✓.txt").returncode == 0


def test_says_why_an_upload_is_not_possible(terminal: Terminal) -> None:
    terminal.prepare()
    (terminal.folder / "new.txt").write_text("new")
    for local, folder, sentence in [
        ("nowhere.txt", "My Drive", "“nowhere.txt” is not in the workspace any more."),
        ("new.txt", "My Drive/empty.txt", "“empty.txt” is no folder of Drive."),
        (".", "My Drive", "The working directory itself can’t be uploaded."),
        ("../work2", "My Drive", "“../work2” is outside the working directory"),
    ]:
        done = terminal.run("upload", local, folder)
        assert (done.returncode, done.stderr.startswith(sentence)) == (1, True), done.stderr
    terminal.configuration["allow_uploads"] = False
    done = terminal.run("upload", "new.txt", "My Drive")
    assert (done.returncode, "Uploading is switched off" in done.stderr) == (1, True)


def test_takes_a_path_through_a_link_for_what_it_is(terminal: Terminal, tmp_path: Path) -> None:
    terminal.prepare()
    link = tmp_path / "link"
    link.symlink_to(terminal.folder)
    assert terminal.run("copy", FILE, str(link)).returncode == 0
    assert terminal.left() == ["README.md"]


def test_asks_before_very_much(terminal: Terminal) -> None:
    settings = terminal.home / "config/lab/user-settings/jupyterlab-gdrive"
    settings.mkdir(parents=True)
    (settings / "plugin.jupyterlab-settings").write_text('{"askAboveFiles": 2}')
    command = ["copy", "My Drive/Climate study/figures", "."]
    refused = terminal.run(*command)
    assert (refused.returncode, terminal.left()) == (1, [])
    assert refused.stderr.startswith("These are 3 files, ")
    assert refused.stderr.endswith("Nothing was moved. To go on all the same: --yes.\n")
    status, shown = _on_a_terminal(terminal, command, answers=["y"], ending="[y/N] ")
    assert (status, terminal.left()) == (0, ["figures"]), shown
    assert terminal.run("copy", "--yes", "My Drive/Climate study", ".").returncode == 0
