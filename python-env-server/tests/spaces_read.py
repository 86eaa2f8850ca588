"""Protobuf to spaces, which the server itself never needs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from gymnasium import spaces

from gymbridge_server._generated import space_pb2
from gymbridge_server.dtypes import dtype_from_wire, little_endian
from gymbridge_server.spaces import Space


def space_from_proto(message: space_pb2.Space) -> Space:
    """Build the space that a message describes, as a client does."""
    kind = message.WhichOneof("kind")
    assert kind is not None
    return _DECODERS[kind](getattr(message, kind))


def _array(dtype: np.dtype[Any], shape: list[int], data: bytes) -> np.ndarray[Any, Any]:
    return np.frombuffer(data, little_endian(dtype)).astype(dtype).reshape(shape)


def _dtype(number: int) -> np.dtype[Any]:
    dtype = dtype_from_wire(number)
    assert dtype is not None
    return dtype


def _decode_box(message: space_pb2.Box) -> Space:
    dtype, shape = _dtype(message.dtype), list(message.shape)
    low, high = _array(dtype, shape, message.low), _array(dtype, shape, message.high)
    return spaces.Box(low, high, dtype=dtype.type)


def _decode_discrete(message: space_pb2.Discrete) -> Space:
    return spaces.Discrete(message.n, start=message.start, dtype=_dtype(message.dtype))


def _decode_multi_discrete(message: space_pb2.MultiDiscrete) -> Space:
    dtype, shape = _dtype(message.dtype), list(message.shape)
    nvec = _array(np.dtype(np.int64), shape, message.nvec)
    start = _array(np.dtype(np.int64), shape, message.start)
    return spaces.MultiDiscrete(nvec, dtype=dtype, start=start)


def _decode_multi_binary(message: space_pb2.MultiBinary) -> Space:
    return spaces.MultiBinary(list(message.shape))


def _decode_text(message: space_pb2.Text) -> Space:
    return spaces.Text(message.max_length, min_length=message.min_length, charset=message.charset)


def _decode_tuple(message: space_pb2.Tuple) -> Space:
    return spaces.Tuple([space_from_proto(child) for child in message.spaces])


def _decode_dict(message: space_pb2.Dict) -> Space:
    # A list of pairs keeps its order; a dict would be sorted.
    return spaces.Dict([(entry.key, space_from_proto(entry.space)) for entry in message.entries])


def _decode_sequence(message: space_pb2.Sequence) -> Space:
    return spaces.Sequence(space_from_proto(message.element), stack=message.stacked)


def _decode_graph(message: space_pb2.Graph) -> Space:
    edge = space_from_proto(message.edge) if message.HasField("edge") else None
    return spaces.Graph(space_from_proto(message.node), edge)


def _decode_one_of(message: space_pb2.OneOf) -> Space:
    return spaces.OneOf([space_from_proto(child) for child in message.spaces])


_DECODERS: dict[str, Callable[[Any], Space]] = {
    "box": _decode_box,
    "discrete": _decode_discrete,
    "multi_discrete": _decode_multi_discrete,
    "multi_binary": _decode_multi_binary,
    "text": _decode_text,
    "tuple": _decode_tuple,
    "dict": _decode_dict,
    "sequence": _decode_sequence,
    "graph": _decode_graph,
    "one_of": _decode_one_of,
}
