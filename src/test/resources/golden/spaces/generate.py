"""Writes spaces.jsonl beside this file: random spaces and what Gymnasium 1.4.0 makes of them.

    pip install gymnasium==1.4.0 && python generate.py

One case a line: the space (in the form of Java's Space.toJson), its batch space for two values, its
flat size (null where it has none), its repr where that is plain, samples with their flat form as
float32, and values with Gymnasium's verdict on whether the space contains them.
"""

import json
import random
from pathlib import Path
from typing import Any

import gymnasium
import numpy as np
from gymnasium import spaces
from gymnasium.vector.utils import batch_space

CASES = 240
INTEGERS = ["int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"]
FLOATS = ["float16", "float32", "float64"]
CHARACTERS = "zabc01é☃😀"


class Generator:
    """Random spaces, values and near misses, all from one seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.seed = seed

    def shape(self, least: int = 1) -> tuple[int, ...]:
        return tuple(self.random.randint(least, 3) for _ in range(self.random.randint(0, 3)))

    def box(self) -> spaces.Box:
        dtype = self.random.choice([*INTEGERS, *FLOATS, *FLOATS, "bool"])
        shape = self.shape(least=0 if self.random.random() < 0.1 else 1)
        draw = np.random.default_rng(self.random.randrange(2**32))
        if dtype == "bool":
            return spaces.Box(0, 1, shape, np.bool_)
        if dtype in INTEGERS:
            info = np.iinfo(dtype)
            low = draw.integers(max(info.min, -500), 20, shape, dtype=dtype)
            high = low + draw.integers(0, 100, shape, dtype=dtype)
            return spaces.Box(low, high, shape, dtype)
        low = (-draw.random(shape) * 5).astype(dtype)
        high = (draw.random(shape) * 5).astype(dtype)
        low = np.where(draw.random(shape) < 0.2, -np.inf, low).astype(dtype)
        high = np.where(draw.random(shape) < 0.2, np.inf, high).astype(dtype)
        if self.random.random() < 0.3:
            low, high = np.full(shape, -1.5, dtype), np.full(shape, 2, dtype)
        return spaces.Box(low, high, shape, dtype)

    def discrete(self) -> spaces.Discrete:
        dtype = self.random.choice(INTEGERS)
        start = self.random.randint(0 if dtype[0] == "u" else -9, 9)
        return spaces.Discrete(self.random.randint(1, 7), start=start, dtype=dtype)

    def multi_discrete(self) -> spaces.MultiDiscrete:
        dtype = self.random.choice(INTEGERS[:-1])  # Gymnasium 1.4.0 cannot flatten uint64 here.
        shape = self.shape() or (2,)  # Nor does it contain its own samples of shape ().
        draw = np.random.default_rng(self.random.randrange(2**32))
        least = 0 if dtype[0] == "u" else -9
        start = draw.integers(least, 9, shape) * (self.random.random() < 0.7)
        return spaces.MultiDiscrete(draw.integers(1, 5, shape), dtype, start=start)

    def text(self) -> spaces.Text:
        least = self.random.randint(0, 2)
        charset = "".join(self.random.sample(CHARACTERS, self.random.randint(1, 9)))
        most = least + self.random.randint(0, 3)
        return spaces.Text(most, min_length=least, charset=charset)

    def several(self, least: int, depth: int) -> list[Any]:
        return [self.space(depth) for _ in range(self.random.randint(least, 3))]

    def space(self, depth: int) -> Any:
        kind = self.random.randrange(10 if depth else 5)
        if kind == 0:
            return self.box()
        if kind == 1:
            return self.discrete()
        if kind == 2:
            return self.multi_discrete()
        if kind == 3:
            shape = self.shape() or (4,)
            return spaces.MultiBinary(shape if len(shape) > 1 else shape[0])
        if kind == 4:
            return self.text()
        if kind == 5:
            return spaces.Tuple(self.several(1, depth - 1))
        if kind == 6:
            keys = self.random.sample(["b", "a", "gear é", "0"], 4)
            children = dict(zip(keys, self.several(1, depth - 1), strict=False))
            # Keys that are sorted once are kept here, but sorted by batch_space.
            return spaces.Dict(children, sort_keys=False)
        if kind == 7:
            return spaces.OneOf(self.several(1, depth - 1))
        if kind == 8:
            # Gymnasium 1.4.0 cannot sample a stacked sequence of every element space.
            return spaces.Sequence(self.space(depth - 1), stack=False)
        edge = self.random.choice([None, self.box(), self.discrete()])
        return spaces.Graph(self.random.choice([self.box(), self.discrete()]), edge)

    def miss(self, space: Any, value: Any) -> Any:
        """The value with one thing changed, which may take it out of the space or not."""
        if isinstance(value, (np.ndarray, np.generic)):
            return self.moved(np.array(value))
        if isinstance(value, str):
            return value + self.random.choice(["", "a", "?", "zzzzzz"])
        if isinstance(space, spaces.OneOf):
            return (int(value[0]), self.miss(space[value[0]], value[1]))
        if isinstance(space, spaces.Graph):
            if value.edge_links is None:
                return spaces.GraphInstance(self.moved(value.nodes), None, None)
            links = value.edge_links + self.random.choice([-1, 0, 1])
            return spaces.GraphInstance(value.nodes, value.edges, links.astype(np.int32))
        if isinstance(space, spaces.Dict):
            key = self.random.choice(list(value))
            return {**value, key: self.miss(space[key], value[key])}
        i = self.random.randrange(len(value))
        child = space.feature_space if isinstance(space, spaces.Sequence) else space[i]
        return (*value[:i], self.miss(child, value[i]), *value[i + 1 :])

    def moved(self, array: np.ndarray) -> np.ndarray:
        if array.size and array.dtype.kind != "b":
            array = array.copy()
            choices = [1, 3, 100] if array.dtype.kind == "u" else [-100, -3, 1, 3, 100]
            if array.dtype.kind == "f":
                choices.append(np.nan)
            i = self.random.randrange(array.size)
            with np.errstate(over="ignore"):
                array.flat[i] += np.asarray(self.random.choice(choices)).astype(array.dtype)
        return array


def number(element: Any) -> Any:
    if isinstance(element, np.bool_):
        return int(element)
    if isinstance(element, np.integer):
        return int(element)
    if not np.isfinite(element):
        return str(element)
    return float(np.format_float_scientific(element))


def numbers(array: Any) -> list[Any]:
    return [number(element) for element in np.asarray(array).flat]


def bound(array: np.ndarray) -> Any:
    elements = [bool(b) for b in array.flat] if array.dtype == bool else numbers(array)
    return elements[0] if elements and (array == array.flat[0]).all() else elements


def describe(space: Any) -> dict[str, Any]:
    kind: dict[str, Any] = {"type": type(space).__name__}
    if isinstance(space, spaces.Box):
        kind |= {"dtype": str(space.dtype), "shape": space.shape}
        return kind | {"low": bound(space.low), "high": bound(space.high)}
    if isinstance(space, spaces.Discrete):
        return kind | {"n": int(space.n), "start": int(space.start), "dtype": str(space.dtype)}
    if isinstance(space, spaces.MultiDiscrete):
        kind |= {"dtype": str(space.dtype), "shape": space.shape}
        return kind | {"nvec": numbers(space.nvec), "start": numbers(space.start)}
    if isinstance(space, spaces.MultiBinary):
        return kind | {"shape": space.shape}
    if isinstance(space, spaces.Text):
        lengths = {"min_length": space.min_length, "max_length": space.max_length}
        return kind | lengths | {"charset": "".join(space.character_list)}
    if isinstance(space, spaces.Dict):
        return kind | {"spaces": {key: describe(child) for key, child in space.items()}}
    if isinstance(space, spaces.Sequence):
        return kind | {"element": describe(space.feature_space), "stacked": space.stack}
    if isinstance(space, spaces.Graph):
        edge = space.edge_space and describe(space.edge_space)
        return kind | {"node": describe(space.node_space), "edge": edge}
    return kind | {"spaces": [describe(child) for child in space.spaces]}


def tell(space: Any, value: Any) -> Any:
    if isinstance(value, str):
        return value
    if isinstance(space, spaces.Graph):
        nodes = [len(value.nodes), numbers(value.nodes)]
        if value.edges is None:
            return [*nodes, None, None]
        return [*nodes, numbers(value.edges), numbers(value.edge_links)]
    if isinstance(space, spaces.Dict):
        return {key: tell(space[key], part) for key, part in value.items()}
    if isinstance(space, spaces.OneOf):
        return [int(value[0]), tell(space[value[0]], value[1])]
    if isinstance(space, spaces.Sequence):
        return [tell(space.feature_space, part) for part in value]
    if isinstance(space, spaces.Tuple):
        return [tell(child, part) for child, part in zip(space, value, strict=True)]
    return numbers(value)


def plain_repr(space: Any) -> str | None:
    text = repr(space)
    # NumPy's layout of arrays is its own, Java has no float16, and Text's repr sorts its characters.
    unlike = ["[", "float16", "Text", "MultiDiscrete"]
    return None if any(part in text for part in unlike) else text


def case(seed: int) -> dict[str, Any]:
    generator = Generator(seed)
    space = generator.space(2)
    space.seed(seed)
    samples = [space.sample() for _ in range(2)]
    flat = space.is_np_flattenable
    misses = [generator.miss(space, space.sample()) for _ in range(2)]
    return {
        "space": describe(space),
        "batch": describe(batch_space(space, 2)),
        "flat_size": spaces.flatdim(space) if flat else None,
        "repr": plain_repr(space),
        "samples": [
            {
                "value": tell(space, sample),
                "flat": numbers(spaces.flatten(space, sample).astype(np.float32))
                if flat
                else None,
            }
            for sample in samples
        ],
        "verdicts": [
            {"value": tell(space, miss), "contained": bool(space.contains(miss))}
            for miss in misses
        ],
    }


def main() -> None:
    assert gymnasium.__version__ == "1.4.0", gymnasium.__version__
    lines = [
        json.dumps(case(seed), ensure_ascii=False, separators=(",", ":")) for seed in range(CASES)
    ]
    path = Path(__file__).with_name("spaces.jsonl")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
