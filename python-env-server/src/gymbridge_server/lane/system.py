"""What lanes ask of Linux that Python has no function for."""

from __future__ import annotations

import ctypes
import signal
from typing import Final

_SET_DEATH_SIGNAL: Final = 1


def die_with_parent() -> None:
    """Let this process be killed when the one that forked it ends, however that ends.

    Raises:
        OSError: if the system refuses
    """
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_SET_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "prctl")
