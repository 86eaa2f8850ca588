"""Who may come in: certificates, tokens, addresses, and what each of them refuses."""

from __future__ import annotations

import datetime as dt
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import grpc
import pytest
import trustme
from cryptography.hazmat.primitives import serialization
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection_pb2

from gymbridge_server import cli
from gymbridge_server._generated import service_pb2
from gymbridge_server._generated import session_pb2 as pb
from gymbridge_server.addresses import AddressError, TcpAddress, parse_address
from gymbridge_server.certificates import SecretFileError, read_certificates
from gymbridge_server.security import Security, Token, check_safe, sends_tracebacks
from tests.driver import data_map
from tests.servers import SECONDS, Process, Start, Stream, server_info
from tests.test_server import REFLECTION_STUB

TOKEN = "0123456789abcdef0123456789abcdef"  # noqa: S105
LONG_AGO = dt.datetime(2020, 1, 1, tzinfo=dt.timezone.utc)
SERVER = "gymbridge.example.org"


class Files:
    """Certificates in files, as an operator has them."""

    def __init__(self, directory: Path, authority: trustme.CA) -> None:
        self.directory = directory
        self.authority = authority
        self.ca = self.write("ca.pem", authority.cert_pem.bytes())
        self.cert, self.key = self.issue("server", authority.issue_cert(SERVER, "127.0.0.1"))

    def write(self, name: str, content: bytes, mode: int = 0o600) -> Path:
        path = self.directory / name
        path.write_bytes(content)
        path.chmod(mode)
        return path

    def issue(self, name: str, leaf: trustme.LeafCert) -> tuple[Path, Path]:
        chain = b"".join(blob.bytes() for blob in leaf.cert_chain_pems)
        cert = self.write(f"{name}.pem", chain, 0o644)
        return cert, self.write(f"{name}.key", leaf.private_key_pem.bytes())

    def token(self, text: str = TOKEN + "\n", mode: int = 0o600) -> Path:
        return self.write("token", text.encode(), mode)

    def tls(self) -> list[str]:
        return ["--tls-cert", str(self.cert), "--tls-key", str(self.key)]

    def mutual(self) -> list[str]:
        return [*self.tls(), "--tls-client-ca", str(self.ca)]

    def client(self, certificate: tuple[Path, Path] | None = None) -> grpc.ChannelCredentials:
        chain, key = (path.read_bytes() for path in certificate) if certificate else (None, None)
        return grpc.ssl_channel_credentials(self.ca.read_bytes(), key, chain)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def files(tmp_path: Path, authority: trustme.CA) -> Files:
    return Files(tmp_path, authority)


@pytest.fixture
def serve() -> Iterator[Callable[..., str]]:
    """Start servers, and say where each listens first."""
    started: list[Process] = []

    def serve(*arguments: str) -> str:
        started.append(Process(*arguments))
        return str(started[-1].ready()["address"])

    yield serve
    for server in started:
        server.process.kill()
        server.process.communicate(timeout=SECONDS)


@pytest.fixture
def connect() -> Iterator[Callable[..., grpc.Channel]]:
    channels: list[grpc.Channel] = []

    def connect(
        address: str, credentials: grpc.ChannelCredentials | None = None, *shown: str
    ) -> grpc.Channel:
        port = f"127.0.0.1:{address.rpartition(':')[2]}" if "unix" not in address else address
        channel = (
            grpc.insecure_channel(port)
            if credentials is None
            else grpc.secure_channel(port, credentials)
        )
        channels.append(channel)
        return grpc.intercept_channel(channel, Showing(*shown))

    yield connect
    for channel in channels:
        channel.close()


class Showing(
    grpc.UnaryUnaryClientInterceptor,
    grpc.StreamStreamClientInterceptor,
    grpc.UnaryStreamClientInterceptor,
):
    """Adds ``authorization`` metadata to every call."""

    def __init__(self, *values: str) -> None:
        self.metadata = [("authorization", value) for value in values]

    def show(self, call: Any, details: Any, request: Any) -> Any:
        return call(details._replace(metadata=self.metadata), request)

    intercept_unary_unary: Any = show
    intercept_stream_stream: Any = show
    intercept_unary_stream: Any = show


Serve = Callable[..., str]
Connect = Callable[..., grpc.Channel]


def refusal(call: Callable[[], Any]) -> tuple[grpc.StatusCode, str]:
    with pytest.raises(grpc.RpcError) as caught:
        call()
    error: Any = caught.value
    return error.code(), error.details()


def health_stub(channel: grpc.Channel) -> Any:
    return health_pb2_grpc.HealthStub(channel)


def health(channel: grpc.Channel) -> int:
    reply = health_stub(channel).Check(health_pb2.HealthCheckRequest(), timeout=SECONDS)
    return int(reply.status)


CALLS: dict[str, Callable[[grpc.Channel], Any]] = {
    "info": server_info,
    "list": lambda channel: channel.unary_unary(
        "/gymbridge.v1.EnvironmentService/ListEnvironments",
        request_serializer=service_pb2.ListEnvironmentsRequest.SerializeToString,
    )(service_pb2.ListEnvironmentsRequest(), timeout=SECONDS),
    # No message is sent: the refusal must not wait for one.
    "session": lambda channel: next(Stream(channel).replies),
    "reflection": lambda channel: list(
        REFLECTION_STUB(channel).ServerReflectionInfo(
            iter([reflection_pb2.ServerReflectionRequest(list_services="")]), timeout=SECONDS
        )
    ),
    "watch": lambda channel: next(
        health_stub(channel).Watch(health_pb2.HealthCheckRequest(), timeout=SECONDS)
    ),
    "unknown": lambda channel: channel.unary_unary("/some.Other/Method", request_serializer=bytes)(
        b"", timeout=SECONDS
    ),
}


class TestToken:
    @pytest.fixture
    def address(self, serve: Serve, files: Files) -> str:
        return serve("--listen", "127.0.0.1:0", "--token-file", str(files.token()))

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


@pytest.fixture
def unused_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


class TestFiles:
    """What is found at the start, rather than by the first client."""

    def refused(self, cert: Path, key: Path, ca: Path | None = None) -> str:
        with pytest.raises(SecretFileError) as caught:
            read_certificates(cert, key, ca)
        return str(caught.value)

    def test_good_ones_say_until_when(self, files: Files) -> None:
        certificates = read_certificates(files.cert, files.key, files.ca)
        assert certificates.client_authorities == files.ca.read_bytes()
        assert certificates.valid_until.endswith("GMT")
        assert "PRIVATE" not in repr(certificates)

    def test_a_file_that_is_missing(self, files: Files) -> None:
        missing = files.directory / "missing.pem"
        assert f"cannot read the certificate file {missing}: No such file" in self.refused(
            missing, files.key
        )
        assert f"the key file {missing}" in self.refused(files.cert, missing)
        assert str(missing) in self.refused(files.cert, files.key, missing)

    def test_a_directory(self, files: Files) -> None:
        assert "Is a directory" in self.refused(files.directory, files.key)

    def test_what_is_no_pem(self, files: Files) -> None:
        text = files.write("text", b"no certificate")
        assert "holds no certificate in PEM form" in self.refused(text, files.key)
        assert "holds no private key in PEM form" in self.refused(files.cert, text)
        assert "holds no certificate in PEM form" in self.refused(files.cert, files.key, text)

    def test_what_is_cut_off(self, files: Files) -> None:
        cut = files.write("cut", files.cert.read_bytes()[:200])
        assert "cannot be used" in self.refused(cut, files.key)
        ca = files.write("ca-cut", files.ca.read_bytes()[:200])
        assert "cannot be read" in self.refused(files.cert, files.key, ca)

    def test_a_key_of_another_certificate(self, files: Files) -> None:
        _, other = files.issue("other", files.authority.issue_cert("other.example.org"))
        assert f"the key in {other} is not that of" in self.refused(files.cert, other)

    def test_a_certificate_that_has_expired(self, files: Files) -> None:
        leaf = files.authority.issue_cert(SERVER, not_before=LONG_AGO, not_after=LONG_AGO)
        assert "has expired; renew it" in self.refused(*files.issue("old", leaf))

    def test_a_certificate_that_is_not_yet_valid(self, files: Files) -> None:
        later = dt.datetime(2190, 1, 1, tzinfo=dt.timezone.utc)
        leaf = files.authority.issue_cert(SERVER, not_before=later, not_after=later)
        assert "is not yet valid; check the clock" in self.refused(*files.issue("new", leaf))

    def test_an_encrypted_key(self, files: Files) -> None:
        key = serialization.load_pem_private_key(files.key.read_bytes(), None)
        encrypted = files.write(
            "encrypted.key",
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.BestAvailableEncryption(b"password"),
            ),
        )
        assert "is encrypted" in self.refused(files.cert, encrypted)

    def test_an_authority_that_is_none(self, files: Files) -> None:
        message = self.refused(files.cert, files.key, files.cert)
        assert "holds no certificate of an authority" in message

    @pytest.mark.parametrize("mode", [0o644, 0o604, 0o602])
    def test_a_key_or_token_that_everybody_can_use(
        self, capsys: pytest.CaptureFixture[str], files: Files, mode: int
    ) -> None:
        files.key.chmod(mode)
        message = self.refused(files.cert, files.key)
        assert f"(mode {mode:o}); run `chmod 600 {files.key}`" in message
        token = files.token(mode=mode)
        assert cli.main(["--token-file", str(token)]) == 1
        assert f"run `chmod 600 {token}`" in capsys.readouterr().err

    def test_a_group_may_read_a_key_as_kubernetes_mounts_it(self, files: Files) -> None:
        files.key.chmod(0o440)
        assert read_certificates(files.cert, files.key, None).key == files.key.read_bytes()

    @pytest.mark.parametrize(
        ("token", "text"),
        [
            ("", "has 0 characters, at least 16"),
            ("short", "has 5 characters, at least 16"),
            ("x" * 5_000, "has 5000 characters, at most 4096"),
            ("two words of sixteen", "one line of ASCII without spaces"),
            ("two-lines-of-a\nfile-are-no-token", "one line of ASCII without spaces"),
            ("tökén-tökén-tökén", "one line of ASCII without spaces"),
        ],
    )
    def test_a_token_that_will_not_do(
        self, capsys: pytest.CaptureFixture[str], files: Files, token: str, text: str
    ) -> None:
        assert cli.main(["--token-file", str(files.token(token))]) == 1
        errors = capsys.readouterr().err
        assert text in errors
        assert "openssl rand -hex 32" in errors
        assert not token or token not in errors

    def test_a_token_file_that_is_missing(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert cli.main(["--token-file", "/nowhere/token"]) == 1
        errors = capsys.readouterr().err
        assert "cannot read the token file /nowhere/token: No such file" in errors
        assert "Traceback" not in errors


class TestAddresses:
    @pytest.mark.parametrize(
        "text",
        [
            "127.0.0.1:1",
            "127.255.255.254:1",
            "[::1]:1",
            "[::ffff:127.0.0.1]:1",
            "localhost:1",
            "LocalHost:1",
            "unix:/tmp/socket",
        ],
    )
    def test_what_only_this_machine_reaches_is_safe(self, text: str) -> None:
        check_safe(parse_address(text), Security(), insecure=False)

    @pytest.mark.parametrize(
        "text",
        [
            "0.0.0.0:1",
            "[::]:1",
            "[::ffff:0.0.0.0]:1",
            "[::ffff:10.0.0.1]:1",
            "[0:0:0:0:0:0:0:0]:1",
            "10.0.0.1:1",
            "[fe80::1%1]:1",
            "0:1",
            "127.1:1",
            "2130706433:1",
            "*:1",
            "localhost.example.org:1",
            "127.0.0.1.example.org:1",
            "gym.example.org:1",
            "unix-abstract:1",
            "dns:1",
        ],
    )
    def test_all_else_is_not(self, text: str) -> None:
        with pytest.raises(AddressError, match="--insecure"):
            check_safe(parse_address(text), Security(), insecure=False)
        check_safe(parse_address(text), Security(), insecure=True)

    def test_localhost_is_not_if_it_is_another_machine(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def resolve(*_: Any, **__: Any) -> list[Any]:
            return [(0, 0, 0, "", ("127.0.0.1", 0)), (0, 0, 0, "", ("10.0.0.1", 0))]

        monkeypatch.setattr(socket, "getaddrinfo", resolve)
        with pytest.raises(AddressError):
            check_safe(TcpAddress("localhost", 1), Security(), insecure=False)

    def test_other_machines_need_both_tls_and_a_client_that_says_who_it_is(
        self, files: Files
    ) -> None:
        everywhere = TcpAddress("0.0.0.0", 1)  # noqa: S104
        token = Token(TOKEN)
        tls = read_certificates(files.cert, files.key, None)
        mutual = read_certificates(files.cert, files.key, files.ca)
        for good in (Security(tls, token), Security(mutual), Security(mutual, token)):
            check_safe(everywhere, good, insecure=False)
        for bad, text in (
            (Security(), "--tls-cert and --tls-key, and let in only"),
            (Security(None, token), "encrypt it with --tls-cert and --tls-key; or"),
            (Security(tls), "whoever reaches it can run environments; let in only"),
        ):
            with pytest.raises(AddressError, match=text):
                check_safe(everywhere, bad, insecure=False)

    @pytest.mark.parametrize(
        ("arguments", "text"),
        [
            (["--tls-cert", "x"], "go together"),
            (["--tls-key", "x"], "go together"),
            (["--tls-client-ca", "x"], "needs --tls-cert"),
            (["--health-listen", "unix:/tmp/x"], "takes host:port"),
            (["--send-tracebacks", "perhaps"], "invalid choice"),
        ],
    )
    def test_options_that_make_no_sense(
        self, capsys: pytest.CaptureFixture[str], arguments: list[str], text: str
    ) -> None:
        with pytest.raises(SystemExit) as caught:
            cli.main(arguments)
        assert caught.value.code == 2
        assert text in capsys.readouterr().err

    def test_what_is_open_by_insecure_is_said(self, start: Start) -> None:
        server = start("--listen", "0.0.0.0:0", "--insecure")
        server.ready()
        server.process.terminate()
        assert "0.0.0.0:0 is open to other machines" in server.end()[2]


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
            assert str(Path(__file__).parent) not in detail
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
