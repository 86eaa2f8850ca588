"""The template: a process with one thread, without gRPC, that forks the processes of lanes."""

from __future__ import annotations

import contextlib
import gc
import logging
import os
import select
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection, Pipe, wait
from pathlib import Path
from typing import Any, Final

from gymbridge_server.lane.child import Child
from gymbridge_server.lane.messages import Assignment, End, Ended, News, Open, Opened, Order, Stop
from gymbridge_server.lane.process import LaneProcess
from gymbridge_server.lane.system import adopt_orphans, children
from gymbridge_server.limits import Policy
from gymbridge_server.registry import import_plugins
from gymbridge_server.rendering import draw_without_display
from gymbridge_server.security import TOKEN_VARIABLE

_LOG = logging.getLogger("gymbridge_server")

# Forked before they are needed: a training and its evaluation begin together.
_READY: Final = 2
# For an environment to be closed after its client or the server has gone; then it is killed.
_CLOSE_SECONDS: Final = 5.0
# For a process that is to be killed to write down where it hangs.
_LAST_WORDS_SECONDS: Final = 0.3


class Template:
    """Forks, and waits for what becomes of the forks."""

    def __init__(self, server: Connection, policy: Policy) -> None:
        self._server = server
        self._policy = policy
        self._children: dict[int, Child] = {}
        self._wake, self._woken = os.pipe()
        os.set_blocking(self._woken, False)

    def serve(self) -> LaneProcess | None:
        """Fork as often as the server wants, until it is gone.

        Returns:
            In a fork: what it is to do. In the template: None, when all is over
        """
        adopt_orphans()
        signal.set_wakeup_fd(self._woken)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        while True:
            process = self._get_ready()
            if process is not None:
                return process
            for event in wait(list(self._sources()), self._patience()):
                if event is not self._server:
                    self._note(event)
                elif not self._obey():
                    self._end_all()
                    return None
            self._reap()

    def _ready(self) -> list[Child]:
        return [child for child in self._children.values() if not child.lane]

    def _get_ready(self) -> LaneProcess | None:
        """Fork until enough processes wait; return what a fork is to do, in it."""
        process = None
        with contextlib.suppress(OSError):  # There is no room; whoever asks for a lane is told.
            while process is None and len(self._ready()) < _READY:
                process = self._fork()
        return process

    def _fork(self) -> LaneProcess | None:
        orders, for_child = Pipe()
        gone = select.epoll()
        try:
            pid = os.fork()
        except OSError:
            for each in (orders, for_child, gone):
                each.close()
            raise
        if pid:
            for_child.close()
            self._children[pid] = Child(pid, orders, gone)
            return None
        orders.close()
        self._leave()
        return LaneProcess(for_child, gone, self._policy)

    def _leave(self) -> None:
        """Let go, in a fork, of what is the template's."""
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        self._server.close()
        os.close(self._wake)
        os.close(self._woken)
        for child in self._children.values():
            child.close()
        self._children.clear()

    def _sources(self) -> Iterator[Any]:
        yield self._server
        yield self._wake
        for child in self._children.values():
            if child.orders is not None and child.lane:
                yield child.orders
            if child.gone is not None:
                yield child.gone

    def _patience(self) -> float | None:
        deadlines = [child.deadline for child in self._children.values() if child.deadline]
        return max(0.0, min(deadlines) - time.monotonic()) if deadlines else None

    def _obey(self) -> bool:
        """Do what the server wants; say whether it will want more."""
        try:
            order: Order = self._server.recv()
        except (EOFError, OSError):
            return False
        if isinstance(order, Open):
            self._open(order.assignment)
        elif isinstance(order, End):
            self._end(order)
        return not isinstance(order, Stop)

    def _end(self, order: End) -> None:
        for child in self._children.values():
            if child.lane == order.lane:
                child.signal(signal.SIGUSR1 if order.at_once else signal.SIGUSR2)
                child.kill_by(_LAST_WORDS_SECONDS if order.at_once else _CLOSE_SECONDS)

    def _open(self, assignment: Assignment) -> None:
        ready = self._ready()
        if not ready:
            self._tell(Ended(assignment.lane, 0))
            return
        child = ready[0]
        child.lane = assignment.lane
        with contextlib.suppress(OSError):  # It has died; that is found in a moment.
            if child.orders is not None:
                child.orders.send(assignment)

    def _note(self, event: object) -> None:
        if event == self._wake:
            os.read(self._wake, 4_096)
            return
        for child in self._children.values():
            if child.orders is not None and event is child.orders:
                # It listens, or is gone.
                with contextlib.suppress(EOFError, OSError):
                    child.orders.recv()
                    self._tell(Opened(child.lane, child.pid))
                child.orders.close()
                child.orders = None
            elif child.gone is not None and event is child.gone:
                child.kill_by(_CLOSE_SECONDS)
                child.gone.close()
                child.gone = None

    def _reap(self) -> None:
        now = time.monotonic()
        for child in list(self._children.values()):
            if child.deadline is not None and now >= child.deadline:
                child.deadline = None
                child.kill()
            if not child.has_ended():
                continue
            child.kill()  # What it started.
            _, status = os.waitpid(child.pid, 0)
            child.close()
            del self._children[child.pid]
            if child.lane:
                self._tell(Ended(child.lane, os.waitstatus_to_exitcode(status)))
        self._end_orphans()

    def _end_orphans(self) -> None:
        """Kill what ended sessions left in other groups: all of it has come to this process."""
        for pid in children() - self._children.keys():
            with contextlib.suppress(OSError):
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, os.WNOHANG)

    def _tell(self, news: News) -> None:
        with contextlib.suppress(OSError):  # The server is gone, which is found in a moment.
            self._server.send(news)

    def _end_all(self) -> None:
        """Let the environments be closed, and see to it that the processes end."""
        for child in self._children.values():
            child.signal(signal.SIGUSR2)
            child.kill_by(_CLOSE_SECONDS)
        while self._children or children():
            wait([self._wake], self._patience())
            self._reap()


def run(server: Connection, directory: Path, policy: Policy, log_level: int) -> None:
    """Be the template of a server; what is in ``directory`` goes with it."""
    os.environ.pop(TOKEN_VARIABLE, None)  # No environment's business.
    with Path(os.devnull).open("rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    logging.basicConfig(
        level=log_level, format="gymbridge-server[%(process)d]: %(message)s", stream=sys.stderr
    )
    draw_without_display()
    import_plugins()
    # What is there now is there for ever: no fork need look at it, and write to it, again.
    gc.collect()
    gc.freeze()
    process = Template(server, policy).serve()
    if process is not None:
        process.run()
    else:
        shutil.rmtree(directory, ignore_errors=True)
