"""The life of a server: listening, being ready, stopping."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import stat
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

import grpc
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection

from gymbridge_server.addresses import (
    Address,
    ListenError,
    TcpAddress,
    UnixAddress,
    claim_socket,
    owner_only,
    why_not,
)
from gymbridge_server.admission import Admission, server_credentials
from gymbridge_server.lane.template_process import TemplateProcess
from gymbridge_server.limits import Policy
from gymbridge_server.probing import health_port
from gymbridge_server.registry import import_plugins
from gymbridge_server.rendering import draw_without_display
from gymbridge_server.security import Security
from gymbridge_server.service import NAME, EnvironmentService

# Threads for what is no session: server info, lists, health checks, reflection; and for sessions
# that are refused, so that a crowd of them is told why.
_SPARE_THREADS: Final = 256
# Threads are started when they are needed, so that "no limit" costs nothing.
_UNLIMITED_SESSIONS: Final = 10_000

_NEVER_MS: Final = 2**31 - 1

# What the Java side calls the directory that it makes for the socket of its server.
_SOCKET_DIRECTORY: Final = "gymbridge-"

_GRACE_SECONDS: Final = 1.0
_CLOSE_SECONDS: Final = 5.0


class Server:
    """Serves environments at some addresses.

    Who makes a server stops it. A template that was begun before is its own from then on.
    """

    def __init__(
        self,
        policy: Policy,
        security: Security = Security(),  # noqa: B008
        *,
        template: TemplateProcess | None = None,
        exit_with_parent: bool = False,
    ) -> None:
        self._exit_with_parent = exit_with_parent
        draw_without_display()
        import_plugins()
        self._service = EnvironmentService(policy, template)
        self._health = health.HealthServicer()
        threads = (policy.limits.max_sessions or _UNLIMITED_SESSIONS) + _SPARE_THREADS
        self._server = grpc.server(
            ThreadPoolExecutor(threads, thread_name_prefix="session"),
            interceptors=[] if security.token is None else [Admission(security.token)],
            options=_options(policy),
            # gRPC would queue what exceeds the threads without a word. This refuses it.
            maximum_concurrent_rpcs=threads,
        )
        self._server.add_generic_rpc_handlers((self._service.handler(),))
        health_pb2_grpc.add_HealthServicer_to_server(self._health, self._server)
        names = (NAME, health.SERVICE_NAME, reflection.SERVICE_NAME)
        reflection.enable_server_reflection(names, self._server)
        self._security = security
        self._health_ports: list[grpc.Server] = []
        self._sockets: list[tuple[UnixAddress, int]] = []

    def listen(self, address: Address) -> Address:
        """Listen at an address, and say which it is: the port may have been left open.

        Raises:
            ListenError: if the address cannot be had
        """
        if isinstance(address, UnixAddress):
            return self._listen_unix(address)
        try:
            port = self._add_port(str(address))
        except RuntimeError as e:
            message = f"cannot listen at {address}: {why_not(address)}"
            raise ListenError(message) from e
        return TcpAddress(address.host, port)

    def _add_port(self, address: str) -> int:
        certificates = self._security.certificates
        if certificates is None:
            return self._server.add_insecure_port(address)
        return self._server.add_secure_port(address, server_credentials(certificates))

    def answer_health_checks(self, address: TcpAddress) -> None:
        """Answer health checks at another address, in plain text, and nothing else there.

        Raises:
            ListenError: if the address cannot be had
        """
        try:
            self._health_ports.append(health_port(self._health, address))
        except RuntimeError as e:
            message = f"cannot answer health checks at {address}: {why_not(address)}"
            raise ListenError(message) from e

    def _listen_unix(self, address: UnixAddress) -> UnixAddress:
        claim_socket(address)
        try:
            with owner_only():
                self._server.add_insecure_port(str(address))
            self._sockets.append((address, address.path.stat().st_ino))
        except (RuntimeError, OSError) as e:
            message = f"cannot listen at {address}: {e}"
            raise ListenError(message) from e
        return address

    def start(self) -> None:
        """Begin to serve."""
        self._server.start()
        self._service.start()
        for name in ("", NAME):
            self._health.set(name, health_pb2.HealthCheckResponse.SERVING)
        for port in self._health_ports:
            port.start()

    def stop(self) -> bool:
        """Stop: refuse what comes, end the sessions, wait until their environments are closed.

        Returns:
            Whether they are; an environment that hangs is not waited for longer than seconds.
        """
        self._health.enter_graceful_shutdown()
        self._server.stop(_GRACE_SECONDS).wait()
        closed = self._service.close(_CLOSE_SECONDS)
        for port in self._health_ports:
            port.stop(None).wait()
        for address, inode in self._sockets:
            with contextlib.suppress(OSError):
                if address.path.stat().st_ino == inode:
                    address.path.unlink()
            with contextlib.suppress(OSError):
                if self._is_abandoned(address.path.parent):
                    address.path.parent.rmdir()
        return closed

    def _is_abandoned(self, directory: Path) -> bool:
        """Say whether a directory was made for this server alone, by a parent that may be gone."""
        if not self._exit_with_parent or not directory.name.startswith(_SOCKET_DIRECTORY):
            return False
        return stat.S_IMODE(directory.stat().st_mode) == stat.S_IRWXU


def end_processes() -> None:
    """End the processes of environments that could not be closed."""
    for process in multiprocessing.active_children():
        process.kill()


def _options(policy: Policy) -> Sequence[tuple[str, Any]]:
    size = policy.limits.max_message_bytes or -1
    silence_ms = round(policy.limits.max_silence_seconds * 1_000)
    return (
        ("grpc.max_receive_message_length", size),
        # The session itself says when a reply is too large.
        ("grpc.max_send_message_length", -1),
        # Two servers on one port would share its connections at random.
        ("grpc.so_reuseport", 0),
        # A client whose machine vanished closes no connection, but answers no ping either.
        ("grpc.keepalive_time_ms", silence_ms // 3 or _NEVER_MS),
        ("grpc.keepalive_timeout_ms", silence_ms * 2 // 3 or _NEVER_MS),
        ("grpc.http2.ping_timeout_ms", silence_ms * 2 // 3 or _NEVER_MS),
        ("grpc.keepalive_permit_without_calls", 1),
        # Else the third ping without a message in between is not sent.
        ("grpc.http2.max_pings_without_data", 0),
        # Clients may ask every second whether the server is there.
        ("grpc.http2.min_ping_interval_without_data_ms", 1_000),
        ("grpc.http2.max_ping_strikes", 0),
    )


def exit_now(code: int) -> None:
    """End this process although threads hang in an environment."""
    end_processes()
    os._exit(code)
