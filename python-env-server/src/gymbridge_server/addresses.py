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
        """Say whether only this machine can reach it.

        Of the names only localhost can be one of loopback, if that is what it resolves to: what
        another stands for may be something else by the time the port is opened.
        """
        if self.host.casefold() == "localhost":
            return all(map(_is_loopback, _resolve(self.host)))
        return _is_loopback(self.host)


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


def _is_loopback(host: str) -> bool:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    # Python before 3.13 does not see through ::ffff:127.0.0.1.
    mapped = getattr(address, "ipv4_mapped", None)
    return bool((mapped or address).is_loopback)


def _resolve(host: str) -> list[str]:
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except OSError:
        return []
    return [str(where[0]) for _, _, _, _, where in found]


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
