"""The spaces of listed environments, which are made outside the process of the server."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from gymnasium.envs.registration import EnvSpec

from gymbridge_server._generated import service_pb2
from gymbridge_server.lane.lanes import Lanes
from gymbridge_server.lane.spaces_outside import SpacesOutside
from gymbridge_server.limits import Limits
from gymbridge_server.open_sessions import OpenSessions
from tests.driver import TEST_POLICY
from tests.environments import LargeEnv


@pytest.fixture(scope="module")
def lanes() -> Iterator[Lanes]:
    policy = replace(TEST_POLICY, limits=Limits(max_sessions=1))
    lanes = Lanes(policy, OpenSessions(policy.limits))
    yield lanes
    lanes.close()


def listed(lanes: Lanes, environment_id: str, seconds: float = 0) -> service_pb2.ListedEnvironment:
    result = service_pb2.ListedEnvironment()
    # A module, so that the other process knows it too.
    result.spec.id = environment_id
    spec = EnvSpec("Any-v0", "nowhere:Nothing")
    SpacesOutside(lanes, Limits(max_make_seconds=seconds))(spec, result)
    return result


def test_they_are_filled_in(lanes: Lanes) -> None:
    result = listed(lanes, "CartPole-v1")
    assert result.action_space.discrete.n == 2
    assert result.observation_space.box.shape == [4]
    assert result.problem == ""


def test_nothing_is_made_here(lanes: Lanes) -> None:
    made = LargeEnv.made
    assert "takes 1000000000000 bytes" in listed(lanes, "tests.environments:Large-v0").problem
    assert LargeEnv.made == made


def test_what_cannot_be_made_says_why(lanes: Lanes) -> None:
    result = listed(lanes, "tests.environments:NeedsPackage-v0")
    assert "package_that_is_missing" in result.problem
    assert not result.HasField("observation_space")


def test_what_breaks_its_process_says_so(lanes: Lanes) -> None:
    result = listed(lanes, "tests.demanding:Make-segfault-v0")
    assert "died of signal 11 (SIGSEGV) in make" in result.problem


def test_what_hangs_is_ended(lanes: Lanes) -> None:
    result = listed(lanes, "tests.demanding:Make-hang-v0", 1.5)
    assert "make takes more than 1.5 s" in result.problem
    assert listed(lanes, "CartPole-v1").problem == ""
