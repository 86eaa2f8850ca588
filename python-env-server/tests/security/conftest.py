"""Servers, channels and certificates."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import grpc
import pytest
import trustme

from tests.security.callers import Files, Showing, serving


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def files(tmp_path: Path, authority: trustme.CA) -> Files:
    return Files(tmp_path, authority)


@pytest.fixture
def serve() -> Iterator[Callable[..., str]]:
    """Start servers, and say where each listens first."""
    with ExitStack() as started:

        def serve(*arguments: str) -> str:
            return started.enter_context(serving(*arguments))

        yield serve


@pytest.fixture
def connect() -> Iterator[Callable[..., grpc.Channel]]:
    channels: list[grpc.Channel] = []

    def connect(
        address: str, credentials: grpc.ChannelCredentials | None = None, *shown: str
    ) -> grpc.Channel:
        port = f"127.0.0.1:{address.rpartition(':')[2]}" if "unix" not in address else address
        channel = (
            grpc.insecure_channel(port)
            if credentials is None
            else grpc.secure_channel(port, credentials)
        )
        channels.append(channel)
        return grpc.intercept_channel(channel, Showing(*shown))

    yield connect
    for channel in channels:
        channel.close()


@pytest.fixture
def unused_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])
