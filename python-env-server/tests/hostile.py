"""Environments that look around where they run, registered by importing this module."""

from __future__ import annotations

import os
from typing import Any

import gymnasium

from tests.environments import ScriptedEnv


class VariablesEnv(ScriptedEnv):
    """Tells the names of its process's environment variables as info."""

    def reset(self, *, seed: int | None = None, options: Any = None) -> tuple[Any, dict[str, Any]]:
        observation, _ = super().reset(seed=seed, options=options)
        return observation, dict.fromkeys(os.environ, "")


gymnasium.register("Variables-v0", "tests.hostile:VariablesEnv", disable_env_checker=True)


class Video(gymnasium.wrappers.RecordVideo):
    """A wrapper that everybody may name, and that writes files all the same."""
