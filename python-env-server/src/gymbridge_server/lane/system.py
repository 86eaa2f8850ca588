"""What lanes ask of the system: whether they can be here, and what Python has no function for."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import sys
import tempfile
from pathlib import Path
from typing import Final

_SET_DEATH_SIGNAL: Final = 1
_SET_CHILD_SUBREAPER: Final = 36
# What the kernel takes, less what a name in a directory of the temporary one needs.
_LONGEST_DIRECTORY: Final = 107 - len("/gymbridge-lanes-12345678/12345678.socket")


def why_none_here() -> str:
    """Say why there are no lanes on this system; nothing if there are."""
    if sys.platform != "linux":
        return f"processes cannot be forked safely on this system ({sys.platform})"
    if not hasattr(socket, "AF_UNIX") or not hasattr(os, "fork"):
        return "this Python knows no Unix sockets or cannot fork"
    directory = tempfile.gettempdir()
    if len(os.fsencode(directory)) > _LONGEST_DIRECTORY:
        return f"the path of the temporary directory {directory} is too long for that of a socket"
    return ""


def die_with_parent() -> None:
    """Let this process be killed when the one that forked it ends, however that ends.

    Raises:
        OSError: if the system refuses
    """
    _prctl(_SET_DEATH_SIGNAL, signal.SIGKILL)


def adopt_orphans() -> None:
    """Let the processes whose parents end become children of this one, which is their ancestor.

    Raises:
        OSError: if the system refuses
    """
    _prctl(_SET_CHILD_SUBREAPER, 1)


def children() -> set[int]:
    """Find the children of this process, which has one thread; none where the system hides them."""
    pid = os.getpid()
    try:
        listed = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    except OSError:
        return set()
    return {int(child) for child in listed.split()}


def _prctl(option: int, value: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(option, value, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "prctl")
