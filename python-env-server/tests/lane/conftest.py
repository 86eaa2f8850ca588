"""A server that opens lanes, and lanes to it."""

from __future__ import annotations

from collections.abc import Iterator

import grpc
import pytest

from tests.lane.breaking import SERVE, Enter
from tests.lanes import Lane
from tests.servers import Process, server_info, wait_for


@pytest.fixture(scope="module")
def server() -> Iterator[Process]:
    process = Process(*SERVE)
    yield process
    process.process.terminate()
    process.end()


@pytest.fixture(scope="module")
def address(server: Process) -> str:
    return str(server.ready()["address"])


@pytest.fixture
def channel(address: str) -> Iterator[grpc.Channel]:
    """A channel to the server, which has nothing left to do when the test is over."""
    with grpc.insecure_channel(address) as channel:
        yield channel
        assert wait_for(lambda: server_info(channel).open_sessions == 0)


@pytest.fixture
def enter() -> Iterator[Enter]:
    lanes: list[Lane] = []

    def enter(channel: grpc.Channel) -> Lane:
        lanes.append(Lane(channel))
        return lanes[-1]

    yield enter
    for lane in lanes:
        lane.end()


@pytest.fixture
def lane(channel: grpc.Channel, enter: Enter) -> Lane:
    return enter(channel)
