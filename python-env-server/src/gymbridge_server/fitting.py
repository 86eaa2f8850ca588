"""Values that an environment returned, held to the space that it declares.

A *fit* is built once for a space. It hands back what it is given in the exact form of the space, or
says what is wrong with it. What is exact already costs a comparison of type, dtype and shape.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import numpy as np
from gymnasium import spaces

from gymbridge_server.casting import Array, MisfitError, a, at, cast
from gymbridge_server.raised import ENVIRONMENT_EXCEPTIONS, describe
from gymbridge_server.spaces import Space
from gymbridge_server.values import codec_for
from gymbridge_server.words import shown

Fit: TypeAlias = Callable[[Any], Any]


def fit_for(space: Space, *, keep: bool) -> Fit:
    """Build the fit of a space.

    Args:
        space: what is declared
        keep: whether arrays are copied, since the environment may write into them again before
            they are read
    """
    for kind, build in _BUILDERS.items():
        if isinstance(space, kind):
            return build(space, keep)
    return _written(space, keep)


def _array(space: Space, keep: bool) -> Fit:
    dtype, shape = np.dtype(space.dtype), space.shape

    def fit(value: Any) -> Any:
        if type(value) is not np.ndarray or value.dtype != dtype:
            value = cast(value, dtype)
        elif keep:
            value = value.copy()
        if value.shape != shape:
            message = f"has the shape {value.shape}, must have {shape}"
            raise MisfitError(message)
        return value

    return fit


def _bounded(space: Space, low: Array, high: Array, keep: bool) -> Fit:
    fit_array = _array(space, keep)

    def fit(value: Any) -> Any:
        array = fit_array(value)
        inside = (array >= low) & (array <= high)
        if not inside.all():
            index = tuple(int(i) for i in np.argwhere(~inside)[0])
            message = f"is {array[index]}, must be in [{low[index]}, {high[index]}]"
            raise MisfitError(message, at(index))
        return array

    return fit


def _multi_discrete(space: spaces.MultiDiscrete, keep: bool) -> Fit:
    return _bounded(space, space.start, space.start + (space.nvec - 1), keep)


def _multi_binary(space: spaces.MultiBinary, keep: bool) -> Fit:
    return _bounded(space, np.zeros(space.shape, np.int8), np.ones(space.shape, np.int8), keep)


def _discrete(space: spaces.Discrete, _: bool) -> Fit:
    start, end = int(space.start), int(space.start) + int(space.n)
    dtype = np.dtype(space.dtype)
    # NumPy takes a plain int for an int64, which it does not put into a batch of another dtype.
    as_element = int if dtype == np.int64 else dtype.type

    def fit(value: Any) -> Any:
        number = value if type(value) is int else _integer(value)
        if not start <= number < end:
            message = f"is {number}, must be in [{start}, {end})"
            raise MisfitError(message)
        return as_element(number)

    return fit


def _integer(value: Any) -> int:
    if isinstance(value, (int, np.integer, np.bool_)):
        return int(value)
    array = cast(value, np.dtype(np.int64))
    if array.shape != ():
        message = f"has the shape {array.shape}, must be one integer"
        raise MisfitError(message)
    return int(array)


def _text(space: spaces.Text, _: bool) -> Fit:
    def fit(value: Any) -> Any:
        if not isinstance(value, str):
            message = f"is {a(value)}, must be a text, got {shown(value)}"
            raise MisfitError(message)
        if not space.min_length <= len(value) <= space.max_length:
            message = f"has {len(value)} characters, must have {space.min_length} to"
            raise MisfitError(f"{message} {space.max_length}, got {shown(value)}")
        strange = sorted(set(value) - space.character_set)
        if strange:
            message = f"has the characters {shown(''.join(strange))}, which its charset has not"
            raise MisfitError(f"{message}, got {shown(value)}")
        return value

    return fit


def _dict(space: spaces.Dict, keep: bool) -> Fit:
    fits = {key: fit_for(child, keep=keep) for key, child in space.spaces.items()}

    def fit(value: Any) -> Any:
        if not isinstance(value, Mapping):
            message = f"is {a(value)}, must be a dict with the keys {list(fits)}"
            raise MisfitError(f"{message}, got {shown(value)}")
        if len(value) != len(fits) or any(key not in value for key in fits):
            missing = [key for key in fits if key not in value]
            extra = [key for key in value if key not in fits]
            message = f"has the keys {list(value)}, must have {list(fits)}"
            raise MisfitError(f"{message} (missing: {missing}, too many: {extra})")
        return {key: _inside(f"[{key!r}]", each, value[key]) for key, each in fits.items()}

    return fit


def _tuple(space: spaces.Tuple, keep: bool) -> Fit:
    fits = [fit_for(child, keep=keep) for child in space.spaces]

    def fit(value: Any) -> Any:
        if not isinstance(value, (tuple, list, np.ndarray)) or len(value) != len(fits):
            size = f" of {len(value)}" if hasattr(value, "__len__") else ""
            message = f"is {a(value)}{size}, must be a tuple of {len(fits)}, got {shown(value)}"
            raise MisfitError(message)
        parts = enumerate(zip(fits, value, strict=True))
        return tuple(_inside(f"[{i}]", each, part) for i, (each, part) in parts)

    return fit


def _sequence(space: spaces.Sequence, keep: bool) -> Fit:
    if space.stack:
        return _written(space, keep)
    fit_element = fit_for(space.feature_space, keep=keep)

    def fit(value: Any) -> Any:
        if not isinstance(value, (tuple, list)):
            message = f"is {a(value)}, must be a tuple of elements, got {shown(value)}"
            raise MisfitError(message)
        return tuple(_inside(f"[{i}]", fit_element, part) for i, part in enumerate(value))

    return fit


def _one_of(space: spaces.OneOf, keep: bool) -> Fit:
    fits = [fit_for(child, keep=keep) for child in space.spaces]

    def fit(value: Any) -> Any:
        if not isinstance(value, (tuple, list)) or len(value) != 2:
            message = f"is {a(value)}, must be a tuple of an index and a value"
            raise MisfitError(f"{message}, got {shown(value)}")
        index = _inside("[0]", _integer, value[0])
        if not 0 <= index < len(fits):
            message = f"is {index}, must be in [0, {len(fits)})"
            raise MisfitError(message, "[0]")
        return index, _inside("[1]", fits[index], value[1])

    return fit


def _written(space: Space, keep: bool) -> Fit:
    """Take what the codec of the space can write."""
    codec = codec_for(space)

    def fit(value: Any) -> Any:
        try:
            codec.write_one(value, [])
        except ENVIRONMENT_EXCEPTIONS as e:
            message = f"cannot be of its space ({describe(e)}), got {a(value)}: {shown(value)}"
            raise MisfitError(message) from e
        return copy.deepcopy(value) if keep else value

    return fit


def _inside(path: str, fit: Fit, value: Any) -> Any:
    try:
        return fit(value)
    except MisfitError as e:
        raise MisfitError(e.problem, path + e.path) from e.__cause__


_BUILDERS: dict[type[Any], Callable[[Any, bool], Fit]] = {
    spaces.Box: _array,
    spaces.Discrete: _discrete,
    spaces.MultiDiscrete: _multi_discrete,
    spaces.MultiBinary: _multi_binary,
    spaces.Text: _text,
    spaces.Dict: _dict,
    spaces.Tuple: _tuple,
    spaces.Sequence: _sequence,
    spaces.OneOf: _one_of,
}
