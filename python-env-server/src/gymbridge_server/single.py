"""One environment, as a session drives it."""

from __future__ import annotations

import struct
from typing import Any, Final

from gymbridge_server._generated import session_pb2
from gymbridge_server.environments import ServedEnvironment, invalid_action, read_options
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
        self._read_action = self._actions.read_one
        self._write_observation = self._observations.write_one

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
        observation, info = self._run(
            "reset",
            "reset it again, or make it anew",
            self._environment.reset,
            seed=request.seed if request.HasField("seed") else None,
            options=read_options(request),
        )
        self._write_observation(observation, reply.observation.leaves)
        if request.want_info:
            self._write_info(info, reply.info)
        self._stuck, self._was_reset = None, True

    def step(self, request: session_pb2.StepRequest, reply: session_pb2.StepReply) -> None:
        """Take a step, if the action is in its space."""
        self._require_ready()
        leaves = LeafReader(request.action.leaves)
        try:
            action = self._read_action(leaves)
        except OutsideSpaceError as e:
            raise invalid_action(e, "") from None
        leaves.end()
        self._checked.wants_info = request.want_info
        observation, reward, terminated, truncated, info = self._run_step(action)
        self._write_observation(observation, reply.observation.leaves)
        reply.rewards = _pack_reward(reward)
        reply.terminated = _FLAGS[terminated]
        reply.truncated = _FLAGS[truncated]
        if terminated or truncated:
            self._stuck = "after the end of the episode"
        if request.want_info:
            self._write_info(info, reply.info)

    def _drawn_by_each(self, drawn: Any) -> Any:
        return (drawn,)
