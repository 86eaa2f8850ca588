"""What an environment itself returns, below the wrappers of Gymnasium that stumble over it."""

from __future__ import annotations

from typing import Any, Final

import gymnasium

from gymbridge_server.results import WrongPartError, is_step, refuse_step

_NOT_YET: Final = object()


class Innermost(gymnasium.Wrapper[Any, Any, Any, Any]):
    """Remembers what the environment itself returned, if Gymnasium's wrappers stumble over it."""

    def __init__(self, environment: gymnasium.Env[Any, Any]) -> None:
        super().__init__(environment)
        self._result: Any = _NOT_YET

    @property
    def spec(self) -> Any:  # type: ignore[override]
        """That of the environment: this wrapper is none that a user knows of."""
        return self.env.spec

    def step(self, action: Any) -> Any:
        """Take a step."""
        self._result = _NOT_YET
        self._result = result = self.env.step(action)
        return result

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> Any:
        """Start an episode."""
        self._result = _NOT_YET
        return self.env.reset(seed=seed, options=options)

    def problem(self) -> WrongPartError | None:
        """Say what is wrong with the form of what the last step returned; None if nothing is."""
        if self._result is _NOT_YET or is_step(self._result):
            return None
        try:
            refuse_step(self._result)
        except WrongPartError as e:
            return e


def remember_innermost(environment: gymnasium.Env[Any, Any]) -> Innermost | None:
    """Put an ``Innermost`` below all wrappers, if there are any."""
    if not isinstance(environment, gymnasium.Wrapper):
        return None
    wrapper = environment
    while isinstance(wrapper.env, gymnasium.Wrapper):
        wrapper = wrapper.env
    wrapper.env = innermost = Innermost(wrapper.env)
    return innermost
