"""When the server stops: at a signal, or with the process that started it."""

from __future__ import annotations

import os
import signal
import threading
from types import FrameType
from typing import Final

DONE = 0
INTERRUPTED = 130
_NO_FILE = -1
_LOOK_SECONDS: Final = 0.2


def keep_input() -> int:
    """Keep standard input for the watch over the parent: an environment that reads is at its end.

    Nobody could answer it.
    """
    try:
        kept = os.dup(0)
    except OSError:
        return _NO_FILE
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    return kept


class Stop:
    """Why and when to stop: a signal, or the end of the parent process."""

    def __init__(self, parent: int, *, exit_with_parent: bool) -> None:
        self._parent = parent
        self._event = threading.Event()
        self._code = DONE
        signal.signal(signal.SIGTERM, self._on_signal)
        if exit_with_parent:
            # Ctrl-C reaches the parent too, and it is the parent who decides.
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            threading.Thread(target=self._watch_parent, name="parent-watch", daemon=True).start()
        else:
            signal.signal(signal.SIGINT, self._on_signal)

    def wait(self) -> int:
        """Wait for the end, and return the exit code."""
        # A signal may reach another thread; its handler runs when this one looks up.
        while not self._event.wait(_LOOK_SECONDS):
            pass
        return self._code

    def _on_signal(self, number: int, _: FrameType | None) -> None:
        if number == signal.SIGINT:
            if self._event.is_set():
                os._exit(INTERRUPTED)  # Asked twice.
            self._code = INTERRUPTED
        self._event.set()

    def _watch_parent(self) -> None:
        """Wait for the end of standard input, whose other end the parent holds while it lives."""
        try:
            while os.read(self._parent, 4096):
                pass
        except OSError:
            pass
        self._event.set()
