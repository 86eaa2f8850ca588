"""The server as a process, over real sockets."""

from __future__ import annotations

import signal
import socket
import stat
from pathlib import Path
from typing import Any

import grpc
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection_pb2, reflection_pb2_grpc

from gymbridge_server import cli
from gymbridge_server._generated import service_pb2
from gymbridge_server._generated import session_pb2 as pb
from tests.driver import Driver, ReplyError, data_map
from tests.servers import (
    SECONDS,
    SERVICE,
    Connect,
    Process,
    Start,
    Stream,
    admitted,
    children_of,
    is_alive,
    server_info,
    wait_for,
)

# Its stub file does not know its type.
REFLECTION_STUB: Any = reflection_pb2_grpc.ServerReflectionStub


class TestReadyLine:
    def test_it_says_where_over_tcp(self, start: Start, connect: Connect) -> None:
        server = start("--listen", "127.0.0.1:0")
        ready = server.ready()
        assert ready["ready"] is True
        assert ready["pid"] == server.process.pid
        assert ready["protocol_version"] == 1
        assert ready["gymnasium_version"].startswith("1.4")
        assert not ready["address"].endswith(":0")
        assert server_info(connect(ready["address"])).protocol_version == 1

    def test_it_says_where_over_a_unix_socket(
        self, start: Start, connect: Connect, tmp_path: Path
    ) -> None:
        path = tmp_path / "server.sock"
        ready = start("--listen", f"unix:{path}", "--listen", "127.0.0.1:0").ready()
        assert ready["address"] == f"unix:{path}"
        assert len(ready["addresses"]) == 2
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        for address in ready["addresses"]:
            assert server_info(connect(address)).limits.max_sessions == 64

    def test_nothing_else_comes_on_standard_output(self, start: Start, connect: Connect) -> None:
        server = start("--listen", "127.0.0.1:0", "--allow-module", "tests")
        stream = Stream(connect(server.ready()["address"]))
        stream.make("tests.environments:Scripted-v2")
        stream.ask(reset=pb.ResetRequest())
        stream.ask(step=pb.StepRequest(action={"leaves": [bytes(8)]}))
        server.process.send_signal(signal.SIGTERM)
        code, output, errors = server.end()
        assert (code, output) == (0, "")
        assert "environments print" in errors
        assert "and write" in errors


class TestEnd:
    def test_of_the_parent_ends_the_server_and_its_socket(
        self, start: Start, connect: Connect, tmp_path: Path
    ) -> None:
        path = tmp_path / "server.sock"
        server = start("--listen", f"unix:{path}", "--exit-with-parent")
        stream = Stream(connect(server.ready()["address"]))
        stream.make("CartPole-v1")
        assert server.process.stdin is not None
        server.process.stdin.close()
        assert server.process.wait(SECONDS) == 0
        assert not path.exists()

    def test_interrupt_is_the_parents_matter(self, start: Start, connect: Connect) -> None:
        server = start("--listen", "127.0.0.1:0", "--exit-with-parent")
        channel = connect(server.ready()["address"])
        server.process.send_signal(signal.SIGINT)
        assert server_info(channel).protocol_version == 1
        server.process.send_signal(signal.SIGTERM)
        assert server.end()[0] == 0

    def test_interrupt_without_a_parent_stops(self, start: Start) -> None:
        server = start("--listen", "127.0.0.1:0")
        server.ready()
        server.process.send_signal(signal.SIGINT)
        assert server.end()[0] == 130

    @pytest.mark.thorough
    def test_processes_of_environments_end_with_it(self, start: Start, connect: Connect) -> None:
        server = start("--listen", "127.0.0.1:0", "--exit-with-parent")
        stream = Stream(connect(server.ready()["address"]))
        stream.make("CartPole-v1", num_envs=2, vectorization=pb.VECTORIZATION_ASYNC)
        children = children_of(server.process.pid)
        assert len(children) >= 2
        assert server.process.stdin is not None
        server.process.stdin.close()
        assert server.process.wait(SECONDS) == 0
        assert wait_for(lambda: not any(map(is_alive, children)))


class TestStandardInput:
    """Nobody can answer an environment; the watch over the parent goes on all the same."""

    @pytest.mark.parametrize(
        "how", ["input", pytest.param("breakpoint", marks=pytest.mark.thorough)]
    )
    @pytest.mark.parametrize(
        "more",
        [pytest.param([], marks=pytest.mark.thorough), ["--isolate"]],
        ids=["thread", "process"],
    )
    def test_who_reads_it_is_told_at_once(
        self, start: Start, connect: Connect, how: str, more: list[str]
    ) -> None:
        server = start(
            "--listen", "127.0.0.1:0", "--exit-with-parent", "--allow-module", "tests", *more
        )
        driver = Driver()
        driver.session = Stream(connect(server.ready()["address"]))
        driver.make("tests.environments:Asking-v0", kwargs={"how": how})
        driver.reset()
        driver.step(0)
        with pytest.raises(ReplyError) as caught:
            driver.step(0)
        raised = {"input": "EOFError", "breakpoint": "BdbQuit"}[how]
        assert f"the environment raised {raised}" in caught.value.message
        assert "at environments.py:" in caught.value.message
        assert "take input() and breakpoint() out of it" in caught.value.message
        assert server.process.stdin is not None
        server.process.stdin.close()
        assert server.process.wait(SECONDS) == 0


class TestSessions:
    def test_over_the_limit_are_refused_at_once(self, start: Start, connect: Connect) -> None:
        channel = connect(
            start("--listen", "127.0.0.1:0", "--max-sessions", "2").ready()["address"]
        )
        streams = [Stream(channel), Stream(channel)]
        for stream in streams:
            assert stream.make("CartPole-v1").HasField("make")
        with pytest.raises(grpc.RpcError) as caught:
            Stream(channel).make("CartPole-v1")
        error: Any = caught.value
        assert error.code() == grpc.StatusCode.RESOURCE_EXHAUSTED
        assert "all 2 sessions" in error.details()
        assert "--max-sessions" in error.details()
        # Others can still ask, and a session that ends makes room.
        assert server_info(channel).limits.max_sessions == 2
        streams[0].end()
        assert wait_for(lambda: admitted(channel))

    @pytest.mark.parametrize("how", ["end", "cancel", "stop"])
    def test_environments_are_closed_however_the_stream_ends(
        self, start: Start, connect: Connect, tmp_path: Path, how: str
    ) -> None:
        server = start("--listen", "127.0.0.1:0", "--allow-module", "tests")
        stream = Stream(connect(server.ready()["address"]))
        closed = tmp_path / "closed"
        kwargs = data_map({"closes": str(closed)})
        stream.make("tests.environments:Scripted-v2", kwargs=kwargs)
        if how == "end":
            stream.end()
        elif how == "cancel":
            stream.replies.cancel()
        else:
            server.process.send_signal(signal.SIGTERM)
        assert wait_for(lambda: closed.exists() and closed.read_text() != "")
        assert closed.read_text() == "in its own thread"

    def test_malformed_bytes_get_an_error_and_the_session_goes_on(
        self, start: Start, connect: Connect
    ) -> None:
        stream = Stream(connect(start("--listen", "127.0.0.1:0").ready()["address"]))
        error = stream.send(b"\xff\xff\xff").error
        assert error.code == pb.ERROR_CODE_MALFORMED_REQUEST
        assert error.session_continues
        assert stream.make("CartPole-v1").HasField("make")

    def test_one_that_cannot_go_on_is_ended(self, start: Start, connect: Connect) -> None:
        stream = Stream(connect(start("--listen", "127.0.0.1:0").ready()["address"]))
        reply = stream.ask(make=pb.MakeRequest(protocol_version=99))
        assert reply.error.code == pb.ERROR_CODE_PROTOCOL_MISMATCH
        with pytest.raises(StopIteration):
            next(stream.replies)

    def test_too_large_a_request_ends_it(self, start: Start, connect: Connect) -> None:
        server = start("--listen", "127.0.0.1:0", "--max-message-bytes", "1000")
        channel = connect(server.ready()["address"])
        with pytest.raises(grpc.RpcError) as caught:
            Stream(channel).send(bytes(2_000))
        error: Any = caught.value
        assert error.code() == grpc.StatusCode.RESOURCE_EXHAUSTED
        assert server_info(channel).limits.max_message_bytes == 1_000


class TestOtherServices:
    def test_health(self, start: Start, connect: Connect) -> None:
        stub: Any = health_pb2_grpc.HealthStub(
            connect(start("--listen", "127.0.0.1:0").ready()["address"])
        )
        for name in ("", "gymbridge.v1.EnvironmentService"):
            response = stub.Check(health_pb2.HealthCheckRequest(service=name), timeout=SECONDS)
            assert response.status == health_pb2.HealthCheckResponse.SERVING

    def test_reflection(self, start: Start, connect: Connect) -> None:
        channel = connect(start("--listen", "127.0.0.1:0").ready()["address"])
        stub = REFLECTION_STUB(channel)
        ask = reflection_pb2.ServerReflectionRequest
        symbol = "gymbridge.v1.SessionRequest"
        requests = [ask(list_services=""), ask(file_containing_symbol=symbol)]
        services, file = list(stub.ServerReflectionInfo(iter(requests), timeout=SECONDS))
        names = {service.name for service in services.list_services_response.service}
        assert "gymbridge.v1.EnvironmentService" in names
        assert file.file_descriptor_response.file_descriptor_proto

    def test_list(self, start: Start, connect: Connect) -> None:
        channel = connect(start("--listen", "127.0.0.1:0").ready()["address"])
        call = channel.unary_unary(
            SERVICE + "ListEnvironments",
            request_serializer=service_pb2.ListEnvironmentsRequest.SerializeToString,
            response_deserializer=service_pb2.ListEnvironmentsResponse.FromString,
        )
        request = service_pb2.ListEnvironmentsRequest(filter="MountainCar-v0", with_spaces=True)
        (listed,) = call(request, timeout=SECONDS).environments
        assert listed.action_space.discrete.n == 3


class TestArguments:
    @pytest.mark.parametrize(
        ("arguments", "text"),
        [
            (["--listen", "nonsense"], '"nonsense" is no address'),
            (["--listen", "127.0.0.1:70000"], "is no address"),
            (["--listen", "::1:5"], "is no address"),
            (["--listen", "unix:"], "names no socket"),
            (["--listen", "unix:/" + "x" * 200], "is longer than"),
            (["--listen", "0.0.0.0:5000"], "--insecure"),
            (["--listen", "[::]:5000"], "--insecure"),
            (["--listen", "example.org:5000"], "--insecure"),
            (["--max-sessions", "-1"], "must be an integer"),
            (["--max-idle-seconds", "nan"], "must be a number of seconds"),
            (["--allow-module", "a b"], "must be the name of a module"),
            (["--allow-modul", "a"], "unrecognized arguments"),
            (["--tls-cert", "x"], "go together"),
            (["--tls-key", "x"], "go together"),
            (["--tls-client-ca", "x"], "needs --tls-cert"),
            (["--health-listen", "unix:/tmp/x"], "takes host:port"),
            (["--send-tracebacks", "perhaps"], "invalid choice"),
        ],
    )
    def test_wrong_ones_are_refused(
        self, capsys: pytest.CaptureFixture[str], arguments: list[str], text: str
    ) -> None:
        with pytest.raises(SystemExit) as caught:
            cli.main(arguments)
        assert caught.value.code == 2
        assert text in capsys.readouterr().err

    def test_insecure_is_accepted_when_spelled_out(self, start: Start) -> None:
        address = start("--listen", "0.0.0.0:0", "--insecure").ready()["address"]
        assert address.startswith("0.0.0.0:")


@pytest.mark.thorough
class TestAddressesThatCannotBeHad:
    def fails(self, server: Process) -> str:
        code, output, errors = server.end()
        assert (code, output) == (1, "")
        assert "Traceback" not in errors
        return errors

    def test_a_port_in_use(self, start: Start) -> None:
        with socket.create_server(("127.0.0.1", 0)) as other:
            port = other.getsockname()[1]
            assert "the port is in use" in self.fails(start("--listen", f"127.0.0.1:{port}"))

    def test_a_socket_in_use_is_left_alone(
        self, start: Start, connect: Connect, tmp_path: Path
    ) -> None:
        address = f"unix:{tmp_path / 'server.sock'}"
        start("--listen", address).ready()
        assert "another server does" in self.fails(start("--listen", address))
        assert server_info(connect(address)).protocol_version == 1

    def test_a_socket_that_a_dead_server_left_is_taken(self, start: Start, tmp_path: Path) -> None:
        address = f"unix:{tmp_path / 'server.sock'}"
        dead = start("--listen", address)
        dead.ready()
        dead.process.kill()
        dead.process.wait(SECONDS)
        assert (tmp_path / "server.sock").exists()
        assert start("--listen", address).ready()["ready"]

    def test_a_file_in_the_way_is_left_alone(self, start: Start, tmp_path: Path) -> None:
        path = tmp_path / "precious"
        path.write_text("data")
        assert "no socket is in the way" in self.fails(start("--listen", f"unix:{path}"))
        assert path.read_text() == "data"

    def test_a_directory_that_is_missing(self, start: Start, tmp_path: Path) -> None:
        errors = self.fails(start("--listen", f"unix:{tmp_path / 'missing' / 'server.sock'}"))
        assert "does not exist" in errors
