"""The array element types of the protocol."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from gymbridge_server._generated import space_pb2

_NAMES: Final = (
    ("bool", space_pb2.DTYPE_BOOL),
    ("int8", space_pb2.DTYPE_INT8),
    ("int16", space_pb2.DTYPE_INT16),
    ("int32", space_pb2.DTYPE_INT32),
    ("int64", space_pb2.DTYPE_INT64),
    ("uint8", space_pb2.DTYPE_UINT8),
    ("uint16", space_pb2.DTYPE_UINT16),
    ("uint32", space_pb2.DTYPE_UINT32),
    ("uint64", space_pb2.DTYPE_UINT64),
    ("float16", space_pb2.DTYPE_FLOAT16),
    ("float32", space_pb2.DTYPE_FLOAT32),
    ("float64", space_pb2.DTYPE_FLOAT64),
)

_TO_WIRE: Final = {np.dtype(name): number for name, number in _NAMES}
_FROM_WIRE: Final[dict[int, np.dtype[Any]]] = {number: np.dtype(name) for name, number in _NAMES}


def dtype_to_wire(dtype: np.dtype[Any]) -> space_pb2.DType | None:
    """Name a NumPy dtype, of either byte order, for the wire; None if the protocol has no such."""
    return _TO_WIRE.get(dtype.newbyteorder("="))


def dtype_from_wire(number: int) -> np.dtype[Any] | None:
    """Find the native NumPy dtype of a wire name; None if there is none."""
    return _FROM_WIRE.get(number)


def little_endian(dtype: np.dtype[Any]) -> np.dtype[Any]:
    """Give the dtype its byte order on the wire."""
    return dtype.newbyteorder("<")
