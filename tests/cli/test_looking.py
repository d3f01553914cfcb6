"""`jupyter gdrive ls` and `status`."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

Terminal = Any


def test_lists_the_views(terminal: Terminal) -> None:
    done = terminal.run("ls")
    names = [line.split()[-1] for line in done.stdout.splitlines()]
    assert (done.returncode, done.stderr, names[0]) == (0, "", "Drive/")
    assert len(names) == 6


def test_lists_a_folder_as_ls_does(terminal: Terminal) -> None:
    done = terminal.run("ls", "My Drive/Climate study")
    assert done.stdout.splitlines()[0].endswith("figures/")
    row = next(line for line in done.stdout.splitlines() if line.endswith("README.md"))
    assert re.fullmatch(r"file +6\d B  \d{4}-\d\d-\d\d \d\d:\d\d  README\.md", row), row


def test_lists_rows_for_pipes_too_and_json_if_told_to(terminal: Terminal) -> None:
    assert terminal.run("ls").stdout.splitlines()[0].endswith("My Drive/")
    assert {line["type"] for line in terminal.lines("ls")} == {"item"}


def test_lists_one_file(terminal: Terminal) -> None:
    (item,) = terminal.lines("ls", "My Drive/sunset.png")
    assert (item["type"], item["kind"], item["path"]) == ("item", "file", "My Drive/sunset.png")


def test_lists_names_that_terminals_find_hard(terminal: Terminal) -> None:
    done = terminal.run("ls", "My Drive/Difficult names")
    assert "party 🎉 list.txt" in done.stdout
    assert "数据.csv" in done.stdout
    assert "\t" not in done.stdout


def test_lists_all_of_a_large_folder_page_by_page(terminal: Terminal, emulator: Any) -> None:
    asked = len(emulator.lists())
    done = terminal.run("ls", "My Drive/Sensor readings")
    names = [line.split()[-1] for line in done.stdout.splitlines()]
    assert (done.returncode, len(names), names) == (0, 3000, sorted(set(names)))
    pages = [query.get("pageSize") for query in emulator.lists()[asked:]]
    assert pages.count("1000") == 3


def test_says_in_a_sentence_what_is_missing(terminal: Terminal) -> None:
    done = terminal.run("ls", "My Drive/nowhere")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("“nowhere” was not found in “My Drive”. Look what is there now")
    assert terminal.lines("ls", "My Drive/nowhere")[0]["code"] == "notFound"


def test_names_the_views_where_a_path_begins_with_none(terminal: Terminal) -> None:
    for path in ("My drive/Papers", "Papers"):
        done = terminal.run("ls", path)
        assert done.stderr == (
            f"There is no view “{path.partition('/')[0]}”. A path begins with one of: "
            "My Drive, Shared drives, Shared with me, Starred, Recent, Trash.\n"
        )


def test_says_that_an_id_stands_for_nothing(terminal: Terminal) -> None:
    done = terminal.run("ls", "id:1AbCdEfGhIjKlMnOp")
    assert (done.returncode, done.stderr.startswith("“1AbCdEfGhIjKlMnOp” was not found")) == (
        1,
        True,
    ), done.stderr


def test_takes_the_path_that_jupyterlab_copies(terminal: Terminal) -> None:
    assert terminal.run("ls", "GDrive:My Drive/Papers").returncode == 0


def test_takes_ids_and_links(terminal: Terminal) -> None:
    (item,) = terminal.lines("ls", "My Drive/sunset.png")
    for name in (f"id:{item['id']}", f"https://drive.google.com/file/d/{item['id']}/view?usp=x"):
        assert terminal.lines("ls", name) == [item]


def test_says_that_a_link_is_none(terminal: Terminal) -> None:
    for name in ("https://example.org/file/d/1AbCdEfGhIjK", "id:", "id:not an id"):
        done = terminal.run("ls", name)
        sentence = f"“{name.removeprefix('id:')}” is neither the id of an item in Google Drive nor"
        assert (done.returncode, done.stderr.startswith(sentence)) == (1, True), done.stderr


def test_says_whose_drive_this_is(terminal: Terminal) -> None:
    done = terminal.run("status")
    assert done.returncode == 0
    assert "Account:     Ada Lovelace <ada@example.org>\n" in done.stdout
    assert "Credentials: c.GDrive.service_account_file\n" in done.stdout
    assert "Uploads:     possible\n" in done.stdout
    assert "Root folder: all of Drive\n" in done.stdout


def test_says_why_uploads_are_not_possible(terminal: Terminal) -> None:
    terminal.configuration["allow_uploads"] = False
    assert "c.GDrive.allow_uploads" in terminal.run("status").stdout


def test_names_a_problem_with_the_credentials(terminal: Terminal) -> None:
    terminal.configuration["service_account_file"] = "/nowhere/key.json"
    done = terminal.run("status")
    assert (done.returncode, "Account:     none\n" in done.stdout) == (1, True)
    assert done.stderr.startswith("There is no key file /nowhere/key.json")


def test_obeys_the_settings_of_jupyterlab(terminal: Terminal) -> None:
    (folder,) = [
        item for item in terminal.lines("ls", "My Drive") if item["name"] == "Climate study"
    ]
    settings = terminal.home / "config/lab/user-settings/jupyterlab-gdrive"
    settings.mkdir(parents=True)
    (settings / "plugin.jupyterlab-settings").write_text(
        f'// mine\n{{"rootFolder": "{folder["id"]}"}}'
    )
    assert [item["name"] for item in terminal.lines("ls")][:2] == ["figures", "raw"]
    assert "Root folder: Climate study (id " in terminal.run("status").stdout


def test_obeys_options_before_files(terminal: Terminal) -> None:
    done = terminal.run("ls", "--GDrive.service_account_file=/nowhere/else.json")
    assert "/nowhere/else.json" in done.stderr


def test_takes_credentials_from_the_environment(terminal: Terminal, emulator: Any) -> None:
    del terminal.configuration["service_account_file"]
    terminal.environment["DRIVE-SA"] = Path(emulator.key_file).read_text()
    assert "Credentials: the environment variable DRIVE-SA\n" in terminal.run("status").stdout


def test_says_what_is_wrong_with_the_command(terminal: Terminal) -> None:
    for arguments, sentence in [
        (["ls", "a", "b"], "Usage: jupyter gdrive ls [options] [PATH]"),
        (["copy", "a"], "Usage: jupyter gdrive copy [options] SRC... DEST"),
        (["ls", "--bogus", "a"], "There is no option --bogus."),
        (["ls", "-l"], "There is no option -l."),
        (["ls", "--GDrive.bogus=1"], "There is no option --GDrive.bogus."),
        (["copy", "--yes=no", "a", "."], "--yes takes no value."),
        (["ls", "--config"], "--config needs a value."),
        (["ls", "--config", "nowhere.py"], "There is no configuration file nowhere.py."),
        (["--json", "ls"], "Name the command first: jupyter gdrive ls …"),
        (["move"], "There is no command “move”."),
        (["copy", "--conflicts", "merge", "a", "."], "--conflicts takes replace, keep-both, skip"),
    ]:
        done = terminal.run(*arguments)
        assert (done.returncode, done.stderr.startswith(sentence)) == (2, True), done.stderr


def test_says_what_is_wrong_with_the_configuration(terminal: Terminal) -> None:
    terminal.configuration["max_connections"] = "many"
    done = terminal.run("ls")
    assert (done.returncode, done.stderr.splitlines()) == (
        1,
        [
            "The configuration is wrong. The 'max_connections' trait of a GDrive instance "
            "expected an int, not the str 'many'."
        ],
    )


def test_says_that_google_is_out_of_reach(terminal: Terminal) -> None:
    terminal.configuration["endpoint"] = "http://127.0.0.1:9"
    done = terminal.run("ls")
    assert (done.returncode, done.stderr) == (
        1,
        "Google can’t be reached. Check the network, then run the command again.\n",
    )


def test_helps_with_each_command(terminal: Terminal) -> None:
    for command, usage in [
        ([], "Usage: jupyter gdrive COMMAND …"),
        (["ls"], "Usage: jupyter gdrive ls [options] [PATH]"),
        (["copy"], "Usage: jupyter gdrive copy [options] SRC... DEST"),
        (["status"], "Usage: jupyter gdrive status [options]"),
    ]:
        done = terminal.run(*command, "--help")
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.startswith(f"{usage}\n"), done.stdout
        assert max(map(len, done.stdout.splitlines())) <= 90
    assert "--conflicts CHOICE   What to do" in terminal.run("copy", "--help").stdout


def test_says_where_the_log_is_when_the_proxy_does_not_start(terminal: Terminal) -> None:
    terminal.configuration["proxy_overrides"] = json.dumps({"unitsPerMinute": "many"})
    done = terminal.run("ls")
    assert done.returncode == 1
    assert "Run the command again with --debug to see why." in done.stderr
    assert "Traceback" not in done.stderr


def test_leaves_no_process_and_no_folder(terminal: Terminal) -> None:
    assert terminal.run("ls").returncode == 0
    assert list((terminal.home / "temporary").iterdir()) == []


def test_status_names_what_is_wrong_in_the_settings(terminal: Terminal) -> None:
    settings = terminal.home / "config" / "lab" / "user-settings" / "jupyterlab-gdrive"
    settings.mkdir(parents=True)
    (settings / "plugin.jupyterlab-settings").write_text('{"askAboveFiles": "many"}')
    answered = terminal.run("status")
    assert answered.returncode == 0
    assert answered.stderr.startswith("The setting “askAboveFiles” must be a number, 0 or more.")
