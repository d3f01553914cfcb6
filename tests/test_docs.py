"""What the documents say is what the code does, as far as a machine can tell."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import yaml

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "scripts"))

import reference  # noqa: E402

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


def test_the_generated_tables_are_current() -> None:
    for page, text in reference.pages().items():
        assert page.read_text() == text, "run: .venv/bin/python scripts/reference.py"


def test_troubleshooting_knows_every_code() -> None:
    source = (ROOT / "protocol" / "errors.ts").read_text()
    codes = set(re.findall(r"^  (\w+): \d{3}", source, re.MULTILINE))
    told = set(
        re.findall(r" · `(\w+)`$", (ROOT / "docs/users/troubleshooting.md").read_text(), re.M)
    )
    assert len(codes) > 30
    assert told == codes


def test_examples_of_yaml_are_yaml() -> None:
    blocks = re.findall(r"```yaml\n(.*?)```", (ROOT / "docs/users/jupyterhub.md").read_text(), re.S)
    assert len(blocks) >= 3
    for block in blocks:
        assert list(yaml.safe_load(block)) == ["singleuser"]


def test_options_that_are_named_exist() -> None:
    from jupyterlab_gdrive.options import GDrive

    for page in PAGES:
        for name in re.findall(r"c\.GDrive\.(\w+)", page.read_text()):
            assert name in GDrive.class_trait_names(config=True), f"{page.name}: {name}"
    listed = yaml.safe_load(
        re.findall(r"```yaml\n(.*?)```", (ROOT / "docs/users/jupyterhub.md").read_text(), re.S)[2]
    )
    options = listed["singleuser"]["extraFiles"]["gdrive"]["data"]["GDrive"]
    assert set(options) <= set(GDrive.class_trait_names(config=True))


def test_variables_that_are_named_exist() -> None:
    code = (ROOT / "jupyterlab_gdrive" / "configuration.py").read_text()
    for page in PAGES:
        for name in re.findall(r"\bJUPYTERLAB_GDRIVE_\w+", page.read_text()):
            assert f'"{name}"' in code, f"{page.name}: {name}"


def test_targets_of_make_that_are_named_exist() -> None:
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    for page in PAGES:
        for name in re.findall(r"`make ([a-z-]+)", page.read_text()):
            assert name in targets, f"{page.name}: make {name}"
