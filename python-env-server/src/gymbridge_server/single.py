"""One environment, as a session drives it."""

from __future__ import annotations

import struct
from typing import Any, Final

from gymbridge_server._generated import session_pb2
from gymbridge_server.environments import (
    QuickResult,
    ServedEnvironment,
    invalid_action,
    read_options,
)
from gymbridge_server.errors import invalid_argument
from gymbridge_server.made import Made
from gymbridge_server.values import LeafReader, OutsideSpaceError

_FLAGS: Final = (b"\x00", b"\x01")
_pack_reward: Final = struct.Struct("<d").pack


class SingleEnvironment(ServedEnvironment):
    """One environment. After the end of an episode the client resets it."""

    def __init__(self, made: Made, *, compress_frames: bool) -> None:
        super().__init__(made, compress_frames=compress_frames)
        # Whose attribute says whether infos are looked at.
        self._checked: Any = made.environment

    def reset(self, request: session_pb2.ResetRequest, reply: session_pb2.ResetReply) -> None:
        """Start an episode."""
        if request.HasField("seeds"):
            message = "a list of seeds is for vectors; a single environment takes one seed"
            raise invalid_argument(message)
        if request.HasField("mask"):
            message = "a reset mask is for vectors of AUTORESET_MODE_DISABLED"
            raise invalid_argument(message)
        self._stuck = "after a reset that failed"
        self._checked.wants_info = request.want_info
        observation, info = self._run_reset(
            "reset it again, or make it anew",
            seed=request.seed if request.HasField("seed") else None,
            options=read_options(request),
        )
        self._observations.write_one(observation, reply.observation.leaves)
        if request.want_info:
            self._write_info(info, reply.info)
        self._stuck, self._was_reset = None, True

    def step(self, request: session_pb2.StepRequest, reply: session_pb2.StepReply) -> None:
        """Take a step, if the action is in its space."""
        self._require_ready()
        leaves = LeafReader(request.action.leaves)
        try:
            action = self._actions.read_one(leaves)
        except OutsideSpaceError as e:
            raise invalid_action(e, "") from None
        leaves.end()
        observation, reward, terminated, truncated, info = self._take(action, request.want_info)
        self._observations.write_one(observation, reply.observation.leaves)
        reply.rewards = _pack_reward(reward)
        reply.terminated = _FLAGS[terminated]
        reply.truncated = _FLAGS[truncated]
        if request.want_info:
            self._write_info(info, reply.info)

    def quick_step(self, data: bytes, offset: int) -> QuickResult:
        """Take a step, without info, with the action that lies in some bytes."""
        self._require_ready()
        try:
            action = self._flat_actions.unpack_one(data, offset)
        except OutsideSpaceError as e:
            raise invalid_action(e, "") from None
        observation, reward, terminated, truncated, _ = self._take(action, False)
        return (
            self._flat_observations.pack_one(observation),
            _pack_reward(reward),
            _FLAGS[terminated],
            _FLAGS[truncated],
        )

    def _take(self, action: Any, want_info: bool) -> Any:
        self._checked.wants_info = want_info
        result = self._run_step(action)
        if result[2] or result[3]:
            self._stuck = "after the end of the episode"
        return result

    def _drawn_by_each(self, drawn: Any) -> Any:
        return (drawn,)
