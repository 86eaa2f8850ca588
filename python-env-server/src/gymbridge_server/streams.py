"""Sessions over streams of gRPC, as they are seen from outside their threads."""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from typing import Any, Protocol

import grpc

from gymbridge_server.errors import RequestError
from gymbridge_server.open_sessions import OpenSession
from gymbridge_server.request import request_kind

_LOG = logging.getLogger(__name__)


class AnySession(Protocol):
    """What a session is to a stream, in this process or in one of its own."""

    over: bool

    def answer(self, data: bytes) -> bytes:
        """Serve a serialized request with a serialized reply."""

    def interrupt(self, error: RequestError) -> bool:
        """End the request under way with an error, from another thread, if that is possible."""

    def close(self) -> None:
        """Close the environment."""


class OpenStream(OpenSession):
    """A session that is served by this thread."""

    def __init__(self, context: grpc.ServicerContext, session: AnySession) -> None:
        super().__init__(context.peer())
        self._context = context
        self._session = session
        self._thread = threading.get_ident()
        self._turn = 0
        self._request = b""

    def begin(self, request: bytes) -> None:
        """Note that a request is served from now on."""
        self._request = request
        self._turn += 1

    def end(self) -> None:
        """Note that its reply is there."""
        self._turn += 1

    @property
    def turn(self) -> int:
        """How many requests have begun and ended; odd while one is served."""
        return self._turn

    @property
    def kind(self) -> str:
        """The kind of the last request."""
        return request_kind(self._request) or "a request"

    def has_client(self) -> bool:
        """Say whether there is somebody to reply to."""
        return bool(self._context.is_active())

    def end_idle(self, message: str) -> None:
        """End the session, which asks nothing."""
        end_call(self._context, grpc.StatusCode.CANCELLED, message)

    def end_request(self, error: RequestError) -> None:
        """End the request that is served; the call too, where that cannot be done."""
        if self._session.interrupt(error):
            return
        self.hangs = True
        _LOG.warning(
            "session %d: a thread cannot be ended, so it is left behind and its slot stays "
            "taken (with --isolate both would be freed); it is here:\n%s",
            self.number,
            _stack(self._thread),
        )
        message = f"{error.message}, or with --isolate to replace what hangs"
        end_call(self._context, grpc.StatusCode.DEADLINE_EXCEEDED, message)


def end_call(context: grpc.ServicerContext, code: grpc.StatusCode, message: str) -> None:
    """End a call from outside its thread, which may be stuck, and tell the client why.

    The protocol promises a client of any kind a status with a reason (``Limits``). gRPC's public
    way, ``cancel``, sends none from outside the thread; the call beneath it does, so that is used
    where it is there.
    """
    call: Any = getattr(getattr(context, "_rpc_event", None), "call", None)
    try:
        call.cancel(code.value[0], message.encode())
    except (AttributeError, TypeError, ValueError):
        context.cancel()


def _stack(thread: int) -> str:
    frame = sys._current_frames().get(thread)  # noqa: SLF001 - the only way to another's stack
    return "".join(traceback.format_stack(frame)[-3:]).rstrip() if frame else "(gone)"
