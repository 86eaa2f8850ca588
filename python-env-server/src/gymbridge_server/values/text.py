"""Text: the codec of strings."""

from __future__ import annotations

import itertools

from gymnasium import spaces

from gymbridge_server.errors import malformed
from gymbridge_server.values.codec import (
    Column,
    LeafReader,
    Leaves,
    OutsideSpaceError,
    ValueCodec,
    length_leaf,
)


class TextCodec(ValueCodec):
    """Text: a leaf of lengths in UTF-8 bytes, then a leaf of the bytes."""

    def __init__(self, space: spaces.Text) -> None:
        self._space = space

    def write(self, column: Column, n: int, leaves: Leaves) -> None:
        encoded = [text.encode("utf-8") for text in column]
        leaves.append(length_leaf(encoded, n))
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
