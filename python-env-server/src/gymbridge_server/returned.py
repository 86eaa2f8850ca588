"""What environments return, checked in one place: for one, for many, and for their own vectors.

``CheckedEnvironment`` is the outermost wrapper of every environment, ``CheckedVector`` that of a
vector which an environment brings itself. What leaves them is what the environment declared.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import gymnasium
import numpy as np
from gymnasium.vector import VectorEnv, VectorWrapper

from gymbridge_server.casting import MisfitError
from gymbridge_server.fitting import fit_for
from gymbridge_server.innermost import remember_innermost
from gymbridge_server.raised import ENVIRONMENT_EXCEPTIONS, RaisedElsewhereError, tell
from gymbridge_server.results import (
    STEP,
    STEP_PARTS,
    WrongPartError,
    WrongReturnError,
    flag,
    is_reset,
    is_step,
    misfit_of,
    number,
    old_reset,
    refuse_reset,
    refuse_step,
    wrong_info,
)
from gymbridge_server.spaces import carried


class CheckedEnvironment(gymnasium.Wrapper[Any, Any, Any, Any]):
    """Hands on what an environment returns, as it declared it; else raises.

    Args:
        environment: with all its wrappers
        name: what messages call it
        keep: whether observations are copied, since the environment may run again before they are
            read
        elsewhere: whether what is raised is read in another process
    """

    def __init__(
        self,
        environment: gymnasium.Env[Any, Any],
        name: str,
        *,
        keep: bool = False,
        elsewhere: bool = False,
    ) -> None:
        super().__init__(environment)
        self.wants_info: bool = True
        """Whether infos are looked at; else they are left alone, whatever they are."""
        self._name = name
        self._keep = keep
        self._elsewhere = elsewhere
        self._fit = fit_for(environment.observation_space, keep=keep)
        self._step: Callable[[Any], Any] = environment.step
        self._innermost = remember_innermost(environment)
        self._episode = 0
        self._steps = 0

    def reset(
        self, *, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[Any, dict[str, Any]]:
        """Start an episode."""
        self._episode += 1
        self._steps = 0
        try:
            result = self.env.reset(seed=seed, options=options)
            if not is_reset(result):
                refuse_reset(result)
            observation, info = result
            return self._fit(observation), self._info(info)
        except ENVIRONMENT_EXCEPTIONS as e:
            old = old_reset(e, self._name)
            if old is not None:
                raise old from e
            self._explain(e)
            raise

    def step(self, action: Any) -> tuple[Any, Any, Any, Any, dict[str, Any]]:
        """Take a step."""
        self._steps += 1
        try:
            result = self._step(action)
            # Written out: each call would cost as much as all of this.
            if type(result) is not tuple or len(result) != STEP_PARTS:
                refuse_step(result)
            observation, reward, terminated, truncated, info = result
            return (
                self._fit(observation),
                reward if type(reward) is float else number(reward),
                terminated if type(terminated) is bool else flag("terminated", terminated),
                truncated if type(truncated) is bool else flag("truncated", truncated),
                self._info(info) if self.wants_info else {},
            )
        except ENVIRONMENT_EXCEPTIONS as e:
            self._explain(e)
            raise

    def _info(self, info: Any) -> dict[str, Any]:
        if not self.wants_info:
            return {}
        if type(info) is not dict and not isinstance(info, Mapping):
            raise wrong_info(info)
        looked_at: Any = kept(info) if self._keep else info
        return looked_at  # type: ignore[no-any-return]

    def _explain(self, raised: BaseException) -> None:
        """Raise what says more than what was raised, if there is such."""
        problem = self._innermost.problem() if self._innermost else None
        if isinstance(raised, MisfitError):
            problem = misfit_of(raised, self.observation_space)
        elif isinstance(raised, WrongPartError):
            problem = raised
        if problem is not None:
            when = f"step {self._steps} of episode {self._episode}"
            if not self._steps:
                when = f"reset {self._episode}"
            raise problem.of(self._name, when) from raised
        if self._elsewhere and not isinstance(raised, (gymnasium.error.Error, MemoryError)):
            raise RaisedElsewhereError(tell(raised)) from raised


class CheckedVector(VectorWrapper[Any, Any, Any, Any, Any]):
    """The same for a vectorised implementation that an environment brings itself."""

    def __init__(self, environment: VectorEnv[Any, Any, Any], name: str) -> None:
        super().__init__(environment)
        self._name = name
        self._fit = fit_for(environment.observation_space, keep=False)
        self._resets = 0
        self._steps = 0

    def reset(self, *, seed: Any = None, options: Any = None) -> tuple[Any, dict[str, Any]]:
        """Start the episodes."""
        self._resets += 1
        result = self.env.reset(seed=seed, options=options)
        try:
            if not is_reset(result):
                refuse_reset(result)
            return self._fit(result[0]), result[1]
        except (MisfitError, WrongPartError) as e:
            raise self._wrong(e, f"reset {self._resets}") from e

    def step(self, actions: Any) -> tuple[Any, Any, Any, Any, dict[str, Any]]:
        """Take a step with all."""
        self._steps += 1
        result = self.env.step(actions)
        try:
            if not is_step(result):
                refuse_step(result)
            observation, rewards, terminated, truncated, info = result
            return (
                self._fit(observation),
                self._column("reward", rewards, "biuf").astype(np.float64),
                self._column("terminated", terminated, "b"),
                self._column("truncated", truncated, "b"),
                info,
            )
        except (MisfitError, WrongPartError) as e:
            raise self._wrong(e, f"step {self._steps}") from e

    def _column(self, which: str, value: Any, kinds: str) -> np.ndarray[Any, Any]:
        column = np.asarray(value)
        if column.dtype.kind not in kinds or column.shape != (self.num_envs,):
            allowed = "numbers" if "f" in kinds else "bools"
            problem = f"is an array of {column.dtype} and shape {column.shape}"
            mend = f"return one for each environment, in this order: {STEP}"
            raise WrongPartError(which, f"{problem}, must be {self.num_envs} {allowed}", mend)
        return column

    def _wrong(self, problem: MisfitError | WrongPartError, when: str) -> WrongReturnError:
        if isinstance(problem, MisfitError):
            problem = misfit_of(problem, self.observation_space)
        return problem.of(f"the vectorised implementation of {self._name}", when)


def with_carried_spaces(environment: gymnasium.Env[Any, Any]) -> gymnasium.Env[Any, Any]:
    """Give an environment the spaces that travel, before a wrapper of the user looks at them."""
    declared = getattr(environment, "observation_space", None)
    if not isinstance(declared, gymnasium.Space) or carried(declared) is declared:
        return environment
    wrapped: gymnasium.Wrapper[Any, Any, Any, Any] = gymnasium.Wrapper(environment)
    wrapped.observation_space = carried(declared)
    return wrapped


def kept(info: Any) -> Any:
    """Copy an info as far as an environment may write into it again."""
    if isinstance(info, Mapping):
        return {key: kept(value) for key, value in info.items()}
    if isinstance(info, np.ndarray):
        return info.copy()
    return list(info) if type(info) is list else info
