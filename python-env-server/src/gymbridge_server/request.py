"""What can be read off a serialized request by those who only pass it on."""

from __future__ import annotations

from google.protobuf.message import DecodeError

from gymbridge_server._generated import session_pb2


def request_kind(data: bytes) -> str | None:
    """Read of which kind a serialized request is; None where it is of none."""
    kind: str | None = _parsed(data).WhichOneof("kind")
    return kind


def request_number(data: bytes) -> int:
    """Read the number of a serialized request; 0 where it has none."""
    return _parsed(data).number


def _parsed(data: bytes) -> session_pb2.SessionRequest:
    try:
        return session_pb2.SessionRequest.FromString(data)
    except DecodeError:
        return session_pb2.SessionRequest()
