"""Servers as processes of their own, and clients of theirs, over real sockets."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import grpc

from gymbridge_server._generated import service_pb2
from gymbridge_server._generated import session_pb2 as pb

SERVICE = "/gymbridge.v1.EnvironmentService/"
PROJECT = Path(__file__).parent.parent
SECONDS = 30.0


class Process:
    """A server of its own."""

    def __init__(
        self, *arguments: str, python: str = sys.executable, errors: int | None = subprocess.PIPE
    ) -> None:
        self.process = subprocess.Popen(
            [python, "-m", "gymbridge_server", "--ready-json", *arguments],
            cwd=PROJECT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )

    def ready(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        line: dict[str, Any] = json.loads(self.process.stdout.readline())
        return line

    def end(self) -> tuple[int, str, str]:
        """Wait for the end, and return exit code, the rest of the output, and the errors."""
        output, errors = self.process.communicate(timeout=SECONDS)
        return self.process.returncode, output, errors


class Stream:
    """A session over gRPC; its messages may be any bytes."""

    def __init__(self, channel: grpc.Channel, seconds: float | None = SECONDS) -> None:
        self.requests: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        call: Any = channel.stream_stream(SERVICE + "Session")
        self.replies = call(iter(self.requests.get, None), timeout=seconds)

    def ask(self, **kind: Any) -> pb.SessionReply:
        return self.send(pb.SessionRequest(**kind).SerializeToString())

    def send(self, data: bytes) -> pb.SessionReply:
        self.requests.put(data)
        return pb.SessionReply.FromString(next(self.replies))

    def answer(self, data: bytes) -> bytes:
        """Do what a ``Session`` does, so that a ``Driver`` can drive what is far away."""
        return self.send(data).SerializeToString()

    def make(self, environment_id: str, **fields: Any) -> pb.SessionReply:
        return self.ask(make=pb.MakeRequest(protocol_version=1, id=environment_id, **fields))

    def end(self) -> None:
        self.requests.put(None)


Start = Callable[..., Process]
Connect = Callable[[str], grpc.Channel]


def server_info(channel: grpc.Channel) -> service_pb2.GetServerInfoResponse:
    call = channel.unary_unary(
        SERVICE + "GetServerInfo",
        request_serializer=service_pb2.GetServerInfoRequest.SerializeToString,
        response_deserializer=service_pb2.GetServerInfoResponse.FromString,
    )
    response: service_pb2.GetServerInfoResponse = call(
        service_pb2.GetServerInfoRequest(), timeout=SECONDS
    )
    return response


def wait_for(condition: Callable[[], bool]) -> bool:
    end = time.monotonic() + SECONDS
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def admitted(channel: grpc.Channel) -> bool:
    """Whether the server takes another session; it is ended at once."""
    stream = Stream(channel)
    try:
        stream.ask(close=pb.CloseRequest())
    except grpc.RpcError:
        return False
    stream.end()
    return next(stream.replies, None) is None


def children_of(pid: int) -> list[int]:
    listing = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(pid)],  # noqa: S607
        capture_output=True,
        text=True,
        check=False,
    )
    return [int(line) for line in listing.stdout.split()]


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
