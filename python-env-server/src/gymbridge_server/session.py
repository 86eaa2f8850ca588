"""A session: requests in, replies out. It knows nothing of what carries them."""

from __future__ import annotations

import logging
from collections.abc import Callable
from time import perf_counter_ns
from typing import Any, Final

from google.protobuf.message import DecodeError

from gymbridge_server._generated import session_pb2
from gymbridge_server.environments import ServedEnvironment
from gymbridge_server.errors import (
    RequestError,
    exhausted,
    internal,
    malformed,
    out_of_memory,
    out_of_order,
)
from gymbridge_server.forks import LINEAGE, end_fork
from gymbridge_server.limits import Policy
from gymbridge_server.made import Made, close_quietly
from gymbridge_server.making import make
from gymbridge_server.quick import Part, QuickStep, is_plain_picture, picture, quick_step
from gymbridge_server.request import request_number
from gymbridge_server.single import SingleEnvironment
from gymbridge_server.vectors import VectorEnvironment

_LOG = logging.getLogger(__name__)

# That a reply has at most besides the pixels of its picture.
_PICTURE_BYTES: Final = 100


class Session:
    """Serves one client, one environment, from one thread.

    Each request gets one reply. Who makes a session closes it, from the same thread: what an
    environment draws with may not like another.
    """

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._forks = LINEAGE.forks
        self._environment: ServedEnvironment | None = None
        self._quick: QuickStep | None = None
        self._closed = False
        self._interruption: RequestError | None = None
        # What the reply to the request that is served carries besides its message.
        self._picture: Any = None
        self.over = False
        """Whether no further request makes sense."""
        self._handlers: dict[str, Callable[[Any, session_pb2.SessionReply], None]] = {
            "make": self._make,
            "reset": self._reset,
            "step": self._step,
            "render": self._render,
            "close": self._close,
        }

    @property
    def made(self) -> bool:
        """Whether there is an environment."""
        return self._environment is not None

    def interrupt(self, error: RequestError) -> bool:
        """End the request under way with an error, if it waits for processes. From any thread.

        Returns:
            Whether its reply comes at once; what hangs in this process cannot be ended
        """
        environment = self._environment
        if environment is None:
            return False
        error.session_continues = False
        self._interruption = error
        if environment.interrupt():
            return True
        self._interruption = None
        return False

    def answer(self, data: bytes) -> bytes:
        """Serve a serialized request with a serialized reply."""
        reply = self.answer_in_parts(data)
        return reply if isinstance(reply, bytes) else b"".join(reply)

    def answer_in_parts(self, data: bytes) -> bytes | list[Part]:
        """Likewise; a large reply comes in parts, which are good until the next request."""
        reply = self._answer(data)
        if LINEAGE.forks != self._forks:
            end_fork(None)
        return reply

    def _answer(self, data: bytes) -> bytes | list[Part]:
        start = perf_counter_ns()
        if self._quick is not None:
            try:
                quick = self._quick.answer(data, start)
            except Exception as e:  # noqa: BLE001 - see _failed
                return self._failed(e, start, request_number(data)).SerializeToString()
            if quick is not None:
                return quick
        return self._answer_any(data, start)

    def _answer_any(self, data: bytes, start: int) -> bytes | list[Part]:
        try:
            request = session_pb2.SessionRequest.FromString(data)
        except DecodeError as e:
            message = f"{len(data)} bytes are no SessionRequest: {e}"
            return self._refuse(malformed(message), start, 0).SerializeToString()
        reply = self._handle(request, start)
        pixels, self._picture = self._picture, None
        if pixels is not None:
            return picture(pixels, request.number, reply.environment_nanos, start)
        size = reply.ByteSize()
        limit = self._policy.limits.max_message_bytes
        if limit and size > limit:
            kind = reply.WhichOneof("kind")
            message = f"the reply to {kind} takes {size} bytes, the limit of this server is {limit}"
            mend = f"start it with `--max-message-bytes {size}`, or use fewer environments"
            error = exhausted(f"{message}; {mend}")
            return self._refuse(error, start, request.number).SerializeToString()
        return reply.SerializeToString()

    def close(self) -> None:
        """Close the environment; a second call does nothing."""
        self._closed = True
        self.over = True
        environment, self._environment = self._environment, None
        self._quick = None
        if environment is not None:
            environment.close()

    def _handle(self, request: session_pb2.SessionRequest, start: int) -> session_pb2.SessionReply:
        number = request.number
        reply = session_pb2.SessionReply(number=number)
        environment = self._environment
        if environment is not None:
            environment.nanos = 0
        try:
            kind = request.WhichOneof("kind")
            if kind is None:
                message = "a request of no kind that this server knows; set make, reset, step, ..."
                raise malformed(message)
            self._handlers[kind](getattr(request, kind), reply)
        except Exception as e:  # noqa: BLE001 - see _failed
            return self._failed(e, start, number)
        if environment is not None:
            reply.environment_nanos = environment.nanos
        reply.server_nanos = perf_counter_ns() - start
        return reply

    def _failed(self, raised: Exception, start: int, number: int) -> session_pb2.SessionReply:
        """Say what came of a request. A defect ends one session, not the server."""
        if LINEAGE.forks != self._forks:
            end_fork(raised.__cause__ or raised)
        if isinstance(raised, RequestError):
            return self._refuse(raised, start, number)
        if isinstance(raised, MemoryError):
            error = out_of_memory("the request takes more memory than there is", raised)
            return self._refuse(error, start, number)
        _LOG.error("a request failed inside the server", exc_info=raised)
        return self._refuse(internal(raised), start, number)

    def _refuse(self, error: RequestError, start: int, number: int) -> session_pb2.SessionReply:
        error = self._interruption or error
        reply = session_pb2.SessionReply(number=number)
        if not self._policy.send_tracebacks:
            error.keep_detail()
        error.fill(reply.error)
        if not error.session_continues:
            self.over = True
        if self._environment is not None:
            reply.environment_nanos = self._environment.nanos
        reply.server_nanos = perf_counter_ns() - start
        return reply

    def _make(self, request: session_pb2.MakeRequest, reply: session_pb2.SessionReply) -> None:
        if self._closed:
            raise self._required_error()
        if self._environment is not None:
            message = "make called twice; open another session for another environment"
            raise out_of_order(message)
        start = perf_counter_ns()
        made = make(request, self._policy)
        environment = serve(made, compress_frames=self._policy.compress_frames)
        self._environment = environment
        self._quick = quick_step(environment, self._policy.limits.max_message_bytes)
        reply.environment_nanos = perf_counter_ns() - start
        self._environment.describe(reply.make)

    def _reset(self, request: session_pb2.ResetRequest, reply: session_pb2.SessionReply) -> None:
        self._required().reset(request, reply.reset)

    def _step(self, request: session_pb2.StepRequest, reply: session_pb2.SessionReply) -> None:
        environment = self._environment
        if environment is None:
            raise self._required_error()
        environment.step(request, reply.step)

    def _render(self, _: session_pb2.RenderRequest, reply: session_pb2.SessionReply) -> None:
        environment = self._required()
        drawn = environment.draw()
        if self._travels_as_it_is(drawn, environment):
            self._picture = drawn
        else:
            environment.write_drawn(drawn, reply.render)

    def _travels_as_it_is(self, drawn: Any, environment: ServedEnvironment) -> bool:
        limit = self._policy.limits.max_message_bytes
        return (
            isinstance(environment, SingleEnvironment)
            and is_plain_picture(drawn)
            and not environment.compress_frames
            and not (limit and drawn.nbytes + _PICTURE_BYTES > limit)
        )

    def _close(self, _: session_pb2.CloseRequest, reply: session_pb2.SessionReply) -> None:
        self.close()
        self.over = False  # Closing twice is allowed.
        reply.close.SetInParent()

    def _required(self) -> ServedEnvironment:
        if self._environment is None:
            raise self._required_error()
        return self._environment

    def _required_error(self) -> RequestError:
        if not self._closed:
            return out_of_order("there is no environment yet; make one first")
        error = out_of_order("the session is closed; open another")
        error.session_continues = False
        return error


def serve(made: Made, *, compress_frames: bool) -> ServedEnvironment:
    """Put an environment that was made into the class that drives it.

    Raises:
        RequestError: UNSUPPORTED_SPACE; the environment is closed then
    """
    try:
        if made.num_envs is None:
            return SingleEnvironment(made, compress_frames=compress_frames)
        return VectorEnvironment(made, made.num_envs, compress_frames=compress_frames)
    except RequestError:
        close_quietly(made.environment)
        raise
