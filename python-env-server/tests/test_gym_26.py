"""Environments of gym 0.26, through Shimmy."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from tests.driver import Driver, ReplyError

with contextlib.redirect_stderr(io.StringIO()):  # gym says that it is no longer maintained.
    import gym

ID = "GymV26Environment-v0"
OLD = "OldCounting-v0"


class OldCounting(gym.Env):
    """Counts up to a random goal, by the interface of gym 0.26."""

    metadata = {"render_modes": ["rgb_array"]}
    observation_space = gym.spaces.Box(0, 100, (1,), np.float32)
    action_space = gym.spaces.Discrete(2)

    def __init__(self, step_size: int = 1, render_mode: str | None = None) -> None:
        self.step_size = step_size
        self.render_mode = render_mode
        self.count = 0
        self.goal = 0

    def reset(self, *, seed: int | None = None, options: Any = None) -> tuple[Any, dict[str, Any]]:
        super().reset(seed=seed)
        self.goal = int(self.np_random.integers(5, 50))
        self.count = 0
        return self._observation(), {"goal": self.goal}

    def step(self, action: int) -> tuple[Any, float, bool, bool, dict[str, Any]]:
        self.count += self.step_size * action
        return self._observation(), float(action), self.count >= self.goal, False, {}

    def render(self) -> Any:
        return np.full((2, 3, 3), self.count, np.uint8)

    def _observation(self) -> Any:
        return np.array([self.count], np.float32)


@pytest.fixture(autouse=True)
def _registered() -> Iterator[None]:
    gym.register(OLD, entry_point=OldCounting)
    yield
    del gym.envs.registration.registry[OLD]


def arguments(**more: Any) -> dict[str, Any]:
    return {"env_id": OLD, "make_kwargs": more}


def test_steps_as_it_does_by_itself() -> None:
    driver = Driver()
    made = driver.make(ID, kwargs=arguments(step_size=2))
    assert made.action_space.discrete.n == 2
    local = OldCounting(step_size=2)
    _, info = driver.reset(seed=4)
    assert info == local.reset(seed=4)[1]
    for _ in range(20):
        served, expected = driver.step_plain(1), local.step(1)
        assert np.array_equal(served[0], expected[0])
        assert served[1:3] == expected[1:3]
        if expected[2]:
            break
    assert expected[2]
    driver.close()


@pytest.mark.parametrize(("mode", "frames"), [("rgb_array", [2]), ("rgb_array_list", [0, 1, 2])])
def test_draws(mode: str, frames: list[int]) -> None:
    driver = Driver()
    driver.make(ID, kwargs=arguments(), render_mode=mode)
    driver.reset(seed=4)
    driver.step(1)
    driver.step(1)
    (rendering,) = driver.render()
    assert [frame.data[0] for frame in rendering.frames] == frames
    driver.close()


@pytest.mark.filterwarnings("ignore:.*not in the possible render_modes")
@pytest.mark.parametrize("fields", [{}, {"num_envs": 2}])
def test_refuses_a_mode_that_the_old_environment_lacks(fields: dict[str, int]) -> None:
    with pytest.raises(ReplyError, match='no render mode "ansi"; it has rgb_array') as raised:
        Driver().make(ID, kwargs=arguments(), render_mode="ansi", **fields)
    assert raised.value.code == "INVALID_ARGUMENT"


def test_refuses_arguments_that_are_no_map() -> None:
    with pytest.raises(ReplyError, match="make_kwargs must be a map"):
        Driver().make(ID, kwargs={"env_id": OLD, "make_kwargs": 3}, render_mode="rgb_array")
