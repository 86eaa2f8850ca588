"""Forks that an environment makes of its own process."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import Final, NoReturn


class Lineage:
    """How many forks of Python's lead to this process. Whoever notes it knows a fork by it.

    It costs a step nothing, where the number of the process is asked of the operating system.
    """

    forks = 0

    def _begin(self) -> None:
        self.forks += 1

    def watch(self) -> None:
        """Count from now on, in each fork."""
        if hasattr(os, "register_at_fork"):  # Where there is none, nothing forks.
            os.register_at_fork(after_in_child=self._begin)


LINEAGE: Final = Lineage()
LINEAGE.watch()


def end_fork(raised: BaseException | None) -> NoReturn:
    """End a fork that came back to the server's code, with the exit status it had without it.

    Its parent answers the client: a second reply to one request would end the session.
    """
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError, AttributeError):
            stream.flush()
    os._exit(_exit_status(raised))


def _exit_status(raised: BaseException | None) -> int:
    if raised is None:
        return 0
    if isinstance(raised, SystemExit):
        return raised.code if isinstance(raised.code, int) else int(raised.code is not None)
    return 1
