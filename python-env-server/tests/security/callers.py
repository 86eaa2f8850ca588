"""Certificates in files, and those who call with them, or without."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import grpc
import pytest
import trustme
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection_pb2

from gymbridge_server._generated import service_pb2
from tests.servers import SECONDS, Process, Stream, server_info
from tests.test_server import REFLECTION_STUB

TOKEN = "0123456789abcdef0123456789abcdef"  # noqa: S105
LONG_AGO = dt.datetime(2020, 1, 1, tzinfo=dt.timezone.utc)
SERVER = "gymbridge.example.org"


@contextmanager
def serving(*arguments: str) -> Iterator[str]:
    """Start a server, and say where it listens first."""
    server = Process(*arguments)
    try:
        yield str(server.ready()["address"])
    finally:
        server.process.kill()
        server.process.communicate(timeout=SECONDS)


class Files:
    """Certificates in files, as an operator has them."""

    def __init__(self, directory: Path, authority: trustme.CA) -> None:
        self.directory = directory
        self.authority = authority
        self.ca = self.write("ca.pem", authority.cert_pem.bytes())
        self.cert, self.key = self.issue("server", authority.issue_cert(SERVER, "127.0.0.1"))

    def write(self, name: str, content: bytes, mode: int = 0o600) -> Path:
        path = self.directory / name
        path.write_bytes(content)
        path.chmod(mode)
        return path

    def issue(self, name: str, leaf: trustme.LeafCert) -> tuple[Path, Path]:
        chain = b"".join(blob.bytes() for blob in leaf.cert_chain_pems)
        cert = self.write(f"{name}.pem", chain, 0o644)
        return cert, self.write(f"{name}.key", leaf.private_key_pem.bytes())

    def token(self, text: str = TOKEN + "\n", mode: int = 0o600) -> Path:
        return self.write("token", text.encode(), mode)

    def tls(self) -> list[str]:
        return ["--tls-cert", str(self.cert), "--tls-key", str(self.key)]

    def mutual(self) -> list[str]:
        return [*self.tls(), "--tls-client-ca", str(self.ca)]

    def client(self, certificate: tuple[Path, Path] | None = None) -> grpc.ChannelCredentials:
        chain, key = (path.read_bytes() for path in certificate) if certificate else (None, None)
        return grpc.ssl_channel_credentials(self.ca.read_bytes(), key, chain)


class Showing(
    grpc.UnaryUnaryClientInterceptor,
    grpc.StreamStreamClientInterceptor,
    grpc.UnaryStreamClientInterceptor,
):
    """Adds ``authorization`` metadata to every call."""

    def __init__(self, *values: str) -> None:
        self.metadata = [("authorization", value) for value in values]

    def show(self, call: Any, details: Any, request: Any) -> Any:
        return call(details._replace(metadata=self.metadata), request)

    intercept_unary_unary: Any = show
    intercept_stream_stream: Any = show
    intercept_unary_stream: Any = show


Serve = Callable[..., str]
Connect = Callable[..., grpc.Channel]


def refusal(call: Callable[[], Any]) -> tuple[grpc.StatusCode, str]:
    with pytest.raises(grpc.RpcError) as caught:
        call()
    error: Any = caught.value
    return error.code(), error.details()


def health_stub(channel: grpc.Channel) -> Any:
    return health_pb2_grpc.HealthStub(channel)


def health(channel: grpc.Channel) -> int:
    reply = health_stub(channel).Check(health_pb2.HealthCheckRequest(), timeout=SECONDS)
    return int(reply.status)


CALLS: dict[str, Callable[[grpc.Channel], Any]] = {
    "info": server_info,
    "list": lambda channel: channel.unary_unary(
        "/gymbridge.v1.EnvironmentService/ListEnvironments",
        request_serializer=service_pb2.ListEnvironmentsRequest.SerializeToString,
    )(service_pb2.ListEnvironmentsRequest(), timeout=SECONDS),
    # No message is sent: the refusal must not wait for one.
    "session": lambda channel: next(Stream(channel).replies),
    "reflection": lambda channel: list(
        REFLECTION_STUB(channel).ServerReflectionInfo(
            iter([reflection_pb2.ServerReflectionRequest(list_services="")]), timeout=SECONDS
        )
    ),
    "watch": lambda channel: next(
        health_stub(channel).Watch(health_pb2.HealthCheckRequest(), timeout=SECONDS)
    ),
    "unknown": lambda channel: channel.unary_unary("/some.Other/Method", request_serializer=bytes)(
        b"", timeout=SECONDS
    ),
}
