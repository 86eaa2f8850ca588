"""Who is let in: with which token, over which port, and what is told of a failure."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import grpc
import pytest
import trustme
from grpc_health.v1 import health_pb2

from gymbridge_server._generated import session_pb2 as pb
from gymbridge_server.addresses import parse_address
from gymbridge_server.security import Security, Token, sends_tracebacks
from tests.driver import data_map
from tests.security.callers import CALLS, TOKEN, Connect, Files, Serve, health, refusal, serving
from tests.servers import PROJECT, Start, Stream, server_info


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, authority: trustme.CA) -> Iterator[str]:
    """Of a server that asks for the token."""
    files = Files(tmp_path_factory.mktemp("token"), authority)
    with serving("--listen", "127.0.0.1:0", "--token-file", str(files.token())) as address:
        yield address


class TestToken:
    @pytest.mark.parametrize("call", CALLS)
    def test_nothing_but_health_checks_goes_without(
        self, address: str, connect: Connect, call: str
    ) -> None:
        code, details = refusal(lambda: CALLS[call](connect(address)))
        assert code == grpc.StatusCode.UNAUTHENTICATED
        assert "this call has none" in details
        assert TOKEN not in details
        assert health(connect(address)) == health_pb2.HealthCheckResponse.SERVING

    @pytest.mark.parametrize(
        "shown",
        [
            [f"Bearer {TOKEN[:-1]}"],
            [f"Bearer {TOKEN}0"],
            [f"Bearer {TOKEN.upper()}"],
            ["Bearer "],
            ["Bearer"],
            [TOKEN],
            [f"Basic {TOKEN}"],
            [f"Bearer  {TOKEN}"],
            [f"Bearer {TOKEN}", f"Bearer {TOKEN}"],
            ["Bearer wrong", f"Bearer {TOKEN}"],
        ],
    )
    def test_a_wrong_one_is_refused(self, address: str, connect: Connect, shown: list[str]) -> None:
        code, details = refusal(lambda: server_info(connect(address, None, *shown)))
        assert code == grpc.StatusCode.UNAUTHENTICATED
        assert "is not that of this server" in details
        assert TOKEN not in details

    @pytest.mark.parametrize("scheme", ["Bearer", "bearer"])
    def test_the_right_one_opens_all(self, address: str, connect: Connect, scheme: str) -> None:
        channel = connect(address, None, f"{scheme} {TOKEN}")
        assert server_info(channel).protocol_version == 1
        assert Stream(channel).make("CartPole-v1").HasField("make")
        assert CALLS["reflection"](channel)

    def test_it_is_asked_on_a_unix_socket_too(
        self, serve: Serve, connect: Connect, files: Files, tmp_path: Path
    ) -> None:
        listen = f"unix:{tmp_path / 'server.sock'}"
        address = serve("--listen", listen, "--token-file", str(files.token()))
        assert refusal(lambda: server_info(connect(address)))[0] == (
            grpc.StatusCode.UNAUTHENTICATED
        )
        assert server_info(connect(address, None, f"Bearer {TOKEN}")).protocol_version == 1

    def test_it_may_come_from_the_environment_which_then_forgets_it(
        self, monkeypatch: pytest.MonkeyPatch, serve: Serve, connect: Connect
    ) -> None:
        monkeypatch.setenv("GYMBRIDGE_TOKEN", TOKEN)
        address = serve("--listen", "127.0.0.1:0", "--allow-module", "tests")
        channel = connect(address, None, f"Bearer {TOKEN}")
        assert refusal(lambda: server_info(connect(address)))[0] == (
            grpc.StatusCode.UNAUTHENTICATED
        )
        stream = Stream(channel)
        stream.make("tests.hostile:Variables-v0")
        info = stream.ask(reset=pb.ResetRequest(want_info=True)).reset.info
        names = {entry.key for entry in info.entries}
        assert "PATH" in names
        assert "GYMBRIDGE_TOKEN" not in names

    def test_refusals_are_logged_without_the_token(
        self, start: Start, files: Files, connect: Connect
    ) -> None:
        server = start("--listen", "127.0.0.1:0", "--token-file", str(files.token()))
        address = server.ready()["address"]
        refusal(lambda: server_info(connect(address, None, "Bearer guessed-and-wrong")))
        server.process.terminate()
        code, _, errors = server.end()
        assert code == 0
        assert "refused 1 calls that did not show the token" in errors
        assert TOKEN not in errors
        assert "guessed-and-wrong" not in errors

    def test_it_is_compared_whole_and_never_printed(self) -> None:
        token = Token(TOKEN)
        assert token.is_shown_by(TOKEN)
        assert token.is_shown_by(TOKEN.encode())
        assert not token.is_shown_by(TOKEN + "\udc00")
        assert not token.is_shown_by("")
        assert TOKEN not in repr(Security(token=token))


class TestTls:
    def test_a_client_that_trusts_the_authority_comes_in(
        self, serve: Serve, connect: Connect, files: Files
    ) -> None:
        address = serve("--listen", "127.0.0.1:0", *files.tls())
        assert server_info(connect(address, files.client())).protocol_version == 1

    def test_plain_text_is_not_answered(self, serve: Serve, connect: Connect, files: Files) -> None:
        address = serve("--listen", "127.0.0.1:0", *files.tls())
        code, _ = refusal(lambda: server_info(connect(address)))
        assert code == grpc.StatusCode.UNAVAILABLE

    def test_a_unix_socket_stays_plain(
        self, serve: Serve, connect: Connect, files: Files, tmp_path: Path
    ) -> None:
        address = serve("--listen", f"unix:{tmp_path / 'server.sock'}", *files.mutual())
        assert server_info(connect(address)).protocol_version == 1

    def test_a_client_without_a_certificate_stays_out_where_one_is_asked_for(
        self, serve: Serve, connect: Connect, files: Files
    ) -> None:
        address = serve("--listen", "127.0.0.1:0", *files.mutual())
        mine = files.issue("client", files.authority.issue_cert("trainer@example.org"))
        other = files.issue("stranger", trustme.CA().issue_cert("trainer@example.org"))
        assert server_info(connect(address, files.client(mine))).protocol_version == 1
        for certificate in (None, other):
            channel = connect(address, files.client(certificate))
            code, _ = refusal(partial(server_info, channel))
            assert code == grpc.StatusCode.UNAVAILABLE

    def test_with_a_token_both_are_asked_for(
        self, serve: Serve, connect: Connect, files: Files
    ) -> None:
        mine = files.issue("client", files.authority.issue_cert("trainer@example.org"))
        arguments = [*files.mutual(), "--token-file", str(files.token())]
        address = serve("--listen", "0.0.0.0:0", *arguments)
        with_both = connect(address, files.client(mine), f"Bearer {TOKEN}")
        assert server_info(with_both).protocol_version == 1
        code, _ = refusal(lambda: server_info(connect(address, files.client(mine))))
        assert code == grpc.StatusCode.UNAUTHENTICATED
        code, _ = refusal(lambda: server_info(connect(address, files.client(), f"Bearer {TOKEN}")))
        assert code == grpc.StatusCode.UNAVAILABLE

    def test_the_log_says_until_when_the_certificate_is_valid(
        self, start: Start, files: Files
    ) -> None:
        server = start("--listen", "127.0.0.1:0", *files.tls())
        server.ready()
        server.process.terminate()
        errors = server.end()[2]
        assert "TLS on every port; the certificate expires" in errors
        assert "unknown" not in errors


class TestHealthPort:
    def test_it_answers_health_checks_in_plain_text_and_nothing_else(
        self, serve: Serve, connect: Connect, files: Files, unused_port: int
    ) -> None:
        health_address = f"127.0.0.1:{unused_port}"
        serve("--listen", "0.0.0.0:0", *files.mutual(), "--health-listen", health_address)
        channel = connect(health_address)
        assert health(channel) == health_pb2.HealthCheckResponse.SERVING
        for call in CALLS.values():
            code, details = refusal(partial(call, channel))
            assert code == grpc.StatusCode.UNAUTHENTICATED
            assert details == "this port answers health checks and nothing else"

    def test_a_port_in_use(self, start: Start, unused_port: int) -> None:
        where = f"127.0.0.1:{unused_port}"
        server = start("--listen", where, "--health-listen", where)
        code, _, errors = server.end()
        assert code == 1
        assert f"cannot answer health checks at {where}: the port" in errors


class TestTracebacks:
    @pytest.mark.parametrize(
        ("choice", "address", "sent"),
        [
            ("auto", "127.0.0.1:1", True),
            ("auto", "unix:/tmp/x", True),
            ("auto", "0.0.0.0:1", False),
            ("always", "0.0.0.0:1", True),
            ("never", "127.0.0.1:1", False),
        ],
    )
    def test_they_stay_where_other_machines_ask(
        self, choice: str, address: str, sent: bool
    ) -> None:
        assert sends_tracebacks(choice, [parse_address(address)]) is sent

    @pytest.mark.parametrize("isolate", [[], ["--isolate"]])
    @pytest.mark.thorough
    @pytest.mark.parametrize("choice", ["always", "never"])
    def test_what_stays_stands_in_the_log(
        self, start: Start, connect: Connect, choice: str, isolate: list[str]
    ) -> None:
        arguments = ["--allow-module", "tests", "--send-tracebacks", choice, *isolate]
        server = start("--listen", "127.0.0.1:0", *arguments)
        stream = Stream(connect(server.ready()["address"]))
        stream.make("tests.environments:Scripted-v2", kwargs=data_map({"raises_in": "reset"}))
        detail = stream.ask(reset=pb.ResetRequest()).error.detail
        server.process.terminate()
        errors = server.end()[2]
        assert ("Traceback" in detail) == (choice == "always")
        assert ("Traceback" in errors) == (choice == "never")
        if choice == "never":
            assert str(PROJECT) not in detail
            assert detail.rpartition(" ")[2].rstrip(")") in errors


def test_a_token_on_the_command_line_is_no_option() -> None:
    """What stands there, every user of the machine reads in the list of processes."""
    result = subprocess.run(
        [sys.executable, "-m", "gymbridge_server", "--help"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "--token-file" in result.stdout
    assert "--token " not in result.stdout
