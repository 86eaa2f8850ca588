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
# Another server may take one for left behind before it is locked; and some file systems have no
# locks, where nothing is swept either.
_TRIES: Final = 3


class LaneDirectory:
    """A temporary directory for its owner alone, and locked for as long as the server lives."""

    def __init__(self) -> None:
        _sweep()
        self._deleting = threading.Lock()
        self._lock: int | None = None
        for _ in range(_TRIES):
            self.path = Path(tempfile.mkdtemp(prefix=_PREFIX))
            self._lock = _lock(self.path)
            if self._lock is not None and self.path.exists():
                break

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
        lock = _lock(path)
        if lock is not None:
            shutil.rmtree(path, ignore_errors=True)
            os.close(lock)


def _lock(path: Path) -> int | None:
    """Lock a directory of this user's; None where somebody holds it, or it is none of ours."""
    import fcntl  # noqa: PLC0415 - where there are no lanes there may be none

    with contextlib.suppress(OSError):
        lock = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        with contextlib.suppress(OSError):
            if os.fstat(lock).st_uid == os.getuid():
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return lock
        os.close(lock)
    return None
