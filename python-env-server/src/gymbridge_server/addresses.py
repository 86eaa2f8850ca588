"""Where a server listens: reading addresses, refusing unsafe ones, and owning Unix sockets."""

from __future__ import annotations

import contextlib
import errno
import ipaddress
import os
import socket
import stat
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

UNIX = "unix:"

# The kernel's limit of sockaddr_un, less the final zero.
_MAX_SOCKET_PATH = 107 if sys.platform == "linux" else 103


class AddressError(ValueError):
    """An address that is written wrongly, or that is not safe."""


class ListenError(Exception):
    """An address at which the server cannot listen."""


@dataclass(frozen=True)
class TcpAddress:
    """A host and a port; port 0 lets the system choose."""

    host: str
    port: int

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"

    def is_loopback(self) -> bool:
        """Say whether only this machine can reach it."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False


@dataclass(frozen=True)
class UnixAddress:
    """A Unix socket, which only its owner may use."""

    path: Path

    def __str__(self) -> str:
        return f"{UNIX}{self.path}"


Address = TcpAddress | UnixAddress


def parse_address(text: str) -> Address:
    """Read ``unix:/path``, ``host:port`` or ``[v6]:port``.

    Raises:
        AddressError: if it is none of them
    """
    if text.startswith(UNIX):
        return _unix_address(text)
    host, colon, port = text.rpartition(":")
    if host.startswith("[") and host.endswith("]"):
        host = host[1:-1]
    elif ":" in host:
        colon = ""
    if not colon or not host or not port.isascii() or not port.isdigit() or int(port) > 65_535:
        message = f'"{text}" is no address; write unix:/path, host:port or [::1]:port'
        raise AddressError(message)
    return TcpAddress(host, int(port))


def _unix_address(text: str) -> UnixAddress:
    path = Path(text.removeprefix(UNIX))
    if not path.name:
        message = f'"{text}" names no socket; write unix:/path/to/socket'
        raise AddressError(message)
    path = path.absolute()
    if len(os.fsencode(path)) > _MAX_SOCKET_PATH:
        message = f"the path of the socket {path} is longer than {_MAX_SOCKET_PATH} bytes"
        raise AddressError(f"{message}; choose a shorter one")
    return UnixAddress(path)


def check_safe(address: Address, *, insecure: bool) -> None:
    """Refuse what other machines could reach, unless that is spelled out.

    Raises:
        AddressError: if it is not safe
    """
    if isinstance(address, TcpAddress) and not address.is_loopback() and not insecure:
        message = (
            f"{address} can be reached from other machines, and whoever reaches it can run "
            "environments, unencrypted and without a password; listen on 127.0.0.1 or a unix: "
            "socket, to which SSH can forward, or accept the risk with --insecure"
        )
        raise AddressError(message)


def claim_socket(address: UnixAddress) -> None:
    """Make way for a Unix socket: remove one that a dead server left, and nothing else.

    Raises:
        ListenError: if a server listens there, or something else is in the way
    """
    path = address.path
    if not path.parent.is_dir():
        message = f"cannot listen at {address}: the directory {path.parent} does not exist"
        raise ListenError(message)
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return
    if not stat.S_ISSOCK(mode):
        message = f"cannot listen at {address}: a file that is no socket is in the way; remove it"
        raise ListenError(message)
    with socket.socket(socket.AF_UNIX) as probe:
        probe.settimeout(1.0)
        try:
            probe.connect(str(path))
        except ConnectionRefusedError:
            path.unlink(missing_ok=True)
            return
        except OSError as e:
            message = f"cannot listen at {address}: what is there does not answer ({e}); remove it"
            raise ListenError(message) from e
    message = f"cannot listen at {address}: another server does; stop it or choose another path"
    raise ListenError(message)


@contextlib.contextmanager
def owner_only() -> Iterator[None]:
    """Create files, and sockets, that only their owner may use."""
    before = os.umask(0o177)
    try:
        yield
    finally:
        os.umask(before)


def why_not(address: TcpAddress) -> str:
    """Find out why a TCP address could not be had, which gRPC says only in its log."""
    try:
        family, kind, protocol, _, where = socket.getaddrinfo(
            address.host, address.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.bind(where)
            # gRPC binds without SO_REUSEADDR's leniency; listening shows what bind alone does not.
            probe.listen()
    except socket.gaierror as e:
        return f"the host is unknown ({e.strerror})"
    except OSError as e:
        if e.errno == errno.EADDRINUSE:
            return "the port is in use; choose another, or 0 for any"
        return e.strerror or str(e)
    return "the port was in use; try again"
