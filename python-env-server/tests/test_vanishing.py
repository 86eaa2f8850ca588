"""Clients and servers that are gone without a word, and what must go with them."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from gymbridge_server._generated import session_pb2 as pb
from tests.driver import data_map
from tests.servers import (
    PROJECT,
    SECONDS,
    Connect,
    Start,
    Stream,
    children_of,
    is_alive,
    server_info,
    wait_for,
)

pytestmark = pytest.mark.thorough

BREAKING = "tests.environments:Breaking-v0"
STEP_1 = pb.StepRequest(action={"leaves": [bytes([1, 0, 0, 0, 0, 0, 0, 0])]})

# Makes an environment, says so, and asks for one more thing, to which there is no reply.
CLIENT = """
import sys, grpc
from gymbridge_server._generated import session_pb2 as pb
from tests.driver import data_map
from tests.servers import Stream
address, where, mark, vectorization = sys.argv[1:]
stream = Stream(grpc.insecure_channel(address))
kwargs = data_map({"how": "hang", "where": where, "mark": mark})
fields = {"num_envs": 2, "vectorization": pb.VECTORIZATION_ASYNC} if vectorization else {}
stream.make("tests.environments:Breaking-v0", kwargs=kwargs, **fields)
stream.ask(reset=pb.ResetRequest())
print("made", flush=True)
if where == "step":
    leaves = [bytes([1, 0, 0, 0, 0, 0, 0, 0]) * (2 if vectorization else 1)]
    stream.ask(step=pb.StepRequest(action={"leaves": leaves}))
sys.stdin.read()
"""


class Client:
    """A client that can be killed."""

    def __init__(self, address: str, where: str, mark: Path, vectorization: str = "") -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", CLIENT, address, where, str(mark), vectorization],
            cwd=PROJECT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.mark = mark

    def wait_until_made(self) -> None:
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == "made\n"

    def wait_until_stuck(self) -> int:
        """Wait until the environment hangs, and return in which process."""
        assert wait_for(lambda: self.mark.exists() and self.mark.read_text() != "")
        return int(self.mark.read_text())

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate(timeout=SECONDS)


@pytest.fixture(params=["tcp", "unix"])
def listen(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return "127.0.0.1:0" if request.param == "tcp" else f"unix:{tmp_path / 'socket'}"


@pytest.mark.parametrize("isolate", ["", "--isolate"])
def test_a_client_that_is_killed_between_requests_leaves_nothing(
    start: Start, connect: Connect, tmp_path: Path, listen: str, isolate: str
) -> None:
    options = ["--no-lane", *filter(None, [isolate])]
    server = start("--listen", listen, "--allow-module", "tests", *options)
    address = server.ready()["address"]
    channel = connect(address)
    client = Client(address, "nowhere", tmp_path / "mark", "async")
    client.wait_until_made()
    assert server_info(channel).open_sessions == 1
    before = family_of(server.process.pid)
    client.kill()
    assert wait_for(lambda: server_info(channel).open_sessions == 0)
    # What stays are the helper of the multiprocessing module, and a process kept ready.
    assert wait_for(lambda: sum(map(is_alive, before)) <= 2)


@pytest.mark.parametrize("where", ["step", "make"])
def test_a_client_that_is_killed_in_a_long_request_frees_an_isolated_session(
    start: Start, connect: Connect, tmp_path: Path, listen: str, where: str
) -> None:
    server = start("--listen", listen, "--allow-module", "tests", "--isolate")
    address = server.ready()["address"]
    channel = connect(address)
    client = Client(address, where, tmp_path / "mark")
    pid = client.wait_until_stuck()
    client.kill()
    assert wait_for(lambda: server_info(channel).open_sessions == 0)
    assert not is_alive(pid)


def test_a_client_that_is_killed_in_a_long_step_of_an_async_vector_frees_it(
    start: Start, connect: Connect, tmp_path: Path, listen: str
) -> None:
    server = start("--listen", listen, "--allow-module", "tests")
    address = server.ready()["address"]
    channel = connect(address)
    client = Client(address, "step", tmp_path / "mark", "async")
    pid = client.wait_until_stuck()
    client.kill()
    assert wait_for(lambda: server_info(channel).open_sessions == 0)
    assert wait_for(lambda: not is_alive(pid))


def test_a_long_step_in_the_servers_own_process_is_accounted_for(
    start: Start, connect: Connect, tmp_path: Path
) -> None:
    server = start("--listen", "127.0.0.1:0", "--allow-module", "tests")
    address = server.ready()["address"]
    channel = connect(address)
    client = Client(address, "step", tmp_path / "mark")
    client.wait_until_stuck()
    client.kill()
    assert wait_for(lambda: server_info(channel).hanging_sessions == 1)


@pytest.mark.parametrize("how", ["hang", "nothing"])
def test_a_server_that_is_killed_leaves_no_process(
    start: Start, connect: Connect, tmp_path: Path, how: str
) -> None:
    server = start("--listen", "127.0.0.1:0", "--allow-module", "tests", "--isolate")
    stream = Stream(connect(server.ready()["address"]))
    mark = tmp_path / "mark"
    kwargs = data_map({"how": "hang", "mark": str(mark)})
    fields = {"kwargs": kwargs, "num_envs": 2, "vectorization": pb.VECTORIZATION_ASYNC}
    stream.make(BREAKING, **fields)
    stream.ask(reset=pb.ResetRequest())
    if how == "hang":
        actions = {"leaves": [bytes([1, 0, 0, 0, 0, 0, 0, 0] * 2)]}
        request = pb.SessionRequest(step=pb.StepRequest(action=actions))
        stream.requests.put(request.SerializeToString())
        assert wait_for(lambda: mark.exists() and mark.read_text() != "")
    family = family_of(server.process.pid)
    assert len(family) >= 4
    server.process.send_signal(signal.SIGKILL)
    server.process.wait(SECONDS)
    assert wait_for(lambda: not any(map(is_alive, family)))


class Proxy:
    """Passes bytes on in both directions, until it keeps them and the connections stay open."""

    def __init__(self, address: str) -> None:
        host, _, port = address.rpartition(":")
        self._target = (host, int(port))
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self._listening.getsockname()[1]}"
        self._passing = threading.Event()
        self._passing.set()
        self._sockets = [self._listening]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listening.accept()
            except OSError:
                return
            far = socket.create_connection(self._target)
            self._sockets += [near, far]
            for pair in ((near, far), (far, near)):
                threading.Thread(target=self._carry, args=pair, daemon=True).start()

    def _carry(self, source: socket.socket, target: socket.socket) -> None:
        try:
            while data := source.recv(65_536):
                self._passing.wait()
                target.sendall(data)
        except OSError:
            pass

    def go_silent(self) -> None:
        self._passing.clear()

    def close(self) -> None:
        self._passing.set()
        for each in self._sockets:
            each.close()


@pytest.fixture
def server_address(start: Start) -> str:
    server = start("--listen", "127.0.0.1:0", "--max-silence-seconds", "3")
    return str(server.ready()["address"])


@pytest.fixture
def proxy(server_address: str) -> Iterator[Proxy]:
    proxy = Proxy(server_address)
    yield proxy
    proxy.close()


def test_a_connection_that_is_half_open_is_found_out(
    connect: Connect, proxy: Proxy, server_address: str
) -> None:
    stream = Stream(connect(proxy.address), seconds=None)
    stream.make("CartPole-v1")
    channel = connect(server_address)
    assert server_info(channel).open_sessions == 1
    proxy.go_silent()
    assert wait_for(lambda: server_info(channel).open_sessions == 0)


def test_an_abandoned_directory_of_a_socket_goes_with_the_server(
    start: Start, tmp_path: Path
) -> None:
    directories = [tmp_path / "gymbridge-1-2", tmp_path / "other"]
    for directory in directories:
        directory.mkdir(mode=0o700)
        server = start("--listen", f"unix:{directory / 'socket'}", "--exit-with-parent")
        server.ready()
        assert server.process.stdin is not None
        server.process.stdin.close()
        assert server.process.wait(SECONDS) == 0
    assert [directory.exists() for directory in directories] == [False, True]


def family_of(pid: int) -> list[int]:
    """All that descend from a process."""
    children = children_of(pid)
    return children + [each for child in children for each in family_of(child)]


def test_the_family_is_found() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        assert child.pid in family_of(os.getpid())
        child.communicate(b"\n")
