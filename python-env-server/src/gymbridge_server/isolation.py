"""A session in a process of its own."""

from __future__ import annotations

import logging
from typing import Final

from google.protobuf.message import DecodeError

from gymbridge_server._generated import session_pb2
from gymbridge_server.errors import RequestError, environment_died, exhausted
from gymbridge_server.limits import Policy
from gymbridge_server.processes import EnvironmentProcess, EnvironmentProcesses
from gymbridge_server.raised import trace_end
from gymbridge_server.request import request_kind, request_number

_LOG = logging.getLogger(__name__)

_NO_LIMIT: Final = None


class IsolatedSession:
    """Does what a ``Session`` does, by handing each request to a process that has one.

    When the process dies, or hangs and is killed, its environment is made again in another; the
    reply says so. Who makes an isolated session closes it.
    """

    def __init__(self, policy: Policy, processes: EnvironmentProcesses) -> None:
        self._policy = policy
        self._processes = processes
        self._process: EnvironmentProcess | None = None
        self._make_request: bytes | None = None
        self._interruption: RequestError | None = None
        self.over = False
        """Whether no further request makes sense."""

    @property
    def made(self) -> bool:
        """Whether there is an environment."""
        return self._make_request is not None

    def answer(self, data: bytes) -> bytes:
        """Serve a serialized request with a serialized reply."""
        try:
            process = self._process = self._process or self._processes.take()
        except OSError as e:
            return self._refuse(_no_process(e), data)
        try:
            process.link.send(data)
            reply, self.over = process.link.receive()
        except (EOFError, OSError):
            return self._answer_for(process, data)
        if self._interruption is not None:  # The reply came while the process was being killed.
            return self._answer_for(process, data)
        if self._make_request is None and _is_made(reply):
            self._make_request = data
        return reply

    def interrupt(self, error: RequestError) -> bool:
        """End the request under way with an error. From any thread.

        Returns:
            True: its reply comes at once
        """
        self._interruption = error
        process = self._process
        if process is not None:
            # Where it was is for a client to read.
            process.kill(ask=error.session_continues)
        return True

    def close(self) -> None:
        """Close the environment and end its process; a second call does nothing."""
        self.over = True
        process, self._process = self._process, None
        if process is not None:
            process.close()

    def _answer_for(self, process: EnvironmentProcess, data: bytes) -> bytes:
        """Answer a request in the course of which the process died."""
        self._process = None
        how, trace = process.end()
        interruption, self._interruption = self._interruption, None
        kind = request_kind(data) or "nothing"
        if kind == "close":
            closed = session_pb2.SessionReply(number=request_number(data))
            closed.close.SetInParent()
            return closed.SerializeToString()
        error = interruption or environment_died(how, kind)
        error.detail = trace_end(trace)
        if not self._policy.send_tracebacks:
            error.keep_detail()
        _LOG.warning("%s", error.message)
        if self._make_request is None:
            error.message += "; make it again, or another"
        elif error.session_continues:
            self._make_again(self._make_request, error)
        return self._refuse(error, data)

    def _refuse(self, error: RequestError, data: bytes) -> bytes:
        self.over = not error.session_continues
        reply = session_pb2.SessionReply(number=request_number(data))
        error.fill(reply.error)
        return reply.SerializeToString()

    def _make_again(self, request: bytes, error: RequestError) -> None:
        try:
            process = self._process = self._processes.take()
        except OSError as e:
            error.session_continues = False
            error.message += f"; it could not be made again: {_no_process(e).message}"
            return
        process.link.limit(self._policy.limits.max_make_seconds or _NO_LIMIT)
        try:
            process.link.send(request)
            data, _ = process.link.receive()
            process.link.limit(_NO_LIMIT)
            reply = session_pb2.SessionReply.FromString(data)
            problem = reply.error.message
            made = reply.HasField("make")
        except (EOFError, OSError, DecodeError):
            how, _ = process.end()
            self._process = None
            problem = f"the process {how}"
            made = False
        if made:
            error.message += "; it was made again in a new process, reset it to go on"
        else:
            error.session_continues = False
            error.message += f"; it could not be made again: {problem}"


def _no_process(raised: OSError) -> RequestError:
    """Say that this machine has no room for another process."""
    message = f"no process can be started for this session ({raised})"
    return exhausted(f"{message}; end another session, or raise the limits of the system")


def _is_made(reply: bytes) -> bool:
    return session_pb2.SessionReply.FromString(reply).HasField("make")
