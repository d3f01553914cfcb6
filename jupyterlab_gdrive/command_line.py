"""`jupyter gdrive`: reads what is configured for Jupyter, then hands over to Node (server/cli)."""

from __future__ import annotations

import json
import logging
import re
import signal
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from jupyter_core.application import JupyterApp, base_aliases, base_flags
from traitlets import Bool, TraitError, Unicode
from traitlets.config import Config

from . import configuration, node
from .failures import ProxyError
from .handover import CAN_BECOME, hand_over
from .options import GDrive

#: In the order in which a Jupyter server obeys them: the later one wins.
CONFIGURATION_FILES = (
    "jupyter_jupyterlab_gdrive_config",
    "jupyter_config",
    "jupyter_server_config",
    "jupyter_lab_config",
)
#: Where Jupyter is told whether hidden files may be seen.
CONTENTS_SECTIONS = ("ContentsManager", "FileContentsManager", "AsyncLargeFileManager")
CLASS_OPTION = re.compile(r"--([A-Za-z_]\w*)\.(\w+)")
#: Signals that whoever started the command may have wanted it to ignore.
IGNORABLE = ("SIGINT", "SIGHUP", "SIGTERM", "SIGQUIT")
FAILED, MISUSED, INTERRUPTED = 1, 2, 130


class DriveCommand(JupyterApp):
    """What can be configured for every command."""

    name = "jupyter-gdrive"
    json = Bool(
        None,
        allow_none=True,
        help="Print JSON, one object a line, or sentences. Left open, transfers print sentences "
        "on a terminal and JSON elsewhere; ls and status print lines.",
    ).tag(config=True)

    classes = [GDrive]
    flags = {"debug": base_flags["debug"]}
    aliases = {"config": base_aliases["config"]}
    #: A sentence for what is wrong with the configuration, and the exit status.
    problem: dict[str, Any] | None = None

    def _log_level_default(self) -> int:
        return logging.ERROR  # failures are told once, in the words of the proxy

    def initialize(self, argv: Any = None) -> None:
        self.words = sys.argv[1:] if argv is None else list(argv)
        super().initialize(for_jupyter(self.words))

    def migrate_config(self) -> None:
        """Nothing of IPython's is ours to move."""

    def load_config_file(self, suppress_errors: bool = True) -> None:  # type: ignore[override]
        """The files that the Jupyter server reads, so that `c.GDrive.…` applies here too."""
        if self.config_file and not self._finds(self.config_file):
            sentence = f"There is no configuration file {self.config_file}."
            self.problem = {"sentence": sentence, "status": MISUSED}
            return
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


class TransferCommand(DriveCommand):
    """What can be configured for commands that move files."""

    conflicts = Unicode("ask", help="What to do with names that exist already.").tag(config=True)
    yes = Bool(False, help="Do not ask before very large transfers.").tag(config=True)
    #: False: waits for it, as on Windows.
    becomes_node = CAN_BECOME

    def start(self) -> None:
        super().start()
        try:
            self._hand_over()
        except ProxyError as error:
            self._fail(error)
        except OSError as error:
            self._fail(ProxyError("nodeMissing", f"Node.js did not start: {error}. {node.ADVICE}"))

    def _hand_over(self) -> None:
        options, proxy = self._configured()
        told = {
            "proxy": proxy,
            "problem": self.problem,
            "defaults": {"json": self.json, "conflicts": self.conflicts, "yes": self.yes},
            "traits": GDrive.class_trait_names(config=True),
            "allOptions": _all_options() if "--help-all" in self.words else "",
            "logLevel": _level_of_pino(self.log_level),
            "startMs": options.start_timeout * 1000,
            "ignoredSignals": [name for name in IGNORABLE if _is_ignored(name)],
            "isTerminal": sys.stdin is not None and sys.stdin.isatty(),
        }  # checked in server/cli/handover.ts
        script = str(Path(__file__).parent / "cli.cjs")
        command = [*node.node_with_options(options.node_command), script]
        hand_over(
            *(command, self.words, json.dumps(told).encode(), node.environment()),
            become=self.becomes_node,
        )

    def _configured(self) -> tuple[GDrive, dict[str, Any] | None]:
        """The options, and what the proxy is told; None after noting what is wrong."""
        try:
            options = GDrive(config=self.config)
            proxy = options.configuration_for(
                workspace={"root": str(Path.cwd()), "allowHidden": _allows_hidden(self.config)},
                settings_folder=_settings_folder(self.config),
            )
        except (TraitError, ValueError) as error:
            sentence = f"The configuration is wrong. {error}"
            self.problem = self.problem or {"sentence": sentence, "status": FAILED}
            return GDrive(), None
        return options, proxy

    def _fail(self, error: ProxyError) -> None:
        """Without Node. Says it as Node would (server/cli/output.ts)."""
        print(error.message, file=sys.stderr)
        moves_files = self.words[:1] not in (["ls"], ["status"])
        wanted = moves_files and not sys.stdout.isatty() and "--text" not in self.words
        if wanted or "--json" in self.words:
            print(json.dumps({"type": "error", **error.reply()}, ensure_ascii=False))
        self.exit(FAILED)


def for_jupyter(words: Iterable[str]) -> list[str]:
    """What of the words Jupyter's configuration is made of, an option a word.

    Everything else is left to Node, which also says what is wrong with the words.
    """
    found: list[str] = []
    rest = iter(words)
    for word in rest:
        option, equals, _ = word.partition("=")
        if word == "--":
            break
        if word == "--debug":
            found.append(word)
        elif option == "--config" or _is_class_option(option):
            value = word if equals else next((f"{option}={value}" for value in rest), None)
            found.extend([value] if value is not None else [])
    return found


def _is_class_option(option: str) -> bool:
    """Those of other classes are traitlets' to judge."""
    match = CLASS_OPTION.fullmatch(option)
    return match is not None and (
        match[1] != "GDrive" or match[2] in GDrive.class_trait_names(config=True)
    )


def _all_options() -> str:
    return "\n\n".join(owner.class_get_help() for owner in (GDrive, TransferCommand))


def _level_of_pino(level: object) -> int:
    """Its numbers are ten above those of `logging`; what both call "debug" is 10 and 20."""
    return level + 10 if isinstance(level, int) and level > logging.DEBUG else 0


def _is_ignored(name: str) -> bool:
    number = getattr(signal, name, None)
    return number is not None and signal.getsignal(number) is signal.SIG_IGN


def _allows_hidden(config: Config) -> bool:
    return any(
        bool(config[section].get("allow_hidden", False))
        for section in CONTENTS_SECTIONS
        if section in config
    )


def _settings_folder(config: Config) -> Path:
    """JupyterLab's folder of user settings, also where the configuration moves it."""
    moved = config.LabApp.get("user_settings_dir") if "LabApp" in config else None
    return Path(moved) if moved else configuration.default_settings_folder()


def main() -> None:
    try:
        Path.cwd()
    except OSError:
        sys.exit(
            "The working directory is gone. Change to another one, then run the command again."
        )
    try:
        TransferCommand.launch_instance()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
