"""Values of a space to raw leaves and back, column by column, as ``value.proto`` lays them out.

A codec is built once for a space and then used for every value, so that no step inspects a space.
To add a kind of space: its codec in the module of its kind, and a line in ``building``.

A *column* is a batch in the form that Gymnasium's vector environments use: an array with one more
axis in front for Box, Discrete, MultiDiscrete and MultiBinary; a tuple or dict of columns for Tuple
and Dict; a tuple of values for Text, Sequence, Graph and OneOf.
"""

from gymbridge_server.values.building import codec_for
from gymbridge_server.values.codec import (
    Column,
    FlatCodec,
    LeafReader,
    Leaves,
    OutsideSpaceError,
    UnfitValueError,
    ValueCodec,
)

__all__ = [
    "Column",
    "FlatCodec",
    "LeafReader",
    "Leaves",
    "OutsideSpaceError",
    "UnfitValueError",
    "ValueCodec",
    "codec_for",
]
