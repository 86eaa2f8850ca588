"""The process of one lane, from its fork to its end."""

from __future__ import annotations

import contextlib
import faulthandler
import logging
import os
import random
import select
import signal
import socket
import sys
from multiprocessing.connection import Connection
from types import FrameType
from typing import Final, NoReturn

import numpy as np

from gymbridge_server.lane.carrier import Carrier
from gymbridge_server.lane.entrance import Entrance
from gymbridge_server.lane.messages import Assignment
from gymbridge_server.lane.record import Record
from gymbridge_server.lane.system import adopt_orphans, die_with_parent
from gymbridge_server.limits import Policy
from gymbridge_server.memory import bound_memory
from gymbridge_server.session import Session

_LOG = logging.getLogger("gymbridge_server")

LISTENING: Final = "listening"
"""What a process says once its client may come."""


class LaneProcess:
    """What a fork of the template does: it waits to be needed, and serves one session."""

    def __init__(self, template: Connection, gone: select.epoll, policy: Policy) -> None:
        self._template = template
        self._gone = gone
        self._policy = policy
        self._connection: socket.socket | None = None
        self._pid = os.getpid()

    def run(self) -> None:
        """Live."""
        die_with_parent()
        # What the environment's processes leave behind stays below this one, and so is found.
        adopt_orphans()
        # A group of its own: what the environment starts is ended with it.
        os.setpgid(0, 0)
        # Not SIGTERM: that is how environments end what they fork, and Python loses a signal with a
        # handler of its own that comes while it forks.
        signal.signal(signal.SIGUSR2, self._end)
        sys.breakpointhook = _no_terminal
        # Python's own numbers begin anew in a fork; NumPy's would be those of all others.
        np.random.seed()  # noqa: NPY002 - the global generator that environments may use
        random.seed()
        try:
            assignment: Assignment = self._template.recv()
        except EOFError:
            return
        record = Record(assignment.record)
        faulthandler.enable(file=record.descriptor, all_threads=False)
        faulthandler.register(signal.SIGUSR1, file=record.descriptor, all_threads=False)
        connection = self._let_in(assignment)
        if connection is not None:
            with connection:
                self._serve(connection, record)

    def _end(self, _: int, __: FrameType | None) -> None:
        """End as if the client had left: after the request that is served."""
        if os.getpid() != self._pid:
            return  # A fork of the environment's, which has inherited this.
        if self._connection is None:
            sys.exit(0)
        with contextlib.suppress(OSError):
            self._connection.shutdown(socket.SHUT_RDWR)

    def _let_in(self, assignment: Assignment) -> socket.socket | None:
        listening = socket.socket(socket.AF_UNIX)
        listening.bind(str(assignment.socket))
        listening.listen()
        entrance = Entrance(listening, assignment.secret)
        self._template.send(LISTENING)
        self._template.close()
        try:
            return entrance.admit(assignment.seconds)
        finally:
            assignment.socket.unlink(missing_ok=True)
            entrance.close()

    def _serve(self, connection: socket.socket, record: Record) -> None:
        # In the template this shows when the client leaves, also while the environment is busy. It
        # holds nothing open: the client sees the end of this process at once.
        self._gone.register(connection, select.EPOLLRDHUP)
        self._gone.close()
        self._connection = connection
        record.enter()
        bound_memory(self._policy.limits.max_session_memory_mb)
        session = Session(self._policy)
        try:
            with contextlib.suppress(OSError):  # The client did not wait for its reply.
                Carrier(connection, record, self._policy.limits.max_message_bytes).carry(session)
        finally:
            session.close()


def _no_terminal(*_: object, **__: object) -> NoReturn:
    message = "breakpoint() was called, and a session has no terminal to talk to"
    raise EOFError(message)
