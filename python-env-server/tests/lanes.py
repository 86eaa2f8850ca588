"""Clients of lanes: over a real socket, with real processes behind it."""

from __future__ import annotations

import contextlib
import socket
import struct
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import grpc

from gymbridge_server._generated import service_pb2
from gymbridge_server._generated import session_pb2 as pb
from tests.servers import SECONDS, SERVICE


def open_lane(channel: grpc.Channel, protocol_version: int = 1) -> service_pb2.OpenLaneReply:
    call = channel.unary_unary(
        SERVICE + "OpenLane",
        request_serializer=service_pb2.OpenLaneRequest.SerializeToString,
        response_deserializer=service_pb2.OpenLaneReply.FromString,
    )
    request = service_pb2.OpenLaneRequest(protocol_version=protocol_version)
    reply: service_pb2.OpenLaneReply = call(request, timeout=SECONDS)
    return reply


def describe_end(channel: grpc.Channel, lane: str) -> service_pb2.DescribeLaneEndReply:
    call = channel.unary_unary(
        SERVICE + "DescribeLaneEnd",
        request_serializer=service_pb2.DescribeLaneEndRequest.SerializeToString,
        response_deserializer=service_pb2.DescribeLaneEndReply.FromString,
    )
    request = service_pb2.DescribeLaneEndRequest(lane=lane)
    reply: service_pb2.DescribeLaneEndReply = call(request, timeout=SECONDS)
    return reply


def connected(opened: service_pb2.OpenLaneReply, secret: bytes | None = None) -> socket.socket:
    """Connect to the socket of a lane, and show a secret: the right one, if no other is given."""
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(SECONDS)
    try:
        connection.connect(opened.socket)
    except OSError:
        connection.close()
        raise
    connection.sendall(opened.secret if secret is None else secret)
    return connection


def framed(data: bytes) -> bytes:
    return struct.pack("<I", len(data)) + data


class LaneEndError(Exception):
    """The end of the lane came instead of a reply."""


class Lane:
    """A session over a lane; its messages may be any bytes."""

    def __init__(self, channel: grpc.Channel) -> None:
        self.channel = channel
        self.opened = open_lane(channel)
        self.connection = connected(self.opened)

    def ask(self, **kind: Any) -> pb.SessionReply:
        return self.send(pb.SessionRequest(**kind).SerializeToString())

    def send(self, data: bytes) -> pb.SessionReply:
        self.put(data)
        return pb.SessionReply.FromString(self.receive())

    def put(self, data: bytes) -> None:
        self.connection.sendall(framed(data))

    def receive(self) -> bytes:
        (size,) = struct.unpack("<I", self.exactly(4))
        return self.exactly(size)

    def exactly(self, size: int) -> bytes:
        data = b""
        while len(data) < size:
            try:
                more = self.connection.recv(size - len(data))
            except ConnectionResetError:
                more = b""  # The process ended with a request unread.
            if not more:
                raise LaneEndError
            data += more
        return data

    def rest(self) -> Iterator[bytes]:
        """The replies until the end."""
        with contextlib.suppress(LaneEndError):
            while True:
                yield self.receive()

    def make(self, environment_id: str, **fields: Any) -> pb.SessionReply:
        return self.ask(make=pb.MakeRequest(protocol_version=1, id=environment_id, **fields))

    def end(self) -> None:
        self.connection.close()

    def why(self) -> pb.ErrorReply:
        """Ask why it ended, which it has."""
        reply = describe_end(self.channel, self.opened.lane)
        assert reply.ended
        return reply.end


class LaneSession:
    """Does what a ``Session`` does, over a lane."""

    def __init__(self, channel: grpc.Channel) -> None:
        self._lane = Lane(channel)

    def answer(self, data: bytes) -> bytes:
        self._lane.put(data)
        return self._lane.receive()

    def close(self) -> None:
        self._lane.end()


def leftovers(opened: service_pb2.OpenLaneReply) -> list[Path]:
    """What is left of the files of lanes beside that of this one, and of this one, in time."""
    end = time.monotonic() + SECONDS
    directory = Path(opened.socket).parent
    while (files := list(directory.glob("*"))) and time.monotonic() < end:
        time.sleep(0.02)
    return files
