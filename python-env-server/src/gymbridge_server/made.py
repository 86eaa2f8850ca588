"""What making an environment results in."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import Any

import gymnasium
from gymnasium import spaces
from gymnasium.envs.registration import EnvSpec
from gymnasium.vector import VectorEnv

from gymbridge_server._generated import session_pb2
from gymbridge_server.neighbours import let_warnings_be_warnings
from gymbridge_server.raised import ENVIRONMENT_EXCEPTIONS
from gymbridge_server.spaces import Space


@dataclass(frozen=True)
class Made:
    """An environment that was made, and what is said of it in the reply.

    Attributes:
        environment: a ``VectorEnv`` if ``num_envs`` is not None
        spec: the registered one, with the arguments of this environment
        num_envs: None for a single environment
        vectorization: how a vector is one
        autoreset_mode: what a vector does when an episode ends
        observation_space: of a single environment, also for a vector
        action_space: likewise
    """

    environment: gymnasium.Env[Any, Any] | VectorEnv
    spec: EnvSpec
    num_envs: int | None
    vectorization: session_pb2.Vectorization
    autoreset_mode: session_pb2.AutoresetMode
    observation_space: Space
    action_space: Space


def close_quietly(environment: gymnasium.Env[Any, Any] | VectorEnv) -> None:
    """Close an environment whose own complaint about that helps nobody."""
    with contextlib.suppress(*ENVIRONMENT_EXCEPTIONS):
        environment.close()
    let_warnings_be_warnings()


def has_dynamic_part(space: Space) -> bool:
    """Say whether values of a space differ in size, so that they cannot lie in shared memory."""
    if isinstance(space, (spaces.Sequence, spaces.Graph, spaces.Text)):
        return True
    if isinstance(space, spaces.Dict):
        return any(has_dynamic_part(child) for child in space.spaces.values())
    if isinstance(space, (spaces.Tuple, spaces.OneOf)):
        return any(has_dynamic_part(child) for child in space.spaces)
    return False
