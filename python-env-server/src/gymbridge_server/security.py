"""Who may come in, and what an address demands before a server listens there."""

from __future__ import annotations

import argparse
import hashlib
import hmac
from collections.abc import Iterable, MutableMapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gymbridge_server.addresses import Address, AddressError, TcpAddress
from gymbridge_server.certificates import (
    Certificates,
    SecretFileError,
    read_certificates,
    require_private,
    unreadable,
)

TOKEN_VARIABLE: Final = "GYMBRIDGE_TOKEN"  # noqa: S105 - the name of a variable, not a token

_SHORTEST_TOKEN: Final = 16
_LONGEST_TOKEN: Final = 4_096
_MAKE_ONE: Final = "make one with `openssl rand -hex 32`"


class ArgumentsError(ValueError):
    """Options that make no sense together."""


class Token:
    """A secret that clients must show. It is kept as its hash, and never printed."""

    def __init__(self, text: str) -> None:
        self._hash = hashlib.sha256(text.encode()).digest()

    def is_shown_by(self, text: str | bytes) -> bool:
        """Compare, in a time that says nothing of where, or in length, they differ."""
        shown = text.encode("utf-8", "replace") if isinstance(text, str) else text
        return hmac.compare_digest(self._hash, hashlib.sha256(shown).digest())


@dataclass(frozen=True)
class Security:
    """What a server demands of its clients.

    Attributes:
        certificates: for TLS on every port; None: plain text. Unix sockets are always plain: the
            system lets only their owner in
        token: that every call must show; None: no token
    """

    certificates: Certificates | None = None
    token: Token | None = None

    def asks_who(self) -> bool:
        """Say whether a client must show who it is."""
        by_certificate = self.certificates is not None and self.certificates.client_authorities
        return self.token is not None or bool(by_certificate)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options that ``read_security`` reads."""
    add = parser.add_argument_group("who may come in").add_argument
    add("--tls-cert", type=Path, metavar="FILE", help="the server's certificate chain, PEM")
    add("--tls-key", type=Path, metavar="FILE", help="its private key, PEM")
    add(
        "--tls-client-ca",
        type=Path,
        metavar="FILE",
        help="let in only clients whose certificate one of these authorities signed, PEM",
    )
    add(
        "--token-file",
        type=Path,
        metavar="FILE",
        help=f"let in only calls that show the token in this file (or in {TOKEN_VARIABLE})",
    )
    add(
        "--insecure",
        action="store_true",
        help="accept addresses that other machines can reach without TLS, or without a token or "
        "client certificates",
    )
    add(
        "--allow-files",
        action="store_true",
        help="let clients name files of this machine: the folder of RecordVideo, MuJoCo's xml_file",
    )
    add(
        "--send-tracebacks",
        choices=("auto", "always", "never"),
        default="auto",
        help="whether errors carry the end of the traceback, which names paths of this machine "
        "(default auto: if no other machine can reach the server)",
    )


def check_arguments(options: argparse.Namespace) -> None:
    """Refuse options that make no sense together.

    Raises:
        ArgumentsError: if they do not
    """
    if (options.tls_cert is None) != (options.tls_key is None):
        message = "--tls-cert and --tls-key go together; give both, or neither"
        raise ArgumentsError(message)
    if options.tls_client_ca is not None and options.tls_cert is None:
        message = "--tls-client-ca needs --tls-cert and --tls-key: certificates are shown in TLS"
        raise ArgumentsError(message)


def read_security(options: argparse.Namespace, environ: MutableMapping[str, str]) -> Security:
    """Read certificates, key and token.

    The token's variable is removed from ``environ``, so that no environment inherits it.

    Raises:
        SecretFileError: if a file will not do
    """
    text, source = environ.pop(TOKEN_VARIABLE, None), TOKEN_VARIABLE
    if options.token_file is not None:
        text, source = _read_token(options.token_file), str(options.token_file)
    certificates = None
    if options.tls_cert is not None:
        certificates = read_certificates(options.tls_cert, options.tls_key, options.tls_client_ca)
    return Security(certificates, None if text is None else _token(text, source))


def _read_token(path: Path) -> str:
    require_private(path, "the token file")
    try:
        return path.read_text(encoding="utf-8")
    except OSError as e:
        raise unreadable(path, "the token file", e) from e
    except UnicodeDecodeError as e:
        message = f"the token file {path} holds no text; {_MAKE_ONE}"
        raise SecretFileError(message) from e


def _token(text: str, source: str) -> Token:
    token = text.strip()
    if not token.isascii() or not token.isprintable() or " " in token:
        message = f"the token in {source} must be one line of ASCII without spaces"
    elif len(token) < _SHORTEST_TOKEN:
        message = f"the token in {source} has {len(token)} characters, at least {_SHORTEST_TOKEN}"
        message += " keep it from being guessed"
    elif len(token) > _LONGEST_TOKEN:
        message = f"the token in {source} has {len(token)} characters, at most {_LONGEST_TOKEN} fit"
    else:
        return Token(token)
    raise SecretFileError(f"{message}; {_MAKE_ONE}")


def reachable(addresses: Iterable[Address]) -> list[TcpAddress]:
    """Pick the addresses that other machines can reach."""
    return [a for a in addresses if isinstance(a, TcpAddress) and not a.is_loopback()]


def check_safe(address: Address, security: Security, *, insecure: bool) -> None:
    """Refuse what other machines could misuse, unless that is spelled out.

    Raises:
        AddressError: if it is not safe
    """
    if insecure or not reachable([address]):
        return
    if security.certificates is None:
        problem = "what is said there can be read and changed on its way"
        mend = "encrypt it with --tls-cert and --tls-key"
        if not security.asks_who():
            mend += ", and let in only who shows a --token-file or a certificate (--tls-client-ca)"
    elif not security.asks_who():
        problem = "whoever reaches it can run environments"
        mend = "let in only who shows a --token-file or a certificate (--tls-client-ca)"
    else:
        return
    message = (
        f"{address} can be reached from other machines, and {problem}; {mend}; or listen on "
        "127.0.0.1 or a unix: socket, to which SSH can forward; or accept the risk with --insecure"
    )
    raise AddressError(message)


def sends_tracebacks(choice: str, addresses: Iterable[Address]) -> bool:
    """Say whether errors carry tracebacks, as ``--send-tracebacks`` has it."""
    return choice == "always" or (choice == "auto" and not reachable(addresses))
