"""The fuzzer for a moment, on the same inputs in each run, and what it once found."""

from __future__ import annotations

import random

import pytest

from gymbridge_server import PROTOCOL_VERSION
from gymbridge_server._generated import session_pb2 as pb
from gymbridge_server._generated import space_pb2, value_pb2
from tests import fuzz


@pytest.mark.parametrize("inputs", [50, pytest.param(250, marks=pytest.mark.thorough)])
def test_damaged_requests_get_a_reply(inputs: int) -> None:
    chance, known = random.Random(20_261_122), fuzz.seeds()  # noqa: S311 - no secret
    replies = sum(fuzz.one_input(fuzz.blind_input(chance, known, 40)) for _ in range(inputs))
    assert replies > 32 * inputs


def test_an_input_is_the_requests_that_it_was_made_of() -> None:
    requests = [b"", b"abc", bytes(1000)]
    assert fuzz.split(fuzz.join(requests)) == requests


def make(**fields: object) -> pb.SessionRequest:
    made = pb.MakeRequest(protocol_version=PROTOCOL_VERSION, id="Echo-v0")
    made.MergeFrom(pb.MakeRequest(**fields))  # type: ignore[arg-type]
    return pb.SessionRequest(make=made)


def argument(array: value_pb2.Array) -> pb.SessionRequest:
    data = value_pb2.Data(array_value=array)
    entries = [value_pb2.DataEntry(key="a", value=data)]
    return make(kwargs=value_pb2.DataMap(entries=entries))


FOUND = {
    # Their product took minutes, and to write it down was refused by Python itself.
    "many large dimensions": argument(
        value_pb2.Array(dtype=space_pb2.DTYPE_INT8, shape=[2**32 - 1] * 200_000)
    ),
    "dimensions with nothing": argument(
        value_pb2.Array(dtype=space_pb2.DTYPE_INT8, shape=[2**32 - 1] * 63 + [0])
    ),
    # Python refuses to read so long a number.
    "version of many digits": make(id="CartPole-v" + "9" * 5000),
    "module of many digits": make(id="tests:CartPole-v" + "9" * 5000),
    "version of other digits": make(id="CartPole-v\u00b2"),
    "wrapper that is no name": make(wrappers=[pb.Wrapper(name="..")]),
    "wrapper of no module": make(wrappers=[pb.Wrapper(name=":a")]),
    "wrapper of a dunder": make(wrappers=[pb.Wrapper(name="__class__")]),
    "zero in an id": make(id="CartPole-v1\0"),
}


@pytest.mark.parametrize("request_", FOUND.values(), ids=FOUND)
def test_what_was_found_gets_a_reply(request_: pb.SessionRequest) -> None:
    assert fuzz.one_input(fuzz.join([request_.SerializeToString()])) == 1
