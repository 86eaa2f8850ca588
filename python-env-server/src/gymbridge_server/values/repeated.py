"""Sequence and Graph: the codecs of what has any number of elements."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
from gymnasium import spaces

from gymbridge_server.errors import malformed
from gymbridge_server.values.codec import (
    INT32,
    Column,
    LeafReader,
    Leaves,
    OutsideSpaceError,
    UnfitValueError,
    Value,
    ValueCodec,
    length_leaf,
    shape_problem,
)

# Elements that take no bytes, such as those of Sequence(Tuple([])), are bounded by nothing that was
# received. More of them than this are refused.
MAX_EMPTY_ELEMENTS = 65_536


class SequenceCodec(ValueCodec):
    """Sequence: a leaf of lengths, then the leaves of all elements as one batch."""

    def __init__(self, element: ValueCodec, stacked: bool) -> None:
        self._element = element
        self._stacked = stacked

    def write(self, column: Column, n: int, leaves: Leaves) -> None:
        parts = [self._elements(value) for value in column]
        leaves.append(length_leaf(parts, n))
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
        leaves.append(length_leaf(nodes, n))
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
            raise UnfitValueError(shape_problem(graph.edge_links, (count, 2)))
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
