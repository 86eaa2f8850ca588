"""A lane, as its server sees it."""

from __future__ import annotations

import secrets
import threading
from typing import Final

from gymbridge_server._generated import service_pb2, session_pb2
from gymbridge_server.errors import RequestError, environment_died
from gymbridge_server.lane.entrance import SECRET_BYTES
from gymbridge_server.lane.messages import Assignment, End, Open
from gymbridge_server.lane.record import Record
from gymbridge_server.lane.template_process import TemplateProcess
from gymbridge_server.open_sessions import OpenSession
from gymbridge_server.process_ends import how_it_ended
from gymbridge_server.raised import trace_end

# For a client to come in.
_ENTRANCE_SECONDS: Final = 10.0


class Lane(OpenSession):
    """A session in a process of its own, behind a socket of its own."""

    def __init__(self, peer: str, template: TemplateProcess) -> None:
        super().__init__(peer)
        self.name = secrets.token_urlsafe(16)
        self._template = template
        stem = secrets.token_hex(4)
        self._assignment = Assignment(
            lane=self.name,
            socket=template.directory / f"{stem}.socket",
            record=template.directory / f"{stem}.record",
            secret=secrets.token_bytes(SECRET_BYTES),
            seconds=_ENTRANCE_SECONDS,
        )
        self._record = Record(self._assignment.record, new=True)
        self._reason: RequestError | None = None
        self._settled = threading.Event()
        self._ended = threading.Event()
        self.end: RequestError | None = None
        """How it ended; None while it has not."""

    def open(self, seconds: float) -> service_pb2.OpenLaneReply | None:
        """Have it opened, and say how a client comes in; None if no client can."""
        if not self._template.tell(Open(self._assignment)) or not self._settled.wait(seconds):
            return None
        if self.end is not None:
            return None
        return service_pb2.OpenLaneReply(
            lane=self.name,
            socket=str(self._assignment.socket),
            secret=self._assignment.secret,
            seconds=self._assignment.seconds,
        )

    def note_opened(self) -> None:
        """Note that its client may come."""
        self._settled.set()

    @property
    def turn(self) -> int:
        """How many requests have begun and ended; odd while one is served."""
        return self._record.turn

    @property
    def kind(self) -> str:
        """The kind of the last request."""
        return self._record.kind

    def has_client(self) -> bool:
        """Say whether it has come; that it leaves is the template's to notice."""
        return self._record.turn > 0

    def end_idle(self, message: str) -> None:
        """End the session, which asks nothing."""
        self.end_for(RequestError(session_pb2.ERROR_CODE_TIMEOUT, message))

    def end_for(self, reason: RequestError) -> None:
        """Let the environment be closed after the request that is served."""
        self._reason = self._reason or reason
        self._template.tell(End(self.name, at_once=False))

    def end_request(self, error: RequestError) -> None:
        """Kill the process, which says where it was."""
        self._reason = self._reason or error
        self._template.tell(End(self.name, at_once=True))

    def note_ended(self, code: int, *, with_detail: bool) -> None:
        """Note how the process ended, and remove what it left."""
        end = self._reason or self._own_end(code)
        end.session_continues = False
        end.detail = trace_end(self._record.last_words())
        if not with_detail:
            end.keep_detail()
        self._record.close()
        self._assignment.record.unlink(missing_ok=True)
        self._assignment.socket.unlink(missing_ok=True)
        self.end = end
        self._settled.set()
        self._ended.set()

    def _own_end(self, code: int) -> RequestError:
        if self.turn % 2:
            return environment_died(how_it_ended(code), self._record.doing)
        if code:
            return environment_died(how_it_ended(code), "no request, but between two")
        return RequestError(
            session_pb2.ERROR_CODE_UNSPECIFIED,
            "the connection of the lane ended, and the session with it",
        )

    def wait_for_end(self, seconds: float) -> RequestError | None:
        """Wait until it has ended, and say how; None if it has not."""
        self._ended.wait(seconds)
        return self.end
