"""What server and template say to each other."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Assignment:
    """What a process is to do.

    Attributes:
        lane: its name
        socket: where to listen
        record: the file to note its progress in
        secret: that the client must show
        seconds: to wait for the client
    """

    lane: str
    socket: Path
    record: Path
    secret: bytes
    seconds: float


@dataclass(frozen=True)
class Open:
    """The server wants a lane."""

    assignment: Assignment


@dataclass(frozen=True)
class End:
    """The server wants a lane to end after its request, or at once and with its last words."""

    lane: str
    at_once: bool


@dataclass(frozen=True)
class Stop:
    """The server stops, and wants all lanes to end, and the template too."""


@dataclass(frozen=True)
class Opened:
    """The client of a lane may come."""

    lane: str
    pid: int


@dataclass(frozen=True)
class Ended:
    """The process of a lane is gone; its exit status, or minus the number of a signal."""

    lane: str
    code: int


Order = Open | End | Stop
News = Opened | Ended
