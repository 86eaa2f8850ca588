"""Processes that each serve one session, so that what an environment breaks is only its own."""

from __future__ import annotations

import contextlib
import faulthandler
import logging
import multiprocessing
import os
import signal
import socket
import sys
import threading
import time
from multiprocessing.connection import Connection, wait
from typing import Final

from gymbridge_server.limits import Policy
from gymbridge_server.link import Link
from gymbridge_server.memory import bound_memory
from gymbridge_server.process_ends import how_it_ended
from gymbridge_server.registry import import_plugins
from gymbridge_server.rendering import draw_without_display
from gymbridge_server.security import TOKEN_VARIABLE
from gymbridge_server.session import Session

_LOG = logging.getLogger("gymbridge_server")

# Not fork: the server has threads.
_SPAWN: Final = multiprocessing.get_context("spawn")

# For an environment to be closed, after which its process is killed.
_CLOSE_SECONDS: Final = 5.0
# For a process that is to be killed to say where it hangs.
_LAST_WORDS_SECONDS: Final = 0.5
_WORDS_SECONDS: Final = 0.05  # From its first word to its last.
# For a child to close its environment once the server is gone.
_ORPHAN_SECONDS: Final = 3.0

_TRACE_BYTES: Final = 65_536


class EnvironmentProcess:
    """A process that answers the requests of one session. Who has one ends it."""

    def __init__(self, policy: Policy) -> None:
        here, there = socket.socketpair()
        self._trace, trace = _SPAWN.Pipe(duplex=False)
        self._process = _SPAWN.Process(
            target=_serve,
            args=(there, trace, policy, _LOG.getEffectiveLevel()),
            name="gymbridge-session",
        )
        self._process.start()
        there.close()
        trace.close()
        self.link = Link(here)
        self._lock = threading.Lock()
        self._ended = False

    @property
    def pid(self) -> int:
        """The process id, which is that of its process group too."""
        return self._process.pid or 0

    def is_alive(self) -> bool:
        """Say whether it runs."""
        return self._process.is_alive()

    def kill(self, *, ask: bool) -> None:
        """End the process at once, with all that it started. From any thread.

        Args:
            ask: whether to let it say where it was, which may take it half a second
        """
        with self._lock:
            if self._ended:
                return
            with contextlib.suppress(OSError):
                if ask:
                    os.kill(self.pid, signal.SIGUSR1)
                if ask and wait([self._trace], _LAST_WORDS_SECONDS):
                    time.sleep(_WORDS_SECONDS)
            self._kill_group()

    def _kill_group(self) -> None:
        # A process that is no leader yet has started nothing.
        with contextlib.suppress(OSError):
            os.killpg(self.pid, signal.SIGKILL)
        self._process.kill()

    def close(self) -> None:
        """Let the environment be closed, and see to it that the process ends."""
        self.link.close()
        self._process.join(_CLOSE_SECONDS)
        if self._process.exitcode is None:
            _LOG.warning("the environment in process %d does not close; it is killed", self.pid)
        self.end()

    def end(self) -> tuple[str, str]:
        """End the process if it has not, and say how it did and where it was then."""
        with self._lock:
            if self._ended:
                return "", ""
            self._ended = True
            # Before it is waited for: the number of a group without members may be given anew.
            self._kill_group()
        self._process.join()
        said = self._last_words()
        self.link.close()
        self._trace.close()
        code = self._process.exitcode or 0
        with contextlib.suppress(ValueError):  # Another thread is waiting for it still.
            self._process.close()
        return how_it_ended(code), said

    def _last_words(self) -> str:
        data = b""
        os.set_blocking(self._trace.fileno(), False)
        with contextlib.suppress(OSError):
            while more := os.read(self._trace.fileno(), _TRACE_BYTES):
                data += more
        return data.decode("utf-8", "replace")


class EnvironmentProcesses:
    """The processes of a server. One is kept ready: to import Gymnasium takes a second."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._lock = threading.Lock()
        self._spare: EnvironmentProcess | None = None
        self._closed = False

    def prepare(self) -> None:
        """Start a process for the next session, if none is ready."""
        with self._lock:
            self._prepare()

    def _prepare(self) -> None:
        if self._spare is None and not self._closed:
            self._spare = EnvironmentProcess(self._policy)

    def take(self) -> EnvironmentProcess:
        """Hand out a process, and start the next."""
        with self._lock:
            spare, self._spare = self._spare, None
            if spare is not None and not spare.is_alive():
                spare.end()
                spare = None
            if spare is None:
                spare = EnvironmentProcess(self._policy)
            self._prepare()
            return spare

    def close(self) -> None:
        """End the process that is kept ready."""
        with self._lock:
            self._closed = True
            spare, self._spare = self._spare, None
        if spare is not None:
            spare.end()


# ---- in the process


def _serve(end: socket.socket, trace: Connection, policy: Policy, log_level: int) -> None:
    # A group of its own: what the environment starts is ended with it, and Ctrl-C is the server's.
    os.setpgid(0, 0)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ.pop(TOKEN_VARIABLE, None)  # No environment's business.
    faulthandler.enable(file=trace.fileno(), all_threads=False)
    faulthandler.register(signal.SIGUSR1, file=trace.fileno(), all_threads=False)
    threading.Thread(target=_end_with_server, name="server-watch", daemon=True).start()
    logging.basicConfig(
        level=log_level,
        format=f"gymbridge-server[{os.getpid()}]: %(message)s",
        stream=sys.stderr,
    )
    draw_without_display()
    import_plugins()
    bound_memory(policy.limits.max_session_memory_mb)
    link = Link(end)
    session = Session(policy)
    # The server is gone, or has let this process go.
    with contextlib.suppress(EOFError, OSError):
        while not session.over:
            request, _ = link.receive()
            reply = session.answer(request)
            link.send(reply, flag=session.over)
    session.close()


def _end_with_server() -> None:
    """End this process when the server is gone, although the environment hangs."""
    server = multiprocessing.parent_process()
    if server is not None:
        wait([server.sentinel])
        # The main thread notices by itself, unless the environment keeps it.
        time.sleep(_ORPHAN_SECONDS)
        os.killpg(0, signal.SIGKILL)
