"""A virtual environment with nothing of this checkout, and what may be installed in it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
#: Filled by scripts/wheelhouse.py.
WHEELHOUSE = ROOT / "build" / "wheelhouse"
FROM_WHEELHOUSE = ("--no-index", "--find-links", str(WHEELHOUSE), "--disable-pip-version-check")


@dataclass(frozen=True)
class Environment:
    """A virtual environment with nothing but pip, and a home for what is run in it."""

    folder: Path
    home: Path

    def command(self, name: str) -> Path:
        return self.folder / "bin" / name

    @property
    def variables(self) -> dict[str, str]:
        """A PATH with nothing of the system, and so without Node.js."""
        return {
            "PATH": str(self.folder / "bin"),
            "HOME": str(self.home),
            "LANG": "C.UTF-8",
            "JUPYTER_CONFIG_DIR": str(self.home / "config"),
            "JUPYTER_DATA_DIR": str(self.home / "data"),
            "JUPYTER_RUNTIME_DIR": str(self.home / "runtime"),
        }
