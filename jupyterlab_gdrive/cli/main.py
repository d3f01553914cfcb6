"""The entry point of `jupyter gdrive`."""

from __future__ import annotations

from jupyter_core.application import NoStart

from .command import MISUSED, DriveCommand
from .looking import ListCommand, StatusCommand
from .transfers import CopyCommand, ResumeCommand, UploadCommand


class CommandLine(DriveCommand):
    """Google Drive from the command line, on the same engine as the panel in JupyterLab."""

    description = __doc__
    arguments = "COMMAND …"
    subcommands = {
        "ls": (ListCommand, "List a folder of Google Drive."),
        "copy": (CopyCommand, "Copy from Google Drive into the working directory."),
        "upload": (UploadCommand, "Upload from the working directory to Google Drive."),
        "resume": (ResumeCommand, "Go on with what was interrupted in this directory."),
        "status": (StatusCommand, "Say whose Drive this is and what can be done with it."),
    }

    def start(self) -> None:
        if self.subapp is not None:
            self.subapp.start()
            raise NoStart
        for word in self.extra_args[:1]:
            known = f"Name the command first: jupyter gdrive {word} …"
            unknown = f"There is no command “{word}”. --help names those that there are."
            self.tell(known if word in self.subcommands else unknown)
            self.exit(MISUSED)
        self.print_help()
        self.exit(MISUSED)


main = CommandLine.launch_instance
