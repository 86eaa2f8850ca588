"""The bytes that travel are frozen."""

from __future__ import annotations

import json
from typing import Any

import pytest

from gymbridge_server._generated import space_pb2, value_pb2
from gymbridge_server.values import LeafReader, codec_for
from tests.driver import same
from tests.golden.generate import FILE, cases, generate
from tests.spaces_read import space_from_proto

FROZEN: list[dict[str, Any]] = json.loads(FILE.read_text(encoding="utf-8"))


def test_what_is_written_now_is_what_is_frozen() -> None:
    assert json.loads(json.dumps(generate())) == FROZEN


@pytest.mark.parametrize("frozen", FROZEN, ids=[case["name"] for case in FROZEN])
def test_what_is_frozen_is_read_as_it_was_meant(frozen: dict[str, Any]) -> None:
    ((space, values),) = [(s, v) for name, s, v in cases() if name == frozen["name"]]
    read = space_from_proto(space_pb2.Space.FromString(bytes.fromhex(frozen["space_hex"])))
    assert read == space
    message = value_pb2.Value.FromString(bytes.fromhex(frozen["value_hex"]))
    codec, reader = codec_for(read), LeafReader(message.leaves)
    column = codec.read(reader, frozen["n"])
    reader.end()
    assert all(map(same, values, codec.scatter(column, frozen["n"])))
