"""The gRPC service: carries sessions, and holds them to the limits."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from typing import Final

import grpc

from gymbridge_server._generated import service_pb2
from gymbridge_server.catalog import list_environments, server_info
from gymbridge_server.limits import Policy
from gymbridge_server.session import Session

_LOG = logging.getLogger(__name__)

NAME: Final = service_pb2.DESCRIPTOR.services_by_name["EnvironmentService"].full_name


class _OpenSession:
    """What is known of a session from outside its thread."""

    def __init__(self, number: int, context: grpc.ServicerContext) -> None:
        self.number = number
        self.context = context
        self.idle_since: float | None = time.monotonic()
        """When the last reply was given; None while a request is served."""


class EnvironmentService:
    """The handlers of ``gymbridge.v1.EnvironmentService``."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._sessions: dict[int, _OpenSession] = {}
        self._numbers = 0
        self._changed = threading.Condition()
        self._stopping = threading.Event()

    def handler(self) -> grpc.GenericRpcHandler:
        """Make what a ``grpc.Server`` is given."""
        # Sessions are carried as bytes: the session itself reads and writes its messages, so that
        # it can answer a malformed one and count the time.
        return grpc.method_handlers_generic_handler(
            NAME,
            {
                "GetServerInfo": grpc.unary_unary_rpc_method_handler(
                    self._get_server_info,
                    service_pb2.GetServerInfoRequest.FromString,
                    service_pb2.GetServerInfoResponse.SerializeToString,
                ),
                "ListEnvironments": grpc.unary_unary_rpc_method_handler(
                    self._list_environments,
                    service_pb2.ListEnvironmentsRequest.FromString,
                    service_pb2.ListEnvironmentsResponse.SerializeToString,
                ),
                "Session": grpc.stream_stream_rpc_method_handler(self._session),
            },
        )

    def start(self) -> None:
        """Begin to end sessions that are idle for too long, if there is such a limit."""
        if self._policy.limits.max_idle_seconds:
            threading.Thread(target=self._reap, name="idle-reaper", daemon=True).start()

    def wait_until_empty(self, seconds: float) -> bool:
        """Wait until all sessions have closed their environments; say whether they have."""
        self._stopping.set()
        with self._changed:
            return self._changed.wait_for(lambda: not self._sessions, seconds)

    def _get_server_info(
        self, _: service_pb2.GetServerInfoRequest, __: grpc.ServicerContext
    ) -> service_pb2.GetServerInfoResponse:
        return server_info(self._policy.limits)

    def _list_environments(
        self, request: service_pb2.ListEnvironmentsRequest, context: grpc.ServicerContext
    ) -> service_pb2.ListEnvironmentsResponse:
        return list_environments(request, context.is_active)

    def _session(self, requests: Iterator[bytes], context: grpc.ServicerContext) -> Iterator[bytes]:
        """Serve a stream. gRPC runs this generator in one thread from beginning to end."""
        opened = self._admit(context)
        session = Session(self._policy)
        try:
            for request in requests:
                opened.idle_since = None
                reply = session.answer(request)
                opened.idle_since = time.monotonic()
                yield reply
                if session.over:
                    return
        finally:
            session.close()
            self._leave(opened)

    def _admit(self, context: grpc.ServicerContext) -> _OpenSession:
        limit = self._policy.limits.max_sessions
        with self._changed:
            if not limit or len(self._sessions) < limit:
                self._numbers += 1
                opened = _OpenSession(self._numbers, context)
                self._sessions[opened.number] = opened
                _LOG.debug("session %d opened by %s", opened.number, context.peer())
                return opened
        context.abort(
            grpc.StatusCode.RESOURCE_EXHAUSTED,
            f"all {limit} sessions of this server are in use; close one, "
            "or start the server with a larger --max-sessions",
        )
        raise AssertionError  # abort has raised.

    def _leave(self, opened: _OpenSession) -> None:
        with self._changed:
            del self._sessions[opened.number]
            self._changed.notify_all()
        _LOG.debug("session %d closed", opened.number)

    def _reap(self) -> None:
        limit = self._policy.limits.max_idle_seconds
        while not self._stopping.wait(min(1.0, limit / 4)):
            with self._changed:
                opened = list(self._sessions.values())
            now = time.monotonic()
            for session in opened:
                if session.idle_since is not None and now - session.idle_since > limit:
                    _LOG.warning(
                        "session %d was idle for more than %g s, and is ended",
                        session.number,
                        limit,
                    )
                    session.context.cancel()
