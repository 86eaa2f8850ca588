"""Lanes: who may come in, what they carry, and each way in which they end."""

from __future__ import annotations

import os
import signal
import socket
import struct
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import grpc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gymbridge_server._generated import session_pb2 as pb
from gymbridge_server.data import map_from_proto
from gymbridge_server.errors import RequestError
from gymbridge_server.lane.lanes import Lanes, why_none_here, why_not_for
from gymbridge_server.open_sessions import OpenSessions
from gymbridge_server.service import EnvironmentService
from tests.driver import TEST_POLICY, data_map
from tests.lanes import (
    Lane,
    LaneEndError,
    connected,
    describe_end,
    framed,
    leftovers,
    open_lane,
)
from tests.servers import (
    Connect,
    Process,
    Start,
    children_of,
    is_alive,
    server_info,
    wait_for,
)

BREAKING = "tests.environments:Breaking-v0"
SERVE = ("--listen", "127.0.0.1:0", "--allow-module", "tests")
Enter = Callable[[grpc.Channel], Lane]

STEP_0 = pb.StepRequest(action={"leaves": [bytes(8)]})
STEP_1 = pb.StepRequest(action={"leaves": [bytes([1, 0, 0, 0, 0, 0, 0, 0])]})


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


def make_breaking(lane: Lane, **kwargs: Any) -> int:
    """Make and reset an environment; return in which process it is."""
    lane.make(BREAKING, kwargs=data_map(kwargs))
    info = lane.ask(reset=pb.ResetRequest(want_info=True)).reset.info
    return int(map_from_proto(info)["pid"])


def refused(call: Any) -> tuple[grpc.StatusCode, str]:
    with pytest.raises(grpc.RpcError) as caught:
        call()
    error: Any = caught.value
    return error.code(), error.details()


def is_closed(connection: socket.socket) -> bool:
    """Whether a connection ends without a word."""
    try:
        return connection.recv(1) == b""
    except ConnectionResetError:
        return True


class TestOffer:
    def test_a_client_on_this_machine_may_open_one(self, channel: grpc.Channel) -> None:
        info = server_info(channel)
        assert (info.lane, info.no_lane_reason) == (True, "")

    def test_it_can_be_turned_off(self, start: Start, connect: Connect) -> None:
        channel = connect(start(*SERVE, "--no-lane").ready()["address"])
        info = server_info(channel)
        assert (info.lane, info.no_lane_reason) == (
            False,
            "the server was started with --no-lane",
        )
        code, text = refused(lambda: open_lane(channel))
        assert code == grpc.StatusCode.FAILED_PRECONDITION
        assert "started with --no-lane; use the stream" in text

    @pytest.mark.parametrize(
        ("peer", "here"),
        [
            ("unix:", True),
            ("ipv4:127.0.0.1:4711", True),
            ("ipv6:%5B::1%5D:4711", True),
            ("ipv6:[::1]:4711", True),
            ("ipv4:192.0.2.7:4711", False),
            ("ipv6:%5B2001:db8::1%5D:4711", False),
        ],
    )
    def test_only_a_client_on_this_machine_may(self, peer: str, here: bool) -> None:
        assert (why_not_for(peer) == "") is here

    def test_where_processes_cannot_be_forked_there_are_none(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert why_none_here() == ""
        monkeypatch.setattr(sys, "platform", "darwin")
        assert "cannot be forked safely on this system (darwin)" in why_none_here()

    def test_where_a_socket_would_have_too_long_a_path_there_are_none(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(tempfile, "tempdir", "/tmp/" + "x" * 90)
        assert "is too long for that of a socket" in why_none_here()

    def test_where_the_template_cannot_be_started_the_server_goes_on_without(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(**_: Any) -> str:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(tempfile, "mkdtemp", refuse)
        service = EnvironmentService(TEST_POLICY)
        service.start()
        assert "cannot be started ([Errno 28] No space left on device)" in service._no_lane

    def test_another_protocol_is_refused(self, channel: grpc.Channel) -> None:
        code, text = refused(lambda: open_lane(channel, protocol_version=2))
        assert code == grpc.StatusCode.FAILED_PRECONDITION
        assert "version 2, the server 1; update the server" in text

    def test_lanes_count_as_sessions(self, enter: Enter, start: Start, connect: Connect) -> None:
        channel = connect(start(*SERVE, "--max-sessions", "1").ready()["address"])
        lane = enter(channel)
        code, text = refused(lambda: open_lane(channel))
        assert code == grpc.StatusCode.RESOURCE_EXHAUSTED
        assert "all 1 sessions of this server are in use" in text
        lane.end()
        assert wait_for(lambda: server_info(channel).open_sessions == 0)
        enter(channel).end()


class TestEntrance:
    def test_the_socket_is_its_owners_alone_and_gone_when_the_client_is_in(
        self, channel: grpc.Channel
    ) -> None:
        opened = open_lane(channel)
        directory = Path(opened.socket).parent
        assert directory.stat().st_mode & 0o777 == 0o700
        with connected(opened):
            assert wait_for(lambda: not Path(opened.socket).exists())

    def test_a_wrong_secret_is_turned_away_and_does_not_use_the_lane_up(
        self, channel: grpc.Channel
    ) -> None:
        opened = open_lane(channel)
        for wrong in (bytes(32), opened.secret[:31] + b"?", opened.secret[::-1]):
            with connected(opened, wrong) as stranger:
                assert is_closed(stranger)
        with connected(opened) as client:
            client.sendall(framed(pb.SessionRequest(number=5).SerializeToString()))
            assert client.recv(4) != b""

    def test_who_shows_nothing_keeps_nobody_out(self, channel: grpc.Channel) -> None:
        opened = open_lane(channel)
        strangers = [connected(opened, b"half a secret") for _ in range(20)]
        with connected(opened) as client:
            client.sendall(framed(pb.SessionRequest(number=5).SerializeToString()))
            assert client.recv(4) != b""
            assert all(map(is_closed, strangers))
        for stranger in strangers:
            stranger.close()

    def test_the_secret_is_good_once(self, channel: grpc.Channel) -> None:
        opened = open_lane(channel)
        late = socket.socket(socket.AF_UNIX)
        with connected(opened, opened.secret[:16]) as second, connected(opened) as first, late:
            assert wait_for(lambda: not Path(opened.socket).exists())
            with pytest.raises(OSError, match="No such file"):
                late.connect(opened.socket)
            assert is_closed(second)
            first.sendall(framed(pb.SessionRequest(number=5).SerializeToString()))
            assert first.recv(4) != b""

    def test_a_secret_may_come_in_pieces_with_a_request_behind_it(
        self, channel: grpc.Channel
    ) -> None:
        opened = open_lane(channel)
        request = framed(pb.SessionRequest(number=5).SerializeToString())
        with connected(opened, b"") as client:
            for byte in opened.secret + request:
                client.sendall(bytes([byte]))
            assert client.recv(4) != b""


class TestSession:
    def test_the_environment_has_the_main_thread_of_its_process(self, lane: Lane) -> None:
        reply = lane.make("tests.demanding:MainThread-v0")
        assert reply.HasField("make"), reply.error.message

    def test_grpc_is_not_in_its_process(self, lane: Lane) -> None:
        lane.make("tests.demanding:MainThread-v0")
        info = lane.ask(reset=pb.ResetRequest(want_info=True)).reset.info
        assert map_from_proto(info)["grpc"] is False

    def test_each_session_draws_its_own_global_random_numbers(
        self, enter: Enter, channel: grpc.Channel
    ) -> None:
        drawn = []
        for _ in range(2):
            lane = enter(channel)
            lane.make("tests.demanding:MainThread-v0")
            info = lane.ask(reset=pb.ResetRequest(want_info=True)).reset.info
            drawn.append(map_from_proto(info)["random"])
            lane.end()
        assert not set(drawn[0]) & set(drawn[1])

    @pytest.mark.parametrize("asks", ["input", "breakpoint"])
    def test_who_asks_the_terminal_is_told_at_once_that_there_is_none(
        self, lane: Lane, asks: str
    ) -> None:
        lane.make("tests.demanding:MainThread-v0", kwargs=data_map({"asks": asks}))
        error = lane.ask(reset=pb.ResetRequest()).error
        assert "EOFError" in error.message
        assert f"{asks}(" in error.detail

    def test_a_step_of_two_pictures_at_once(self, enter: Enter, channel: grpc.Channel) -> None:
        lanes = [enter(channel) for _ in range(2)]
        for each in lanes:
            each.make("CarRacing-v3", render_mode="rgb_array")
            assert each.ask(reset=pb.ResetRequest(seed=1)).HasField("reset")
        action = struct.pack("<3f", 0.1, 0.5, 0.0)
        step = pb.StepRequest(action={"leaves": [action]})
        replies = [each.ask(step=step).step for each in lanes]
        assert replies[0].observation == replies[1].observation
        frames = [each.ask(render=pb.RenderRequest()).render.renderings[0].frames for each in lanes]
        assert frames[0] == frames[1]
        for each in lanes:
            each.end()

    def test_a_fork_of_the_environment_can_be_terminated(self, lane: Lane) -> None:
        lane.make("tests.demanding:Terminating-v0")
        lane.ask(reset=pb.ResetRequest())
        step = pb.StepRequest(action=STEP_0.action, want_info=True)
        for _ in range(2):
            info = map_from_proto(lane.ask(step=step).step.info)
            assert info["code"] == -signal.SIGTERM

    def test_numbers_come_back(self, lane: Lane) -> None:
        data = pb.SessionRequest(number=77).SerializeToString()
        assert lane.send(data).number == 77


class TestBounds:
    def test_memory_that_is_too_much_is_refused_in_words(
        self, enter: Enter, start: Start, connect: Connect
    ) -> None:
        channel = connect(start(*SERVE, "--max-session-memory-mb", "600").ready()["address"])
        lane = enter(channel)
        reply = lane.make("tests.demanding:Greedy-v0")
        assert reply.HasField("make"), reply.error.message
        lane.ask(reset=pb.ResetRequest())
        error = lane.ask(step=STEP_1).error
        assert error.code == pb.ERROR_CODE_RESOURCE_EXHAUSTED
        assert "600 MB" in error.message
        assert "--max-session-memory-mb" in error.message
        assert lane.ask(reset=pb.ResetRequest()).HasField("reset")

    def test_a_message_over_the_limit_is_refused_in_words(
        self, enter: Enter, start: Start, connect: Connect
    ) -> None:
        channel = connect(start(*SERVE, "--max-message-bytes", "100000").ready()["address"])
        lane = enter(channel)
        lane.connection.sendall(struct.pack("<I", 100_001))
        error = pb.SessionReply.FromString(lane.receive()).error
        assert "a message of 100001 bytes is announced, at most 100000 may be" in error.message
        assert not error.session_continues
        with pytest.raises(LaneEndError):
            lane.receive()


def children_and_theirs(pid: int) -> list[int]:
    children = children_of(pid)
    return children + [each for child in children for each in children_and_theirs(child)]


class TestEnds:
    """What is said, and what is left over: nothing."""

    @pytest.mark.parametrize(
        ("how", "text"),
        [
            ("segfault", "died of signal 11 (SIGSEGV) in step 3"),
            ("exit", "ended with exit status 7 in step 3"),
            ("kill", "died of signal 9 (SIGKILL) in step 3"),
        ],
    )
    def test_a_process_that_dies(
        self, enter: Enter, channel: grpc.Channel, lane: Lane, how: str, text: str
    ) -> None:
        other = enter(channel)
        make_breaking(other, how="hang")
        make_breaking(lane, how=how)
        lane.ask(step=STEP_0)
        lane.ask(step=STEP_0)
        start = time.monotonic()
        with pytest.raises(LaneEndError):
            lane.ask(step=STEP_1)
        end = lane.why()
        assert end.code == pb.ERROR_CODE_ENVIRONMENT_DIED
        assert text in end.message
        assert not end.session_continues
        assert time.monotonic() - start < 10
        if how == "segfault":
            assert "break_process" in end.detail
        assert other.ask(step=STEP_0).HasField("step")
        other.end()

    def test_a_process_that_is_killed_between_two_requests(self, lane: Lane) -> None:
        os.kill(make_breaking(lane), signal.SIGKILL)
        with pytest.raises(LaneEndError):
            lane.receive()
        assert "died of signal 9 (SIGKILL) in no request, but between two" in lane.why().message

    def test_a_process_that_is_stopped_is_found_by_the_limit(
        self, enter: Enter, start: Start, connect: Connect
    ) -> None:
        channel = connect(start(*SERVE, "--max-step-seconds", "1").ready()["address"])
        lane = enter(channel)
        pid = make_breaking(lane)
        os.kill(pid, signal.SIGSTOP)
        lane.put(pb.SessionRequest(step=STEP_0).SerializeToString())
        # It has not even read the request: to the server it is idle, to the client it is late.
        lane.end()
        assert wait_for(lambda: not is_alive(pid))
        assert wait_for(lambda: server_info(channel).open_sessions == 0)

    def test_a_client_that_is_gone_in_a_long_step(self, lane: Lane) -> None:
        pid = make_breaking(lane, how="hang")
        lane.put(pb.SessionRequest(step=STEP_1).SerializeToString())
        lane.end()
        assert wait_for(lambda: not is_alive(pid))
        assert leftovers(lane.opened) == []

    @pytest.mark.parametrize("how", ["hang", "native hang"])
    def test_a_step_that_hangs(
        self, enter: Enter, start: Start, connect: Connect, how: str
    ) -> None:
        channel = connect(start(*SERVE, "--max-step-seconds", "0.5").ready()["address"])
        lane = enter(channel)
        pid = make_breaking(lane, how=how)
        with pytest.raises(LaneEndError):
            lane.ask(step=STEP_1)
        end = lane.why()
        assert end.code == pb.ERROR_CODE_TIMEOUT
        assert "step takes more than" in end.message
        assert "--max-step-seconds" in end.message
        assert "break_process" in end.detail
        assert not is_alive(pid)

    def test_a_make_that_hangs(self, enter: Enter, start: Start, connect: Connect) -> None:
        server = start(*SERVE, "--max-step-seconds", "0.1", "--max-make-seconds", "1.5")
        lane = enter(connect(server.ready()["address"]))
        with pytest.raises(LaneEndError):
            lane.make(BREAKING, kwargs=data_map({"how": "hang", "where": "make"}))
        assert "make takes more than" in lane.why().message
        assert "--max-make-seconds" in lane.why().message

    def test_a_session_that_is_idle(self, enter: Enter, start: Start, connect: Connect) -> None:
        lane = enter(connect(start(*SERVE, "--max-idle-seconds", "0.2").ready()["address"]))
        with pytest.raises(LaneEndError):
            lane.receive()
        end = lane.why()
        assert end.code == pb.ERROR_CODE_TIMEOUT
        assert "no request came for" in end.message
        assert "--max-idle-seconds" in end.message

    def test_time_in_which_the_server_was_stopped_does_not_count(
        self, enter: Enter, start: Start, connect: Connect
    ) -> None:
        server = start(*SERVE, "--max-idle-seconds", "4")
        lane = enter(connect(server.ready()["address"]))
        make_breaking(lane)
        os.kill(server.process.pid, signal.SIGSTOP)
        time.sleep(6)
        os.kill(server.process.pid, signal.SIGCONT)
        time.sleep(1)  # In which it looks at the sessions again.
        assert lane.ask(step=STEP_0).HasField("step")

    def test_what_the_environment_started_ends_with_it(self, lane: Lane) -> None:
        lane.make(BREAKING, num_envs=2, vectorization=pb.VECTORIZATION_ASYNC)
        info = map_from_proto(lane.ask(reset=pb.ResetRequest(want_info=True)).reset.info)
        workers = [int(pid) for pid in info["pid"]]
        os.kill(parent_of(workers[0]), signal.SIGKILL)
        assert wait_for(lambda: not any(map(is_alive, workers)))

    def test_children_without_number_end_with_it(self, lane: Lane) -> None:
        lane.make("tests.demanding:Forking-v0")
        info = lane.ask(reset=pb.ResetRequest(want_info=True)).reset.info
        started = map_from_proto(info)["pids"]
        assert all(map(is_alive, started))
        lane.end()
        assert wait_for(lambda: not any(map(is_alive, started)))

    def test_an_environment_that_does_not_close(self, lane: Lane) -> None:
        pid = make_breaking(lane, how="hang", where="close")
        lane.end()
        assert wait_for(lambda: not is_alive(pid))

    @pytest.mark.parametrize("how", ["hang", "nothing"])
    def test_a_server_that_is_killed(
        self, enter: Enter, start: Start, connect: Connect, tmp_path: Path, how: str
    ) -> None:
        server = start(*SERVE)
        lane = enter(connect(server.ready()["address"]))
        mark = tmp_path / "mark"
        make_breaking(lane, how="hang", mark=str(mark))
        if how == "hang":
            lane.put(pb.SessionRequest(step=STEP_1).SerializeToString())
            assert wait_for(lambda: mark.exists() and mark.read_text() != "")
        family = children_and_theirs(server.process.pid)
        server.process.kill()
        server.process.wait()
        with pytest.raises(LaneEndError):
            lane.receive()
        assert wait_for(lambda: not any(map(is_alive, family)))
        assert wait_for(lambda: not Path(lane.opened.socket).parent.exists())

    def test_a_server_that_stops(self, enter: Enter, start: Start, connect: Connect) -> None:
        server = start(*SERVE)
        lane = enter(connect(server.ready()["address"]))
        family = children_and_theirs(server.process.pid)
        make_breaking(lane)
        server.process.terminate()
        assert server.end()[0] == 0
        with pytest.raises(LaneEndError):
            lane.receive()
        assert wait_for(lambda: not any(map(is_alive, family)))
        assert not Path(lane.opened.socket).parent.exists()

    def test_a_template_that_is_killed_is_replaced(
        self, enter: Enter, start: Start, connect: Connect
    ) -> None:
        server = start(*SERVE)
        channel = connect(server.ready()["address"])
        lane = enter(channel)
        pid = make_breaking(lane)
        os.kill(parent_of(pid), signal.SIGKILL)
        with pytest.raises(LaneEndError):
            lane.receive()
        assert lane.why().code == pb.ERROR_CODE_ENVIRONMENT_DIED
        assert wait_for(lambda: not is_alive(pid))
        enter(channel).end()

    def test_a_template_that_dies_before_it_opened_a_lane(self) -> None:
        sessions = OpenSessions(TEST_POLICY.limits)
        lanes = Lanes(TEST_POLICY, sessions)
        lanes.start()
        assert lanes._template is not None
        pid = lanes._template.pid
        os.kill(pid, signal.SIGSTOP)
        threading.Timer(0.3, os.kill, (pid, signal.SIGKILL)).start()
        with pytest.raises(RequestError, match="no process can be started"):
            lanes.open("unix:")
        assert wait_for(lambda: sessions.counts() == (0, 0))
        lanes.close()

    def test_a_socket_that_was_removed(self, enter: Enter, start: Start, connect: Connect) -> None:
        channel = connect(start(*SERVE).ready()["address"])
        opened = open_lane(channel)
        Path(opened.socket).unlink()
        with pytest.raises(FileNotFoundError):
            connected(opened)
        # Its process waits for its time; nothing else does.
        assert describe_end(channel, opened.lane).ended is False
        lane = enter(channel)
        assert lane.make("CartPole-v1").HasField("make")
        lane.end()

    def test_a_lane_nobody_knows(self, channel: grpc.Channel) -> None:
        reply = describe_end(channel, "never there")
        assert reply.ended
        assert "no lane of that name" in reply.end.message


class TestFraming:
    @pytest.mark.parametrize("announced", [2**32 - 1, 2**31, 300 * 2**20])
    def test_a_length_beyond_the_limit(self, lane: Lane, announced: int) -> None:
        lane.connection.sendall(struct.pack("<I", announced))
        error = pb.SessionReply.FromString(lane.receive()).error
        assert f"a message of {announced} bytes is announced" in error.message
        with pytest.raises(LaneEndError):
            lane.receive()

    @pytest.mark.parametrize(
        "sent", [b"", b"\x07", b"\x07\x00\x00", b"\x07\x00\x00\x00", b"\x07\x00\x00\x00abc"]
    )
    def test_what_is_cut_short_ends_the_session(self, lane: Lane, sent: bytes) -> None:
        lane.connection.sendall(sent)
        lane.connection.shutdown(socket.SHUT_WR)
        with pytest.raises(LaneEndError):
            lane.receive()

    def test_an_empty_message_is_one(self, lane: Lane) -> None:
        assert lane.send(b"").error.code == pb.ERROR_CODE_MALFORMED_REQUEST

    def test_a_request_before_the_reply_is_refused(self, lane: Lane) -> None:
        data = pb.SessionRequest(number=1).SerializeToString()
        lane.connection.sendall(framed(data) + framed(data))
        error = pb.SessionReply.FromString(lane.receive()).error
        assert "a request came before the reply" in error.message

    @settings(max_examples=60)
    @given(st.lists(st.binary(max_size=200_000), min_size=1, max_size=4), st.integers(1, 70_000))
    def test_any_messages_in_any_pieces_are_answered(
        self, address: str, messages: list[bytes], piece: int
    ) -> None:
        with grpc.insecure_channel(address) as channel:
            lane = Lane(channel)
            for message in messages:
                data = framed(message)
                for i in range(0, len(data), max(piece, len(data) // 50)):
                    lane.connection.sendall(data[i : i + max(piece, len(data) // 50)])
                reply = pb.SessionReply.FromString(lane.receive())
                assert reply.WhichOneof("kind") is not None
                if not reply.error.session_continues and reply.HasField("error"):
                    break
            lane.end()

    @settings(max_examples=60)
    @given(st.binary(max_size=100))
    def test_any_bytes_leave_nothing_behind(self, address: str, data: bytes) -> None:
        with grpc.insecure_channel(address) as channel:
            lane = Lane(channel)
            lane.connection.sendall(data)
            lane.connection.shutdown(socket.SHUT_WR)
            for reply in lane.rest():
                pb.SessionReply.FromString(reply)
            lane.end()


def parent_of(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
