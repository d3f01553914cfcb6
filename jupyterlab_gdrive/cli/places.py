"""What a person types for a place, as the proxy understands it."""

from __future__ import annotations

import os
from pathlib import Path

from ..failures import ProxyError

#: What JupyterLab's "Copy Path" puts before a path of the panel.
DRIVE_PREFIX = "GDrive:"


def drive_path(typed: str) -> str:
    """A path of the panel, ``id:…`` or a link; all three are the proxy's to resolve."""
    return typed.removeprefix(DRIVE_PREFIX)


def workspace_folder(typed: str, root: Path) -> str:
    """The same for a folder that must be there."""
    path = workspace_path(typed, root)
    if (root / path).is_dir():
        return path
    raise ProxyError(
        "workspaceMissing",
        f"There is no folder “{typed}” in the working directory. Make it first, or name another.",
        path=typed,
    )


def workspace_path(typed: str, root: Path) -> str:
    """A local path as the proxy names it: relative to the root, with slashes; '' is the root."""
    absolute = Path(os.path.normpath(root / typed))
    for candidate in (absolute, absolute.resolve()):
        if candidate.is_relative_to(root):
            relative = candidate.relative_to(root).as_posix()
            return "" if relative == "." else relative
    raise ProxyError(
        "workspaceRefused",
        f"“{typed}” is outside the working directory, which is the workspace here. "
        "Change to a folder above it and run the command there.",
        path=typed,
    )
