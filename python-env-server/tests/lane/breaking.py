"""An environment that breaks in a lane, and how that looks from outside."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import grpc

from gymbridge_server._generated import session_pb2 as pb
from gymbridge_server.data import map_from_proto
from tests.driver import data_map
from tests.lanes import Lane
from tests.servers import children_of

BREAKING = "tests.environments:Breaking-v0"
SERVE = ("--listen", "127.0.0.1:0", "--allow-module", "tests")
Enter = Callable[[grpc.Channel], Lane]

STEP_0 = pb.StepRequest(action={"leaves": [bytes(8)]})
STEP_1 = pb.StepRequest(action={"leaves": [bytes([1, 0, 0, 0, 0, 0, 0, 0])]})


def make_breaking(lane: Lane, **kwargs: Any) -> int:
    """Make and reset an environment; return in which process it is."""
    lane.make(BREAKING, kwargs=data_map(kwargs))
    info = lane.ask(reset=pb.ResetRequest(want_info=True)).reset.info
    return int(map_from_proto(info)["pid"])


def is_closed(connection: socket.socket) -> bool:
    """Whether a connection ends without a word."""
    try:
        return connection.recv(1) == b""
    except ConnectionResetError:
        return True


def children_and_theirs(pid: int) -> list[int]:
    children = children_of(pid)
    return children + [each for child in children for each in children_and_theirs(child)]


def parent_of(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
