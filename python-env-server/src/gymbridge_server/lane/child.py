"""A fork, as the template sees it."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import time
from multiprocessing.connection import Connection


class Child:
    """A process of a lane, or one that is ready for one. Who makes it closes it."""

    def __init__(self, pid: int, orders: Connection, gone: select.epoll) -> None:
        self.pid = pid
        self.orders: Connection | None = orders
        self.gone: select.epoll | None = gone
        self.lane = ""
        self.deadline: float | None = None
        """When it is killed."""

    def kill_by(self, seconds: float) -> None:
        """Kill it after so many seconds, if nothing does before."""
        deadline = time.monotonic() + seconds
        self.deadline = deadline if self.deadline is None else min(self.deadline, deadline)

    def signal(self, number: int) -> None:
        """Send it a signal."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, number)

    def kill(self) -> None:
        """Kill it and what it started. It must not have been waited for: its number may be new."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        self.signal(signal.SIGKILL)  # It may not lead its group yet.

    def has_ended(self) -> bool:
        """Say whether it has; it is not waited for."""
        options = os.WEXITED | os.WNOHANG | os.WNOWAIT
        return os.waitid(os.P_PID, self.pid, options) is not None

    def close(self) -> None:
        """Let go of what leads to it."""
        for end in (self.orders, self.gone):
            if end is not None:
                end.close()
        self.orders = self.gone = None
