"""What comes to the port of a real server and is no call of a client: it answers on regardless."""

from __future__ import annotations

import random
import socket
import struct
from collections.abc import Iterator
from typing import Any

import grpc
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc

from gymbridge_server._generated import session_pb2 as pb
from tests.servers import SECONDS, SERVICE, Process, Stream

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    server = Process("--listen", "127.0.0.1:0", "--max-message-bytes", "1000000")
    yield server.ready()["address"]
    server.process.kill()
    server.end()


@pytest.fixture
def channel(address: str) -> Iterator[grpc.Channel]:
    channel = grpc.insecure_channel(address)
    yield channel
    # Whatever was done to it, the server is well and makes environments.
    stub: Any = health_pb2_grpc.HealthStub(channel)
    answer = stub.Check(health_pb2.HealthCheckRequest(), timeout=SECONDS)
    assert answer.status == health_pb2.HealthCheckResponse.SERVING
    stream = Stream(channel)
    assert stream.make("CartPole-v1").HasField("make")
    stream.end()
    channel.close()


def frame(kind: int, flags: int, stream: int, payload: bytes) -> bytes:
    """Write a frame of HTTP/2."""
    return struct.pack(">I", len(payload))[1:] + struct.pack(">BBI", kind, flags, stream) + payload


def header(name: bytes, value: bytes) -> bytes:
    """Write a header without compression."""
    return b"\x00" + bytes([len(name)]) + name + bytes([len(value)]) + value


CALL = frame(
    1,
    4,
    1,
    b"\x83\x86"
    + header(b":path", f"{SERVICE}Session".encode())
    + header(b":authority", b"a")
    + header(b"content-type", b"application/grpc")
    + header(b"te", b"trailers"),
)
OPENED = PREFACE + frame(4, 0, 0, b"") + CALL


@pytest.mark.parametrize(
    "garbage",
    [
        b"GET / HTTP/1.1\r\nHost: a\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(500),
        b"\x00" * 10_000,
        random.Random(7).randbytes(10_000),  # noqa: S311 - no secret
        PREFACE + random.Random(8).randbytes(10_000),  # noqa: S311 - no secret
        PREFACE + b"\xff\xff\xff\x00\x00\x00\x00\x00\x01",
        PREFACE + frame(4, 0, 0, b"\x00\x04\xff\xff\xff\xff"),
        OPENED + frame(0, 0, 1, b"\x07" + struct.pack(">I", 3) + b"abc"),
        OPENED + frame(0, 1, 1, b"\x00" + struct.pack(">I", 100) + b"abc"),
        OPENED + frame(0, 0, 1, b"\x00" + struct.pack(">I", 2**32 - 1) + b"abc"),
        OPENED + frame(0, 0, 1, b"\x01" + struct.pack(">I", 3) + b"abc"),
        OPENED + frame(3, 0, 1, b"\x00\x00\x00\x08"),
        OPENED + frame(0, 0, 7, b"abc"),
    ],
    ids=[
        "HTTP/1",
        "TLS",
        "zeros",
        "random bytes",
        "random frames",
        "a frame of 16 MiB",
        "wrong settings",
        "unknown compression",
        "a message cut short",
        "a message of 4 GiB",
        "compressed bytes that are none",
        "a call reset at once",
        "data of no call",
    ],
)
def test_garbage_ends_its_connection_alone(
    address: str, channel: grpc.Channel, garbage: bytes
) -> None:
    host, port = address.rsplit(":", 1)
    with socket.create_connection((host, int(port)), SECONDS) as client:
        try:
            client.sendall(garbage)
            client.shutdown(socket.SHUT_WR)
            while client.recv(65_536):
                pass
        except TimeoutError:
            raise  # The server neither answers nor hangs up.
        except OSError:
            pass  # It hung up.


def test_random_messages_each_get_a_reply(channel: grpc.Channel) -> None:
    chance = random.Random(9)  # noqa: S311 - no secret
    stream = Stream(channel)
    for _ in range(500):
        reply = stream.send(chance.randbytes(chance.randrange(64)))
        assert reply.error.code != pb.ERROR_CODE_INTERNAL
        assert reply.WhichOneof("kind") == "error"
    stream.end()


@pytest.mark.parametrize("name", [SERVICE + "Nothing", "/no.such/Service"])
def test_a_wrong_service_is_unimplemented(channel: grpc.Channel, name: str) -> None:
    call: Any = channel.stream_stream(name)
    with pytest.raises(grpc.RpcError) as caught:
        next(call(iter([b"a"]), timeout=SECONDS))
    error: Any = caught.value
    assert error.code() == grpc.StatusCode.UNIMPLEMENTED
