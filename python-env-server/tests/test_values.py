"""Values to leaves and back."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from gymnasium import spaces
from gymnasium.vector.utils import batch_space, concatenate, create_empty_array
from hypothesis import given, settings
from hypothesis import strategies as st

from gymbridge_server.errors import RequestError
from gymbridge_server.values import (
    LeafReader,
    OutsideSpaceError,
    UnfitValueError,
    codec_for,
)
from tests.driver import same
from tests.environments import EVERYTHING
from tests.generated_spaces import any_space, array_spaces


def samples(space: Any, seed: int, n: int) -> list[Any]:
    space.seed(seed)
    return [space.sample() for _ in range(n)]


@given(any_space, st.integers(0, 2**31 - 1))
def test_reading_one_value_undoes_writing_it(space: Any, seed: int) -> None:
    (value,) = samples(space, seed, 1)
    codec, leaves = codec_for(space), list[bytes]()
    codec.write_one(value, leaves)
    reader = LeafReader(leaves)
    read = codec.read_one(reader)
    reader.end()
    assert same(normal(space, value), read)
    assert space.contains(read)


@given(any_space, st.integers(0, 2**31 - 1), st.integers(0, 4))
def test_reading_a_batch_undoes_writing_it(space: Any, seed: int, n: int) -> None:
    values = samples(space, seed, n)
    codec, leaves = codec_for(space), list[bytes]()
    codec.write(codec.gather(values), n, leaves)
    reader = LeafReader(leaves)
    column = codec.read(reader, n)
    reader.end()
    assert all(map(same, [normal(space, value) for value in values], codec.scatter(column, n)))


@given(any_space, st.integers(0, 2**31 - 1), st.integers(1, 4))
def test_a_column_is_what_vector_environments_use(space: Any, seed: int, n: int) -> None:
    values = samples(space, seed, n)
    codec, ours, theirs = codec_for(space), list[bytes](), list[bytes]()
    empty: Any = create_empty_array(space, n)
    column = concatenate(space, values, empty)
    codec.write(column, n, theirs)
    codec.write(codec.gather(values), n, ours)
    assert ours == theirs
    if not has_empty_composite(space):
        assert batch_space(space, n).contains(codec.read(LeafReader(ours), n))


@given(any_space, st.integers(0, 2**31 - 1))
def test_one_value_is_a_batch_of_one(space: Any, seed: int) -> None:
    (value,) = samples(space, seed, 1)
    codec, one, batch = codec_for(space), list[bytes](), list[bytes]()
    codec.write_one(value, one)
    codec.write(codec.gather([value]), 1, batch)
    assert one == batch


@settings(max_examples=300)
@given(any_space, st.lists(st.binary(max_size=24), max_size=6), st.integers(0, 3))
def test_leaves_of_any_bytes_are_read_or_refused(space: Any, leaves: list[bytes], n: int) -> None:
    codec = codec_for(space)
    try:
        reader = LeafReader(leaves)
        column = codec.read(reader, n)
        reader.end()
    except (RequestError, OutsideSpaceError):
        return
    for value in codec.scatter(column, n):
        assert space.contains(value)


@given(any_space, st.integers(0, 2**31 - 1), st.data())
def test_a_changed_byte_is_a_value_or_refused(space: Any, seed: int, data: st.DataObject) -> None:
    (value,) = samples(space, seed, 1)
    codec, leaves = codec_for(space), list[bytes]()
    codec.write_one(value, leaves)
    filled = [i for i, leaf in enumerate(leaves) if leaf]
    if not filled:
        return
    i = data.draw(st.sampled_from(filled))
    changed = bytearray(leaves[i])
    changed[data.draw(st.integers(0, len(changed) - 1))] ^= data.draw(st.integers(1, 255))
    leaves[i] = bytes(changed)
    try:
        read = codec.read_one(LeafReader(leaves))
    except (RequestError, OutsideSpaceError):
        return
    assert space.contains(read)


@given(array_spaces)
def test_an_action_may_be_written_into(space: Any) -> None:
    codec, leaves = codec_for(space), list[bytes]()
    codec.write_one(space.sample(), leaves)
    read = codec.read_one(LeafReader(leaves))
    if isinstance(read, np.ndarray) and not isinstance(space, spaces.Discrete):
        assert read.flags.writeable


def test_empty_elements_are_not_read_without_bound() -> None:
    codec = codec_for(spaces.Sequence(spaces.Tuple([])))
    with pytest.raises(RequestError, match="elements of no bytes"):
        codec.read_one(LeafReader([np.array([2**31 - 1], "<i4").tobytes()]))


def test_long_sequences_are_refused_before_anything_is_allocated() -> None:
    codec = codec_for(spaces.Sequence(spaces.Box(0, 1, (1_000,), np.float64)))
    with pytest.raises(RequestError, match="must have 17179869176000"):
        codec.read_one(LeafReader([np.array([2**31 - 1], "<i4").tobytes(), b""]))


@pytest.mark.parametrize(
    ("space", "leaves", "message"),
    [
        (spaces.Discrete(2), [b"\x02" + bytes(7)], "value 0 must be in [0, 2), got 2"),
        (spaces.Discrete(2, start=-3), [bytes(8)], "value 0 must be in [-3, -1), got 0"),
        (
            spaces.Box(-2, 2, (2,), np.float32),
            [np.array([0, 3.5], "<f4").tobytes()],
            "value 0[1] must be in [-2.0, 2.0], got 3.5",
        ),
        (
            spaces.Box(-2, np.inf, (), np.float32),
            [np.array(np.nan, "<f4").tobytes()],
            "value 0 must be in [-2.0, inf], got nan",
        ),
        (
            spaces.MultiDiscrete(np.array([[3, 4]]), start=np.array([[1, 0]])),
            [np.array([0, 0], "<i8").tobytes()],
            "value 0[0, 0] must be in [1, 4), got 0",
        ),
        (spaces.MultiBinary(2), [b"\x00\x02"], "value 0[1] must be in {0, 1}, got 2"),
        (
            spaces.Dict(move=spaces.Tuple([spaces.Discrete(1), spaces.Discrete(2)])),
            [bytes(8), b"\x05" + bytes(7)],
            "value 0['move'][1] must be in [0, 2), got 5",
        ),
        (
            spaces.Sequence(spaces.Discrete(2)),
            [b"\x02\x00\x00\x00", bytes(8) + b"\x07" + bytes(7)],
            "value 0[1] must be in [0, 2), got 7",
        ),
        (
            spaces.OneOf([spaces.Discrete(1), spaces.Discrete(2)]),
            [b"\x01\x00\x00\x00", b"", b"\x07" + bytes(7)],
            "value 0[1] must be in [0, 2), got 7",
        ),
        (
            spaces.OneOf([spaces.Discrete(1)]),
            [b"\x01\x00\x00\x00", b""],
            "value 0 must choose in [0, 1), got 1",
        ),
    ],
)
def test_what_is_outside_the_space_is_named(space: Any, leaves: list[bytes], message: str) -> None:
    with pytest.raises(OutsideSpaceError) as caught:
        codec_for(space).read_one(LeafReader(leaves))
    assert str(caught.value) == message


def test_the_row_of_a_batch_is_named_from_inside_a_sequence() -> None:
    codec = codec_for(spaces.Sequence(spaces.Discrete(2)))
    lengths = np.array([0, 2, 0, 3], "<i4").tobytes()
    elements = np.array([0, 1, 1, 9, 0], "<i8").tobytes()
    with pytest.raises(OutsideSpaceError) as caught:
        codec.read(LeafReader([lengths, elements]), 4)
    assert (caught.value.row, caught.value.path) == (3, "[1]")


def test_the_row_of_a_batch_is_named_from_inside_an_alternative() -> None:
    codec = codec_for(spaces.OneOf([spaces.Discrete(2), spaces.Discrete(3)]))
    choices = np.array([1, 0, 1], "<i4").tobytes()
    leaves = [choices, bytes(8), np.array([2, 3], "<i8").tobytes()]
    with pytest.raises(OutsideSpaceError) as caught:
        codec.read(LeafReader(leaves), 3)
    assert (caught.value.row, caught.value.path) == (2, "[1]")


@pytest.mark.parametrize(
    ("leaves", "message"),
    [
        ([], "has 0 leaves, its space has more"),
        ([bytes(7)], "leaf 0 of a value has 7 bytes, must have 8"),
        ([bytes(8), b""], "has 2 leaves, its space has 1"),
    ],
)
def test_leaves_of_a_wrong_size_are_malformed(leaves: list[bytes], message: str) -> None:
    reader = LeafReader(leaves)
    codec = codec_for(spaces.Discrete(2))
    with pytest.raises(RequestError, match=message):  # noqa: PT012 - either may raise
        codec.read_one(reader)
        reader.end()


@pytest.mark.parametrize(
    ("space", "value"),
    [
        (spaces.Box(0, 1, (2,)), np.zeros(3)),
        (spaces.Box(0, 9, (1,), np.int32), np.array([0.5])),
        (spaces.Discrete(2), 1.5),
        (spaces.Discrete(2), "one"),
        (spaces.Dict(a=spaces.Discrete(2)), {"a": 0, "b": 0}),
        (spaces.OneOf([spaces.Discrete(2)]), (1, 0)),
        (
            spaces.Graph(spaces.Discrete(2), None),
            spaces.GraphInstance(np.zeros(1, np.int64), np.zeros(1), np.zeros((1, 2), np.int32)),
        ),
    ],
)
def test_a_value_that_does_not_fit_is_not_written(space: Any, value: Any) -> None:
    with pytest.raises(UnfitValueError):
        codec_for(space).write_one(value, [])


@pytest.mark.parametrize(
    ("space", "value"),
    [
        (spaces.Box(0, 1, (2,), np.float32), [0.0, 1.0]),
        (spaces.Box(0, 1, (2,), np.float32), np.array([0, 1])),
        (spaces.Box(0, 255, (2,), np.uint8), np.array([0, 1], ">i8")),
        (spaces.Discrete(2), np.array(1)),
        (spaces.Discrete(2), np.bool_(True)),
        (spaces.MultiBinary(2), np.array([False, True])),
    ],
)
def test_a_careless_dtype_becomes_that_of_the_space(space: Any, value: Any) -> None:
    leaves = list[bytes]()
    codec = codec_for(space)
    codec.write_one(value, leaves)
    assert np.array_equal(codec.read_one(LeafReader(leaves)), np.asarray(value))


def test_every_kind_at_once_in_a_batch() -> None:
    values = samples(EVERYTHING, 3, 5)
    codec, leaves = codec_for(EVERYTHING), list[bytes]()
    codec.write(codec.gather(values), 5, leaves)
    read = codec.scatter(codec.read(LeafReader(leaves), 5), 5)
    assert all(map(same, values, read))


def normal(space: Any, value: Any) -> Any:
    """A sampled value in the types that are read: gymnasium samples edge links of varying dtype."""
    if isinstance(space, spaces.Graph) and value.edge_links is not None:
        return value._replace(edge_links=value.edge_links.astype(np.int32))
    return value


def has_empty_composite(space: Any) -> bool:
    """Whether Gymnasium's own batched space cannot count the rows of a value."""
    if isinstance(space, (spaces.Tuple, spaces.OneOf)):
        return not space.spaces or any(map(has_empty_composite, space.spaces))
    if isinstance(space, spaces.Dict):
        return not space.spaces or any(map(has_empty_composite, space.spaces.values()))
    return isinstance(space, spaces.Sequence) and has_empty_composite(space.feature_space)
