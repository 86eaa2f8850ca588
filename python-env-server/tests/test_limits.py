"""What the server allows: how many, how much, how long."""

from __future__ import annotations

import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import grpc
import pytest

from gymbridge_server._generated import session_pb2 as pb
from gymbridge_server.streams import end_call
from tests.driver import data_map
from tests.servers import (
    Connect,
    Process,
    Start,
    Stream,
    admitted,
    is_alive,
    server_info,
    wait_for,
)

pytestmark = pytest.mark.thorough

BREAKING = "tests.environments:Breaking-v0"
SERVE = ("--listen", "127.0.0.1:0", "--allow-module", "tests")
STEP_1 = {"leaves": [bytes([1, 0, 0, 0, 0, 0, 0, 0])]}


def make_breaking(stream: Stream, **kwargs: Any) -> pb.SessionReply:
    return stream.make(BREAKING, kwargs=data_map(kwargs))


def break_it(stream: Stream) -> pb.SessionReply:
    return stream.ask(step=pb.StepRequest(action=STEP_1))


def end_of(stream: Stream) -> Any:
    """The status that ends a session that is being served, or waits."""
    with pytest.raises(grpc.RpcError) as caught:
        next(stream.replies)
    return caught.value


class TestSessions:
    def test_a_crowd_is_let_in_up_to_the_limit_and_told_why_beyond(
        self, start: Start, connect: Connect
    ) -> None:
        channel = connect(start(*SERVE, "--max-sessions", "8").ready()["address"])
        streams = [Stream(channel) for _ in range(100)]
        gate = threading.Barrier(100)

        def enter(stream: Stream) -> str:
            gate.wait()
            try:
                return stream.ask(render=pb.RenderRequest()).WhichOneof("kind") or ""
            except grpc.RpcError as e:
                error: Any = e
                assert error.code() == grpc.StatusCode.RESOURCE_EXHAUSTED
                return str(error.details())

        with ThreadPoolExecutor(100) as pool:
            outcomes = list(pool.map(enter, streams))
        assert outcomes.count("error") == 8  # Out of order, but served.
        assert sum("all 8 sessions of this server are in use" in text for text in outcomes) == 92
        assert server_info(channel).open_sessions == 8

    def test_server_info_says_all_limits(self, start: Start, connect: Connect) -> None:
        options = {
            "max_sessions": 3,
            "max_envs_per_session": 4,
            "max_message_bytes": 50_000,
            "max_idle_seconds": 6.5,
            "max_step_seconds": 7.5,
            "max_make_seconds": 8.5,
            "max_silence_seconds": 9.0,
            "max_session_memory_mb": 900,
        }
        arguments = [
            text
            for name, value in options.items()
            for text in ("--" + name.replace("_", "-"), str(value))
        ]
        info = server_info(connect(start(*SERVE, *arguments, "--isolate").ready()["address"]))
        assert {name: getattr(info.limits, name) for name in options} == options
        assert info.isolated_sessions
        assert (info.open_sessions, info.hanging_sessions) == (0, 0)


class TestIdle:
    def test_the_client_is_told_why(self, start: Start, connect: Connect) -> None:
        server = start(*SERVE, "--max-idle-seconds", "0.2")
        channel = connect(server.ready()["address"])
        stream = Stream(channel)
        stream.make("CartPole-v1")
        error = end_of(stream)
        assert error.code() == grpc.StatusCode.CANCELLED
        assert "no request came for" in error.details()
        assert "--max-idle-seconds" in error.details()
        assert wait_for(lambda: server_info(channel).open_sessions == 0)

    def test_a_client_that_reads_nothing_is_idle(self, start: Start, connect: Connect) -> None:
        address = start(*SERVE, "--max-idle-seconds", "1").ready()["address"]
        # Far more than flow control lets the server send ahead.
        fields = {"num_envs": 64, "render_mode": "rgb_array"}
        stream = Stream(connect(address))
        stream.make("CartPole-v1", **fields)
        stream.ask(reset=pb.ResetRequest())
        stream.requests.put(pb.SessionRequest(render=pb.RenderRequest()).SerializeToString())
        other = connect(address)
        assert wait_for(lambda: server_info(other).open_sessions == 0)


class TestEndOfACall:
    def test_without_its_inner_call_it_is_cancelled_all_the_same(self) -> None:
        class Context:
            cancelled = False

            def cancel(self) -> None:
                self.cancelled = True

        context: Any = Context()
        end_call(context, grpc.StatusCode.DEADLINE_EXCEEDED, "why")
        assert context.cancelled


class TestHanging:
    def test_a_step_ends_with_a_reason_and_its_thread_is_accounted_for(
        self, start: Start, connect: Connect
    ) -> None:
        server = start(*SERVE, "--max-sessions", "1", "--max-step-seconds", "0.3")
        channel = connect(server.ready()["address"])
        stream = Stream(channel)
        make_breaking(stream, how="hang")
        stream.ask(reset=pb.ResetRequest())
        with pytest.raises(grpc.RpcError) as caught:
            break_it(stream)
        error: Any = caught.value
        assert error.code() == grpc.StatusCode.DEADLINE_EXCEEDED
        assert "step takes more than" in error.details()
        assert "--max-step-seconds" in error.details()
        info = server_info(channel)
        assert (info.open_sessions, info.hanging_sessions) == (1, 1)
        with pytest.raises(grpc.RpcError, match=r"1 of them hang in their environments"):
            Stream(channel).make("CartPole-v1")
        server.process.send_signal(signal.SIGTERM)
        code, _, errors = server.end()
        assert code == 0
        assert "break_process" in errors  # Where it hangs.
        assert "left behind" in errors

    def test_make_has_a_limit_of_its_own(self, start: Start, connect: Connect) -> None:
        server = start(*SERVE, "--max-step-seconds", "0.1", "--max-make-seconds", "1.5")
        stream = Stream(connect(server.ready()["address"]))
        with pytest.raises(grpc.RpcError, match=r"make takes more than .* --max-make-seconds"):
            make_breaking(stream, how="hang", where="make")

    def test_the_processes_of_an_async_vector_can_be_ended(
        self, start: Start, connect: Connect, tmp_path: Path
    ) -> None:
        server = start(*SERVE, "--max-step-seconds", "1")
        channel = connect(server.ready()["address"])
        stream = Stream(channel)
        mark = tmp_path / "mark"
        kwargs = data_map({"how": "hang", "mark": str(mark)})
        stream.make(BREAKING, kwargs=kwargs, num_envs=2, vectorization=pb.VECTORIZATION_ASYNC)
        stream.ask(reset=pb.ResetRequest())
        actions = {"leaves": [bytes([1, 0, 0, 0, 0, 0, 0, 0] * 2)]}
        error = stream.ask(step=pb.StepRequest(action=actions)).error
        assert error.code == pb.ERROR_CODE_TIMEOUT
        assert not error.session_continues
        assert wait_for(lambda: server_info(channel).open_sessions == 0)
        assert wait_for(lambda: not is_alive(int(mark.read_text())))

    def test_an_isolated_session_goes_on(self, start: Start, connect: Connect) -> None:
        server = start(*SERVE, "--isolate", "--max-step-seconds", "0.5")
        channel = connect(server.ready()["address"])
        stream, other = Stream(channel), Stream(channel)
        other.make("CartPole-v1")
        make_breaking(stream, how="hang")
        stream.ask(reset=pb.ResetRequest())
        error = break_it(stream).error
        assert error.code == pb.ERROR_CODE_TIMEOUT
        assert error.session_continues
        assert stream.ask(reset=pb.ResetRequest()).HasField("reset")
        assert other.ask(reset=pb.ResetRequest()).HasField("reset")
        assert server_info(channel).hanging_sessions == 0


class TestCrashing:
    @pytest.mark.parametrize(
        "how",
        [
            "segfault",
            "exit",
            "kill",
        ],
    )
    def test_only_the_session_of_it_is_hurt(self, start: Start, connect: Connect, how: str) -> None:
        channel = connect(start(*SERVE, "--isolate").ready()["address"])
        stream, other = Stream(channel), Stream(channel)
        for each in (stream, other):
            make_breaking(each, how=how)
            each.ask(reset=pb.ResetRequest())
        error = break_it(stream).error
        assert error.code == pb.ERROR_CODE_ENVIRONMENT_DIED
        assert error.session_continues
        step = pb.StepRequest(action={"leaves": [bytes(8)]})
        assert other.ask(step=step).HasField("step")
        assert stream.ask(reset=pb.ResetRequest()).HasField("reset")
        assert stream.ask(step=step).HasField("step")


def test_a_server_that_hangs_and_is_isolated_stops_in_seconds(
    start: Start, connect: Connect, tmp_path: Path
) -> None:
    server: Process = start(*SERVE, "--isolate")
    stream = Stream(connect(server.ready()["address"]))
    mark = tmp_path / "mark"
    make_breaking(stream, how="hang", mark=str(mark))
    stream.ask(reset=pb.ResetRequest())
    request = pb.SessionRequest(step=pb.StepRequest(action=STEP_1))
    stream.requests.put(request.SerializeToString())
    assert wait_for(lambda: mark.exists() and mark.read_text() != "")
    server.process.send_signal(signal.SIGTERM)
    assert server.end()[0] == 0
    assert wait_for(lambda: not is_alive(int(mark.read_text())))


def test_a_session_that_ended_makes_room(start: Start, connect: Connect) -> None:
    channel = connect(start(*SERVE, "--isolate", "--max-sessions", "1").ready()["address"])
    stream = Stream(channel)
    stream.make("CartPole-v1")
    assert not admitted(channel)
    stream.end()
    assert wait_for(lambda: admitted(channel))
