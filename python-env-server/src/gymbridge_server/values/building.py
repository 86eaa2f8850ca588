"""From a space to its codec."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gymnasium import spaces

from gymbridge_server.spaces import Space, space_to_proto
from gymbridge_server.values.arrays import DiscreteCodec, box, multi_binary, multi_discrete
from gymbridge_server.values.codec import ValueCodec
from gymbridge_server.values.composite import DictCodec, OneOfCodec, TupleCodec
from gymbridge_server.values.repeated import GraphCodec, SequenceCodec
from gymbridge_server.values.text import TextCodec


def codec_for(space: Space) -> ValueCodec:
    """Build the codec of a space.

    Raises:
        RequestError: UNSUPPORTED_SPACE, if the space cannot travel
    """
    space_to_proto(space)  # Refuses what cannot travel, however deep it lies.
    return _build(space)


def _build(space: Space) -> ValueCodec:
    for kind, build in _BUILDERS.items():
        if isinstance(space, kind):
            return build(space)
    message = f"no codec for {space!r}"
    raise AssertionError(message)


def _graph(space: spaces.Graph) -> ValueCodec:
    edge = None if space.edge_space is None else _build(space.edge_space)
    return GraphCodec(_build(space.node_space), edge)


_BUILDERS: dict[type[Any], Callable[[Any], ValueCodec]] = {
    spaces.Box: box,
    spaces.Discrete: DiscreteCodec,
    spaces.MultiDiscrete: multi_discrete,
    spaces.MultiBinary: multi_binary,
    spaces.Text: TextCodec,
    spaces.Tuple: lambda space: TupleCodec([_build(child) for child in space.spaces]),
    spaces.Dict: lambda space: DictCodec({k: _build(v) for k, v in space.spaces.items()}),
    spaces.Sequence: lambda space: SequenceCodec(_build(space.feature_space), space.stack),
    spaces.Graph: _graph,
    spaces.OneOf: lambda space: OneOfCodec([_build(child) for child in space.spaces]),
}
