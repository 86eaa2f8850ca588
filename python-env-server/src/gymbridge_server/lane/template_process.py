"""The template as the server sees it: a process that takes orders and sends news.

It imports little, so that the template can begin to import what it needs before the server does.
"""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

from gymbridge_server import module_path
from gymbridge_server.lane.directory import LaneDirectory
from gymbridge_server.lane.messages import Ended, News, Open, Opened, Order, Stop
from gymbridge_server.limits import Policy

_LOG = logging.getLogger("gymbridge_server")

# Not fork: the server has threads, and gRPC.
_SPAWN: Final = multiprocessing.get_context("spawn")

# For all environments to be closed, and killed where they do not close.
_END_SECONDS: Final = 10.0


class TemplateProcess:
    """A template, with the directory of its sockets. Who makes one closes it."""

    def __init__(self, policy: Policy) -> None:
        self._directory = LaneDirectory()
        self._lock = threading.Lock()
        # Of lanes that have not ended; None where the process is not known yet.
        self._pids: dict[str, int | None] = {}
        self._asked = False
        self.ended = False
        """Whether no order will be obeyed any more."""
        self._connection, there = _SPAWN.Pipe()
        self._process = _SPAWN.Process(
            target=_be_template,
            args=(there, self._directory.path, policy, _LOG.getEffectiveLevel()),
            name="gymbridge-template",
        )
        self._process.start()
        there.close()

    def listen(self, hear: Callable[[News], None]) -> None:
        """Hand on the news from now on, in a thread."""
        threading.Thread(target=self._listen, args=(hear,), name="lane-news", daemon=True).start()

    @property
    def directory(self) -> Path:
        """Where the sockets and records of its lanes are."""
        return self._directory.path

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid or 0

    def tell(self, order: Order) -> bool:
        """Send an order; say whether the template is there to obey it."""
        with self._lock:
            if isinstance(order, Open):
                self._asked = True
                self._pids[order.assignment.lane] = None
            try:
                self._connection.send(order)
            except (OSError, ValueError):
                return False
            return not self.ended

    def _listen(self, hear: Callable[[News], None]) -> None:
        connection: Connection = self._connection
        with contextlib.suppress(EOFError, OSError):
            while True:
                news = connection.recv()
                if isinstance(news, Opened):
                    self._pids[news.lane] = news.pid
                else:
                    self._pids.pop(news.lane, None)
                hear(news)
        self._mourn(hear)

    def _mourn(self, hear: Callable[[News], None]) -> None:
        """Clean up behind a template that ended: its forks are killed with it."""
        with self._lock:
            self.ended = True
        for lane, pid in list(self._pids.items()):
            with contextlib.suppress(OSError):
                if pid is not None:
                    os.killpg(pid, signal.SIGKILL)
            hear(Ended(lane, -signal.SIGKILL))
        self._process.join(_END_SECONDS)
        self._directory.delete()

    def close(self) -> None:
        """Let the environments be closed, and end the template. A second call does nothing."""
        if self._asked:
            # Not by closing the connection: the thread that reads it would keep it open.
            self.tell(Stop())
            self._process.join(_END_SECONDS)
        if self._process.exitcode is None:
            self._process.kill()
            self._process.join()
        self._directory.delete()


# ---- in the process


def _be_template(server: Connection, directory: Path, policy: Policy, log_level: int) -> None:
    # Ctrl-C is the server's.
    os.setpgid(0, 0)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Takes most of a second, in which the server imports what it needs itself.
    from gymbridge_server.lane.template import run  # noqa: PLC0415

    module_path.extend()
    run(server, directory, policy, log_level)
