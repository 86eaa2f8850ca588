"""Generated spaces for property tests."""

from __future__ import annotations

from typing import Any

import numpy as np
from gymnasium import spaces
from hypothesis import strategies as st

INTEGERS = [np.int8, np.int16, np.int32, np.int64, np.uint8, np.uint16, np.uint32, np.uint64]
FLOATS = [np.float16, np.float32, np.float64]

shapes = st.lists(st.integers(0, 3), max_size=3).map(tuple)


@st.composite
def boxes(draw: st.DrawFn) -> Any:
    dtype: Any = draw(st.sampled_from([*INTEGERS, *FLOATS, np.bool_]))
    shape = draw(shapes)
    if dtype is np.bool_:
        return spaces.Box(0, 1, shape, np.bool_)
    if dtype in FLOATS:
        low = draw(st.sampled_from([-np.inf, -2.5, 0.0]))
        return spaces.Box(low, draw(st.sampled_from([0.5, 3.0, np.inf])), shape, dtype)
    bounds = np.iinfo(dtype)
    low = draw(st.integers(max(bounds.min, -(2**40)), 100))
    high = draw(st.integers(low, min(bounds.max, 2**40)))
    return spaces.Box(low, high, shape, dtype)


@st.composite
def discretes(draw: st.DrawFn) -> Any:
    dtype: Any = draw(st.sampled_from(INTEGERS))
    n = draw(st.integers(1, 50))
    start = draw(st.integers(0 if np.iinfo(dtype).min == 0 else -50, 50))
    return spaces.Discrete(n, start=start, dtype=dtype)


@st.composite
def multi_discretes(draw: st.DrawFn) -> Any:
    shape = draw(st.lists(st.integers(1, 3), min_size=1, max_size=2).map(tuple))
    dtype: Any = draw(st.sampled_from([np.int8, np.int32, np.int64]))
    size = int(np.prod(shape))
    nvec = draw(st.lists(st.integers(1, 20), min_size=size, max_size=size))
    start = draw(st.lists(st.integers(-20, 20), min_size=size, max_size=size))
    return spaces.MultiDiscrete(
        np.reshape(nvec, shape), dtype=dtype, start=np.reshape(start, shape)
    )


@st.composite
def texts(draw: st.DrawFn) -> Any:
    low = draw(st.integers(0, 3))
    # Without the zero character: NumPy drops it at the end of a string, and so does sample().
    characters = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
    charset = draw(st.text(characters, min_size=1, max_size=8))
    return spaces.Text(draw(st.integers(low, 6)), min_length=low, charset=charset)


multi_binaries = st.lists(st.integers(1, 3), min_size=1, max_size=2).map(spaces.MultiBinary)
array_spaces = st.one_of(boxes(), discretes(), multi_discretes(), multi_binaries)
graph_parts = st.one_of(boxes(), discretes())
graphs = st.builds(spaces.Graph, graph_parts, st.none() | graph_parts)

keys = st.text(st.characters(exclude_categories=["Cs"]), max_size=4)


def _composites(children: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(
        st.lists(children, max_size=3).map(spaces.Tuple),
        st.lists(st.tuples(keys, children), max_size=3, unique_by=lambda e: e[0]).map(spaces.Dict),
        children.map(spaces.Sequence),
        array_spaces.map(lambda space: spaces.Sequence(space, stack=True)),
        st.lists(children, min_size=1, max_size=3).map(spaces.OneOf),
    )


any_space: st.SearchStrategy[Any] = st.recursive(
    st.one_of(array_spaces, texts(), graphs), _composites, max_leaves=6
)
