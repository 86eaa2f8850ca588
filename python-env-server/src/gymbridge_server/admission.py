"""Lets calls in, or not: what gRPC is told of who may come in."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any, Final

import grpc
from grpc_health.v1 import health

from gymbridge_server.certificates import Certificates
from gymbridge_server.security import TOKEN_VARIABLE, Token

_LOG = logging.getLogger(__name__)

# Of the health service this alone: Watch is a stream, and strangers could hold all there may be.
HEALTH_CHECK: Final = f"/{health.SERVICE_NAME}/Check"

_METADATA_KEY: Final = "authorization"
_SCHEME: Final = "bearer"
_SECONDS_BETWEEN_LINES: Final = 10.0

_HOW: Final = f"with --token-file FILE or {TOKEN_VARIABLE}"
_NO_TOKEN: Final = (
    f"this server lets in only who shows its token, and this call has none; show it {_HOW}"
)
_WRONG_TOKEN: Final = f"the token of this call is not that of this server; give another {_HOW}"
_HEALTH_ALONE: Final = "this port answers health checks and nothing else"


class Admission(grpc.ServerInterceptor):
    """Lets in health checks, and the calls that show the token; no token opens nothing more."""

    def __init__(self, token: Token | None) -> None:
        self._token = token
        self._lock = threading.Lock()
        self._refused = 0
        self._logged_at = -_SECONDS_BETWEEN_LINES

    def intercept_service(
        self,
        continuation: Callable[[grpc.HandlerCallDetails], grpc.RpcMethodHandler | None],
        handler_call_details: grpc.HandlerCallDetails,
    ) -> grpc.RpcMethodHandler | None:
        """Hand the call on, or refuse it before its handler knows of it."""
        if handler_call_details.method == HEALTH_CHECK:
            return continuation(handler_call_details)
        refusal = self._refusal(handler_call_details)
        if refusal is None:
            return continuation(handler_call_details)

        def refuse(_: Iterator[bytes], context: grpc.ServicerContext) -> Iterator[bytes]:
            self._log(context.peer())
            context.abort(grpc.StatusCode.UNAUTHENTICATED, refusal)

        # A stream is answered at once, whatever the call is; a unary handler would first wait for
        # a request.
        return grpc.stream_stream_rpc_method_handler(refuse)

    def _refusal(self, call: grpc.HandlerCallDetails) -> str | None:
        if self._token is None:
            return _HEALTH_ALONE
        shown = [value for key, value in call.invocation_metadata or () if key == _METADATA_KEY]
        if not shown:
            return _NO_TOKEN
        scheme, _, token = _text(shown[0]).partition(" ")
        is_bearer = len(shown) == 1 and scheme.lower() == _SCHEME
        return None if is_bearer and self._token.is_shown_by(token) else _WRONG_TOKEN

    def _log(self, peer: str) -> None:
        """Say that calls are refused, at a pace that cannot fill a disk."""
        with self._lock:
            self._refused += 1
            now = time.monotonic()
            if now - self._logged_at < _SECONDS_BETWEEN_LINES:
                return
            self._logged_at, count, self._refused = now, self._refused, 0
        _LOG.warning("refused %d calls that did not show the token, the last from %s", count, peer)


def _text(value: str | bytes) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else value


def server_credentials(certificates: Certificates) -> grpc.ServerCredentials:
    """Make what a secure port of gRPC is given."""
    authorities = certificates.client_authorities
    credentials: Any = grpc.ssl_server_credentials(
        [(certificates.key, certificates.chain)], authorities, authorities is not None
    )
    return credentials  # type: ignore[no-any-return]
