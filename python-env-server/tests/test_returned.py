"""What environments return is held to what they declare, alike for one and for many."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from gymbridge_server._generated import session_pb2 as pb
from gymbridge_server.data import map_from_proto
from tests.driver import Driver, ReplyError, same
from tests.returns import (
    FITTING_OBSERVATIONS,
    FITTING_REWARDS,
    PASSED_ON,
    WRONG_OBSERVATIONS,
    WRONG_RESETS,
    WRONG_RESULTS,
)

SYNC, ASYNC = pb.VECTORIZATION_SYNC, pb.VECTORIZATION_ASYNC
SAME_STEP = pb.AUTORESET_MODE_SAME_STEP
NEXT_STEP = pb.AUTORESET_MODE_NEXT_STEP


def many(vectorization: int) -> dict[str, Any]:
    return {"num_envs": 2, "vectorization": vectorization}


ONE: dict[str, Any] = {}
EACH = pytest.mark.parametrize("fields", [ONE, many(SYNC)], ids=["one", "many"])


def made(driver: Driver, table: str, key: str, fields: dict[str, Any]) -> Any:
    driver.make("tests.returns:Returns-v0", kwargs={"table": table, "key": key}, **fields)
    return np.zeros(2, np.int64) if fields else 0


def refused(driver: Driver, table: str, key: str, fields: dict[str, Any]) -> str:
    """Make two steps, of which the second is refused; return what is said."""
    action = made(driver, table, key, fields)
    driver.reset()
    driver.step(action)
    with pytest.raises(ReplyError) as caught:
        driver.step(action)
    assert caught.value.code == "ENVIRONMENT_RAISED"
    assert caught.value.session_continues
    assert "step 2 of episode 1" in caught.value.message
    assert "Returns-v0 returned a wrong " in caught.value.message
    assert ("environment 0 of 2" in caught.value.message) == bool(fields)
    with pytest.raises(ReplyError, match="OUT_OF_ORDER"):
        driver.step(action)
    driver.reset()
    driver.step(action)
    return caught.value.message


@EACH
class TestOneAndMany:
    @pytest.mark.parametrize("key", WRONG_OBSERVATIONS)
    def test_an_observation_that_its_space_cannot_be(
        self, driver: Driver, key: str, fields: dict[str, Any]
    ) -> None:
        message = refused(driver, "wrong observation", key, fields)
        assert WRONG_OBSERVATIONS[key][2] in message
        assert "declared is" in message

    @pytest.mark.parametrize("key", FITTING_OBSERVATIONS)
    def test_an_observation_whose_values_stay_is_cast(
        self, driver: Driver, key: str, fields: dict[str, Any]
    ) -> None:
        action = made(driver, "fitting observation", key, fields)
        first, _ = driver.reset()
        then, *_ = driver.step_plain(action)
        for seen in (first, then):
            one = driver.observations.scatter(seen, 2)[1] if fields else seen
            assert same(FITTING_OBSERVATIONS[key][2], one)

    @pytest.mark.parametrize("key", PASSED_ON)
    def test_numbers_that_are_not_finite_or_out_of_bounds_travel(
        self, driver: Driver, key: str, fields: dict[str, Any]
    ) -> None:
        action = made(driver, "passed on", key, fields)
        driver.reset()
        driver.step(action)
        value = PASSED_ON[key][2].tobytes()
        assert driver.step(action).observation.leaves[0] == (value * 2 if fields else value)

    @pytest.mark.parametrize("key", WRONG_RESULTS)
    def test_a_result_of_step_that_is_none(
        self, driver: Driver, key: str, fields: dict[str, Any]
    ) -> None:
        message = refused(driver, "wrong result", key, fields)
        assert f"a wrong {WRONG_RESULTS[key][1]} in" in message
        assert WRONG_RESULTS[key][2] in message

    @pytest.mark.parametrize("key", FITTING_REWARDS)
    def test_a_reward_that_is_a_number(
        self, driver: Driver, key: str, fields: dict[str, Any]
    ) -> None:
        action = made(driver, "fitting reward", key, fields)
        driver.reset()
        driver.step(action)
        assert np.all(driver.step_plain(action)[1] == FITTING_REWARDS[key][1])

    @pytest.mark.parametrize("key", WRONG_RESETS)
    def test_a_result_of_reset_that_is_none(
        self, driver: Driver, key: str, fields: dict[str, Any]
    ) -> None:
        made(driver, "wrong reset", key, fields)
        with pytest.raises(ReplyError) as caught:
            driver.reset()
        assert f"a wrong {WRONG_RESETS[key][1]} in reset 1" in caught.value.message
        assert WRONG_RESETS[key][2] in caught.value.message


@pytest.mark.parametrize("key", ["negative", "key missing", "outside"])
def test_in_processes_it_is_said_too(driver: Driver, key: str) -> None:
    action = made(driver, "wrong observation", key, many(ASYNC))
    driver.reset()
    driver.step(action)
    with pytest.raises(ReplyError) as caught:
        driver.step(action)
    assert WRONG_OBSERVATIONS[key][2] in caught.value.message
    assert "of 2 Returns-v0 returned a wrong observation" in caught.value.message


class TestTheSameObjectEachTime:
    @pytest.mark.parametrize("vectorization", [SYNC, ASYNC])
    @pytest.mark.parametrize("nested", [False, True])
    def test_final_observations_are_those_of_the_end(
        self, driver: Driver, vectorization: int, nested: bool
    ) -> None:
        fields = {**many(vectorization), "autoreset_mode": SAME_STEP}
        driver.make("tests.returns:Buffered-v0", kwargs={"nested": nested}, **fields)
        driver.reset()
        action = np.zeros(2, np.int64)
        driver.step(action)
        driver.step(action)
        reply = driver.step(action)
        final = driver.final(reply, 2)
        assert (final["x"] if nested else final).tolist() == [[3.0], [3.0]]
        final_info = map_from_proto(reply.final_info)
        assert final_info["seen"].tolist() == [[3.0], [3.0]]
        assert final_info["list"] == [[3.0], [3.0]]

    def test_environments_that_share_it_are_told_apart(self, driver: Driver) -> None:
        driver.make("tests.returns:Buffered-v0", kwargs={"length": 50}, **many(SYNC))
        driver.reset()
        observation, *_, info = driver.step_plain(np.array([0, 4]))
        assert observation.tolist() == [[1.0], [5.0]]
        assert info["seen"].tolist() == [[1.0], [5.0]]
