"""Arrays made of values that came in another form, and what is said where that cannot be."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np

from gymbridge_server.words import shown

Array: TypeAlias = np.ndarray[Any, Any]


class MisfitError(Exception):
    """A value that its space does not contain and that nothing can be made of.

    Attributes:
        path: where inside the value, such as ``['image'][1]``
        problem: what came there, and what must come
    """

    def __init__(self, problem: str, path: str = "") -> None:
        super().__init__(f"{path} {problem}".strip())
        self.problem = problem
        self.path = path


def cast(value: Any, dtype: np.dtype[Any]) -> Array:
    """Give an array another dtype, if its values stay: floats may be rounded, nothing else may.

    Raises:
        MisfitError: if a value would become another
    """
    try:
        array = np.asarray(value)
    except Exception as e:
        message = f"is {a(value)} of which no array can be made ({e}), must be one of {dtype}"
        raise MisfitError(message) from e
    if isinstance(value, np.ma.MaskedArray) and np.ma.is_masked(value):
        missing = np.count_nonzero(value.mask)
        message = f"is masked: {missing} of its {array.size} values are missing; fill them, such as"
        raise MisfitError(f"{message} by numpy.ma.filled(observation, 0)")
    if array.dtype == dtype:
        return array
    if array.dtype.kind not in "biuf":
        came = "" if value is None else f" of {array.dtype}, got {shown(value)}"
        message = f"is {a(value)}{came}; it must be an array of {dtype}"
        raise MisfitError(message)
    with np.errstate(all="ignore"):
        made = array.astype(dtype)
        kept = _stays(array, made)
    if not kept.all():
        index = tuple(int(i) for i in np.argwhere(~kept)[0])
        message = f"is of {array.dtype} and has {array[index]}"
        raise MisfitError(f"{message}, which its dtype, {dtype}, cannot hold", at(index))
    return made


def _stays(array: Array, made: Array) -> Array:
    if made.dtype.kind == "f":
        # A number too large for the narrower type is no matter of rounding.
        return np.asarray(np.isfinite(made) | ~np.isfinite(array))
    return np.asarray((made == array) & ((made < 0) == (array < 0)))


def at(index: tuple[int, ...]) -> str:
    """Name a place in an array."""
    return f"[{', '.join(map(str, index))}]" if index else ""


def a(value: object) -> str:
    """Name the type of a value."""
    return "None" if value is None else f"a {type(value).__qualname__}"
