"""Gymnasium spaces to protobuf."""

from __future__ import annotations

import copy
import string
from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
from gymnasium import spaces

from gymbridge_server._generated import session_pb2, space_pb2
from gymbridge_server.dtypes import dtype_to_wire, little_endian
from gymbridge_server.errors import RequestError

Space: TypeAlias = spaces.Space[Any]

# Of a space of texts that says neither how long they are nor what they are made of. Samples alone
# are no measure: that of MiniGrid's longest missions draws one of two letters.
_TEXT_SAMPLES = 64
_TEXT_LENGTH = 256
_PRINTABLE = string.ascii_letters + string.digits + string.punctuation + " "

_INT64 = little_endian(np.dtype(np.int64))


def space_to_proto(space: Space) -> space_pb2.Space:
    """Describe a space.

    Raises:
        RequestError: UNSUPPORTED_SPACE, if the space or one inside it is none of Gymnasium's ten.
    """
    for kind, encode in _ENCODERS.items():
        if isinstance(space, kind):
            return encode(space)
    raise unsupported(space, "it is none of the ten spaces of Gymnasium")


def carried(space: Space) -> Space:
    """Give a space the form in which it travels: texts of a kind of their own become Text.

    MiniGrid's missions are such.
    """
    if isinstance(space, spaces.Dict):
        children = {key: carried(child) for key, child in space.spaces.items()}
        changed = any(children[key] is not child for key, child in space.spaces.items())
        return spaces.Dict(list(children.items())) if changed else space
    if isinstance(space, spaces.Tuple):
        parts = [carried(child) for child in space.spaces]
        changed = any(a is not b for a, b in zip(parts, space.spaces, strict=True))
        return spaces.Tuple(parts) if changed else space
    is_text = space.dtype is not None and space.dtype.kind == "U"
    if is_text and not isinstance(space, tuple(_ENCODERS)):
        return _text_like(space)
    return space


def _text_like(space: Space) -> spaces.Text:
    drawn = copy.deepcopy(space)
    drawn.seed(0)
    samples = [str(drawn.sample()) for _ in range(_TEXT_SAMPLES)]
    longest = max(map(len, samples), default=0)
    charset = sorted({*_PRINTABLE, *"".join(samples)})
    return spaces.Text(max(2 * longest, _TEXT_LENGTH), min_length=0, charset="".join(charset))


def unsupported(space: object, reason: str) -> RequestError:
    """Say why a space cannot travel."""
    return RequestError(
        session_pb2.ERROR_CODE_UNSUPPORTED_SPACE,
        f"the space {space!r} of type {type(space).__qualname__} cannot be sent: {reason}; "
        "wrap the environment so that it has Box, Discrete, MultiDiscrete, MultiBinary, Text, "
        "Tuple, Dict, Sequence, Graph or OneOf spaces",
    )


def wire_dtype(space: Space) -> space_pb2.DType:
    """Name the element type of an array space for the wire."""
    number = None if space.dtype is None else dtype_to_wire(np.dtype(space.dtype))
    if number is None:
        raise unsupported(space, f"its dtype is {space.dtype}")
    return number


def _encode_box(space: spaces.Box) -> space_pb2.Space:
    dtype = little_endian(space.dtype)
    return space_pb2.Space(
        box=space_pb2.Box(
            dtype=wire_dtype(space),
            shape=space.shape,
            low=space.low.astype(dtype).tobytes(),
            high=space.high.astype(dtype).tobytes(),
        )
    )


def _encode_discrete(space: spaces.Discrete) -> space_pb2.Space:
    return space_pb2.Space(
        discrete=space_pb2.Discrete(n=int(space.n), start=int(space.start), dtype=wire_dtype(space))
    )


def _encode_multi_discrete(space: spaces.MultiDiscrete) -> space_pb2.Space:
    return space_pb2.Space(
        multi_discrete=space_pb2.MultiDiscrete(
            dtype=wire_dtype(space),
            shape=space.shape,
            nvec=space.nvec.astype(_INT64).tobytes(),
            start=space.start.astype(_INT64).tobytes(),
        )
    )


def _encode_multi_binary(space: spaces.MultiBinary) -> space_pb2.Space:
    return space_pb2.Space(multi_binary=space_pb2.MultiBinary(shape=space.shape))


def _encode_text(space: spaces.Text) -> space_pb2.Space:
    return space_pb2.Space(
        text=space_pb2.Text(
            min_length=space.min_length,
            max_length=space.max_length,
            charset="".join(space.character_list),
        )
    )


def _encode_tuple(space: spaces.Tuple) -> space_pb2.Space:
    return space_pb2.Space(
        tuple=space_pb2.Tuple(spaces=[space_to_proto(child) for child in space.spaces])
    )


def _encode_dict(space: spaces.Dict) -> space_pb2.Space:
    entries = []
    for key, child in space.spaces.items():
        if not isinstance(key, str):
            raise unsupported(space, f"its key {key!r} is no string")
        entries.append(space_pb2.DictEntry(key=key, space=space_to_proto(child)))
    return space_pb2.Space(dict=space_pb2.Dict(entries=entries))


def _encode_sequence(space: spaces.Sequence) -> space_pb2.Space:
    return space_pb2.Space(
        sequence=space_pb2.Sequence(
            element=space_to_proto(space.feature_space), stacked=bool(space.stack)
        )
    )


def _encode_graph(space: spaces.Graph) -> space_pb2.Space:
    for part in (space.node_space, space.edge_space):
        if part is not None and not isinstance(part, (spaces.Box, spaces.Discrete)):
            raise unsupported(space, "its nodes and edges are neither Box nor Discrete")
    edge = None if space.edge_space is None else space_to_proto(space.edge_space)
    return space_pb2.Space(graph=space_pb2.Graph(node=space_to_proto(space.node_space), edge=edge))


def _encode_one_of(space: spaces.OneOf) -> space_pb2.Space:
    return space_pb2.Space(
        one_of=space_pb2.OneOf(spaces=[space_to_proto(child) for child in space.spaces])
    )


_ENCODERS: dict[type[Any], Callable[[Any], space_pb2.Space]] = {
    spaces.Box: _encode_box,
    spaces.Discrete: _encode_discrete,
    spaces.MultiDiscrete: _encode_multi_discrete,
    spaces.MultiBinary: _encode_multi_binary,
    spaces.Text: _encode_text,
    spaces.Tuple: _encode_tuple,
    spaces.Dict: _encode_dict,
    spaces.Sequence: _encode_sequence,
    spaces.Graph: _encode_graph,
    spaces.OneOf: _encode_one_of,
}
