"""Writes ``values.json``: spaces and values of them as the bytes that travel.

Run it from the directory of the project: ``python -m tests.golden.generate``. The file is frozen:
it changes with the protocol version only. The Java codec reads the same file.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from gymnasium import spaces

from gymbridge_server._generated import value_pb2
from gymbridge_server.spaces import space_to_proto
from gymbridge_server.values import codec_for

FILE = Path(__file__).parent / "values.json"
INF = np.inf

Graph = spaces.GraphInstance


def cases() -> list[tuple[str, Any, list[Any]]]:
    """Name, space and a batch of its values."""
    f4 = np.float32
    cart_pole = np.array([4.8, INF, 0.41887903, INF], f4)
    return [
        (
            "cart-pole observation",
            spaces.Box(-cart_pole, cart_pole, dtype=f4),
            [np.array([0.0137, -0.023, -0.0459, -0.0483], f4), np.array([1, 2, 0.25, -4], f4)],
        ),
        ("box scalar float64", spaces.Box(-1, INF, (), np.float64), [np.array(0.1)]),
        ("box float16", spaces.Box(-2, 2, (2,), np.float16), [np.array([0.1, -2], np.float16)]),
        ("box bool", spaces.Box(0, 1, (3,), np.bool_), [np.array([True, False, True])]),
        ("box uint8", spaces.Box(0, 255, (2, 1, 3), np.uint8), [_counting((2, 1, 3), np.uint8)]),
        ("box int8", spaces.Box(-128, 127, (2,), np.int8), [np.array([-128, 127], np.int8)]),
        ("box int16", spaces.Box(-300, 300, (1,), np.int16), [np.array([-300], np.int16)]),
        ("box int32", spaces.Box(-9, 9, (2, 2), np.int32), [_counting((2, 2), np.int32)]),
        ("box int64", spaces.Box(-9, 2**40, (1,), np.int64), [np.array([2**40])]),
        ("box uint16", spaces.Box(0, 65_535, (1,), np.uint16), [np.array([65_534], np.uint16)]),
        ("box uint32", spaces.Box(0, 2**31, (1,), np.uint32), [np.array([2**31], np.uint32)]),
        ("box uint64", spaces.Box(0, 2**40, (1,), np.uint64), [np.array([2**40], np.uint64)]),
        ("box of nothing", spaces.Box(0, 1, (0, 2), f4), [np.zeros((0, 2), f4)]),
        ("discrete", spaces.Discrete(2), [np.int64(0), np.int64(1)]),
        ("discrete with start", spaces.Discrete(5, start=-2), [np.int64(-2), np.int64(2)]),
        ("discrete uint8", spaces.Discrete(200, dtype=np.uint8), [np.uint8(199)]),
        (
            "multi-discrete",
            spaces.MultiDiscrete(np.array([[2, 3], [4, 5]]), start=np.array([[0, 1], [-1, 7]])),
            [np.array([[1, 3], [-1, 11]]), np.array([[0, 1], [2, 7]])],
        ),
        ("multi-discrete int32", spaces.MultiDiscrete([3], np.int32), [np.array([2], np.int32)]),
        ("multi-binary", spaces.MultiBinary([2, 2]), [np.array([[0, 1], [1, 0]], np.int8)]),
        (
            "text",
            spaces.Text(4, min_length=0, charset="zaé漢🎲"),
            ["", "aé", "漢🎲zz"],
        ),
        (
            "tuple",
            spaces.Tuple([spaces.Discrete(3), spaces.Tuple([spaces.Box(0, 1, (2,), f4)])]),
            [(np.int64(2), (np.array([0, 1], f4),)), (np.int64(0), (np.array([0.5, 0.25], f4),))],
        ),
        ("empty tuple", spaces.Tuple([]), [(), ()]),
        (
            "dict in its own order",
            spaces.Dict([("z", spaces.Discrete(3)), ("a", spaces.Text(2)), ("", spaces.Dict())]),
            [{"z": np.int64(1), "a": "x", "": {}}],
        ),
        (
            "sequence",
            spaces.Sequence(spaces.Box(0, 9, (2,), np.int16)),
            [(), (np.array([1, 2], np.int16), np.array([3, 4], np.int16))],
        ),
        (
            "sequence of sequences",
            spaces.Sequence(spaces.Sequence(spaces.Discrete(4))),
            [((np.int64(1),), (), (np.int64(2), np.int64(3))), ()],
        ),
        (
            "stacked sequence",
            spaces.Sequence(spaces.Box(0, 9, (2,), np.int16), stack=True),
            [_counting((2, 2), np.int16), _counting((0, 2), np.int16)],
        ),
        (
            "graph",
            spaces.Graph(spaces.Box(-1, 1, (2,), f4), spaces.Discrete(3)),
            [
                Graph(
                    np.array([[0, 1], [-1, 0.5]], f4),
                    np.array([2, 0, 1]),
                    np.array([[0, 1], [1, 0], [1, 1]], np.int32),
                ),
                Graph(np.array([[0, 0]], f4), None, None),
                Graph(np.zeros((0, 2), f4), np.zeros(0, np.int64), np.zeros((0, 2), np.int32)),
            ],
        ),
        (
            "graph without edges",
            spaces.Graph(spaces.Discrete(3), None),
            [Graph(np.array([2, 0]), None, None)],
        ),
        (
            "one of",
            spaces.OneOf([spaces.Discrete(2), spaces.Box(0, 1, (2,), f4), spaces.Text(3)]),
            [
                (np.int64(1), np.array([0, 1], f4)),
                (np.int64(0), np.int64(1)),
                (np.int64(1), np.array([0.5, 0.5], f4)),
            ],
        ),
    ]


def generate() -> list[dict[str, Any]]:
    """Encode all cases."""
    encoded = []
    for name, space, values in cases():
        codec, value = codec_for(space), value_pb2.Value()
        codec.write(codec.gather(values), len(values), value.leaves)
        encoded.append(
            {
                "name": name,
                "space": repr(space),
                "space_hex": space_to_proto(space).SerializeToString(deterministic=True).hex(),
                "n": len(values),
                "value_hex": value.SerializeToString(deterministic=True).hex(),
                "values": [_readable(value) for value in values],
            }
        )
    return encoded


def _counting(shape: tuple[int, ...], dtype: Any) -> Any:
    return np.arange(np.prod(shape), dtype=dtype).reshape(shape)


def _readable(value: Any) -> Any:
    if isinstance(value, spaces.GraphInstance):
        return {field: _readable(part) for field, part in value._asdict().items()}
    if isinstance(value, dict):
        return {key: _readable(part) for key, part in value.items()}
    if isinstance(value, tuple):
        return [_readable(part) for part in value]
    return value.tolist() if hasattr(value, "tolist") else value


def main() -> None:
    """Write the file, a case a line."""
    lines = (json.dumps(case, ensure_ascii=False) for case in generate())
    FILE.write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8")


if __name__ == "__main__":
    main()
