"""Values, data and drawings as text, in the same words as ``PlainText`` of the Java tests.

Equal texts mean equal bytes: a long array is written as the digest of its bytes. The server and its
codec are not used, so that a defect of theirs cannot hide itself.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Mapping
from typing import Any

import numpy as np
from gymnasium import spaces
from gymnasium.vector.utils import batch_space, iterate

_LONG = 256

# Seconds that passed: no two runs agree on them.
_CLOCKS = frozenset({"t", "_t"})


def array_text(array: Any) -> str:
    """Write dtype, shape and little-endian bytes: ``float32[2,1]:0000803f00000040``."""
    array = np.asarray(array)
    data = array.astype(array.dtype.newbyteorder("<")).tobytes()
    digits = data.hex() if len(data) <= _LONG else "#" + hashlib.sha256(data).hexdigest()
    return f"{array.dtype.name}[{','.join(map(str, array.shape))}]:{digits}"


def value_text(space: Any, value: Any) -> str:
    """Write a value of a space. Only Discrete may be careless with its dtype: many observe int."""
    if isinstance(space, spaces.Discrete):
        if np.asarray(value).dtype.kind not in "iu":
            raise TypeError(value)
        return array_text(np.asarray(value, space.dtype))
    if isinstance(space, (spaces.Box, spaces.MultiDiscrete, spaces.MultiBinary)):
        return array_text(value)
    return _composite_text(space, value)


def _composite_text(space: Any, value: Any) -> str:
    if isinstance(space, spaces.Text):
        return f"text:{_hex(value)}"
    if isinstance(space, spaces.Tuple):
        return _joined("(", map(value_text, space.spaces, value), ")")
    if isinstance(space, spaces.Dict):
        assert set(value) == set(space.spaces)
        parts = (f"{_hex(key)}={value_text(child, value[key])}" for key, child in space.items())
        return _joined("{", parts, "}")
    if isinstance(space, spaces.OneOf):
        index, chosen = value
        return f"{index}!{value_text(space.spaces[index], chosen)}"
    if isinstance(space, spaces.Sequence):
        elements = iterate(space.stacked_feature_space, value) if space.stack else value
        return _joined("<", (value_text(space.feature_space, one) for one in elements), ">")
    links = None if value.edge_links is None else np.asarray(value.edge_links).astype(np.int32)
    parts = ("none" if part is None else array_text(part) for part in (value[0], value[1], links))
    return _joined("graph(", parts, ")")


def batch_text(space: Any, batch: Any, num_envs: int) -> list[str]:
    """Write the values of a batch of a single space, one by one."""
    return [value_text(space, value) for value in iterate(batch_space(space, num_envs), batch)]


def data_text(data: Any) -> str:  # noqa: PLR0911 - one for each kind
    """Write info, as it arrives: a scalar of NumPy is a plain number, a tuple a list."""
    if isinstance(data, np.generic):
        data = data.item()
    if data is None:
        return "null"
    if isinstance(data, bool):
        return str(data).lower()
    if isinstance(data, int):
        return f"int:{data}"
    if isinstance(data, float):
        return f"float:{struct.pack('<d', data).hex()}"
    if isinstance(data, str):
        return f"str:{_hex(data)}"
    if isinstance(data, Mapping):
        kept = ((str(key), value) for key, value in data.items() if key not in _CLOCKS)
        return _joined("{", (f"{_hex(key)}={data_text(value)}" for key, value in kept), "}")
    if isinstance(data, (list, tuple)):
        return _joined("[", map(data_text, data), "]")
    if isinstance(data, np.ndarray) and data.dtype.kind not in "OUS":
        return array_text(data)
    return _joined("[", map(data_text, data), "]")


def drawing_text(drawn: Any) -> list[str]:
    """Write what one environment drew: a frame, a text, or a list of them."""
    if isinstance(drawn, (list, tuple)):
        return [text for one in drawn for text in drawing_text(one)]
    return [f"str:{_hex(drawn)}" if isinstance(drawn, str) else array_text(drawn)]


def _hex(text: str) -> str:
    return text.encode("utf-8").hex()


def _joined(opening: str, parts: Any, closing: str) -> str:
    return opening + " ".join(parts) + closing
