"""Typed data to protobuf and back."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from gymbridge_server._generated import space_pb2, value_pb2
from gymbridge_server.data import map_from_proto, map_to_proto
from gymbridge_server.errors import RequestError
from tests.driver import same

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
arrays = hnp.arrays(
    hnp.boolean_dtypes() | hnp.integer_dtypes() | hnp.floating_dtypes(sizes=(16, 32, 64)),
    hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=3),
).map(lambda a: a.astype(a.dtype.newbyteorder("=")))
scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False),
    text,
    st.binary(max_size=8),
    arrays,
)
data: st.SearchStrategy[Any] = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.lists(inner, max_size=3).map(tuple),
        st.dictionaries(text, inner, max_size=3),
    ),
    max_leaves=8,
)


def carry(mapping: dict[Any, Any]) -> dict[str, Any]:
    message = value_pb2.DataMap()
    map_to_proto(mapping, message)
    return map_from_proto(value_pb2.DataMap.FromString(message.SerializeToString()))


def opaque(value: Any) -> str:
    message = value_pb2.DataMap()
    map_to_proto({"key": value}, message)
    assert message.entries[0].value.WhichOneof("kind") == "opaque_value"
    return message.entries[0].value.opaque_value


@given(st.dictionaries(text, data, max_size=4))
def test_reading_data_undoes_writing_it(mapping: dict[str, Any]) -> None:
    assert same(carry(mapping), mapping)


def test_scalars_of_numpy_become_plain() -> None:
    written = {"i": np.int32(3), "f": np.float32(0.1), "b": np.bool_(True), "s": np.str_("x")}
    read = carry(written)
    assert same(read, {"i": 3, "f": float(np.float32(0.1)), "b": True, "s": "x"})


def test_arrays_of_objects_become_lists() -> None:
    objects = np.array([None, "x", np.arange(2)], object)
    read = carry({"a": objects, "s": np.array(["x", "yz"])})
    assert same(read, {"a": [None, "x", np.arange(2)], "s": ["x", "yz"]})


def test_keys_and_order_survive() -> None:
    assert list(carry(OrderedDict([("z", 1), (3, 2), ("a", 3)]))) == ["z", "3", "a"]


def test_what_has_no_other_form_travels_as_its_repr() -> None:
    assert opaque(1 << 5_000).startswith("1412467")
    assert opaque(1j) == "1j"
    assert opaque(np.array(1j)) == "array(0.+1.j)"


@pytest.mark.parametrize("number", [2**63, -(2**63) - 1, 12345678901234567890, -(10**300)])
def test_integers_of_any_usual_length_keep_their_digits(number: int) -> None:
    assert carry({"n": number}) == {"n": number}


def test_sets_become_lists_in_an_order_that_no_hash_decides() -> None:
    names = {f"name {i}" for i in range(50)}
    assert carry({"s": names, "f": frozenset({2, 1})}) == {"s": sorted(names), "f": [1, 2]}


def test_where_an_object_lies_in_memory_is_left_out() -> None:
    assert opaque(object()) == "<object object>"


def test_a_repr_that_fails_does_no_harm() -> None:
    class Broken:
        def __repr__(self) -> str:
            raise RuntimeError

    assert "Broken" in opaque(Broken())


def test_a_lone_surrogate_does_no_harm() -> None:
    assert carry({"\ud800": "a\ud800"}) == {"?": "a?"}


def test_data_that_contains_itself_ends() -> None:
    endless: dict[str, Any] = {}
    endless["self"] = endless
    endless["other"] = [endless, endless]
    message = value_pb2.DataMap()
    map_to_proto(endless, message)
    assert message.ByteSize() < 1_000
    value_pb2.DataMap.FromString(message.SerializeToString())


@pytest.mark.parametrize(
    "value",
    [
        value_pb2.Data(),
        value_pb2.Data(opaque_value="<object>"),
        value_pb2.Data(big_int_value=""),
        value_pb2.Data(big_int_value="1_0"),
        value_pb2.Data(big_int_value="1" * 2_000),
        value_pb2.Data(array_value=value_pb2.Array(dtype=99)),  # type: ignore[arg-type]
        value_pb2.Data(
            array_value=value_pb2.Array(dtype=space_pb2.DTYPE_INT8, shape=[2**32 - 1] * 4)
        ),
        value_pb2.Data(
            array_value=value_pb2.Array(dtype=space_pb2.DTYPE_INT8, shape=[0] + [2**32 - 1] * 80)
        ),
    ],
)
def test_data_that_describes_nothing_is_malformed(value: value_pb2.Data) -> None:
    message = value_pb2.DataMap(entries=[value_pb2.DataEntry(key="key", value=value)])
    with pytest.raises(RequestError):
        map_from_proto(message)


def test_a_key_that_stands_twice_is_malformed() -> None:
    entry = value_pb2.DataEntry(key="key", value=value_pb2.Data(int_value=1))
    with pytest.raises(RequestError, match="stands twice"):
        map_from_proto(value_pb2.DataMap(entries=[entry, entry]))
