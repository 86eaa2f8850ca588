"""The extras of this package: what is installed, and what an environment needs."""

from __future__ import annotations

import importlib.util
from typing import Final

import gymnasium
from gymnasium.envs.registration import EnvSpec, parse_env_id

from gymbridge_server.specs import point_to_text

# Extra of this package -> module whose presence means that it is installed.
EXTRAS: Final = {
    "atari": "ale_py",
    "box2d": "Box2D",
    "classic-control": "pygame",
    "minatar": "minatar",
    "mujoco": "mujoco",
    "shimmy": "shimmy",
    "toy-text": "pygame",
}

# Where environments lie -> extra that they need.
_EXTRA_OF_MODULE: Final = {
    "ale_py": "atari",
    "gymnasium.envs.box2d": "box2d",
    "gymnasium.envs.classic_control": "classic-control",
    "gymnasium.envs.mujoco": "mujoco",
    "gymnasium.envs.toy_text": "toy-text",
    "minatar": "minatar",
    "shimmy": "shimmy",
}
_EXTRA_OF_NAMESPACE: Final = {"ALE": "atari", "MinAtar": "minatar"}
_EXTRA_OF_NAME: Final = {"GymV21Environment": "shimmy", "GymV26Environment": "shimmy"}


def installed_extras() -> list[str]:
    """Name the extras of which the packages are there."""
    return [name for name, module in EXTRAS.items() if importlib.util.find_spec(module) is not None]


def extra_of(spec: EnvSpec) -> str | None:
    """Find the extra of this package that brings what an environment needs, if it is missing."""
    entry_point = point_to_text(spec.entry_point) or point_to_text(spec.vector_entry_point)
    for module, extra in _EXTRA_OF_MODULE.items():
        if entry_point.partition(":")[0].startswith(module):
            return None if extra in installed_extras() else extra
    return None


def missing_extra(name: str) -> str | None:
    """Find the extra that would register ``name``, if it is one and is not installed."""
    try:
        namespace, bare, _ = parse_env_id(name)
    except gymnasium.error.Error:
        return None
    extra = _EXTRA_OF_NAMESPACE.get(namespace or "") or _EXTRA_OF_NAME.get(bare)
    return None if extra is None or extra in installed_extras() else extra
