"""Values of a space to raw leaves and back, column by column, as ``value.proto`` lays them out.

A codec is built once for a space and then used for every value, so that no step inspects a space.
A *column* is a batch in the form that Gymnasium's vector environments use: an array with one more
axis in front for Box, Discrete, MultiDiscrete and MultiBinary; a tuple or dict of columns for Tuple
and Dict; a tuple of values for Text, Sequence, Graph and OneOf.
"""

from __future__ import annotations

import itertools
import operator
import struct
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol, TypeAlias

import numpy as np
from gymnasium import spaces

from gymbridge_server.dtypes import little_endian
from gymbridge_server.errors import malformed
from gymbridge_server.spaces import Space, space_to_proto

Array: TypeAlias = np.ndarray[Any, np.dtype[Any]]
Column: TypeAlias = Any
Value: TypeAlias = Any

INT32 = np.dtype("<i4")

# Elements that take no bytes, such as those of Sequence(Tuple([])), are bounded by nothing that was
# received. More of them than this are refused.
MAX_EMPTY_ELEMENTS = 65_536


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


class ArrayCodec(ValueCodec):
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

    def write_one(self, value: Value, leaves: Leaves) -> None:
        if type(value) is not np.ndarray or value.dtype != self._wire:
            value = _cast(value, self._wire)
        if value.shape != self._shape:
            raise UnfitValueError(_shape_problem(value, self._shape))
        leaves.append(value.tobytes())

    def write(self, column: Column, n: int, leaves: Leaves) -> None:
        if type(column) is not np.ndarray or column.dtype != self._wire:
            column = _cast(column, self._wire)
        if column.shape != (n, *self._shape):
            raise UnfitValueError(_shape_problem(column, (n, *self._shape)))
        leaves.append(column.tobytes())

    def read_one(self, leaves: LeafReader) -> Array:
        return self._checked(leaves, self._size, self._shape)

    def read(self, leaves: LeafReader, n: int) -> Column:
        return self._checked(leaves, n * self._size, (n, *self._shape))

    def _checked(self, leaves: LeafReader, count: int, shape: tuple[int, ...]) -> Array:
        flat = leaves.array(self._wire, count)
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


class DiscreteCodec(ValueCodec):
    """Discrete: one leaf with one integer for each value."""

    def __init__(self, space: spaces.Discrete) -> None:
        self._native = np.dtype(space.dtype).newbyteorder("=")
        self._wire = little_endian(self._native)
        self._scalar = self._native.type
        self._struct = struct.Struct("<" + _STRUCT_CODES[self._native.str[1:]])
        self._start = int(space.start)
        self._end = self._start + int(space.n)

    def write_one(self, value: Value, leaves: Leaves) -> None:
        leaves.append(self._struct.pack(_integer(value)))

    def write(self, column: Column, n: int, leaves: Leaves) -> None:
        array = np.asarray(column)
        if array.shape != (n,):
            raise UnfitValueError(_shape_problem(array, (n,)))
        if array.dtype.kind not in "iub" and n:
            message = f"integers are expected, not {array.dtype}"
            raise UnfitValueError(message)
        leaves.append(array.astype(self._wire).tobytes())

    def read_one(self, leaves: LeafReader) -> Value:
        (value,) = self._struct.unpack(leaves.sized(self._struct.size))
        if not self._start <= value < self._end:
            raise self._outside(0, value)
        return self._scalar(value)

    def read(self, leaves: LeafReader, n: int) -> Column:
        column = leaves.array(self._wire, n).astype(self._native)
        if n and (int(column.min()) < self._start or int(column.max()) >= self._end):
            for row, value in enumerate(column.tolist()):
                if not self._start <= value < self._end:
                    raise self._outside(row, value)
        return column

    def _outside(self, row: int, value: int) -> OutsideSpaceError:
        return OutsideSpaceError(row, "", f"must be in [{self._start}, {self._end}), got {value}")

    def gather(self, values: Iterable[Value]) -> Column:
        return np.array([_integer(value) for value in values], self._native)


class TextCodec(ValueCodec):
    """Text: a leaf of lengths in UTF-8 bytes, then a leaf of the bytes."""

    def __init__(self, space: spaces.Text) -> None:
        self._space = space

    def write(self, column: Column, n: int, leaves: Leaves) -> None:
        encoded = [text.encode("utf-8") for text in column]
        leaves.append(_lengths(encoded, n))
        leaves.append(b"".join(encoded))

    def read(self, leaves: LeafReader, n: int) -> Column:
        ends = list(itertools.accumulate(leaves.lengths(n), initial=0))
        joined = leaves.sized(ends[-1])
        texts = []
        for row, (start, end) in enumerate(itertools.pairwise(ends)):
            try:
                text = joined[start:end].decode("utf-8")
            except UnicodeDecodeError as e:
                message = f"a text is not UTF-8: {e}"
                raise malformed(message) from e
            if not self._space.contains(text):
                raise OutsideSpaceError(row, "", f"must be in {self._space!r}, got {text!r}")
            texts.append(text)
        return tuple(texts)


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


class SequenceCodec(ValueCodec):
    """Sequence: a leaf of lengths, then the leaves of all elements as one batch."""

    def __init__(self, element: ValueCodec, stacked: bool) -> None:
        self._element = element
        self._stacked = stacked

    def write(self, column: Column, n: int, leaves: Leaves) -> None:
        parts = [self._elements(value) for value in column]
        leaves.append(_lengths(parts, n))
        elements = list(itertools.chain.from_iterable(parts))
        self._element.write(self._element.gather(elements), len(elements), leaves)

    def _elements(self, value: Value) -> Sequence[Value]:
        if self._stacked:
            return self._element.scatter(value, self._element.count(value))
        elements: Sequence[Value] = value
        return elements

    def read(self, leaves: LeafReader, n: int) -> Column:
        lengths = leaves.lengths(n)
        elements = _read_parts(self._element, leaves, lengths, "")
        if self._stacked:
            ends = list(itertools.accumulate(lengths, initial=0))
            return tuple(self._element.slice(elements, *cut) for cut in itertools.pairwise(ends))
        rows = iter(self._element.scatter(elements, sum(lengths)))
        return tuple(tuple(itertools.islice(rows, length)) for length in lengths)


class GraphCodec(ValueCodec):
    """Graph: lengths and leaves of the nodes, lengths and leaves of the edges, the edges' ends."""

    def __init__(self, node: ValueCodec, edge: ValueCodec | None) -> None:
        self._node = node
        self._edge = edge

    def write(self, column: Column, n: int, leaves: Leaves) -> None:
        nodes = [list(graph.nodes) for graph in column]
        leaves.append(_lengths(nodes, n))
        all_nodes = list(itertools.chain.from_iterable(nodes))
        self._node.write(self._node.gather(all_nodes), len(all_nodes), leaves)

        counts = [self._edge_count(graph) for graph in column]
        leaves.append(np.array(counts, INT32).tobytes())
        with_edges = [graph for graph in column if graph.edges is not None]
        if self._edge is not None:
            all_edges = list(itertools.chain.from_iterable(graph.edges for graph in with_edges))
            self._edge.write(self._edge.gather(all_edges), len(all_edges), leaves)
        leaves.append(
            b"".join(np.asarray(graph.edge_links).astype(INT32).tobytes() for graph in with_edges)
        )

    def _edge_count(self, graph: spaces.GraphInstance) -> int:
        if graph.edges is None and graph.edge_links is None:
            return -1
        if self._edge is None or graph.edges is None or graph.edge_links is None:
            message = "a graph has edges and links, both or neither, and only with an edge space"
            raise UnfitValueError(message)
        count = len(list(graph.edges))
        if np.shape(graph.edge_links) != (count, 2):
            raise UnfitValueError(_shape_problem(graph.edge_links, (count, 2)))
        return count

    def read(self, leaves: LeafReader, n: int) -> Column:
        node_counts = leaves.lengths(n)
        nodes = _read_parts(self._node, leaves, node_counts, ".nodes")
        edge_counts = leaves.lengths(n, least=-1)
        if self._edge is None and any(count >= 0 for count in edge_counts):
            message = "a graph has edges, but its space has no edge space"
            raise malformed(message)
        edges = None
        if self._edge is not None:
            counts = [max(count, 0) for count in edge_counts]
            edges = _read_parts(self._edge, leaves, counts, ".edges")
        links = leaves.array(INT32, 2 * sum(max(count, 0) for count in edge_counts)).reshape(-1, 2)

        graphs = []
        node, edge = 0, 0
        for row, (node_count, edge_count) in enumerate(zip(node_counts, edge_counts, strict=True)):
            row_nodes = self._node.slice(nodes, node, node + node_count)
            node += node_count
            if edge_count < 0 or self._edge is None:
                graphs.append(spaces.GraphInstance(row_nodes, None, None))
                continue
            row_edges = self._edge.slice(edges, edge, edge + edge_count)
            row_links = links[edge : edge + edge_count].astype(np.int32)
            edge += edge_count
            if ((row_links < 0) | (row_links >= node_count)).any():
                problem = f"must be in [0, {node_count}), got {row_links.tolist()}"
                raise OutsideSpaceError(row, ".edge_links", problem)
            graphs.append(spaces.GraphInstance(row_nodes, row_edges, row_links))
        return tuple(graphs)


class OneOfCodec(ValueCodec):
    """OneOf: a leaf of chosen indices, then each alternative's values as a batch."""

    def __init__(self, alternatives: Sequence[ValueCodec]) -> None:
        self._alternatives = tuple(alternatives)

    def write(self, column: Column, n: int, leaves: Leaves) -> None:
        choices = [_integer(index) for index, _ in column]
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


def _box(space: spaces.Box) -> ValueCodec:
    return ArrayCodec(space.dtype, space.low, space.high, lambda low, high: f"[{low}, {high}]")


def _multi_discrete(space: spaces.MultiDiscrete) -> ValueCodec:
    high = space.start + (space.nvec - 1)
    return ArrayCodec(space.dtype, space.start, high, lambda low, last: f"[{low}, {int(last) + 1})")


def _multi_binary(space: spaces.MultiBinary) -> ValueCodec:
    bound = np.zeros(space.shape, np.int8)
    return ArrayCodec(np.dtype(np.int8), bound, bound + np.int8(1), lambda *_: "{0, 1}")


def _graph(space: spaces.Graph) -> ValueCodec:
    edge = None if space.edge_space is None else _build(space.edge_space)
    return GraphCodec(_build(space.node_space), edge)


_BUILDERS: dict[type[Any], Callable[[Any], ValueCodec]] = {
    spaces.Box: _box,
    spaces.Discrete: DiscreteCodec,
    spaces.MultiDiscrete: _multi_discrete,
    spaces.MultiBinary: _multi_binary,
    spaces.Text: TextCodec,
    spaces.Tuple: lambda space: TupleCodec([_build(child) for child in space.spaces]),
    spaces.Dict: lambda space: DictCodec({k: _build(v) for k, v in space.spaces.items()}),
    spaces.Sequence: lambda space: SequenceCodec(_build(space.feature_space), space.stack),
    spaces.Graph: _graph,
    spaces.OneOf: lambda space: OneOfCodec([_build(child) for child in space.spaces]),
}

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


def _at(path: str, read: Callable[..., Any], *arguments: object) -> Any:
    try:
        return read(*arguments)
    except OutsideSpaceError as e:
        raise e.inside(path) from None


def _read_parts(element: ValueCodec, leaves: LeafReader, lengths: list[int], path: str) -> Column:
    """Read the elements of all values as one batch."""
    total = sum(lengths)
    if total > MAX_EMPTY_ELEMENTS and not element.takes_bytes:
        message = f"{total} elements of no bytes, at most {MAX_EMPTY_ELEMENTS} are allowed"
        raise malformed(message)
    try:
        return element.read(leaves, total)
    except OutsideSpaceError as e:
        position = e.row
        for owner, length in enumerate(lengths):  # noqa: B007
            if position < length:
                break
            position -= length
        raise e.inside(f"{path}[{position}]", owner) from None


def _lengths(parts: Sequence[Any], n: int) -> bytes:
    if len(parts) != n:
        message = f"{len(parts)} values, must be {n}"
        raise UnfitValueError(message)
    return np.array([len(part) for part in parts], INT32).tobytes()


def _integer(value: Value) -> int:
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


def _cast(value: Value, dtype: np.dtype[Any]) -> Array:
    """Give an array the dtype of its space, as an environment may have been careless with it."""
    array = np.asarray(value)
    cast = array.astype(dtype)
    if not np.can_cast(array.dtype, dtype, "same_kind") and not np.array_equal(cast, array):
        message = f"an array of {array.dtype} does not keep its values as {dtype}"
        raise UnfitValueError(message)
    return cast


def _shape_problem(value: Any, expected: tuple[int, ...]) -> str:
    return f"the shape is {np.shape(value)}, must be {expected}"
