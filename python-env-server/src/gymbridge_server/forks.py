"""Forks that an environment makes of its own process."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import NoReturn


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
