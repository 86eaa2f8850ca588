"""Spaces to protobuf and back."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from gymnasium import spaces
from hypothesis import given

from gymbridge_server._generated import space_pb2
from gymbridge_server.errors import RequestError
from gymbridge_server.spaces import space_to_proto
from tests.environments import EVERYTHING, OddSpace
from tests.generated_spaces import any_space
from tests.spaces_read import space_from_proto


@given(any_space)
def test_reading_a_space_undoes_writing_it(space: Any) -> None:
    data = space_to_proto(space).SerializeToString()
    assert space_from_proto(space_pb2.Space.FromString(data)) == space


def test_the_keys_of_a_dict_keep_their_order() -> None:
    read = space_from_proto(space_to_proto(EVERYTHING))
    assert isinstance(read, spaces.Dict)
    assert list(read.spaces) == list(EVERYTHING.spaces)
    assert next(iter(read.spaces)) == "z_box"


def test_the_charset_of_a_text_keeps_its_order() -> None:
    message = space_to_proto(spaces.Text(3, charset="zaé"))
    assert message.text.charset == "zaé"


@pytest.mark.parametrize(
    "space",
    [
        OddSpace(),
        spaces.Tuple([spaces.Discrete(2), spaces.Sequence(OddSpace())]),
        spaces.Dict({1: spaces.Discrete(2)}),  # type: ignore[dict-item]
        spaces.Box(0, 1, (1,), np.longdouble),
        spaces.Graph(spaces.MultiBinary(2), None),
    ],
)
def test_what_is_none_of_the_ten_is_unsupported(space: Any) -> None:
    with pytest.raises(RequestError, match="cannot be sent"):
        space_to_proto(space)
