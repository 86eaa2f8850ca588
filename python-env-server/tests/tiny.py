"""Tasks whose action values can be computed: the same as ``TinyTask`` on the side of Java."""

from __future__ import annotations

from typing import Any

import gymnasium
import numpy as np
from gymnasium.spaces import Discrete

CUT_AFTER = 10


class Identity(gymnasium.Env[np.int64, np.int64]):
    """The action that is the state earns 1, any other nothing; the next state is any."""

    def __init__(self, states: int = 4) -> None:
        self._states = states
        self.observation_space = Discrete(states)
        self.action_space = Discrete(states)

    def _any(self) -> np.int64:
        self._state = self.np_random.integers(self._states)
        return self._state

    def reset(self, **kwargs: Any) -> tuple[np.int64, dict[str, Any]]:
        """Begin in any state."""
        super().reset(**kwargs)
        return self._any(), {}

    def step(self, action: np.int64) -> tuple[np.int64, float, bool, bool, dict[str, Any]]:
        """Go to any state."""
        reward = float(action == self._state)
        return self._any(), reward, False, False, {}


class Chain(gymnasium.Env[np.int64, np.int64]):
    """Action 1 goes on, at last to the end, for 1; action 0 goes back to the start, for 0.1."""

    def __init__(self, states: int = 5) -> None:
        self._last = states - 1
        self.observation_space = Discrete(states)
        self.action_space = Discrete(2)
        self._state = 0

    def reset(self, **kwargs: Any) -> tuple[np.int64, dict[str, Any]]:
        """Begin at the start."""
        super().reset(**kwargs)
        self._state = 0
        return np.int64(self._state), {}

    def step(self, action: np.int64) -> tuple[np.int64, float, bool, bool, dict[str, Any]]:
        """Go on, or back."""
        over = bool(action == 1 and self._state == self._last)
        reward = 1.0 if over else 0.1 if action == 0 else 0.0
        self._state = min(self._state + 1, self._last) if action == 1 else 0
        return np.int64(self._state), reward, over, False, {}


gymnasium.register("Identity-v0", "tests.tiny:Identity", max_episode_steps=CUT_AFTER)
gymnasium.register("Chain-v0", "tests.tiny:Chain", max_episode_steps=CUT_AFTER)
