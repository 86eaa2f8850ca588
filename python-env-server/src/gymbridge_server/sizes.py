"""How large values of a space are, known before one is made."""

from __future__ import annotations

import math

import numpy as np
from gymnasium import spaces

from gymbridge_server.errors import exhausted
from gymbridge_server.spaces import Space

# The reward and the two ends of a step.
_BYTES_OF_ENDS = 10


def value_bytes(space: Space) -> int:
    """Count the bytes that any value of a space takes at least."""
    if isinstance(space, spaces.Dict):
        return sum(value_bytes(child) for child in space.spaces.values())
    if isinstance(space, spaces.Tuple):
        return sum(value_bytes(child) for child in space.spaces)
    if isinstance(space, (spaces.Sequence, spaces.Graph, spaces.OneOf, spaces.Text)):
        return 0
    # Not prod of NumPy, which wraps around.
    return math.prod(space.shape or ()) * np.dtype(space.dtype).itemsize


def check_count(num_envs: int, limit: int) -> None:
    """Refuse so many environments that not even their rewards fit into a message.

    Raises:
        RequestError: RESOURCE_EXHAUSTED
    """
    _check(f"a step of {num_envs} environments", num_envs * _BYTES_OF_ENDS, limit)


def check_size(space: Space, num_envs: int, limit: int) -> None:
    """Refuse environments whose observations together fit into no message.

    Raises:
        RequestError: RESOURCE_EXHAUSTED
    """
    what = f"an observation of {num_envs} environments" if num_envs > 1 else "an observation"
    _check(what, num_envs * value_bytes(space), limit)


def _check(what: str, size: int, limit: int) -> None:
    if limit and size > limit:
        message = f"{what} takes {size} bytes, the limit of this server is {limit} bytes a message"
        raise exhausted(f"{message}; use fewer or smaller ones, or raise --max-message-bytes")
