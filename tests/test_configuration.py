"""What the proxy is told at its start."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from jupyterlab_gdrive import configuration
from jupyterlab_gdrive.application import workspace_of


@pytest.mark.parametrize(
    ("environment", "configured", "expected"),
    [
        ({}, "", None),
        ({"DRIVE-SA": "x"}, "", {"content": "x", "origin": "the environment variable DRIVE-SA"}),
        (
            {"JUPYTERLAB_GDRIVE_SERVICE_ACCOUNT": "a", "DRIVE-SA": "x"},
            "",
            {
                "content": "a",
                "origin": "the environment variable JUPYTERLAB_GDRIVE_SERVICE_ACCOUNT",
            },
        ),
        (
            {"JUPYTERLAB_GDRIVE_SERVICE_ACCOUNT_FILE": "/k"},
            "",
            {
                "file": "/k",
                "origin": "the environment variable JUPYTERLAB_GDRIVE_SERVICE_ACCOUNT_FILE",
            },
        ),
        ({"DRIVE-SA": "x"}, "/c", {"file": "/c", "origin": "c.GDrive.service_account_file"}),
    ],
)
def test_finds_the_administrators_account(
    environment: dict[str, str], configured: str, expected: dict[str, str] | None
) -> None:
    assert configuration.service_account(environment, configured) == expected


LONG = "x" * 1_000_000


@pytest.mark.parametrize(
    ("content", "values", "problem"),
    [
        (
            '{"rootFolder": "abc", "ofTomorrow": [1]}',
            {"rootFolder": "abc", "ofTomorrow": [1]},
            None,
        ),
        (
            '{ // a comment\n "rootFolder": "//abc/*", /* another\n */ "uploads": true }',
            {"rootFolder": "//abc/*", "uploads": True},
            None,
        ),
        ("{ // JSON5\n rootFolder: 'abc', }", {"rootFolder": "abc"}, None),
        ('\ufeff{"uploads": null}', {"uploads": None}, None),
        # What JSON can't carry on is handed on as text: no number, and no harm to the rest.
        (
            '{"askAboveFiles": NaN, "askAboveGigabytes": 1e999, "uploads": true}',
            {"askAboveFiles": "NaN", "askAboveGigabytes": "1e999", "uploads": True},
            None,
        ),
        ("{askAboveFiles: -Infinity, x: NaN}", {"askAboveFiles": "-Infinity", "x": "NaN"}, None),
        (
            f'{{ // long\n "keyFile": "{LONG}", "uploads": true }}',
            {"keyFile": LONG, "uploads": True},
            None,
        ),
        ("{ broken", {}, "notJson"),
        ("", {}, "notJson"),
        ("[" * 100_000, {}, "notJson"),
        (b"\xff\xfe", {}, "notJson"),
        ("[1, 2]", {}, "notAnObject"),
        ("null", {}, "notAnObject"),
        (f"{{ keyFile: '{LONG}' }}", {}, "tooLarge"),
        ("x" * (configuration.MOST_SETTINGS_BYTES + 1), {}, "tooLarge"),
    ],
    ids=range(15),
)
def test_hands_the_persons_settings_on_as_they_are(
    tmp_path: Path, content: str | bytes, values: dict[str, object], problem: str | None
) -> None:
    path = tmp_path / configuration.SETTINGS_FILE
    path.parent.mkdir(parents=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    found = configuration.user_settings(tmp_path)
    assert (found.values, found.problem) == (values, problem)
    json.dumps(found.values, allow_nan=False)  # it can go to the proxy


def test_settings_that_are_not_there_are_no_problem_but_unreadable_ones_are(tmp_path: Path) -> None:
    assert configuration.user_settings(tmp_path) == ({}, None)
    (tmp_path / configuration.SETTINGS_FILE).mkdir(parents=True)  # a folder: not even root reads it
    assert configuration.user_settings(tmp_path) == ({}, "unreadable")


def test_a_workspace_elsewhere_is_not_on_disk() -> None:
    assert workspace_of(object())["root"] is None
