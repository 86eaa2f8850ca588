"""Environments that are made for their spaces alone, each in a process of its own."""

from __future__ import annotations

import socket
import struct
from typing import Final

from google.protobuf.message import DecodeError
from gymnasium.envs.registration import EnvSpec

from gymbridge_server import PROTOCOL_VERSION
from gymbridge_server._generated import service_pb2, session_pb2
from gymbridge_server.errors import RequestError, timeout
from gymbridge_server.lane.lanes import Lanes
from gymbridge_server.limits import Limits

# So that one that hangs does not keep a list from its end.
_SECONDS_EACH: Final = 30.0
_CHUNK: Final = 65_536


class SpacesOutside:
    """Fills in the spaces of listed environments, over lanes of which the server is the client."""

    def __init__(self, lanes: Lanes, limits: Limits) -> None:
        self._lanes = lanes
        self._seconds = min(_SECONDS_EACH, limits.max_make_seconds or _SECONDS_EACH)

    def __call__(self, _: EnvSpec, listed: service_pb2.ListedEnvironment) -> None:
        """Add the spaces of an environment, or why it cannot be made."""
        make = session_pb2.MakeRequest(protocol_version=PROTOCOL_VERSION, id=listed.spec.id)
        try:
            reply = self._ask(session_pb2.SessionRequest(make=make))
        except RequestError as e:
            listed.problem = e.message
            return
        if reply.HasField("make"):
            listed.observation_space.CopyFrom(reply.make.observation_space)
            listed.action_space.CopyFrom(reply.make.action_space)
        else:
            listed.problem = reply.error.message

    def _ask(self, request: session_pb2.SessionRequest) -> session_pb2.SessionReply:
        lane, opened = self._lanes.open_for_server()
        try:
            with socket.socket(socket.AF_UNIX) as connection:
                connection.settimeout(self._seconds)
                connection.connect(opened.socket)
                data = request.SerializeToString()
                connection.sendall(opened.secret + struct.pack("<I", len(data)) + data)
                return session_pb2.SessionReply.FromString(_one_message(connection))
        except TimeoutError:
            error = timeout("make", self._seconds, self._seconds, "--max-make-seconds")
            lane.end_request(error)
            raise error from None
        except (OSError, EOFError, DecodeError) as e:
            raise lane.wait_for_end(self._seconds) or RequestError(
                session_pb2.ERROR_CODE_ENVIRONMENT_DIED, f"its process does not answer ({e})"
            ) from e


def _one_message(connection: socket.socket) -> bytes:
    data = b""
    while len(data) < 4 or len(data) < 4 + struct.unpack_from("<I", data)[0]:
        more = connection.recv(_CHUNK)
        if not more:
            raise EOFError
        data += more
    return data[4:]
