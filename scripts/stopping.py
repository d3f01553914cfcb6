"""Being asked to stop: the first signal is noted, the second one ends everything at once."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable

STEP_SECONDS = 0.1
#: As a shell tells of a process that was killed.
KILLED = 128 + signal.SIGKILL


class Stopping:
    """Whether a signal asked to stop.

    Its handler runs in the middle of whatever the main thread does, which may hold a lock: so it
    takes none, and only sets a plain flag that is looked at between short sleeps.
    """

    def __init__(self, kill: Callable[[], None]) -> None:
        """``kill`` ends the children without asking them; it must take no lock either."""
        self.is_asked = False
        self._kill = kill

    def heed(self) -> None:
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, self._asked)

    def within(self, seconds: float) -> bool:
        """True as soon as a signal asks to stop; False if none does in this time."""
        until = time.monotonic() + seconds
        while not self.is_asked and time.monotonic() < until:
            time.sleep(STEP_SECONDS)
        return self.is_asked

    def _asked(self, *_: object) -> None:
        if self.is_asked:
            self._kill()
            os._exit(KILLED)
        self.is_asked = True
