"""What would take more memory than a message may hold is refused before it is allocated."""

from __future__ import annotations

import numpy as np
import pytest
from gymnasium import spaces

from gymbridge_server._generated import session_pb2 as pb
from gymbridge_server.limits import Limits, Policy
from gymbridge_server.sizes import value_bytes
from tests.driver import Driver, ReplyError
from tests.environments import EVERYTHING, LargeEnv

MANY = 2**32 - 1
# As careless as an operator can be about the count; the size of messages is still bounded.
ANY_COUNT = Policy(limits=Limits(max_envs_per_session=0), allowed_modules=frozenset({"tests"}))


def refused(policy: Policy, environment_id: str, **fields: object) -> str:
    driver = Driver(policy)
    with pytest.raises(ReplyError) as caught:
        driver.make(environment_id, **fields)
    assert caught.value.code == "RESOURCE_EXHAUSTED"
    assert caught.value.session_continues
    driver.close()
    return caught.value.message


@pytest.mark.parametrize(
    "vectorization",
    [pb.VECTORIZATION_SYNC, pb.VECTORIZATION_ASYNC, pb.VECTORIZATION_VECTOR_ENTRY_POINT],
)
def test_more_environments_than_their_rewards_fit_into_a_message(vectorization: int) -> None:
    fields = {"num_envs": MANY, "vectorization": vectorization}
    assert "num_envs must be at most 4096" in refused(Policy(), "CartPole-v1", **fields)
    message = refused(ANY_COUNT, "CartPole-v1", **fields)
    assert f"a step of {MANY} environments takes {10 * MANY} bytes" in message
    assert "--max-message-bytes" in message


def test_an_observation_that_fits_into_no_message() -> None:
    message = refused(Policy(), "Large-v0")
    assert "an observation takes 1000000000000 bytes" in message


@pytest.mark.parametrize(
    ("vectorization", "made"), [(pb.VECTORIZATION_SYNC, 1), (pb.VECTORIZATION_ASYNC, 1)]
)
def test_observations_that_fit_only_one_by_one_cost_one_environment(
    vectorization: int, made: int
) -> None:
    before = LargeEnv.made
    message = refused(
        Policy(),
        "Large-v0",
        kwargs={"size": 10**8},
        num_envs=4_000,
        vectorization=vectorization,
    )
    assert "an observation of 4000 environments takes 400000000000 bytes" in message
    assert LargeEnv.made - before == made


def test_the_size_of_a_value_is_that_of_its_fixed_parts() -> None:
    assert value_bytes(spaces.Box(0, 1, (3, 5), np.float64)) == 120
    assert value_bytes(spaces.Discrete(5)) == 8
    assert value_bytes(spaces.Text(9)) == 0
    pair = spaces.Dict({"a": spaces.MultiBinary(7), "b": spaces.Tuple([spaces.Discrete(2)])})
    assert value_bytes(pair) == 15
    assert value_bytes(EVERYTHING) > 0
