"""What a lane carries, and how much of it."""

from __future__ import annotations

import signal
import socket
import struct

import grpc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gymbridge_server._generated import session_pb2 as pb
from gymbridge_server.data import map_from_proto
from tests.driver import data_map
from tests.lane.breaking import SERVE, STEP_0, STEP_1, Enter
from tests.lanes import Lane, LaneEndError, framed
from tests.servers import Connect, Start


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

    @pytest.mark.parametrize(("action", "code"), [(STEP_0, 0), (STEP_1, 3)])
    def test_a_fork_that_comes_back_answers_nothing(
        self, lane: Lane, action: pb.StepRequest, code: int
    ) -> None:
        lane.make("tests.demanding:ComingBack-v0")
        lane.ask(reset=pb.ResetRequest())
        step = pb.StepRequest(action=action.action, want_info=True)
        for _ in range(2):
            info = map_from_proto(lane.ask(step=step).step.info)
            assert info["code"] == code

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
