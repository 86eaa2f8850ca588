"""The sessions that are open: how many may be, and for how long they may take."""

from __future__ import annotations

import logging
import sys
import threading
import time
import traceback
from typing import Any, Final, Protocol

import grpc

from gymbridge_server._generated import session_pb2
from gymbridge_server.errors import RequestError, timeout
from gymbridge_server.limits import Limits
from gymbridge_server.session import request_kind

_LOG = logging.getLogger(__name__)

# How often the sessions are looked at: often enough to end one within a second of its limit.
_PERIOD_SECONDS: Final = 0.5
# For a request whose client is gone to come to its end, so that its environment is closed.
_GONE_SECONDS: Final = 2.0


class AnySession(Protocol):
    """What a session is to the service, in this process or in one of its own."""

    over: bool

    @property
    def made(self) -> bool:
        """Whether there is an environment."""

    def answer(self, data: bytes) -> bytes:
        """Serve a serialized request with a serialized reply."""

    def interrupt(self, error: RequestError) -> bool:
        """End the request under way with an error, from another thread, if that is possible."""

    def close(self) -> None:
        """Close the environment."""


class OpenSession:
    """What is known of a session from outside its thread."""

    def __init__(self, number: int, context: grpc.ServicerContext, session: AnySession) -> None:
        self.number = number
        self.context = context
        self.session = session
        self.thread = threading.get_ident()
        self.since = time.monotonic()
        """When the request came, or the last reply was given."""
        self.request: bytes | None = None
        """What is served; None while nothing is. Written after ``since``, and read before it."""
        self.given_up: bytes | None = None
        """The request whose end is waited for no longer."""
        self.hangs = False

    def begin(self, request: bytes) -> None:
        """Note that a request is served from now on."""
        self.since = time.monotonic()
        self.request = request

    def end(self) -> None:
        """Note that its reply is there."""
        self.since = time.monotonic()
        self.request = None


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
        with self._changed:
            sessions = list(self._sessions.values())
        return len(sessions), sum(session.hangs for session in sessions)

    def admit(self, context: grpc.ServicerContext, session: AnySession) -> OpenSession:
        """Take in a session, or refuse it at once."""
        limit = self._limits.max_sessions
        with self._changed:
            if not limit or len(self._sessions) < limit:
                self._numbers += 1
                opened = OpenSession(self._numbers, context, session)
                self._sessions[opened.number] = opened
                _LOG.debug("session %d opened by %s", opened.number, context.peer())
                return opened
            hanging = sum(session.hangs for session in self._sessions.values())
        note = f" ({hanging} of them hang in their environments)" if hanging else ""
        context.abort(
            grpc.StatusCode.RESOURCE_EXHAUSTED,
            f"all {limit} sessions of this server are in use{note}; close one, "
            "or start the server with a larger --max-sessions",
        )
        raise AssertionError  # abort has raised.

    def leave(self, opened: OpenSession) -> None:
        """Let a session go whose environment is closed."""
        with self._changed:
            del self._sessions[opened.number]
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
        with self._changed:
            sessions = list(self._sessions.values())
        for opened in sessions:
            opened.session.interrupt(_gone())

    def _watch(self) -> None:
        while True:
            time.sleep(self._period)
            with self._changed:
                sessions = list(self._sessions.values())
            for opened in sessions:
                self._check(opened)

    def _check(self, opened: OpenSession) -> None:
        request = opened.request
        seconds = time.monotonic() - opened.since
        if request is None:
            self._check_idle(opened, seconds)
        elif request is opened.given_up:
            return
        elif not opened.context.is_active():
            if seconds > _GONE_SECONDS:
                self._give_up(opened, request, _gone())
        else:
            self._check_busy(opened, request, seconds)

    def _check_idle(self, opened: OpenSession, seconds: float) -> None:
        limit = self._limits.max_idle_seconds
        if limit and seconds > limit and opened.context.is_active():
            message = (
                f"no request came for {seconds:.4g} s, and this server ends a session after "
                f"{limit:g} s; open another, or start the server with a larger --max-idle-seconds"
            )
            _LOG.warning("session %d is ended: %s", opened.number, message)
            end_call(opened.context, grpc.StatusCode.CANCELLED, message)

    def _check_busy(self, opened: OpenSession, request: bytes, seconds: float) -> None:
        made = opened.session.made
        limit = self._limits.max_step_seconds if made else self._limits.max_make_seconds
        if limit and seconds > limit:
            option = "--max-step-seconds" if made else "--max-make-seconds"
            error = timeout(request_kind(request) or "a request", seconds, limit, option)
            if not self._give_up(opened, request, error):
                message = f"{error.message}, or with --isolate to replace what hangs"
                end_call(opened.context, grpc.StatusCode.DEADLINE_EXCEEDED, message)

    def _give_up(self, opened: OpenSession, request: bytes, error: RequestError) -> bool:
        """End a request that takes too long; say whether that can be done."""
        opened.given_up = request
        if opened.session.interrupt(error):
            _LOG.warning("session %d: %s", opened.number, error.message)
            return True
        opened.hangs = True
        _LOG.warning(
            "session %d: %s; a thread cannot be ended, so it is left behind and its slot stays "
            "taken (with --isolate both would be freed); it is here:\n%s",
            opened.number,
            error.message,
            _stack(opened.thread),
        )
        return False


def end_call(context: grpc.ServicerContext, code: grpc.StatusCode, message: str) -> None:
    """End a call from outside its thread, which may be stuck, and tell the client why.

    gRPC's public way, ``cancel``, tells nothing. The call beneath it takes a status.
    """
    call: Any = getattr(getattr(context, "_rpc_event", None), "call", None)
    try:
        call.cancel(code.value[0], message.encode())
    except (AttributeError, TypeError, ValueError):
        context.cancel()


def _gone() -> RequestError:
    return RequestError(
        session_pb2.ERROR_CODE_TIMEOUT,
        "the client of a request is gone, and the request takes long",
        session_continues=False,
    )


def _stack(thread: int) -> str:
    frame = sys._current_frames().get(thread)  # noqa: SLF001 - the only way to another's stack
    return "".join(traceback.format_stack(frame)[-3:]).rstrip() if frame else "(gone)"
