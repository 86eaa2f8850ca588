"""What the tests share."""

from __future__ import annotations

import os

# Before pygame is imported by an environment: no window, no greeting.
os.environ["SDL_VIDEODRIVER"] = "offscreen"
os.environ["PYGAME_HIDE_SUPPORT_PROMPT"] = "1"

from collections.abc import Iterator

import grpc
import pytest
from hypothesis import HealthCheck, settings

import tests.environments
import tests.returns  # noqa: F401 - registers them
from gymbridge_server.registry import import_plugins
from tests.driver import Driver
from tests.lanes import LaneSession
from tests.servers import SECONDS, Connect, Process, Start

import_plugins()

# A busy machine is no failure: no property has a time limit. --hypothesis-profile=quick tries less.
settings.register_profile(
    "steady", deadline=None, max_examples=200, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("quick", settings.get_profile("steady"), max_examples=40)
settings.load_profile("steady")


@pytest.fixture
def in_process() -> Iterator[Driver]:
    """A driver of a session in this very process."""
    driver = Driver()
    yield driver
    driver.close()


@pytest.fixture
def driver(in_process: Driver) -> Driver:
    return in_process


@pytest.fixture(scope="session")
def lanes() -> Iterator[grpc.Channel]:
    """A channel to a server that opens lanes."""
    server = Process("--listen", "127.0.0.1:0", "--allow-module", "tests")
    try:
        with grpc.insecure_channel(server.ready()["address"]) as channel:
            yield channel
    finally:
        server.process.terminate()
        server.end()


@pytest.fixture(params=["stream", "lane"])
def carried(request: pytest.FixtureRequest) -> Iterator[Driver]:
    """A driver of a session as a stream of gRPC has it, in this process, and of one over a lane."""
    driver = Driver()
    if request.param == "lane":
        driver.session = LaneSession(request.getfixturevalue("lanes"))
    yield driver
    driver.close()


@pytest.fixture
def start() -> Iterator[Start]:
    started: list[Process] = []

    def start(*arguments: str) -> Process:
        started.append(Process(*arguments))
        return started[-1]

    yield start
    for server in started:
        server.process.kill()
        server.process.wait(SECONDS)
        for pipe in (server.process.stdin, server.process.stdout, server.process.stderr):
            if pipe is not None:
                pipe.close()


@pytest.fixture
def connect() -> Iterator[Connect]:
    channels: list[grpc.Channel] = []

    def connect(address: str) -> grpc.Channel:
        channels.append(grpc.insecure_channel(address))
        return channels[-1]

    yield connect
    for channel in channels:
        channel.close()
