"""Each way in which a lane ends."""

from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path

import grpc
import pytest

from gymbridge_server._generated import session_pb2 as pb
from gymbridge_server.data import map_from_proto
from gymbridge_server.errors import RequestError
from gymbridge_server.lane.lanes import Lanes
from gymbridge_server.open_sessions import OpenSessions
from tests.driver import TEST_POLICY, data_map
from tests.lane.breaking import (
    BREAKING,
    SERVE,
    STEP_0,
    STEP_1,
    Enter,
    children_and_theirs,
    make_breaking,
    parent_of,
)
from tests.lanes import Lane, LaneEndError, connected, describe_end, leftovers, open_lane
from tests.servers import Connect, Start, is_alive, server_info, wait_for

pytestmark = pytest.mark.thorough


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
