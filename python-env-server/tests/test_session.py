"""Sessions of one environment."""

from __future__ import annotations

import copy
from typing import Any

import gymnasium
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gymbridge_server._generated import session_pb2 as pb
from gymbridge_server.data import map_from_proto
from gymbridge_server.limits import Limits, Policy
from gymbridge_server.session import Session
from tests.driver import Driver, ReplyError, same

SCRIPTED = "tests.environments:Scripted-v2"


@pytest.fixture
def driver(carried: Driver) -> Driver:
    return carried


def refused(driver: Driver, **kind: Any) -> ReplyError:
    with pytest.raises(ReplyError) as caught:
        driver.ask(**kind)
    return caught.value


def make_refused(driver: Driver, environment_id: str, **fields: Any) -> ReplyError:
    with pytest.raises(ReplyError) as caught:
        driver.make(environment_id, **fields)
    return caught.value


def test_make_says_what_the_environment_is(driver: Driver) -> None:
    made = driver.make("CartPole-v1", kwargs={"sutton_barto_reward": True})
    assert made.spec.id == "CartPole-v1"
    assert made.spec.max_episode_steps == 500
    assert made.spec.reward_threshold == 475.0
    assert made.spec.vector_entry_point.endswith(":CartPoleVectorEnv")
    assert map_from_proto(made.spec.kwargs) == {"sutton_barto_reward": True}
    assert (made.num_envs, made.vectorization, made.autoreset_mode) == (0, 0, 0)
    assert list(made.render_modes) == ["human", "rgb_array", "rgb_array_list"]
    assert made.render_fps == 50.0
    assert (made.reward_low, made.reward_high) == (-np.inf, np.inf)


def test_each_reply_says_what_it_cost(driver: Driver) -> None:
    driver.make("CartPole-v1")
    assert driver.ask(reset=pb.ResetRequest()).environment_nanos > 0
    reply = driver.ask(step=pb.StepRequest(action={"leaves": [bytes(8)]}))
    assert 0 < reply.environment_nanos < reply.server_nanos
    assert driver.ask(close=pb.CloseRequest()).environment_nanos == 0


class TestNumbers:
    def test_a_reply_has_the_number_of_its_request(self, driver: Driver) -> None:
        driver.make("CartPole-v1")
        driver.number = 2**64 - 2
        assert driver.ask(reset=pb.ResetRequest()).number == 2**64 - 1

    def test_so_has_a_refusal(self, driver: Driver) -> None:
        data = pb.SessionRequest(step=pb.StepRequest(), number=7).SerializeToString()
        reply = pb.SessionReply.FromString(driver.session.answer(data))
        assert (reply.number, reply.WhichOneof("kind")) == (7, "error")

    def test_so_has_one_of_no_kind(self, driver: Driver) -> None:
        data = pb.SessionRequest(number=7).SerializeToString()
        assert pb.SessionReply.FromString(driver.session.answer(data)).number == 7

    def test_where_it_cannot_be_read_it_is_0(self, driver: Driver) -> None:
        assert pb.SessionReply.FromString(driver.session.answer(b"\xff")).number == 0

    def test_a_client_that_does_not_number_gets_0(self, driver: Driver) -> None:
        data = pb.SessionRequest(close=pb.CloseRequest()).SerializeToString()
        assert pb.SessionReply.FromString(driver.session.answer(data)).number == 0


class TestOrder:
    @pytest.mark.parametrize("kind", ["reset", "step", "render"])
    def test_nothing_can_be_done_before_make(self, driver: Driver, kind: str) -> None:
        error = refused(driver, **{kind: {}})
        assert error.code == "OUT_OF_ORDER"
        assert "make one first" in error.message
        assert error.session_continues

    def test_step_before_reset_is_refused_and_the_session_goes_on(self, driver: Driver) -> None:
        driver.make(SCRIPTED)
        with pytest.raises(ReplyError, match="step called before reset; call reset"):
            driver.step(0)
        driver.reset()
        driver.step(0)

    def test_step_after_the_end_is_refused_until_reset(self, driver: Driver) -> None:
        driver.make(SCRIPTED, kwargs={"length": 1})
        driver.reset()
        assert driver.step_plain(0)[2]
        with pytest.raises(ReplyError, match="step called after the end of the episode"):
            driver.step(0)
        driver.reset()
        driver.step(0)

    def test_make_twice_is_refused_and_the_first_stays(self, driver: Driver) -> None:
        driver.make(SCRIPTED)
        assert make_refused(driver, "CartPole-v1").code == "OUT_OF_ORDER"
        assert same(driver.reset()[0], np.zeros(2))

    def test_a_make_that_failed_can_be_mended(self, driver: Driver) -> None:
        make_refused(driver, "CartPole-v9")
        driver.make("CartPole-v1")

    def test_closing_twice_is_allowed_and_anything_else_is_not(self, in_process: Driver) -> None:
        in_process.make(SCRIPTED)
        in_process.ask(close=pb.CloseRequest())
        in_process.ask(close=pb.CloseRequest())
        assert not in_process.session.over
        error = refused(in_process, reset=pb.ResetRequest())
        assert (error.code, error.session_continues) == ("OUT_OF_ORDER", False)
        assert in_process.session.over
        assert make_refused(Driver(), "CartPole-v9").session_continues

    def test_render_wants_a_reset_but_not_a_running_episode(self, driver: Driver) -> None:
        driver.make(SCRIPTED, kwargs={"length": 1}, render_mode="rgb_array")
        with pytest.raises(ReplyError, match="render called before reset"):
            driver.render()
        driver.reset()
        driver.step(0)
        assert len(driver.render()) == 1


class TestSeeds:
    def test_no_seed_is_not_zero_and_does_not_reseed(self, driver: Driver) -> None:
        driver.make("CartPole-v1")
        first, _ = driver.reset(seed=0)
        second, _ = driver.reset()
        assert not same(first, second)
        assert same(driver.reset(seed=0)[0], first)
        assert same(driver.reset()[0], second)

    def test_a_seed_may_be_as_large_as_64_bits(self, driver: Driver) -> None:
        driver.make("CartPole-v1")
        seed = 2**64 - 1
        local = gymnasium.make("CartPole-v1")
        assert same(driver.reset(seed=seed)[0], local.reset(seed=seed)[0])

    def test_a_list_of_seeds_is_for_vectors(self, driver: Driver) -> None:
        driver.make(SCRIPTED)
        with pytest.raises(ReplyError, match="INVALID_ARGUMENT: a list of seeds is for vectors"):
            driver.reset(seeds=[1])

    def test_a_mask_is_for_vectors(self, driver: Driver) -> None:
        driver.make(SCRIPTED)
        with pytest.raises(ReplyError, match="INVALID_ARGUMENT: a reset mask is for vectors"):
            driver.reset(mask=[1])


class TestOptionsAndInfo:
    @pytest.mark.parametrize("options", [None, {}, {"low": -0.1, "nested": {"a": [1, (2,)]}}])
    def test_options_arrive_as_they_are(self, driver: Driver, options: Any) -> None:
        driver.make(SCRIPTED)
        _, info = driver.reset(seed=5, options=options)
        assert same(info, {"seed": 5, "options": options})

    def test_info_travels_only_when_asked_for(self, driver: Driver) -> None:
        driver.make(SCRIPTED)
        assert not driver.ask(reset=pb.ResetRequest()).reset.HasField("info")
        action = {"leaves": [bytes(8)]}
        assert not driver.ask(step=pb.StepRequest(action=action)).step.HasField("info")
        asked = driver.ask(step=pb.StepRequest(action=action, want_info=True)).step
        assert map_from_proto(asked.info) == {"steps": 2, "action": 0}

    def test_empty_info_is_there_when_asked_for(self, driver: Driver) -> None:
        driver.make("CartPole-v1")
        assert driver.ask(reset=pb.ResetRequest(want_info=True)).reset.HasField("info")
        step = pb.StepRequest(action={"leaves": [bytes(8)]}, want_info=True)
        assert driver.ask(step=step).step.HasField("info")

    def test_both_ends_are_told_apart(self, driver: Driver) -> None:
        driver.make(SCRIPTED, kwargs={"length": 1, "both_ends": True})
        driver.reset()
        assert driver.step_plain(1)[1:4] == (1.0, True, True)


class TestActions:
    def test_an_action_outside_the_space_does_not_step(self, driver: Driver) -> None:
        driver.make(SCRIPTED)
        driver.reset()
        for action in (3, -1):
            with pytest.raises(ReplyError) as caught:
                driver.step(action)
            assert caught.value.code == "INVALID_ACTION"
            assert caught.value.message == f"action must be in [0, 3), got {action}"
            assert caught.value.session_continues
        assert same(driver.step_plain(0)[0], np.array([0.0, 1.0]))

    def test_a_part_of_an_action_is_named(self, driver: Driver) -> None:
        driver.make("Pendulum-v1")
        driver.reset()
        with pytest.raises(ReplyError, match=r"action\[0\] must be in \[-2.0, 2.0\], got 2.5"):
            driver.step(np.array([2.5], np.float32))

    def test_an_action_of_a_wrong_size_is_malformed(self, driver: Driver) -> None:
        driver.make(SCRIPTED)
        driver.reset()
        for leaves in ([], [bytes(4)], [bytes(8), bytes(8)]):
            error = refused(driver, step=pb.StepRequest(action={"leaves": leaves}))
            assert (error.code, error.session_continues) == ("MALFORMED_REQUEST", True)
        assert same(driver.step_plain(0)[0], np.array([0.0, 1.0]))

    def test_every_kind_of_action_arrives(self, driver: Driver) -> None:
        driver.make("tests.environments:Echo-v0")
        driver.reset(seed=1)
        space = copy.deepcopy(gymnasium.make("tests.environments:Echo-v0").action_space)
        space.seed(7)
        for _ in range(20):
            action = space.sample()
            observation, *_, info = driver.step_plain(action)
            assert space.contains(observation)
            assert same(observation["graph"].nodes, action["graph"].nodes)
            assert same(observation["sequence"], action["sequence"])
            assert info == {"text": action["text"]}


class TestWhatTheEnvironmentRaises:
    def test_in_step_the_session_goes_on_with_a_reset(self, driver: Driver) -> None:
        driver.make(SCRIPTED, kwargs={"raises_in": "step"})
        driver.reset()
        with pytest.raises(ReplyError) as caught:
            driver.step(2)
        assert caught.value.code == "ENVIRONMENT_RAISED"
        assert "RuntimeError: cannot be stepped" in caught.value.message
        assert 'raise RuntimeError("cannot be stepped")' in caught.value.detail
        assert caught.value.session_continues
        with pytest.raises(ReplyError, match="OUT_OF_ORDER: step called after the environment"):
            driver.step(0)
        driver.reset()
        driver.step(0)

    def test_in_reset_the_session_goes_on(self, driver: Driver) -> None:
        driver.make(SCRIPTED, kwargs={"raises_in": "reset"})
        with pytest.raises(ReplyError, match=r"ENVIRONMENT_RAISED.*cannot be reset"):
            driver.reset()
        with pytest.raises(ReplyError, match="OUT_OF_ORDER"):
            driver.step(0)

    def test_in_render_the_episode_goes_on(self, driver: Driver) -> None:
        driver.make(SCRIPTED, kwargs={"raises_in": "render"}, render_mode="rgb_array")
        driver.reset()
        with pytest.raises(ReplyError, match=r"ENVIRONMENT_RAISED.*cannot be drawn"):
            driver.render()
        driver.step(0)

    def test_in_close_is_nobody_elses_matter(self, driver: Driver) -> None:
        driver.make(SCRIPTED, kwargs={"raises_in": "close"})
        driver.ask(close=pb.CloseRequest())

    def test_exit_does_not_end_the_server(self, driver: Driver) -> None:
        driver.make(SCRIPTED, kwargs={"raises_in": "exit"})
        driver.reset()
        with pytest.raises(ReplyError, match=r"ENVIRONMENT_RAISED.*SystemExit: 3"):
            driver.step(0)

    def test_neither_does_what_is_no_exception(self, driver: Driver) -> None:
        driver.make(SCRIPTED, kwargs={"raises_in": "cancelled"})
        driver.reset()
        with pytest.raises(ReplyError, match=r"ENVIRONMENT_RAISED.*CancelledError in step, at"):
            driver.step(0)
        driver.reset()

    @pytest.mark.parametrize("wrong", ["observation", "reward", "result"])
    def test_a_wrong_return_value_is_its_fault(self, driver: Driver, wrong: str) -> None:
        driver.make(SCRIPTED, kwargs={"wrong": wrong})
        driver.reset()
        with pytest.raises(ReplyError, match="ENVIRONMENT_RAISED: Scripted-v2 returned a wrong"):
            driver.step(0)
        with pytest.raises(ReplyError, match="OUT_OF_ORDER"):
            driver.step(0)
        driver.reset()


class TestMalformedRequests:
    def test_no_kind(self, driver: Driver) -> None:
        error = refused(driver)
        assert (error.code, error.session_continues) == ("MALFORMED_REQUEST", True)

    def test_an_opaque_argument(self, driver: Driver) -> None:
        error = make_refused(driver, SCRIPTED, kwargs={"length": object()})
        assert error.code == "MALFORMED_REQUEST"

    @settings(max_examples=500)
    @given(st.binary(max_size=64))
    def test_any_bytes_get_a_reply(self, data: bytes) -> None:
        session = Session(Policy())
        reply = pb.SessionReply.FromString(session.answer(data))
        assert reply.WhichOneof("kind") is not None
        session.close()

    @settings(max_examples=300)
    @given(st.data())
    def test_a_changed_request_gets_a_reply(self, data: st.DataObject) -> None:
        driver = self.echoing()
        request = bytearray(self.request)
        for _ in range(data.draw(st.integers(1, 3))):
            request[data.draw(st.integers(0, len(request) - 1))] = data.draw(st.integers(0, 255))
        reply = pb.SessionReply.FromString(driver.session.answer(bytes(request)))
        assert reply.WhichOneof("kind") is not None
        assert reply.error.code != pb.ERROR_CODE_INTERNAL, reply.error.detail

    driver: Driver | None = None
    request = b""

    @classmethod
    def echoing(cls) -> Driver:
        """A driver of an environment with every kind of space, made anew when it was closed."""
        if cls.driver is None or cls.driver.session._environment is None:
            cls.driver = Driver()
            cls.driver.make("tests.environments:Echo-v0")
            step = pb.StepRequest()
            cls.driver.actions.write_one(cls.driver.reset(seed=3)[0], step.action.leaves)
            cls.request = pb.SessionRequest(step=step).SerializeToString()
        return cls.driver


def test_a_reply_over_the_limit_is_an_error_that_says_so() -> None:
    driver = Driver(Policy(limits=Limits(max_message_bytes=100_000)))
    driver.make("CartPole-v1", render_mode="rgb_array")
    driver.reset()
    with pytest.raises(ReplyError, match="RESOURCE_EXHAUSTED: the reply to render takes 720"):
        driver.render()
    driver.step(0)
    driver.close()
