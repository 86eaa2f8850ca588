"""The gRPC service: carries sessions, and holds them to the limits."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from typing import Final

import grpc

from gymbridge_server._generated import service_pb2
from gymbridge_server.errors import RequestError
from gymbridge_server.isolation import IsolatedSession
from gymbridge_server.lane.lanes import Lanes, why_not_for
from gymbridge_server.lane.spaces_outside import SpacesOutside
from gymbridge_server.lane.system import why_none_here
from gymbridge_server.lane.template_process import TemplateProcess
from gymbridge_server.limits import Policy
from gymbridge_server.listing import add_spaces_here, list_environments
from gymbridge_server.make_requests import check_protocol
from gymbridge_server.open_sessions import FullError, OpenSession, OpenSessions
from gymbridge_server.processes import EnvironmentProcesses
from gymbridge_server.server_info import server_info
from gymbridge_server.session import Session
from gymbridge_server.streams import AnySession, OpenStream

_LOG = logging.getLogger(__name__)

NAME: Final = service_pb2.DESCRIPTOR.services_by_name["EnvironmentService"].full_name


_TURNED_OFF: Final = "the server was started with --no-lane"
# Each holds a thread for as long as the slowest environment takes to make.
_LISTS_WITH_SPACES: Final = 4
# For sessions to end whose environments' processes have been killed.
_KILL_SECONDS: Final = 2.0


class EnvironmentService:
    """The handlers of ``gymbridge.v1.EnvironmentService``."""

    def __init__(self, policy: Policy, template: TemplateProcess | None = None) -> None:
        self._policy = policy
        self._sessions = OpenSessions(policy.limits)
        self._processes = EnvironmentProcesses(policy) if policy.isolate else None
        self._no_lane = why_none_here() if policy.lane else _TURNED_OFF
        self._lanes = Lanes(policy, self._sessions, template)
        # Not for clients, so that it makes no difference whether they may open lanes.
        self._add_spaces = (
            add_spaces_here if why_none_here() else SpacesOutside(self._lanes, policy.limits)
        )
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
                "OpenLane": grpc.unary_unary_rpc_method_handler(
                    self._open_lane,
                    service_pb2.OpenLaneRequest.FromString,
                    service_pb2.OpenLaneReply.SerializeToString,
                ),
                "DescribeLaneEnd": grpc.unary_unary_rpc_method_handler(
                    self._describe_lane_end,
                    service_pb2.DescribeLaneEndRequest.FromString,
                    service_pb2.DescribeLaneEndReply.SerializeToString,
                ),
                "Session": grpc.stream_stream_rpc_method_handler(self._session),
            },
        )

    def start(self) -> None:
        """Begin to watch over the sessions, and get ready for the first."""
        self._sessions.start()
        if self._processes is not None:
            self._processes.prepare()
        if not self._no_lane:
            try:
                self._lanes.start()
            except OSError as e:
                self._no_lane = f"the template of its processes cannot be started ({e})"
                _LOG.warning("no lanes are offered: %s", self._no_lane)

    def close(self, seconds: float) -> bool:
        """Wait until all sessions have closed their environments; say whether they have."""
        if self._processes is not None:
            self._processes.close()
        self._lanes.end_all()
        closed = self._sessions.wait_until_empty(seconds)
        if not closed:
            self._sessions.interrupt_all()
            closed = self._sessions.wait_until_empty(_KILL_SECONDS)
        self._lanes.close()
        return closed

    def _get_server_info(
        self, _: service_pb2.GetServerInfoRequest, context: grpc.ServicerContext
    ) -> service_pb2.GetServerInfoResponse:
        info = server_info(self._policy.limits)
        info.no_lane_reason = self._why_no_lane(context)
        info.lane = not info.no_lane_reason
        info.isolated_sessions = self._policy.isolate
        info.open_sessions, info.hanging_sessions = self._sessions.counts()
        return info

    def _list_environments(
        self, request: service_pb2.ListEnvironmentsRequest, context: grpc.ServicerContext
    ) -> service_pb2.ListEnvironmentsResponse:
        try:
            return self._listed(request, context)
        except RequestError as e:
            context.abort(grpc.StatusCode.INVALID_ARGUMENT, e.message)

    def _listed(
        self, request: service_pb2.ListEnvironmentsRequest, context: grpc.ServicerContext
    ) -> service_pb2.ListEnvironmentsResponse:
        if not request.with_spaces:
            return list_environments(request, self._policy, lambda: True, add_spaces_here)
        if not self._lists.acquire(blocking=False):
            context.abort(
                grpc.StatusCode.RESOURCE_EXHAUSTED,
                f"{_LISTS_WITH_SPACES} lists with spaces are being made, which makes each "
                "environment; ask again later, or without spaces",
            )
        try:
            return list_environments(request, self._policy, context.is_active, self._add_spaces)
        finally:
            self._lists.release()

    def _why_no_lane(self, context: grpc.ServicerContext) -> str:
        return self._no_lane or why_not_for(context.peer())

    def _open_lane(
        self, request: service_pb2.OpenLaneRequest, context: grpc.ServicerContext
    ) -> service_pb2.OpenLaneReply:
        try:
            check_protocol(request.protocol_version)
        except RequestError as e:
            context.abort(grpc.StatusCode.FAILED_PRECONDITION, e.message)
        reason = self._why_no_lane(context)
        if reason:
            message = f"no lane can be opened: {reason}; use the stream"
            context.abort(grpc.StatusCode.FAILED_PRECONDITION, message)
        try:
            return self._lanes.open(context.peer())
        except (FullError, RequestError) as e:
            context.abort(grpc.StatusCode.RESOURCE_EXHAUSTED, str(e))
            raise AssertionError from e  # abort has raised.

    def _describe_lane_end(
        self, request: service_pb2.DescribeLaneEndRequest, _: grpc.ServicerContext
    ) -> service_pb2.DescribeLaneEndReply:
        return self._lanes.describe_end(request.lane)

    def _admit(self, opened: OpenSession, context: grpc.ServicerContext) -> None:
        try:
            self._sessions.admit(opened)
        except FullError as e:
            context.abort(grpc.StatusCode.RESOURCE_EXHAUSTED, str(e))

    def _session(self, requests: Iterator[bytes], context: grpc.ServicerContext) -> Iterator[bytes]:
        """Serve a stream. gRPC runs this generator in one thread from beginning to end."""
        session = self._new_session()
        opened = OpenStream(context, session)
        self._admit(opened, context)
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
