"""Lets the one client of a lane in: the one that shows the secret."""

from __future__ import annotations

import hmac
import selectors
import socket
import time
from typing import Final

SECRET_BYTES: Final = 32

# Who connects without the secret, and stays, keeps nobody else out.
_MOST_WAITING: Final = 16


class Entrance:
    """The door of one lane. Who makes one closes it."""

    def __init__(self, listening: socket.socket, secret: bytes) -> None:
        self._listening = listening
        self._secret = secret
        self._shown: dict[socket.socket, bytes] = {}
        self._selector = selectors.DefaultSelector()
        listening.setblocking(False)
        self._selector.register(listening, selectors.EVENT_READ)

    def admit(self, seconds: float) -> socket.socket | None:
        """Wait for the client that begins with the secret.

        Returns:
            Its connection, which the caller closes; None if it does not come in time
        """
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            for key, _ in self._selector.select(left):
                if key.fileobj is self._listening:
                    self._take_in()
                elif isinstance(key.fileobj, socket.socket) and self._shows(key.fileobj):
                    self._selector.unregister(key.fileobj)
                    del self._shown[key.fileobj]
                    key.fileobj.setblocking(True)
                    return key.fileobj
        return None

    def _take_in(self) -> None:
        try:
            client, _ = self._listening.accept()
        except OSError:
            return  # It has left again.
        client.setblocking(False)
        if len(self._shown) == _MOST_WAITING:
            self._turn_away(next(iter(self._shown)))
        self._shown[client] = b""
        self._selector.register(client, selectors.EVENT_READ)

    def _shows(self, client: socket.socket) -> bool:
        """Read what a client shows, and nothing beyond it; say whether it is the secret."""
        shown = self._shown[client]
        try:
            more = client.recv(SECRET_BYTES - len(shown))
        except OSError:
            more = b""
        shown = self._shown[client] = shown + more
        if len(shown) == SECRET_BYTES and hmac.compare_digest(shown, self._secret):
            return True
        if not more or len(shown) == SECRET_BYTES:
            self._turn_away(client)
        return False

    def _turn_away(self, client: socket.socket) -> None:
        self._selector.unregister(client)
        del self._shown[client]
        client.close()

    def close(self) -> None:
        """Close the door, and whoever waits at it."""
        for client in list(self._shown):
            self._turn_away(client)
        self._selector.close()
        self._listening.close()
