"""Gymnasium's vectors, which gather the infos of their environments whatever these are.

Theirs take the first value of a key for the type and shape of all; another raises, or becomes
something else without a word. Here values that are not alike stand beside each other as objects.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from gymnasium.vector import AsyncVectorEnv, SyncVectorEnv, VectorEnv


class _GatheringVector(VectorEnv[Any, Any, Any]):
    """Gathers infos of which a key may hold now this, now that."""

    def _add_info(
        self, vector_infos: dict[str, Any], env_info: dict[str, Any], env_num: int
    ) -> dict[str, Any]:
        for key, value in env_info.items():
            if not self._add_alike(vector_infos, key, value, env_num):
                self._add_object(vector_infos, key, value, env_num)
        return vector_infos

    def _add_alike(self, infos: dict[str, Any], key: str, value: Any, env_num: int) -> bool:
        """Add a value to a column that can take it as it is; say whether it can."""
        if key in infos and not _is_alike(infos[key], value):
            return False
        try:
            super()._add_info(infos, {key: value}, env_num)
        except (TypeError, ValueError, OverflowError):
            return False
        return True

    def _add_object(self, infos: dict[str, Any], key: str, value: Any, env_num: int) -> None:
        mask = infos.setdefault(f"_{key}", np.zeros(self.num_envs, np.bool_))
        objects = np.full(self.num_envs, None, dtype=object)
        for i in np.flatnonzero(mask) if key in infos else ():
            objects[i] = _row(infos[key], int(i))
        objects[env_num] = value
        mask[env_num] = True
        infos[key] = objects


class SyncVector(_GatheringVector, SyncVectorEnv):
    """Environments in this process, one after the other."""


class AsyncVector(_GatheringVector, AsyncVectorEnv):
    """Environments in a process each."""


def _is_alike(column: Any, value: Any) -> bool:
    """Say whether a column can take a value as it is."""
    if isinstance(column, dict) or isinstance(value, dict):
        return isinstance(column, dict) and isinstance(value, dict)
    if column.dtype == np.object_:
        return True
    if isinstance(value, np.ndarray):
        return bool(column.dtype == value.dtype and column.shape[1:] == value.shape)
    if column.ndim != 1 or not (type(value) in (int, float, bool) or isinstance(value, np.number)):
        return False
    # Among numbers the first decides the dtype, as in Gymnasium, which cuts off fractions so.
    kind = np.dtype(type(value)).kind
    return bool(column.dtype.kind == kind or (column.dtype.kind in "iuf" and kind in "iuf"))


def _row(column: Any, i: int) -> Any:
    if isinstance(column, dict):
        keys = [key for key in column if f"_{key}" in column and column[f"_{key}"][i]]
        return {key: _row(column[key], i) for key in keys}
    return column[i]
