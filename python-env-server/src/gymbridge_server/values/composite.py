"""Tuple, Dict and OneOf: the codecs of what is put together from other values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np

from gymbridge_server.values.codec import (
    INT32,
    Column,
    LeafReader,
    Leaves,
    OutsideSpaceError,
    UnfitValueError,
    Value,
    ValueCodec,
    integer,
)


class TupleCodec(ValueCodec):
    """Tuple: the leaves of each child, in order."""

    def __init__(self, children: Sequence[ValueCodec]) -> None:
        self._children = tuple(children)
        self.takes_bytes = any(child.takes_bytes for child in children)

    def write_one(self, value: Value, leaves: Leaves) -> None:
        for child, part in zip(self._children, value, strict=True):
            child.write_one(part, leaves)

    def write(self, column: Column, n: int, leaves: Leaves) -> None:
        for child, part in zip(self._children, column, strict=True):
            child.write(part, n, leaves)

    def read_one(self, leaves: LeafReader) -> Value:
        return tuple(
            _at(f"[{i}]", child.read_one, leaves) for i, child in enumerate(self._children)
        )

    def read(self, leaves: LeafReader, n: int) -> Column:
        return tuple(_at(f"[{i}]", child.read, leaves, n) for i, child in enumerate(self._children))

    def gather(self, values: Iterable[Value]) -> Column:
        rows = list(values)
        return tuple(child.gather(row[i] for row in rows) for i, child in enumerate(self._children))

    def scatter(self, column: Column, n: int) -> Sequence[Value]:
        if not self._children:
            return [()] * n
        parts = zip(self._children, column, strict=True)
        return list(zip(*(child.scatter(part, n) for child, part in parts), strict=True))

    def slice(self, column: Column, start: int, end: int) -> Column:
        parts = zip(self._children, column, strict=True)
        return tuple(child.slice(part, start, end) for child, part in parts)

    def count(self, column: Column) -> int:
        return self._children[0].count(column[0]) if self._children else 0


class DictCodec(ValueCodec):
    """Dict: the leaves of each child, in the key order of the space."""

    def __init__(self, children: dict[str, ValueCodec]) -> None:
        self._keys = tuple(children)
        self._tuple = TupleCodec(tuple(children.values()))
        self._children = children
        self.takes_bytes = self._tuple.takes_bytes

    def write_one(self, value: Value, leaves: Leaves) -> None:
        self._tuple.write_one(self._parts(value), leaves)

    def write(self, column: Column, n: int, leaves: Leaves) -> None:
        self._tuple.write(self._parts(column), n, leaves)

    def _parts(self, value: Value) -> list[Any]:
        if len(value) != len(self._keys):
            message = f"the keys are {list(value)}, must be {list(self._keys)}"
            raise UnfitValueError(message)
        return [value[key] for key in self._keys]

    def read_one(self, leaves: LeafReader) -> Value:
        return {
            key: _at(f"[{key!r}]", child.read_one, leaves) for key, child in self._children.items()
        }

    def read(self, leaves: LeafReader, n: int) -> Column:
        return {
            key: _at(f"[{key!r}]", child.read, leaves, n) for key, child in self._children.items()
        }

    def gather(self, values: Iterable[Value]) -> Column:
        columns = self._tuple.gather(self._parts(value) for value in values)
        return dict(zip(self._keys, columns, strict=True))

    def scatter(self, column: Column, n: int) -> Sequence[Value]:
        rows = self._tuple.scatter(self._parts(column), n)
        return [dict(zip(self._keys, row, strict=True)) for row in rows]

    def slice(self, column: Column, start: int, end: int) -> Column:
        parts = self._tuple.slice(self._parts(column), start, end)
        return dict(zip(self._keys, parts, strict=True))

    def count(self, column: Column) -> int:
        return self._tuple.count(self._parts(column))


class OneOfCodec(ValueCodec):
    """OneOf: a leaf of chosen indices, then each alternative's values as a batch."""

    def __init__(self, alternatives: Sequence[ValueCodec]) -> None:
        self._alternatives = tuple(alternatives)

    def write(self, column: Column, n: int, leaves: Leaves) -> None:
        choices = [integer(index) for index, _ in column]
        if len(choices) != n or any(not 0 <= i < len(self._alternatives) for i in choices):
            message = f"the chosen alternatives are {choices}, of {len(self._alternatives)}"
            raise UnfitValueError(message)
        leaves.append(np.array(choices, INT32).tobytes())
        for i, alternative in enumerate(self._alternatives):
            values = [value for index, value in column if index == i]
            alternative.write(alternative.gather(values), len(values), leaves)

    def read(self, leaves: LeafReader, n: int) -> Column:
        choices = leaves.lengths(n)
        for row, index in enumerate(choices):
            if index >= len(self._alternatives):
                problem = f"must choose in [0, {len(self._alternatives)}), got {index}"
                raise OutsideSpaceError(row, "", problem)
        rows_of = [
            [row for row, index in enumerate(choices) if index == i]
            for i in range(len(self._alternatives))
        ]
        values: list[Value] = [None] * n
        for i, (alternative, rows) in enumerate(zip(self._alternatives, rows_of, strict=True)):
            try:
                column = alternative.read(leaves, len(rows))
            except OutsideSpaceError as e:
                raise e.inside(f"[{i}]", rows[e.row]) from None
            for row, value in zip(rows, alternative.scatter(column, len(rows)), strict=True):
                values[row] = (np.int64(i), value)
        return tuple(values)


def _at(path: str, read: Callable[..., Any], *arguments: object) -> Any:
    try:
        return read(*arguments)
    except OutsideSpaceError as e:
        raise e.inside(path) from None
