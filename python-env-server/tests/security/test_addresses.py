"""Where a server may listen, and with what."""

from __future__ import annotations

import socket
from typing import Any

import pytest

from gymbridge_server.addresses import AddressError, TcpAddress, parse_address
from gymbridge_server.certificates import read_certificates
from gymbridge_server.security import Security, Token, check_safe
from tests.security.callers import TOKEN, Files
from tests.servers import Start


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

    def test_what_is_open_by_insecure_is_said(self, start: Start) -> None:
        server = start("--listen", "0.0.0.0:0", "--insecure")
        server.ready()
        server.process.terminate()
        assert "0.0.0.0:0 is open to other machines" in server.end()[2]
