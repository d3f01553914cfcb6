"""What all commands share: the server's configuration, a proxy, failures as sentences."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Generator
from importlib import metadata
from pathlib import Path
from typing import Any, ClassVar

from jupyter_core.application import JupyterApp, base_aliases, base_flags
from traitlets import Bool, TraitError, default
from traitlets.config import Config

from .. import configuration
from ..failures import ProxyError
from ..options import GDrive
from . import arguments, display, usage, wording
from .client import Client

#: In the order in which a Jupyter server obeys them: the later one wins.
CONFIGURATION_FILES = (
    "jupyter_jupyterlab_gdrive_config",
    "jupyter_config",
    "jupyter_server_config",
    "jupyter_lab_config",
)
#: Where Jupyter is told whether hidden files may be seen.
CONTENTS_SECTIONS = ("ContentsManager", "FileContentsManager", "AsyncLargeFileManager")
FURTHER_OPTIONS = {
    "--GDrive.NAME=VALUE": "Any option of the server, as c.GDrive.NAME.",
    "--help-all": "All of them.",
}
OK, FAILED, MISUSED, INTERRUPTED = 0, 1, 2, 130


class DriveCommand(JupyterApp):
    """One command on a proxy of its own; the working directory is its workspace."""

    name = "jupyter-gdrive"
    #: The arguments, for "usage", and the fewest and most there may be.
    arguments: ClassVar[str] = "[options]"
    fewest: ClassVar[int] = 0
    most: ClassVar[int | None] = None

    #: Whether this command reports progress, which is for a person only on a terminal.
    has_progress: ClassVar[bool] = False

    json = Bool(
        None,
        allow_none=True,
        help="Print JSON, one object a line, or sentences. Left open, transfers print sentences "
        "on a terminal and JSON elsewhere; ls and status print lines.",
    ).tag(config=True)

    classes = [GDrive]
    flags = {
        "json": ({"DriveCommand": {"json": True}}, "Print JSON, one object a line."),
        "text": (
            {"DriveCommand": {"json": False}},
            "Print for people, though stdout is no terminal.",
        ),
        "debug": (base_flags["debug"][0], "Print the whole log on stderr."),
    }
    aliases = {
        "config": (base_aliases["config"], "FILE: Read this configuration and no other."),
    }

    def _log_level_default(self) -> int:
        return logging.ERROR  # failures are told once, in the words of the proxy

    def emit_help(self, classes: bool = False) -> Generator[str, None, None]:
        if classes:
            yield from super().emit_help(classes)
            return
        yield usage.line(self.name, self.arguments)
        yield ""
        yield from self.emit_description()
        yield from usage.table(
            "Commands", {name: text for name, (_, text) in self.subcommands.items()}
        )
        options = {**usage.alias_texts(self.aliases), **usage.flag_texts(self.flags)}
        yield from usage.table("Options", {**options, **FURTHER_OPTIONS})
        yield from self.emit_examples()

    def parse_command_line(self, argv: list[str] | None = None) -> None:
        words = sys.argv[1:] if argv is None else argv
        if not words or words[0] not in self.subcommands:
            try:
                words = arguments.arranged(
                    words,
                    flags=self.flags,
                    aliases=self.aliases,
                    options=GDrive.class_trait_names(config=True),
                )
            except arguments.MisunderstoodError as error:
                self.tell(str(error))
                self.exit(MISUSED)
        super().parse_command_line(words)

    @default("version")
    def _version_default(self) -> str:
        return metadata.version("jupyterlab-gdrive")

    def migrate_config(self) -> None:
        """Nothing of IPython's is ours to move."""

    def load_config_file(self, suppress_errors: bool = True) -> None:  # type: ignore[override]
        """The files that the Jupyter server reads, so that `c.GDrive.…` applies here too."""
        if self.config_file and not self._finds(self.config_file):
            self.tell(f"There is no configuration file {self.config_file}.")
            self.exit(MISUSED)
        for name in (self.config_file,) if self.config_file else CONFIGURATION_FILES:
            super(JupyterApp, self).load_config_file(name, path=self.config_file_paths)

    def _finds(self, configuration_file: str) -> bool:
        """Looks where traitlets does, which says nothing if there is none."""
        stem = Path(configuration_file).with_suffix("")
        folders = [Path(folder) for folder in self.config_file_paths]
        return any(
            (folder / stem.with_name(stem.name + suffix)).is_file()
            for folder in folders
            for suffix in (".py", ".json")
        )

    def start(self) -> None:
        super().start()
        self.exit(self._run())

    async def work(self, client: Client) -> int:
        """Does what the command is for; returns the exit status."""
        raise NotImplementedError

    def misuse(self) -> str:
        """What is wrong with how the command was called; '' for nothing."""
        count = len(self.extra_args)
        if count < self.fewest or (self.most is not None and count > self.most):
            return usage.line(self.name, self.arguments)
        return ""

    @property
    def prints_json(self) -> bool:
        """As told; else a report of progress that no person sees is for a program."""
        if self.json is None:
            return self.has_progress and not sys.stdout.isatty()
        return self.json

    def tell(self, sentence: str) -> None:
        """What a person should know, apart from the results on stdout."""
        print(wording.plain(sentence), file=sys.stderr)

    def fail(self, error: ProxyError) -> None:
        self.tell(error.message)
        if self.prints_json:
            display.print_json("error", error.reply())

    def _run(self) -> int:
        if misuse := self.misuse():
            self.tell(misuse)
            return MISUSED
        try:
            return asyncio.run(self._with_proxy())
        except (KeyboardInterrupt, asyncio.CancelledError):
            return INTERRUPTED
        except ProxyError as error:
            self.fail(error)
            return FAILED
        except TraitError as error:
            self.tell(f"The configuration is wrong. {error}")
            return FAILED
        except BrokenPipeError:  # the reader, such as `head`, has seen enough
            sys.stderr.close()
            return OK

    async def _with_proxy(self) -> int:
        options = GDrive(config=self.config)
        proxy = options.create_proxy(lambda: self._configuration(options), self.log)
        try:
            return await self.work(Client(proxy))
        finally:
            await proxy.stop()

    def _configuration(self, options: GDrive) -> dict[str, Any]:
        allow_hidden = any(
            self.config[section].get("allow_hidden", False)
            for section in CONTENTS_SECTIONS
            if section in self.config
        )
        return options.configuration_for(
            workspace={"root": str(self.workspace), "allowHidden": allow_hidden},
            settings_folder=_settings_folder(self.config),
        )

    @property
    def workspace(self) -> Path:
        return Path.cwd()


def _settings_folder(config: Config) -> Path:
    """JupyterLab's folder of user settings, also where the configuration moves it."""
    moved = config.LabApp.get("user_settings_dir") if "LabApp" in config else None
    return Path(moved) if moved else configuration.default_settings_folder()
