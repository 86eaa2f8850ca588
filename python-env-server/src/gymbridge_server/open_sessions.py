"""The sessions that are open: how many may be, and for how long they may take."""

from __future__ import annotations

import logging
import threading
import time
from abc import ABC, abstractmethod
from typing import Final

from gymbridge_server._generated import session_pb2
from gymbridge_server.errors import RequestError, timeout
from gymbridge_server.limits import Limits

_LOG = logging.getLogger(__name__)

# How often the sessions are looked at: often enough to end one within a second of its limit.
_PERIOD_SECONDS: Final = 0.5
# What a look may come late on a busy machine. Beyond that this program was stopped, and so were,
# most likely, its clients: that is nobody's time.
_LATE_SECONDS: Final = 1.0
# For a request whose client is gone to come to its end, so that its environment is closed.
_GONE_SECONDS: Final = 2.0


class FullError(Exception):
    """There are as many sessions as there may be."""


class OpenSession(ABC):
    """What is known of a session from outside."""

    def __init__(self, peer: str) -> None:
        self.peer = peer
        self.number = 0
        """Given when it is admitted."""
        self.hangs = False
        """Whether its environment hangs, with nobody left who could end it."""
        self.seen = 0
        """Its turn when it was looked at last."""
        self.seconds = 0.0
        """For how long it has been that turn."""
        self.given_up = False
        """Whether the end of the request is waited for no longer."""

    @property
    @abstractmethod
    def turn(self) -> int:
        """How many requests have begun and ended; odd while one is served."""

    @property
    @abstractmethod
    def kind(self) -> str:
        """The kind of the last request."""

    @abstractmethod
    def has_client(self) -> bool:
        """Say whether there is somebody to reply to."""

    @abstractmethod
    def end_idle(self, message: str) -> None:
        """End the session, which asks nothing."""

    @abstractmethod
    def end_request(self, error: RequestError) -> None:
        """End the request that is served, and the session if that takes it."""


class OpenSessions:
    """Admits sessions up to a limit, and ends those that are idle or hang for too long."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._sessions: dict[int, OpenSession] = {}
        self._numbers = 0
        self._changed = threading.Condition()
        seconds = (limits.max_idle_seconds, limits.max_step_seconds, limits.max_make_seconds)
        self._period = min([_PERIOD_SECONDS, *(limit / 4 for limit in seconds if limit)])

    def start(self) -> None:
        """Begin to watch over the sessions."""
        threading.Thread(target=self._watch, name="session-watch", daemon=True).start()

    def counts(self) -> tuple[int, int]:
        """Say how many sessions are open, and how many of these hang without a client."""
        sessions = self._all()
        return len(sessions), sum(session.hangs for session in sessions)

    def _all(self) -> list[OpenSession]:
        with self._changed:
            return list(self._sessions.values())

    def admit(self, opened: OpenSession) -> None:
        """Take in a session.

        Raises:
            FullError: if there are as many as there may be
        """
        limit = self._limits.max_sessions
        with self._changed:
            if not limit or len(self._sessions) < limit:
                self._numbers += 1
                opened.number = self._numbers
                self._sessions[opened.number] = opened
                _LOG.debug("session %d opened by %s", opened.number, opened.peer)
                return
            hanging = sum(session.hangs for session in self._sessions.values())
        note = f" ({hanging} of them hang in their environments)" if hanging else ""
        message = f"all {limit} sessions of this server are in use{note}; close one, or start the"
        raise FullError(f"{message} server with a larger --max-sessions")

    def leave(self, opened: OpenSession) -> None:
        """Let a session go whose environment is closed."""
        with self._changed:
            if self._sessions.pop(opened.number, None) is None:
                return
            self._changed.notify_all()
        if opened.hangs:
            _LOG.warning("session %d hangs no longer; its slot is free", opened.number)
        _LOG.debug("session %d closed", opened.number)

    def wait_until_empty(self, seconds: float) -> bool:
        """Wait until all sessions have closed their environments; say whether they have."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._sessions, seconds)

    def interrupt_all(self) -> None:
        """End what can be ended from outside."""
        for opened in self._all():
            opened.end_request(_gone())

    def _watch(self) -> None:
        last = time.monotonic()
        while True:
            time.sleep(self._period)
            now = time.monotonic()
            passed, last = min(now - last, self._period + _LATE_SECONDS), now
            for opened in self._all():
                self._look_safely(opened, passed)

    def _look_safely(self, opened: OpenSession, passed: float) -> None:
        try:
            self._look(opened, passed)
        except Exception:  # noqa: BLE001 - without this thread there would be no limits
            if not opened.given_up:
                _LOG.exception("session %d cannot be watched", opened.number)
            opened.given_up = True

    def _look(self, opened: OpenSession, passed: float) -> None:
        turn = opened.turn
        if turn != opened.seen:
            opened.seen, opened.seconds, opened.given_up = turn, 0.0, False
            return
        opened.seconds += passed
        if opened.given_up:
            return
        if turn % 2 == 0:
            self._look_at_idle(opened)
        elif opened.has_client():
            self._look_at_busy(opened)
        elif opened.seconds > _GONE_SECONDS:
            self._give_up(opened, _gone())

    def _look_at_idle(self, opened: OpenSession) -> None:
        limit = self._limits.max_idle_seconds
        if limit and opened.seconds > limit and opened.has_client():
            message = (
                f"no request came for {opened.seconds:.4g} s, and this server ends a session after "
                f"{limit:g} s; open another, or start the server with a larger --max-idle-seconds"
            )
            _LOG.warning("session %d is ended: %s", opened.number, message)
            opened.given_up = True
            opened.end_idle(message)

    def _look_at_busy(self, opened: OpenSession) -> None:
        kind = opened.kind
        makes = kind == "make"
        limit = self._limits.max_make_seconds if makes else self._limits.max_step_seconds
        if limit and opened.seconds > limit:
            option = "--max-make-seconds" if makes else "--max-step-seconds"
            self._give_up(opened, timeout(kind, opened.seconds, limit, option))

    def _give_up(self, opened: OpenSession, error: RequestError) -> None:
        opened.given_up = True
        _LOG.warning("session %d: %s", opened.number, error.message)
        opened.end_request(error)


def _gone() -> RequestError:
    return RequestError(
        session_pb2.ERROR_CODE_TIMEOUT,
        "the client of a request is gone, and the request takes long",
        session_continues=False,
    )
