"""Fills build/wheelhouse with the wheels that the package needs, for the tests without a network.

They are those that are installed in this environment: JupyterLab, what the package depends on, and
what builds it from its sdist. Nothing is fetched where all of them are there already.
"""

from __future__ import annotations

import subprocess
import sys
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement

WHEELHOUSE = Path(__file__).resolve().parent.parent / "build" / "wheelhouse"
OURS = "jupyterlab-gdrive"
ROOTS = (OURS, "jupyterlab", "hatchling", "hatch-nodejs-version", "editables")


def main() -> int:
    wanted = "\n".join(sorted(pins()))
    listed = WHEELHOUSE / "requirements.txt"
    if listed.exists() and listed.read_text(encoding="utf-8") == wanted:
        return 0
    WHEELHOUSE.mkdir(parents=True, exist_ok=True)
    fetching = WHEELHOUSE / "wanted.txt"
    fetching.write_text(wanted, encoding="utf-8")
    print("wheelhouse: collecting the wheels for the tests of the package …", flush=True)
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check"]
    subprocess.run(
        [*command, "--no-deps", "--wheel-dir", str(WHEELHOUSE), "--requirement", str(fetching)],
        check=True,
    )
    fetching.replace(listed)
    return 0


def pins() -> set[str]:
    """``name==version`` of everything that the roots need, but not of the package itself."""
    found: dict[str, str] = {}
    waiting = [Requirement(name) for name in ROOTS]
    while waiting:
        wanted = waiting.pop()
        distribution = metadata.distribution(wanted.name)
        name = distribution.metadata["Name"]
        if name in found and not wanted.extras:
            continue
        found[name] = distribution.version
        waiting += [
            one
            for one in map(Requirement, distribution.requires or ())
            if _applies(one, wanted.extras)
        ]
    found.pop(OURS)
    return {f"{name}=={version}" for name, version in found.items()}


def _applies(requirement: Requirement, extras: set[str]) -> bool:
    marker = requirement.marker
    return marker is None or any(marker.evaluate({"extra": extra}) for extra in {"", *extras})


if __name__ == "__main__":
    sys.exit(main())
