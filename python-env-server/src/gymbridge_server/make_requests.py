"""Requests to make something, held to the protocol and to the limits of this server."""

from __future__ import annotations

from typing import Any

from gymbridge_server import PROTOCOL_VERSION
from gymbridge_server._generated import session_pb2
from gymbridge_server.errors import RequestError, exhausted, invalid_argument
from gymbridge_server.limits import Policy
from gymbridge_server.sizes import check_count


def check_protocol(version: int) -> None:
    """Refuse a client of another version of the protocol.

    Raises:
        RequestError: PROTOCOL_MISMATCH
    """
    if version != PROTOCOL_VERSION:
        message = f"the client speaks protocol version {version}, the server {PROTOCOL_VERSION}"
        older = "client" if version < PROTOCOL_VERSION else "server"
        raise RequestError(
            session_pb2.ERROR_CODE_PROTOCOL_MISMATCH,
            f"{message}; update the {older}",
            session_continues=False,
        )


def check_vector(request: session_pb2.MakeRequest, policy: Policy) -> None:
    """Refuse a vector that cannot be, whatever the environment is.

    Raises:
        RequestError: INVALID_ARGUMENT or RESOURCE_EXHAUSTED
    """
    if not request.HasField("num_envs"):
        if request.vectorization or request.autoreset_mode:
            message = "vectorization and autoreset_mode are for vectors; set num_envs too"
            raise invalid_argument(message)
        return
    limit = policy.limits.max_envs_per_session
    if request.num_envs < 1:
        message = f"num_envs must be at least 1, got {request.num_envs}"
        raise invalid_argument(message)
    if limit and request.num_envs > limit:
        message = (
            f"num_envs must be at most {limit} on this server, got {request.num_envs}; "
            f"start the server with `--max-envs-per-session {request.num_envs}`"
        )
        raise exhausted(message)
    check_count(request.num_envs, policy.limits.max_message_bytes)
    _check_enum("vectorization", request.vectorization, session_pb2.Vectorization)
    _check_enum("autoreset_mode", request.autoreset_mode, session_pb2.AutoresetMode)


def _check_enum(field: str, value: int, enum: Any) -> None:
    if value not in enum.values():
        allowed = ", ".join(enum.keys()[1:])
        message = f"{field} must be one of {allowed}, got {value}"
        raise invalid_argument(message)
