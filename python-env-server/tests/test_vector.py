"""Sessions of a vector of environments."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import gymnasium
import numpy as np
import pytest
from gymnasium.vector import AutoresetMode

from gymbridge_server._generated import session_pb2 as pb
from gymbridge_server.data import map_from_proto
from gymbridge_server.limits import Limits
from tests.driver import TEST_POLICY, Driver, ReplyError, same

SCRIPTED = "tests.environments:Scripted-v2"
SYNC, ASYNC = pb.VECTORIZATION_SYNC, pb.VECTORIZATION_ASYNC
OWN = pb.VECTORIZATION_VECTOR_ENTRY_POINT
NEXT_STEP = pb.AUTORESET_MODE_NEXT_STEP
SAME_STEP = pb.AUTORESET_MODE_SAME_STEP
DISABLED = pb.AUTORESET_MODE_DISABLED


@pytest.fixture
def driver(carried: Driver) -> Driver:
    return carried


def actions(*values: int) -> Any:
    return np.array(values, np.int64)


def test_defaults_are_sync_and_next_step(driver: Driver) -> None:
    made = driver.make(SCRIPTED, num_envs=2)
    assert (made.num_envs, made.vectorization, made.autoreset_mode) == (2, SYNC, NEXT_STEP)
    assert list(made.observation_space.box.shape) == [2]


def test_a_vector_of_one_is_a_vector(driver: Driver) -> None:
    assert driver.make(SCRIPTED, num_envs=1).num_envs == 1
    observation, _ = driver.reset()
    assert observation.shape == (1, 2)


@pytest.mark.parametrize("vectorization", [SYNC, ASYNC])
class TestNextStep:
    def test_the_step_after_the_end_resets(self, driver: Driver, vectorization: int) -> None:
        driver.make(SCRIPTED, num_envs=2, kwargs={"length": 2}, vectorization=vectorization)
        driver.reset()
        driver.step(actions(1, 2))
        observation, rewards, terminated, truncated, _ = driver.step_plain(actions(1, 2))
        assert observation.tolist() == [[0, 2], [0, 2]]
        assert (rewards.tolist(), terminated.tolist()) == ([1.0, 2.0], [True, True])
        assert not truncated.any()
        observation, rewards, terminated, _, _ = driver.step_plain(actions(1, 2))
        assert observation.tolist() == [[1, 0], [1, 0]]
        assert (rewards.tolist(), terminated.tolist()) == ([0.0, 0.0], [False, False])


@pytest.mark.parametrize("vectorization", [SYNC, ASYNC])
class TestSameStep:
    def test_the_final_observations_are_of_those_that_ended(
        self, driver: Driver, vectorization: int
    ) -> None:
        driver.make(
            "CartPole-v1", num_envs=3, vectorization=vectorization, autoreset_mode=SAME_STEP
        )
        driver.reset(seed=4)
        local = gymnasium.make_vec(
            "CartPole-v1",
            3,
            "sync",
            vector_kwargs={"autoreset_mode": AutoresetMode.SAME_STEP},
        )
        local.reset(seed=4)
        ends = 0
        for step in range(60):
            chosen = actions(0, 1, step % 2)
            reply = driver.step(chosen)
            observation, *_, info = local.step(chosen)
            assert reply.observation.leaves[0] == observation.tobytes()
            ended = info.get("_final_obs", np.zeros(3, np.bool_))
            assert reply.HasField("final_observation") == ended.any()
            assert reply.HasField("final_info") == ended.any()
            if ended.any():
                ends += int(ended.sum())
                expected = np.stack([info["final_obs"][i] for i in np.flatnonzero(ended)])
                assert same(driver.final(reply, int(ended.sum())), expected)
        assert ends > 5

    def test_those_that_ended_together_keep_their_order(
        self, driver: Driver, vectorization: int
    ) -> None:
        fields: Any = {"num_envs": 3, "vectorization": vectorization, "max_episode_steps": 2}
        driver.make("CartPole-v1", autoreset_mode=SAME_STEP, **fields)
        driver.reset(seed=4)
        local = gymnasium.make_vec("CartPole-v1", 3, "sync", max_episode_steps=3)
        local.reset(seed=4)
        local.step(actions(0, 1, 0))
        driver.step(actions(0, 1, 0))
        expected = local.step(actions(0, 1, 0))[0]
        assert same(driver.final(driver.step(actions(0, 1, 0)), 3), expected)

    def test_info_and_final_info_are_apart(self, driver: Driver, vectorization: int) -> None:
        driver.make(
            SCRIPTED,
            num_envs=2,
            kwargs={"length": 1},
            vectorization=vectorization,
            autoreset_mode=SAME_STEP,
        )
        driver.reset()
        reply = driver.step(actions(1, 2))
        assert set(map_from_proto(reply.info)) == {"seed", "_seed", "options", "_options"}
        final_info = map_from_proto(reply.final_info)
        assert final_info["steps"].tolist() == [1, 1]
        assert final_info["action"].tolist() == [1, 2]


@pytest.mark.parametrize("vectorization", [SYNC, ASYNC])
class TestDisabled:
    @pytest.fixture
    def disabled(self, driver: Driver, vectorization: int) -> Driver:
        driver.make(
            SCRIPTED,
            num_envs=3,
            kwargs={"length": 2},
            vectorization=vectorization,
            autoreset_mode=DISABLED,
        )
        return driver

    def test_a_mask_resets_the_chosen_ones(self, disabled: Driver) -> None:
        disabled.reset()
        disabled.step(actions(0, 0, 0))
        observation, _ = disabled.reset(mask=[0, 1, 0])
        assert observation.tolist() == [[0, 1], [1, 0], [0, 1]]
        observation, _, terminated, _, _ = disabled.step_plain(actions(0, 0, 0))
        assert terminated.tolist() == [True, False, True]
        with pytest.raises(ReplyError, match=r"OUT_OF_ORDER: .* environments \[0, 2\] have ended"):
            disabled.step(actions(0, 0, 0))
        disabled.reset(mask=[1, 0, 1])
        observation, *_ = disabled.step_plain(actions(0, 0, 0))
        assert observation.tolist() == [[1, 1], [1, 2], [1, 1]]

    def test_masks_that_cannot_be(self, disabled: Driver) -> None:
        with pytest.raises(ReplyError, match="the first reset must be of all"):
            disabled.reset(mask=[1, 0, 0])
        disabled.reset(mask=[1, 1, 1])
        for mask in ([1, 0], [0, 0, 0], [2, 0, 0], []):
            with pytest.raises(ReplyError, match="INVALID_ARGUMENT: the reset mask must be 3"):
                disabled.reset(mask=mask)
        with pytest.raises(ReplyError, match="set the field mask"):
            disabled.reset(options={"reset_mask": np.ones(3, np.bool_)})
        disabled.step(actions(0, 0, 0))


def test_a_mask_is_for_disabled_only(driver: Driver) -> None:
    driver.make(SCRIPTED, num_envs=2)
    driver.reset()
    with pytest.raises(ReplyError, match="has AUTORESET_MODE_NEXT_STEP"):
        driver.reset(mask=[1, 0])


class TestSeeds:
    @pytest.mark.parametrize("vectorization", [SYNC, ASYNC])
    def test_one_seed_counts_up_and_a_list_may_have_gaps(
        self, driver: Driver, vectorization: int
    ) -> None:
        driver.make(SCRIPTED, num_envs=3, vectorization=vectorization)
        _, info = driver.reset(seed=7, options={"a": 1})
        assert info["seed"].tolist() == [7, 8, 9]
        assert info["options"]["a"].tolist() == [1, 1, 1]
        _, info = driver.reset(seeds=[None, 0, 5])
        assert info["seed"] == [None, 0, 5]
        _, info = driver.reset()
        assert info["seed"] == [None] * 3

    def test_a_list_of_a_wrong_length(self, driver: Driver) -> None:
        driver.make(SCRIPTED, num_envs=3)
        with pytest.raises(ReplyError, match=r"seeds must be 3, .* got 2"):
            driver.reset(seeds=[1, 2])

    def test_an_own_vectorization_takes_one_seed(self, driver: Driver) -> None:
        driver.make("CartPole-v1", num_envs=2, vectorization=OWN)
        with pytest.raises(ReplyError, match="INVALID_ARGUMENT: an environment's own"):
            driver.reset(seeds=[1, 2])


class TestActions:
    def test_the_environment_is_named_and_none_is_stepped(self, driver: Driver) -> None:
        driver.make(SCRIPTED, num_envs=4)
        driver.reset()
        with pytest.raises(ReplyError) as caught:
            driver.step(actions(0, 1, 2, 3))
        assert caught.value.code == "INVALID_ACTION"
        assert caught.value.message == "action of environment 3 must be in [0, 3), got 3"
        observation, *_ = driver.step_plain(actions(0, 1, 2, 0))
        assert observation.tolist() == [[0, 1]] * 4

    @pytest.mark.parametrize("vectorization", [SYNC, ASYNC])
    def test_every_kind_in_a_batch(self, driver: Driver, vectorization: int) -> None:
        driver.make("tests.environments:Echo-v0", num_envs=2, vectorization=vectorization)
        driver.reset(seed=1)
        space = gymnasium.make("tests.environments:Echo-v0").action_space
        space.seed(9)
        for _ in range(5):
            batch = driver.actions.gather([space.sample(), space.sample()])
            observation, *_ = driver.step_plain(batch)
            for mine, theirs in zip(
                driver.actions.scatter(batch, 2),
                driver.observations.scatter(observation, 2),
                strict=True,
            ):
                for key in ("z_box", "text", "tuple", "sequence", "stacked", "one_of"):
                    assert same(theirs[key], mine[key]), key


class TestWhatAnEnvironmentRaises:
    def test_in_sync_a_reset_mends_it(self, driver: Driver) -> None:
        driver.make(SCRIPTED, num_envs=2, kwargs={"raises_in": "step"})
        driver.reset()
        with pytest.raises(ReplyError, match="ENVIRONMENT_RAISED"):
            driver.step(actions(0, 2))
        with pytest.raises(ReplyError, match="OUT_OF_ORDER"):
            driver.step(actions(0, 0))
        driver.reset()
        driver.step(actions(0, 0))

    @pytest.mark.parametrize(
        ("raises_in", "code", "said"),
        [
            ("step", "RAISED", "raised RuntimeError: cannot be stepped in step, at environments.p"),
            ("exit", "RAISED", "raised SystemExit: 3 in step, at environments.py:"),
            ("odd", "RAISED", "raised OddError: odd: 1, 2 in step, at environments.py:"),
            ("die", "DIED", "the environment's process ended in step"),
        ],
    )
    def test_in_async_the_vector_is_over(
        self, in_process: Driver, raises_in: str, code: str, said: str
    ) -> None:
        in_process.make(SCRIPTED, num_envs=2, kwargs={"raises_in": raises_in}, vectorization=ASYNC)
        in_process.reset()
        environment: Any = in_process.session._environment
        processes = environment._environment.processes
        with pytest.raises(ReplyError) as caught:
            in_process.step(actions(0, 2))
        assert caught.value.code == f"ENVIRONMENT_{code}"
        assert said in caught.value.message
        assert ("sys.exit(3)" in caught.value.detail) == (raises_in == "exit")
        assert not caught.value.session_continues
        in_process.close()
        for process in processes:
            process.join(10)
            assert not process.is_alive()


class TestOwnVectorization:
    def test_it_steps_as_in_process(self, driver: Driver) -> None:
        made = driver.make("CartPole-v1", num_envs=3, vectorization=OWN, max_episode_steps=5)
        assert (made.vectorization, made.autoreset_mode) == (OWN, NEXT_STEP)
        local = gymnasium.make_vec("CartPole-v1", 3, "vector_entry_point", max_episode_steps=5)
        assert same(driver.reset(seed=1)[0], np.ascontiguousarray(local.reset(seed=1)[0]))
        for _ in range(12):
            ours, theirs = driver.step_plain(actions(0, 1, 0)), local.step(actions(0, 1, 0))
            assert ours[0].tobytes() == theirs[0].tobytes()
            for mine, other in zip(ours[1:4], theirs[1:4], strict=True):
                assert mine.tolist() == other.tolist()

    def test_no_limit_is_no_limit(self, driver: Driver) -> None:
        driver.make("CartPole-v1", num_envs=1, vectorization=OWN, max_episode_steps=0)
        driver.reset()
        assert not driver.step_plain(actions(0))[3].any()

    @pytest.mark.parametrize(
        ("environment_id", "fields", "text"),
        [
            (SCRIPTED, {}, "no vectorised implementation of its own; use sync or async"),
            ("CartPole-v1", {"autoreset_mode": SAME_STEP}, "knows only AUTORESET_MODE_NEXT_STEP"),
            ("CartPole-v1", {"wrappers": [("TimeAwareObservation", {})]}, "takes none"),
            ("CartPole-v1", {"render_mode": "human"}, 'no render mode "human"; it has rgb_array'),
        ],
    )
    def test_what_it_cannot(
        self, driver: Driver, environment_id: str, fields: Any, text: str
    ) -> None:
        with pytest.raises(ReplyError, match="INVALID_ARGUMENT") as caught:
            driver.make(environment_id, num_envs=2, vectorization=OWN, **fields)
        assert text in caught.value.message


class TestMakingVectors:
    def test_wrappers_go_around_each(self, driver: Driver) -> None:
        driver.make(
            SCRIPTED, num_envs=2, vectorization=ASYNC, wrappers=[("tests.environments:Doubled", {})]
        )
        driver.reset()
        assert driver.step_plain(actions(0, 0))[0].tolist() == [[0, 2], [0, 2]]

    def test_what_is_for_vectors_is_refused_without_num_envs(self, driver: Driver) -> None:
        for fields in ({"vectorization": SYNC}, {"autoreset_mode": SAME_STEP}):
            with pytest.raises(ReplyError, match=r"INVALID_ARGUMENT.*set num_envs"):
                driver.make(SCRIPTED, **fields)

    def test_a_number_of_environments_that_cannot_be(self) -> None:
        policy = replace(TEST_POLICY, limits=Limits(max_envs_per_session=4))
        driver = Driver(policy)
        with pytest.raises(ReplyError, match="INVALID_ARGUMENT: num_envs must be at least 1"):
            driver.make(SCRIPTED, num_envs=0)
        with pytest.raises(ReplyError, match="RESOURCE_EXHAUSTED: num_envs must be at most 4"):
            driver.make(SCRIPTED, num_envs=5)
        driver.make(SCRIPTED, num_envs=4)
        driver.close()

    def test_a_mode_that_is_none(self, driver: Driver) -> None:
        for field in ("vectorization", "autoreset_mode"):
            with pytest.raises(ReplyError, match=f"INVALID_ARGUMENT: {field} must be one of"):
                driver.make(SCRIPTED, num_envs=1, **{field: 9})

    def test_closing_ends_the_processes(self, in_process: Driver) -> None:
        in_process.make(SCRIPTED, num_envs=2, vectorization=ASYNC)
        environment: Any = in_process.session._environment
        processes = environment._environment.processes
        in_process.close()
        assert not any(process.is_alive() for process in processes)
