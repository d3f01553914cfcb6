"""Builds the panel and the proxy before they are packed, where this is a clone.

An sdist brings both along, so that nothing has to be built where it is installed.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

LABEXTENSION = "jupyterlab_gdrive/labextension"
#: Besides the bundles: without one of these, what is packed would not work or not be allowed.
TARGETS = (
    f"{LABEXTENSION}/package.json",
    f"{LABEXTENSION}/static/style.js",
    f"{LABEXTENSION}/static/third-party-licenses.json",
    "jupyterlab_gdrive/THIRD-PARTY-LICENSES.txt",
)
#: `--no-save` and why not `npm ci`: docs/decisions/0004-npm-install-instead-of-npm-ci.md.
INSTALL = (
    "install",
    "--no-save",
    "--ignore-scripts",
    "--no-audit",
    "--no-fund",
    "--loglevel=error",
)
#: Says which versions of packages are installed; touched by `make setup` too.
INSTALLED = "build/.node"
MANIFESTS = ("package.json", "package-lock.json", "server/package.json")
INSTEAD = (
    "Or install a release, which brings panel and proxy along and needs neither Node.js nor npm: "
    "pip install jupyterlab-gdrive"
)


class BuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Ends the build with a sentence rather than with a wheel that lacks something."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        if not (root / "PKG-INFO").exists():  # an sdist has one
            self._build(root)
        missing = [name for name in targets(root) if not (root / name).exists()]
        if missing:
            self.app.abort(
                f"jupyterlab-gdrive: {', '.join(missing)} is missing, and nothing works "
                "without it. Take another copy of this package: this one is not whole."
            )

    def _build(self, root: Path) -> None:
        npm = shutil.which("npm")
        if npm is None:
            self.app.abort(
                "jupyterlab-gdrive: there is no npm on the PATH, which builds the panel and the "
                f"proxy in a clone. Install Node.js 22 or newer with npm. {INSTEAD}"
            )
        if is_stale(root):
            self.app.display_info("jupyterlab-gdrive: installing JavaScript packages …")
            self._run(
                [str(npm), *INSTALL],
                "npm could not install the JavaScript packages that build the panel and the proxy. "
                "Look at what it says above. If there is no network, go online or set the proxy or "
                f"registry that npm should use, and build again. {INSTEAD}",
            )
            stamp = root / INSTALLED
            stamp.parent.mkdir(exist_ok=True)
            stamp.touch()
        self._run(
            [str(npm), "run", "--silent", "build:prod"],
            "the panel or the proxy could not be built; what is wrong stands above. Node.js 22 or "
            f"newer is needed. {INSTEAD}",
        )

    def _run(self, command: list[str], advice: str) -> None:
        """What npm prints goes to stderr: stdout belongs to the frontend."""
        done = subprocess.run(
            command, cwd=self.root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
        )
        if done.returncode != 0:
            self.app.display_error(done.stdout.decode(errors="replace"))
            self.app.abort(f"jupyterlab-gdrive: {advice}")


def targets(root: Path) -> Iterator[str]:
    """What must be there before anything is packed, relative to the root."""
    bundles = json.loads((root / "server" / "bundles.json").read_text(encoding="utf-8"))
    yield from (f"jupyterlab_gdrive/{name}.cjs" for name in bundles)
    yield from TARGETS


def is_stale(root: Path) -> bool:
    """Whether the packages were installed before somebody wrote down others."""
    stamp = root / INSTALLED
    if not stamp.exists() or not (root / "node_modules").is_dir():
        return True
    return any((root / name).stat().st_mtime > stamp.stat().st_mtime for name in MANIFESTS)
