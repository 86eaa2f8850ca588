"""What a lane's process writes."""

from __future__ import annotations

import struct
from typing import Any

import pytest

from gymbridge_server.lane.carrier import Carrier

PARTS: list[bytes | memoryview] = [b"head", memoryview(b"pixels of a picture"), b"", b"tail"]
WHOLE = b"".join(PARTS)


class Hasty:
    """A socket that takes so many bytes of what lies in several places, and then the rest."""

    def __init__(self, takes: int) -> None:
        self.takes = takes
        self.sent = b""

    def fileno(self) -> int:
        return 0

    def sendmsg(self, parts: list[Any]) -> int:
        self.sent += b"".join(parts)[: self.takes]
        return len(self.sent)

    def sendall(self, data: bytes) -> None:
        self.sent += data


class Pictures:
    """A session that answers once, in parts."""

    over = False

    def answer_in_parts(self, _: bytes) -> list[Any]:
        self.over = True
        return PARTS


@pytest.mark.parametrize("takes", range(4 + len(WHOLE) + 1))
def test_what_does_not_fit_at_once_goes_behind_it(takes: int) -> None:
    connection: Any = Hasty(takes)
    record: Any = type("Record", (), {"begin": lambda *_: None, "end": lambda _: None})()
    carrier = Carrier(connection, record, 0)
    carrier._receive = lambda: b""  # type: ignore[method-assign]
    carrier.carry(Pictures())
    assert connection.sent == struct.pack("<I", len(WHOLE)) + WHOLE
