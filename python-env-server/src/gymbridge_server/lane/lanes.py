"""The lanes of a server: opening them, and telling how they ended."""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from typing import Final

from gymbridge_server._generated import service_pb2, session_pb2
from gymbridge_server.errors import RequestError, exhausted
from gymbridge_server.lane.lane import Lane
from gymbridge_server.lane.messages import News, Opened
from gymbridge_server.lane.template_process import TemplateProcess
from gymbridge_server.limits import Policy
from gymbridge_server.open_sessions import FullError, OpenSessions

_LOG = logging.getLogger(__name__)

# For a process to listen: most of it is what the template may need to start.
_OPEN_SECONDS: Final = 30.0
# For a client that met the end of its lane to be told why.
_DESCRIBE_SECONDS: Final = 2.0
# So many ends are kept for clients that ask.
_ENDS: Final = 256


class Lanes:
    """Opens lanes. Who makes one closes it."""

    def __init__(
        self, policy: Policy, sessions: OpenSessions, template: TemplateProcess | None = None
    ) -> None:
        self._policy = policy
        self._sessions = sessions
        self._lock = threading.Lock()
        self._lanes: dict[str, Lane] = {}
        self._ended: OrderedDict[str, Lane] = OrderedDict()
        self._template = template
        self._closed = False
        if template is not None:
            template.listen(self._hear)

    def start(self) -> None:
        """Get ready for the first."""
        self._living_template()

    def open(self, peer: str) -> service_pb2.OpenLaneReply:
        """Open a lane.

        Raises:
            FullError: if there are as many sessions as there may be
            RequestError: if no process can be started
        """
        lane = self._new_lane(peer)
        self._know(lane)
        try:
            self._sessions.admit(lane)
        except FullError:
            self._conclude(lane, 0)
            raise
        return self._open(lane)

    def open_for_server(self) -> tuple[Lane, service_pb2.OpenLaneReply]:
        """Open a lane of which this server is the client, and holds to its limits.

        Raises:
            RequestError: if no process can be started
        """
        lane = self._new_lane("the server itself")
        self._know(lane)
        return lane, self._open(lane)

    def _new_lane(self, peer: str) -> Lane:
        try:
            return Lane(peer, self._living_template())
        except OSError as e:
            raise _no_process(str(e)) from e

    def _know(self, lane: Lane) -> None:
        with self._lock:
            self._lanes[lane.name] = lane

    def _open(self, lane: Lane) -> service_pb2.OpenLaneReply:
        reply = lane.open(_OPEN_SECONDS)
        if reply is None:
            self._conclude(lane, 0)
            message = "the template of the processes has ended, or forks none"
            raise _no_process(message)
        return reply

    def _living_template(self) -> TemplateProcess:
        with self._lock:
            if self._closed:
                message = "the server is stopping"
                raise OSError(message)
            if self._template is None or self._template.ended:
                self._template = TemplateProcess(self._policy)
                self._template.listen(self._hear)
            return self._template

    def _hear(self, news: News) -> None:
        with self._lock:
            lane = self._lanes.get(news.lane)
        if lane is None:
            return
        if isinstance(news, Opened):
            lane.note_opened()
        else:
            self._conclude(lane, news.code)

    def _conclude(self, lane: Lane, code: int) -> None:
        with self._lock:
            if self._lanes.pop(lane.name, None) is None:
                return
            self._ended[lane.name] = lane
            while len(self._ended) > _ENDS:
                self._ended.popitem(last=False)
        lane.note_ended(code, with_detail=self._policy.send_tracebacks)
        if lane.number and lane.end is not None and lane.end.code:
            _LOG.warning("session %d: %s", lane.number, lane.end.message)
        self._sessions.leave(lane)

    def describe_end(self, name: str) -> service_pb2.DescribeLaneEndReply:
        """Say how a lane ended, if it does within moments."""
        reply = service_pb2.DescribeLaneEndReply()
        with self._lock:
            lane = self._lanes.get(name) or self._ended.get(name)
        if lane is None:
            message = "no lane of that name is known; its end may be long ago"
            RequestError(session_pb2.ERROR_CODE_INVALID_ARGUMENT, message).fill(reply.end)
            reply.ended = True
            return reply
        end = lane.wait_for_end(_DESCRIBE_SECONDS)
        if end is not None:
            reply.ended = True
            end.fill(reply.end)
        return reply

    def end_all(self) -> None:
        """Let all environments be closed after what they do."""
        with self._lock:
            self._closed = True
            lanes = list(self._lanes.values())
        for lane in lanes:
            lane.end_for(RequestError(session_pb2.ERROR_CODE_UNSPECIFIED, "the server is stopping"))

    def close(self) -> None:
        """End the template, and what is left of its processes."""
        with self._lock:
            self._closed = True
            template, self._template = self._template, None
        if template is not None:
            template.close()


def why_not_for(peer: str) -> str:
    """Say why a caller, as gRPC names it, cannot open a lane; nothing if it can."""
    kind, _, rest = peer.partition(":")
    if kind == "unix" or (kind == "ipv4" and rest.startswith("127.")):
        return ""
    if kind == "ipv6" and rest.replace("%5B", "[").replace("%5D", "]").startswith("[::1]:"):
        return ""
    return "a lane is for clients on the server's machine"


def _no_process(why: str) -> RequestError:
    message = f"no process can be started for this session ({why})"
    return exhausted(f"{message}; end another session, or raise the limits of the system")
