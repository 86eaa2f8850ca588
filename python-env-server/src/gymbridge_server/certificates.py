"""Certificates and keys: read at the start, and refused there rather than at the first client."""

from __future__ import annotations

import contextlib
import os
import ssl
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NoReturn

_READABLE_BY_ALL: Final = 0o007

# OpenSSL's numbers for what is wrong with a certificate.
_NOT_YET_VALID: Final = 9
_EXPIRED: Final = 10


class SecretFileError(Exception):
    """A file of certificates, a key or a token that will not do."""


@dataclass(frozen=True)
class Certificates:
    """What a TLS server shows to clients, and which clients it lets in.

    Attributes:
        chain: the server's certificate and those that link it to its authority, PEM
        key: the private key of the first of them, PEM
        client_authorities: who signs the certificates that clients must have, PEM; None: nobody
        valid_until: when the server's certificate expires, for the log
    """

    chain: bytes
    key: bytes = field(repr=False)
    client_authorities: bytes | None
    valid_until: str


def read_certificates(chain: Path, key: Path, client_authorities: Path | None) -> Certificates:
    """Read the files, and try them out on each other.

    Raises:
        SecretFileError: if one is missing, is none, is expired, or does not fit the others
    """
    pem = _read_pem(chain, "certificate")
    require_private(key, "the key file")
    key_pem = _read_pem(key, "private key")
    authorities = None
    if client_authorities is not None:
        authorities = _read_pem(client_authorities, "certificate")
        _check_authorities(client_authorities)
    valid_until = _try_out(chain, key)
    return Certificates(pem, key_pem, authorities, valid_until)


def require_private(path: Path, what: str) -> None:
    """Refuse a secret that every user of this machine can read or replace.

    Its group may read it: so Kubernetes mounts secrets for a process that is not root.

    Raises:
        SecretFileError: if others than owner and group may use the file
    """
    if os.name != "posix":
        return
    try:
        mode = path.stat().st_mode
    except OSError as e:
        raise unreadable(path, what, e) from e
    if mode & _READABLE_BY_ALL:
        message = f"{what} {path} can be used by every user of this machine (mode {mode & 0o777:o})"
        raise SecretFileError(f"{message}; run `chmod 600 {path}`")


def unreadable(path: Path, what: str, raised: OSError) -> SecretFileError:
    """Say that a file cannot be read, and why."""
    return SecretFileError(f"cannot read {what} {path}: {raised.strerror or raised}")


def _read_pem(path: Path, kind: str) -> bytes:
    try:
        pem = path.read_bytes()
    except OSError as e:
        raise unreadable(path, f"the {kind} file", e) from e
    marks = {"certificate": b"-----BEGIN CERTIFICATE-----", "private key": b"PRIVATE KEY-----"}
    if marks[kind] not in pem:
        message = f"{path} holds no {kind} in PEM form, which begins with -----BEGIN"
        raise SecretFileError(f"{message}; convert it with openssl, or name another file")
    return pem


def _check_authorities(path: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    try:
        context.load_verify_locations(path)
    except ssl.SSLError as e:
        message = f"{path} holds a certificate that cannot be read ({e.reason or e})"
        raise SecretFileError(f"{message}; name the authority of the clients, as PEM") from e
    authorities = context.get_ca_certs()
    if not authorities:
        message = f"{path} holds no certificate of an authority (CA:TRUE)"
        raise SecretFileError(f"{message}; name the one that signed those of the clients")
    for authority in authorities:
        end = str(authority["notAfter"])
        if ssl.cert_time_to_seconds(end) < time.time():  # noqa: TID251 - is it valid today?
            message = f"an authority in {path} expired on {end}"
            raise SecretFileError(f"{message}; renew it, or remove it from the file")


def _try_out(chain: Path, key: Path) -> str:
    """Shake hands with ourselves, and return when the certificate expires."""
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    try:
        server.load_cert_chain(chain, key, password=lambda: _refuse_encrypted(key))
    except ssl.SSLError as e:
        if e.reason == "KEY_VALUES_MISMATCH":
            message = f"the key in {key} is not that of the first certificate in {chain}"
            raise SecretFileError(f"{message}; name the files that belong together") from e
        message = f"the certificate {chain} or the key {key} cannot be used ({e.reason or e})"
        raise SecretFileError(f"{message}; make them anew") from e
    client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    client.check_hostname = False
    # The certificate itself is trusted, so that only what is wrong with it alone shows.
    client.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    client.load_verify_locations(chain)
    try:
        return _shake_hands(client, server)
    except ssl.SSLCertVerificationError as e:
        raise _useless(chain, e) from e
    except ssl.SSLError as e:
        message = f"the certificate in {chain} cannot be used for TLS ({e.reason or e})"
        raise SecretFileError(f"{message}; make it anew") from e


def _refuse_encrypted(key: Path) -> NoReturn:
    message = f"the key in {key} is encrypted, and nobody is there to be asked for the password"
    raise SecretFileError(f"{message}; decrypt it with `openssl pkey -in {key} -out FILE`")


def _shake_hands(client: ssl.SSLContext, server: ssl.SSLContext) -> str:
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    sides = (
        client.wrap_bio(to_client, to_server),
        server.wrap_bio(to_server, to_client, server_side=True),
    )
    for side in sides * 3:
        with contextlib.suppress(ssl.SSLWantReadError):
            side.do_handshake()
    certificate = sides[0].getpeercert()
    return str(certificate["notAfter"]) if certificate else "unknown"


def _useless(chain: Path, raised: ssl.SSLCertVerificationError) -> SecretFileError:
    if raised.verify_code == _EXPIRED:
        return SecretFileError(f"the certificate in {chain} has expired; renew it")
    if raised.verify_code == _NOT_YET_VALID:
        return SecretFileError(f"the certificate in {chain} is not yet valid; check the clock")
    message = f"the certificate in {chain} cannot be used by a server ({raised.verify_message})"
    return SecretFileError(f"{message}; make one for servers")
