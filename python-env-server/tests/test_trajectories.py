"""A session gives to the byte what Gymnasium gives in process."""

from __future__ import annotations

from typing import Any

import gymnasium
import numpy as np
import pytest

from tests.driver import Driver, same

# Box2D and the Atari games are extras, but these tests are not: without them they fail.
ENVIRONMENTS = [
    "CartPole-v1",
    "Pendulum-v1",
    "FrozenLake-v1",
    "Taxi-v4",
    "Blackjack-v1",
    "LunarLander-v3",
]
ENVIRONMENTS_LIKE_THEM = [
    "Acrobot-v1",
    "MountainCar-v0",
    "MountainCarContinuous-v0",
    "CliffWalking-v1",
    "BipedalWalker-v3",
    "CarRacing-v3",
    "ALE/Pong-v5",
]


@pytest.fixture
def driver(carried: Driver) -> Driver:
    return carried


each = pytest.mark.parametrize(
    "environment_id",
    [
        *ENVIRONMENTS,
        *(pytest.param(name, marks=pytest.mark.thorough) for name in ENVIRONMENTS_LIKE_THEM),
    ],
)


def plain(info: Any) -> Any:
    """Info as it arrives: what is a scalar of NumPy here is a plain number there."""
    if isinstance(info, dict):
        return {str(key): plain(value) for key, value in info.items()}
    if isinstance(info, (tuple, list)):
        return type(info)(map(plain, info))
    return info.item() if isinstance(info, np.generic) else info


def steps_of(environment_id: str) -> int:
    return 30 if "Racing" in environment_id else 250


@each
def test_single(driver: Driver, environment_id: str) -> None:
    driver.make(environment_id)
    local = gymnasium.make(environment_id)
    local.action_space.seed(3)
    ours, theirs = driver.reset(seed=11), local.reset(seed=11)
    assert equal(local.observation_space, ours[0], theirs[0])
    assert same(ours[1], plain(theirs[1]))
    for _ in range(steps_of(environment_id)):
        action: Any = local.action_space.sample()
        mine, other = driver.step_plain(action), local.step(action)
        assert equal(local.observation_space, mine[0], other[0])
        assert mine[1:4] == (float(other[1]), bool(other[2]), bool(other[3]))
        assert same(mine[4], plain(other[4]))
        if mine[2] or mine[3]:
            assert equal(local.observation_space, driver.reset()[0], local.reset()[0])
    local.close()


@each
def test_vector(driver: Driver, environment_id: str) -> None:
    driver.make(environment_id, num_envs=2)
    local = gymnasium.make_vec(environment_id, 2, "sync")
    local.action_space.seed(3)
    assert same(driver.reset(seed=11)[0], local.reset(seed=11)[0])
    for _ in range(min(100, steps_of(environment_id))):
        actions = local.action_space.sample()
        mine, other = driver.step_plain(actions), local.step(actions)
        assert all(map(same, mine[:4], other[:4]))
        assert same(mine[4], plain(other[4]))
    local.close()


def equal(space: Any, ours: Any, theirs: Any) -> bool:
    """Whether observations are equal: toy text observes Python integers, the wire has int64."""
    if isinstance(theirs, tuple):
        return all(map(equal, space, ours, theirs))
    if isinstance(space, gymnasium.spaces.Discrete):
        return bool(ours == theirs)
    return same(theirs, ours)
