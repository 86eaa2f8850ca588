"""The gRPC service: carries sessions, and holds them to the limits."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Final

import grpc

from gymbridge_server._generated import service_pb2
from gymbridge_server.isolation import IsolatedSession
from gymbridge_server.limits import Policy
from gymbridge_server.listing import list_environments
from gymbridge_server.open_sessions import AnySession, OpenSessions
from gymbridge_server.processes import EnvironmentProcesses
from gymbridge_server.server_info import server_info
from gymbridge_server.session import Session

NAME: Final = service_pb2.DESCRIPTOR.services_by_name["EnvironmentService"].full_name


# Each holds a thread for as long as the slowest environment takes to make.
_LISTS_WITH_SPACES: Final = 4
# For sessions to end whose environments' processes have been killed.
_KILL_SECONDS: Final = 2.0


class EnvironmentService:
    """The handlers of ``gymbridge.v1.EnvironmentService``."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._sessions = OpenSessions(policy.limits)
        self._processes = EnvironmentProcesses(policy) if policy.isolate else None
        self._lists = threading.BoundedSemaphore(_LISTS_WITH_SPACES)

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
        """Begin to watch over the sessions, and get ready for the first."""
        self._sessions.start()
        if self._processes is not None:
            self._processes.prepare()

    def close(self, seconds: float) -> bool:
        """Wait until all sessions have closed their environments; say whether they have."""
        if self._processes is not None:
            self._processes.close()
        if self._sessions.wait_until_empty(seconds):
            return True
        self._sessions.interrupt_all()
        return self._sessions.wait_until_empty(_KILL_SECONDS)

    def _get_server_info(
        self, _: service_pb2.GetServerInfoRequest, __: grpc.ServicerContext
    ) -> service_pb2.GetServerInfoResponse:
        info = server_info(self._policy.limits)
        info.isolated_sessions = self._policy.isolate
        info.open_sessions, info.hanging_sessions = self._sessions.counts()
        return info

    def _list_environments(
        self, request: service_pb2.ListEnvironmentsRequest, context: grpc.ServicerContext
    ) -> service_pb2.ListEnvironmentsResponse:
        if not request.with_spaces:
            return list_environments(request)
        if not self._lists.acquire(blocking=False):
            context.abort(
                grpc.StatusCode.RESOURCE_EXHAUSTED,
                f"{_LISTS_WITH_SPACES} lists with spaces are being made, which makes each "
                "environment; ask again later, or without spaces",
            )
        try:
            return list_environments(request, context.is_active)
        finally:
            self._lists.release()

    def _session(self, requests: Iterator[bytes], context: grpc.ServicerContext) -> Iterator[bytes]:
        """Serve a stream. gRPC runs this generator in one thread from beginning to end."""
        session = self._new_session()
        opened = self._sessions.admit(context, session)
        try:
            for request in requests:
                opened.begin(request)
                reply = session.answer(request)
                opened.end()
                yield reply
                if session.over:
                    return
        finally:
            session.close()
            self._sessions.leave(opened)

    def _new_session(self) -> AnySession:
        if self._processes is None:
            return Session(self._policy)
        return IsolatedSession(self._policy, self._processes)
