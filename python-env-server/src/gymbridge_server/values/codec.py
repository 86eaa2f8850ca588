"""What writes and reads the values of a space, and what it writes to and reads from."""

from __future__ import annotations

import operator
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from typing import Any, Protocol, TypeAlias

import numpy as np

from gymbridge_server.errors import malformed

Array: TypeAlias = np.ndarray[Any, np.dtype[Any]]
Column: TypeAlias = Any
Value: TypeAlias = Any

INT32 = np.dtype("<i4")


class Leaves(Protocol):
    """Where leaves are written: a list, or the repeated field of a message."""

    def append(self, leaf: bytes, /) -> None:
        """Take the next leaf."""


class OutsideSpaceError(Exception):
    """A well-formed value that is not in its space.

    Attributes:
        row: which value of the batch it is
        path: where inside that value, such as ``['move'][1]``
        problem: what is allowed there and what was got
    """

    def __init__(self, row: int, path: str, problem: str) -> None:
        super().__init__(f"value {row}{path} {problem}")
        self.row = row
        self.path = path
        self.problem = problem

    def inside(self, path: str, row: int | None = None) -> OutsideSpaceError:
        """Say the same as seen from the space around."""
        return OutsideSpaceError(self.row if row is None else row, path + self.path, self.problem)


class UnfitValueError(ValueError):
    """A value that an environment returned and that cannot be one of its space."""


class LeafReader:
    """Takes leaves one by one, each of the size that it must have."""

    def __init__(self, leaves: Sequence[bytes]) -> None:
        self._leaves = leaves
        self._next = 0

    def take(self) -> bytes:
        """Take the next leaf, whatever its size."""
        try:
            leaf = self._leaves[self._next]
        except IndexError:
            message = f"a value has {len(self._leaves)} leaves, its space has more"
            raise malformed(message) from None
        self._next += 1
        return leaf

    def sized(self, size: int) -> bytes:
        """Take the next leaf, of ``size`` bytes."""
        leaf = self.take()
        if len(leaf) != size:
            message = f"leaf {self._next - 1} of a value has {len(leaf)} bytes, must have {size}"
            raise malformed(message)
        return leaf

    def array(self, dtype: np.dtype[Any], count: int) -> Array:
        """Take the next leaf as a read-only array of ``count`` elements."""
        return np.frombuffer(self.sized(count * dtype.itemsize), dtype)

    def lengths(self, n: int, least: int = 0) -> list[int]:
        """Take the next leaf as ``n`` lengths, each at least ``least``."""
        lengths: list[int] = self.array(INT32, n).tolist()
        if n and min(lengths) < least:
            message = f"leaf {self._next - 1} of a value has the length {min(lengths)}"
            raise malformed(f"{message}, must be at least {least}")
        return lengths

    def end(self) -> None:
        """Make sure that no leaf is left."""
        if self._next != len(self._leaves):
            message = f"a value has {len(self._leaves)} leaves, its space has {self._next}"
            raise malformed(message)


class ValueCodec(ABC):
    """Writes and reads the values of one space."""

    takes_bytes = True
    """Whether each value takes at least one byte."""

    @abstractmethod
    def write(self, column: Column, n: int, leaves: Leaves) -> None:
        """Write a batch of ``n`` values.

        Raises:
            UnfitValueError: or another error of value or type, if one cannot be of the space
        """

    @abstractmethod
    def read(self, leaves: LeafReader, n: int) -> Column:
        """Read a batch of ``n`` values.

        Raises:
            RequestError: MALFORMED_REQUEST, if the leaves do not have the sizes they must have
            OutsideSpaceError: if a value is not in the space
        """

    def write_one(self, value: Value, leaves: Leaves) -> None:
        """Write one value."""
        self.write((value,), 1, leaves)

    def read_one(self, leaves: LeafReader) -> Value:
        """Read one value."""
        return self.read(leaves, 1)[0]

    def gather(self, values: Iterable[Value]) -> Column:
        """Put values together to a column."""
        return tuple(values)

    def scatter(self, column: Column, n: int) -> Sequence[Value]:
        """Take a column of ``n`` values apart."""
        del n
        values: Sequence[Value] = column
        return values

    def slice(self, column: Column, start: int, end: int) -> Column:
        """Cut rows out of a column."""
        return column[start:end]

    def count(self, column: Column) -> int:
        """Count the rows of a column."""
        return len(column)


class FlatCodec(ValueCodec):
    """Writes and reads values that are one leaf, and of a fixed size each."""

    leaf_bytes: int
    """The size of one value."""

    @abstractmethod
    def pack_one(self, value: Value) -> bytes:
        """Write one value.

        Raises:
            UnfitValueError: or another error of value or type, if it cannot be of the space
        """

    @abstractmethod
    def pack(self, column: Column, n: int) -> bytes:
        """Write a batch; likewise."""

    @abstractmethod
    def unpack_one(self, data: bytes, offset: int) -> Value:
        """Read one value out of what is long enough.

        Raises:
            OutsideSpaceError: if it is not in the space
        """

    @abstractmethod
    def unpack(self, data: bytes, offset: int, n: int) -> Column:
        """Read a batch; likewise."""

    def write_one(self, value: Value, leaves: Leaves) -> None:
        leaves.append(self.pack_one(value))

    def write(self, column: Column, n: int, leaves: Leaves) -> None:
        leaves.append(self.pack(column, n))

    def read_one(self, leaves: LeafReader) -> Value:
        return self.unpack_one(leaves.sized(self.leaf_bytes), 0)

    def read(self, leaves: LeafReader, n: int) -> Column:
        return self.unpack(leaves.sized(n * self.leaf_bytes), 0, n)


def length_leaf(parts: Sequence[Any], n: int) -> bytes:
    """Write the leaf of the lengths of ``n`` parts."""
    if len(parts) != n:
        message = f"{len(parts)} values, must be {n}"
        raise UnfitValueError(message)
    return np.array([len(part) for part in parts], INT32).tobytes()


def integer(value: Value) -> int:
    """Take a value that is an integer, whatever type it has.

    Raises:
        UnfitValueError: if it is none
    """
    if isinstance(value, np.bool_):
        return int(value)  # NumPy is about to forbid it as an index.
    try:
        return operator.index(value)
    except TypeError:
        array = np.asarray(value)
        if array.shape != () or array.dtype.kind not in "iub":
            message = f"an integer is expected, got {value!r}"
            raise UnfitValueError(message) from None
        return int(array)


def shape_problem(value: Any, expected: tuple[int, ...]) -> str:
    """Say which shape an array has, and which it must have."""
    return f"the shape is {np.shape(value)}, must be {expected}"
