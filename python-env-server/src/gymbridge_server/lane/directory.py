"""The directory of a template's sockets and records."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import threading
from pathlib import Path
from typing import Final

_PREFIX: Final = "gymbridge-lanes-"


class LaneDirectory:
    """A temporary directory for its owner alone, and locked for as long as the server lives."""

    def __init__(self) -> None:
        _sweep()
        self._deleting = threading.Lock()
        while True:
            self.path = Path(tempfile.mkdtemp(prefix=_PREFIX))
            self._lock = _lock(self.path, wait=True)
            if self.path.exists():
                break
            self.delete()  # Another server took it for left behind before it was locked.

    def delete(self) -> None:
        """Delete it with what is in it. A second call does nothing."""
        shutil.rmtree(self.path, ignore_errors=True)
        with self._deleting:
            lock, self._lock = self._lock, None
        if lock is not None:
            os.close(lock)


def _sweep() -> None:
    """Delete what servers left behind that were killed together with their templates."""
    for path in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        lock = _lock(path, wait=False)
        if lock is not None:
            shutil.rmtree(path, ignore_errors=True)
            os.close(lock)


def _lock(path: Path, *, wait: bool) -> int | None:
    """Lock a directory of this user's, if need be once who sweeps has let go of it.

    Returns:
        None where somebody holds it, where it is none of ours, and where there are no locks
    """
    import fcntl  # noqa: PLC0415 - where there are no lanes there may be none

    with contextlib.suppress(OSError):
        lock = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        with contextlib.suppress(OSError):
            if os.fstat(lock).st_uid == os.getuid():
                fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
                return lock
        os.close(lock)
    return None
