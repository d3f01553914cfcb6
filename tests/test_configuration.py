"""What the proxy is told at its start."""

from __future__ import annotations

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


def test_reads_the_persons_settings(tmp_path: Path) -> None:
    path = tmp_path / configuration.SETTINGS_FILE
    assert configuration.user_settings(tmp_path) == {}
    path.parent.mkdir(parents=True)
    path.write_text('{ // a comment\n "rootFolder": "abc", }')
    assert configuration.user_settings(tmp_path) == {"rootFolder": "abc"}
    path.write_text("{ broken")
    assert configuration.user_settings(tmp_path) == {}


def test_a_workspace_elsewhere_is_not_on_disk() -> None:
    assert workspace_of(object())["root"] is None
