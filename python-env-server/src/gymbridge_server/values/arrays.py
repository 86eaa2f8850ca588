"""Box, MultiDiscrete, MultiBinary and Discrete: the codecs of what is an array."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
from gymnasium import spaces

from gymbridge_server.dtypes import little_endian
from gymbridge_server.errors import malformed
from gymbridge_server.values.codec import (
    Array,
    Column,
    FlatCodec,
    OutsideSpaceError,
    UnfitValueError,
    Value,
    ValueCodec,
    integer,
    shape_problem,
)

_STRUCT_CODES = {
    "i1": "b",
    "i2": "h",
    "i4": "i",
    "i8": "q",
    "u1": "B",
    "u2": "H",
    "u4": "I",
    "u8": "Q",
}


class ArrayCodec(FlatCodec):
    """Box, MultiDiscrete and MultiBinary: one leaf of array elements."""

    def __init__(
        self, dtype: np.dtype[Any], low: Array, high: Array, allowed: Callable[[Any, Any], str]
    ) -> None:
        self._native = dtype.newbyteorder("=")
        self._wire = little_endian(dtype)
        self._shape = low.shape
        self._size = int(np.prod(low.shape, dtype=np.int64))
        self._low = low
        self._high = high
        self._allowed = allowed
        self.takes_bytes = self._size > 0
        self.leaf_bytes = self._size * dtype.itemsize

    def pack_one(self, value: Value) -> bytes:
        if type(value) is not np.ndarray or value.dtype != self._wire:
            value = _cast(value, self._wire)
        if value.shape != self._shape:
            raise UnfitValueError(shape_problem(value, self._shape))
        packed: bytes = value.tobytes()
        return packed

    def pack(self, column: Column, n: int) -> bytes:
        if type(column) is not np.ndarray or column.dtype != self._wire:
            column = _cast(column, self._wire)
        if column.shape != (n, *self._shape):
            raise UnfitValueError(shape_problem(column, (n, *self._shape)))
        packed: bytes = column.tobytes()
        return packed

    def unpack_one(self, data: bytes, offset: int) -> Array:
        return self._checked(np.frombuffer(data, self._wire, self._size, offset), self._shape)

    def unpack(self, data: bytes, offset: int, n: int) -> Column:
        flat = np.frombuffer(data, self._wire, n * self._size, offset)
        return self._checked(flat, (n, *self._shape))

    def _checked(self, flat: Array, shape: tuple[int, ...]) -> Array:
        if self._native.kind == "b" and (flat.view(np.uint8) > 1).any():
            message = "a leaf of bools has a byte that is neither 0 nor 1"
            raise malformed(message)
        # A copy: the environment may write into its action.
        array: Array = flat.astype(self._native).reshape(shape)
        if not ((array >= self._low).all() and (array <= self._high).all()):
            raise self._outside(array, len(shape) > len(self._shape))
        return array

    def _outside(self, array: Array, batched: bool) -> OutsideSpaceError:
        wrong = ~((array >= self._low) & (array <= self._high))
        index = tuple(int(i) for i in np.argwhere(wrong)[0])
        row, element = (index[0], index[1:]) if batched else (0, index)
        path = f"[{', '.join(map(str, element))}]" if element else ""
        allowed = self._allowed(self._low[element], self._high[element])
        return OutsideSpaceError(row, path, f"must be in {allowed}, got {array[index]}")

    def gather(self, values: Iterable[Value]) -> Column:
        rows = [_cast(value, self._native) for value in values]
        return np.stack(rows) if rows else np.empty((0, *self._shape), self._native)

    def scatter(self, column: Column, n: int) -> Sequence[Value]:
        # Not column[i]: a row of no dimensions would be a scalar, which some spaces do not contain.
        return [column[i, ...] for i in range(n)]


class DiscreteCodec(FlatCodec):
    """Discrete: one leaf with one integer for each value."""

    def __init__(self, space: spaces.Discrete) -> None:
        self._native = np.dtype(space.dtype).newbyteorder("=")
        self._wire = little_endian(self._native)
        self._scalar = self._native.type
        self._struct = struct.Struct("<" + _STRUCT_CODES[self._native.str[1:]])
        self.leaf_bytes = self._struct.size
        self._unsigned = np.dtype(f"u{self._native.itemsize}")
        self._start = int(space.start)
        self._end = self._start + int(space.n)

    def pack_one(self, value: Value) -> bytes:
        return self._struct.pack(integer(value))

    def pack(self, column: Column, n: int) -> bytes:
        array = np.asarray(column)
        if array.shape != (n,):
            raise UnfitValueError(shape_problem(array, (n,)))
        if array.dtype.kind not in "iub" and n:
            message = f"integers are expected, not {array.dtype}"
            raise UnfitValueError(message)
        packed: bytes = array.astype(self._wire).tobytes()
        return packed

    def unpack_one(self, data: bytes, offset: int) -> Value:
        (value,) = self._struct.unpack_from(data, offset)
        if not self._start <= value < self._end:
            raise self._outside(0, value)
        return self._scalar(value)

    def unpack(self, data: bytes, offset: int, n: int) -> Column:
        column = np.frombuffer(data, self._wire, n, offset).astype(self._native)
        # One look at the numbers instead of two: what is below the start is above all, unsigned.
        above = column - self._start if self._start else column
        if n and int(np.maximum.reduce(above.view(self._unsigned))) >= self._end - self._start:
            for row, value in enumerate(column.tolist()):
                if not self._start <= value < self._end:
                    raise self._outside(row, value)
        return column

    def _outside(self, row: int, value: int) -> OutsideSpaceError:
        return OutsideSpaceError(row, "", f"must be in [{self._start}, {self._end}), got {value}")

    def gather(self, values: Iterable[Value]) -> Column:
        return np.array([integer(value) for value in values], self._native)


def box(space: spaces.Box) -> ValueCodec:
    """Build the codec of a Box."""
    return ArrayCodec(space.dtype, space.low, space.high, lambda low, high: f"[{low}, {high}]")


def multi_discrete(space: spaces.MultiDiscrete) -> ValueCodec:
    """Build the codec of a MultiDiscrete."""
    high = space.start + (space.nvec - 1)
    return ArrayCodec(space.dtype, space.start, high, lambda low, last: f"[{low}, {int(last) + 1})")


def multi_binary(space: spaces.MultiBinary) -> ValueCodec:
    """Build the codec of a MultiBinary."""
    bound = np.zeros(space.shape, np.int8)
    return ArrayCodec(np.dtype(np.int8), bound, bound + np.int8(1), lambda *_: "{0, 1}")


def _cast(value: Value, dtype: np.dtype[Any]) -> Array:
    """Give an array the dtype of its space, as an environment may have been careless with it."""
    array = np.asarray(value)
    cast = array.astype(dtype)
    if not np.can_cast(array.dtype, dtype, "same_kind") and not np.array_equal(cast, array):
        message = f"an array of {array.dtype} does not keep its values as {dtype}"
        raise UnfitValueError(message)
    return cast
