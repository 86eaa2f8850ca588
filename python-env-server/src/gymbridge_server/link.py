"""Messages between two processes of this machine, as bytes over a pair of sockets."""

from __future__ import annotations

import socket
import struct
from typing import Final

_HEADER: Final = struct.Struct("<IB")
# One read takes in a small message whole; one write puts it out.
_SMALL: Final = 65_536


class Link:
    """One end. Each message is bytes and a flag; only one is under way at a time.

    Who makes a link closes it.
    """

    def __init__(self, end: socket.socket) -> None:
        self._socket = end

    def send(self, data: bytes, *, flag: bool = False) -> None:
        """Send a message.

        Raises:
            OSError: if the other end is gone
        """
        header = _HEADER.pack(len(data), flag)
        if len(data) < _SMALL:
            self._socket.sendall(header + data)
        else:
            self._socket.sendall(header)
            self._socket.sendall(data)

    def receive(self) -> tuple[bytes, bool]:
        """Wait for a message.

        Raises:
            EOFError: if the other end is gone
            OSError: likewise
        """
        read = self._more(_SMALL)
        while len(read) < _HEADER.size:
            read += self._more(_SMALL)
        size, flag = _HEADER.unpack_from(read)
        if len(read) == _HEADER.size + size:
            return read[_HEADER.size :], bool(flag)
        return self._rest(read, size), bool(flag)

    def _rest(self, read: bytes, size: int) -> bytes:
        data = bytearray(size)
        view = memoryview(data)
        done = len(read) - _HEADER.size
        view[:done] = read[_HEADER.size :]
        while done < size:
            count = self._socket.recv_into(view[done:])
            if not count:
                raise EOFError
            done += count
        return bytes(data)

    def _more(self, size: int) -> bytes:
        more = self._socket.recv(size)
        if not more:
            raise EOFError
        return more

    def limit(self, seconds: float | None) -> None:
        """Let a wait for a message end after so many seconds, with a TimeoutError."""
        self._socket.settimeout(seconds)

    def close(self) -> None:
        """Close this end, which the other notices."""
        self._socket.close()
