"""Who may open a lane, and who may come in."""

from __future__ import annotations

import socket
import sys
import tempfile
from pathlib import Path
from typing import Any

import grpc
import pytest

from gymbridge_server._generated import session_pb2 as pb
from gymbridge_server.lane.lanes import why_not_for
from gymbridge_server.lane.system import why_none_here
from gymbridge_server.service import EnvironmentService
from tests.driver import TEST_POLICY
from tests.lane.breaking import SERVE, Enter, is_closed
from tests.lanes import connected, framed, open_lane
from tests.servers import Connect, Start, server_info, wait_for


def refused(call: Any) -> tuple[grpc.StatusCode, str]:
    with pytest.raises(grpc.RpcError) as caught:
        call()
    error: Any = caught.value
    return error.code(), error.details()


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
