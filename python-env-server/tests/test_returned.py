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
    Varying,
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


@pytest.mark.parametrize("fields", [ONE, many(SYNC), many(ASYNC)])
def test_a_reset_that_takes_no_seed(driver: Driver, fields: dict[str, Any]) -> None:
    driver.make("tests.returns:OldReset-v0", **fields)
    with pytest.raises(ReplyError) as caught:
        driver.reset(seed=1)
    assert "OldReset-v0 takes no seed, which is what gym had before 0.26" in caught.value.message
    assert "take reset(self, *, seed=None, options=None), or" in caught.value.message


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


class TestItsOwnVector:
    @staticmethod
    def make(driver: Driver, returns: str) -> None:
        own = pb.VECTORIZATION_VECTOR_ENTRY_POINT
        driver.make("tests.returns:OwnVector-v0", kwargs={"returns": returns}, **many(own))

    def test_what_keeps_its_values_is_cast(self, driver: Driver) -> None:
        self.make(driver, "")
        assert driver.reset()[0].dtype == np.uint8
        observation, rewards, *_ = driver.step_plain(np.zeros(2, np.int64))
        assert same(observation, np.ones((2, 2), np.uint8))
        assert rewards.tolist() == [1.0, 1.0]

    @pytest.mark.parametrize(
        ("returns", "said"),
        [
            ("observation", "a wrong observation[0, 0] in step 1: it is of int64 and has 256"),
            ("reward", "a wrong reward in step 1: it is an array of float64 and shape (2, 1)"),
            ("terminated", "a wrong terminated in step 1: it is an array of float64"),
            ("truncated", "a wrong truncated in step 1: it is an array of bool and shape (1,)"),
            ("old step", "a wrong result of step in step 1: it is a tuple of 4 values"),
            ("final", 'a wrong info["final_obs"]'),
        ],
    )
    def test_what_it_must_not_return(self, driver: Driver, returns: str, said: str) -> None:
        self.make(driver, returns)
        driver.reset()
        with pytest.raises(ReplyError) as caught:
            driver.step(np.zeros(2, np.int64))
        assert said in caught.value.message
        assert "OwnVector-v0" in caught.value.message

    def test_an_old_reset(self, driver: Driver) -> None:
        self.make(driver, "old reset")
        with pytest.raises(ReplyError, match="a wrong result of reset in reset 1"):
            driver.reset()


def listed(value: Any) -> Any:
    """Make what can be compared of an info, whatever it holds."""
    if isinstance(value, dict):
        return {key: listed(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [listed(each) for each in value]
    return value.tolist() if isinstance(value, np.ndarray) else value


@pytest.mark.parametrize("vectorization", [SYNC, ASYNC])
class TestInfosThatVary:
    @pytest.fixture
    def varying(self, driver: Driver, vectorization: int) -> Driver:
        driver.make("tests.returns:Varying-v0", **many(vectorization))
        driver.reset()
        return driver

    def test_asked_for_they_travel(self, varying: Driver) -> None:
        plain = {"x": [1, None], "_x": [True, True]}
        for pair, expected in {
            (0, 0): {"x": [1, 1], "_x": [True, True]},
            (0, 1): plain,
            (1, 0): {**plain, "x": [None, 1]},
            (0, 2): {**plain, "x": [1, "text"]},
            (0, 3): {**plain, "x": [1, 0]},  # As Gymnasium has it: an integer came first.
            (3, 0): {**plain, "x": [0.5, 1.0]},
            (4, 5): {**plain, "x": [[0.0] * 3, [[1, 1], [1, 1]]]},
            (4, 0): {**plain, "x": [[0.0] * 3, 1]},
            (6, 0): {**plain, "x": [{"y": 1}, 1]},
            (0, 6): {**plain, "x": [1, {"y": 1}]},
            (8, 0): {"x": [0, 1], "_x": [False, True]},
        }.items():
            *_, info = varying.step_plain(np.array(pair))
            assert listed(info) == expected, pair

    def test_not_asked_for_they_are_left_alone(self, varying: Driver) -> None:
        for pair in ((0, 1), (4, 5), (6, 0), (7, 7)):
            action = pb.StepRequest()
            varying.actions.write(np.array(pair), 2, action.action.leaves)
            assert not varying.ask(step=action).step.HasField("info")
        assert listed(varying.step_plain(np.array([0, 1]))[-1])["x"] == [1, None]


class TestWhatIsDeclared:
    @pytest.mark.parametrize("fields", [ONE, many(SYNC), many(ASYNC)])
    def test_texts_of_a_kind_of_their_own_travel_as_texts(
        self, driver: Driver, fields: dict[str, Any]
    ) -> None:
        made = driver.make("tests.returns:Wishful-v0", **fields)
        text = made.observation_space.dict.entries[0].space.tuple.spaces[0].text
        assert (text.min_length, text.max_length) == (0, 256)
        assert set("go to ö?") <= set(text.charset)
        observation, _ = driver.reset()
        wishes = observation["z"][0]
        assert wishes == (("go to the red ball",) * 2 if fields else "go to the red ball")

    def test_such_texts_can_be_flattened(self, driver: Driver) -> None:
        made = driver.make("tests.returns:Wishful-v0", wrappers=[("FlattenObservation", {})])
        assert made.observation_space.box.shape == [256 + 2 + 2]
        driver.reset()

    @pytest.mark.parametrize("says", [None, "much", (1,), (1, 0), np.inf])
    def test_what_is_of_no_use_is_left_out(
        self, driver: Driver, monkeypatch: pytest.MonkeyPatch, says: Any
    ) -> None:
        monkeypatch.setattr(Varying, "reward_range", says, raising=False)
        monkeypatch.setattr(Varying, "metadata", {"render_modes": [], "render_fps": says})
        made = driver.make("tests.returns:Varying-v0")
        assert (made.reward_low, made.reward_high) == (-np.inf, np.inf)
        assert made.render_fps == 0

    @pytest.mark.parametrize(
        ("says", "modes"),
        [
            (None, []),
            ("rgb", []),
            ({"render_modes": 5, "render_fps": None}, []),
            ({"render_modes": "ansi"}, ["ansi", "ansi_list"]),
        ],
    )
    def test_an_environment_may_say_anything_of_itself(
        self, driver: Driver, monkeypatch: pytest.MonkeyPatch, says: Any, modes: list[str]
    ) -> None:
        def init(self: Varying) -> None:
            self.made.append(self)
            self.metadata = says

        monkeypatch.setattr(Varying, "__init__", init)
        made = driver.make("tests.returns:Varying-v0")
        assert list(made.render_modes) == modes
        assert made.render_fps == 0

    def test_a_text_that_is_too_long_is_named(self, driver: Driver) -> None:
        driver.make("tests.returns:Wishful-v0", kwargs={"wish": "x" * 300})
        with pytest.raises(ReplyError, match=r"observation\['z'\]\[0\].* 300 characters"):
            driver.reset()

    def test_several_rewards_are_refused_before_a_step(self, driver: Driver) -> None:
        with pytest.raises(ReplyError, match=r"INVALID_ARGUMENT: .* rewards with several numbers"):
            driver.make("tests.returns:SeveralRewards-v0")

    def test_several_rewards_that_a_wrapper_weighs(self, driver: Driver) -> None:
        driver.make("tests.returns:SeveralRewards-v0", wrappers=[("tests.returns:Weighed", {})])
        driver.reset()
        assert driver.step_plain(0)[1] == 3.0

    def test_no_space_at_all(self, driver: Driver) -> None:
        with pytest.raises(ReplyError, match="UNSUPPORTED_SPACE: the observation_space of") as no:
            driver.make("tests.returns:Spaceless-v0")
        assert "is None" in no.value.message

    @pytest.mark.parametrize("fields", [ONE, many(SYNC), many(ASYNC)])
    def test_what_is_no_environment(self, driver: Driver, fields: dict[str, Any]) -> None:
        with pytest.raises(ReplyError, match=r"makes is no gymnasium\.Env; derive it from"):
            driver.make("tests.returns:OldKind-v0", **fields)


def test_those_that_were_made_are_closed_when_another_cannot_be(driver: Driver) -> None:
    with pytest.raises(ReplyError, match="there is one robot"):
        driver.make("tests.returns:Varying-v0", kwargs={"most": 1}, num_envs=2)
    assert not Varying.made
    driver.make("tests.returns:Varying-v0", kwargs={"most": 1})


def test_a_vector_in_processes_makes_one_environment_to_look_at(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Varying, "count", 0)
    driver.make("tests.returns:Varying-v0", **many(ASYNC))
    assert Varying.count == 1
    assert not Varying.made
