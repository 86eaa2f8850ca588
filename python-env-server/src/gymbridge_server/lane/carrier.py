"""Carries a session over a connected socket: the only loop of its process."""

from __future__ import annotations

import socket
import struct
from typing import Final, Protocol

from gymbridge_server._generated import session_pb2
from gymbridge_server.errors import malformed
from gymbridge_server.lane.record import Record
from gymbridge_server.lane.vigil import Vigil
from gymbridge_server.quick import Part

_LENGTH: Final = struct.Struct("<I")
_LARGEST: Final = 2**32 - 1
# One read takes in a small message whole; one write puts it out.
_SMALL: Final = 65_536
_CHUNK: Final = 16 * 2**20


class Answering(Protocol):
    """What a session is to its carrier."""

    over: bool

    def answer_in_parts(self, data: bytes) -> bytes | list[Part]:
        """Serve a serialized request with a serialized reply, a large one in parts."""


class Carrier:
    """The server's end of a lane. Who makes one closes the connection."""

    def __init__(self, connection: socket.socket, record: Record, limit: int) -> None:
        self._connection = connection
        self._vigil = Vigil(connection)
        self._record = record
        self._limit = limit or _LARGEST

    def carry(self, session: Answering) -> None:
        """Answer requests until the client or the session ends.

        Raises:
            OSError: if the client is gone without waiting for a reply
        """
        receive, write = self._receive, self._write
        begin, end = self._record.begin, self._record.end
        answer = session.answer_in_parts
        while not session.over:
            request = receive()
            if request is None:
                return
            begin(request)
            reply = answer(request)
            end()
            write(reply)

    def _receive(self) -> bytes | None:
        """Wait for a request; None at the end of them, also in the middle of one."""
        if self._vigil.begins():
            self._vigil.look()
        data = self._connection.recv(_SMALL)
        while len(data) < 4:
            more = data and self._connection.recv(_SMALL)
            if not more:
                return None
            data += more
        (size,) = _LENGTH.unpack_from(data)
        if len(data) == 4 + size:
            return data[4:]
        if len(data) > 4 + size:
            self._refuse("a request came before the reply to the one before it was sent")
            return None
        if size > self._limit:
            self._refuse(f"a message of {size} bytes is announced, at most {self._limit} may be")
            return None
        return self._rest(data[4:], size)

    def _rest(self, start: bytes, size: int) -> bytes | None:
        # As it comes: what is announced takes no memory before it is there.
        data = bytearray(start)
        while len(data) < size:
            more = self._connection.recv(min(size - len(data), _CHUNK))
            if not more:
                return None
            data += more
        return bytes(data)

    def _write(self, reply: bytes | list[Part]) -> None:
        if not isinstance(reply, bytes):
            self._send_all([_LENGTH.pack(sum(map(len, reply))), *reply])
        elif len(reply) < _SMALL:
            self._connection.sendall(_LENGTH.pack(len(reply)) + reply)
        else:
            self._send_all([_LENGTH.pack(len(reply)), reply])

    def _send_all(self, parts: list[Part]) -> None:
        # In one call, without a copy; what does not fit at once goes behind it.
        sent = self._connection.sendmsg(parts)
        for part in parts:
            if sent < len(part):
                self._connection.sendall(memoryview(part)[sent:])
            sent = max(0, sent - len(part))

    def _refuse(self, message: str) -> None:
        reply = session_pb2.SessionReply()
        error = malformed(f"{message}; the lane is closed")
        error.session_continues = False
        error.fill(reply.error)
        self._write(reply.SerializeToString())
