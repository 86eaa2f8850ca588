"""The quick way gives what the other way gives, to the byte, and serves nothing else."""

from __future__ import annotations

from typing import Any

import gymnasium
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gymbridge_server._generated import session_pb2 as pb
from gymbridge_server.limits import Limits, Policy
from gymbridge_server.quick import varint
from tests.driver import Driver

ENVIRONMENTS: list[tuple[str, dict[str, Any]]] = [
    ("CartPole-v1", {}),
    ("CartPole-v1", {"num_envs": 3, "vectorization": pb.VECTORIZATION_VECTOR_ENTRY_POINT}),
    ("CartPole-v1", {"num_envs": 130, "vectorization": pb.VECTORIZATION_SYNC}),
    ("CartPole-v1", {"num_envs": 2, "autoreset_mode": pb.AUTORESET_MODE_DISABLED}),
    ("Pendulum-v1", {}),
    ("FrozenLake-v1", {}),
    ("tests.environments:Scripted-v2", {"kwargs": {"length": 3}}),
]


def plain(reply: bytes) -> bytes:
    """A reply without the times in it."""
    message = pb.SessionReply.FromString(reply)
    message.ClearField("server_nanos")
    message.ClearField("environment_nanos")
    return message.SerializeToString()


class Twin:
    """One session that may go the quick way, and one that may not, asked the same."""

    def __init__(self, environment_id: str, fields: dict[str, Any]) -> None:
        self.quick, self.slow = Driver(), Driver()
        for each in (self.quick, self.slow):
            each.make(environment_id, **fields)
        assert self.quick.session._quick is not None
        self.slow.session._quick = None

    def ask(self, data: bytes) -> bytes:
        quick = self.quick.session.answer(data)
        assert plain(quick) == plain(self.slow.session.answer(data))
        # As protobuf itself writes it, the times included.
        assert pb.SessionReply.FromString(quick).SerializeToString() == quick
        return bytes(quick)

    def close(self) -> None:
        self.quick.close()
        self.slow.close()


@pytest.mark.parametrize(("environment_id", "fields"), ENVIRONMENTS)
def test_it_gives_what_the_other_way_gives(environment_id: str, fields: dict[str, Any]) -> None:
    twin = Twin(environment_id, fields)
    made = twin.quick.made
    rng = np.random.default_rng(5)
    count = made.num_envs or 1
    kinds = []
    for number in range(1, 200):
        if number % 23 == 1:
            request = pb.SessionRequest(reset=pb.ResetRequest(seed=number), number=number)
        else:
            if environment_id == "Pendulum-v1":
                action = rng.uniform(-2, 2, count).astype("<f4").tobytes()
            else:
                action = rng.integers(0, 2, count).astype("<i8").tobytes()
            step = pb.StepRequest(action={"leaves": [action]}, want_info=number % 7 == 0)
            request = pb.SessionRequest(step=step, number=number)
        reply = pb.SessionReply.FromString(twin.ask(request.SerializeToString()))
        assert reply.number == number
        kinds.append(reply.WhichOneof("kind"))
    assert kinds.count("step") > 20
    twin.close()


@given(st.binary(max_size=40), st.integers(0, 17), st.integers(0, 2**64 - 1))
def test_it_reads_what_protobuf_reads(change: bytes, at: int, number: int) -> None:
    twin = TWIN
    step = pb.StepRequest(action={"leaves": [bytes(8)]})
    data = pb.SessionRequest(step=step, number=number).SerializeToString()
    twin.ask(pb.SessionRequest(reset=pb.ResetRequest(seed=1), number=1).SerializeToString())
    twin.ask(data)
    twin.ask(data[:at] + change + data[at + len(change) :])
    twin.ask(data + change)
    twin.ask(data[:at])


@pytest.mark.parametrize("number", [0, 1, 127, 128, 2**14, 2**63, 2**64 - 1])
def test_numbers_of_any_size_come_back(number: int) -> None:
    step = pb.StepRequest(action={"leaves": [bytes(8)]})
    TWIN.ask(pb.SessionRequest(reset=pb.ResetRequest(seed=1), number=1).SerializeToString())
    reply = TWIN.ask(pb.SessionRequest(step=step, number=number).SerializeToString())
    assert pb.SessionReply.FromString(reply).number == number


@given(st.integers(1, 2**64 - 1))
def test_a_number_is_written_as_protobuf_writes_it(number: int) -> None:
    assert pb.SessionReply(server_nanos=number).SerializeToString() == b"\x08" + varint(number)


@pytest.mark.parametrize(
    "fields",
    [
        {"environment_id": "tests.environments:Echo-v0"},
        {
            "environment_id": "CartPole-v1",
            "num_envs": 2,
            "autoreset_mode": pb.AUTORESET_MODE_SAME_STEP,
        },
    ],
)
def test_what_is_not_one_leaf_goes_the_other_way(fields: dict[str, Any]) -> None:
    driver = Driver()
    driver.make(**fields)
    assert driver.session._quick is None
    driver.close()


def test_what_may_be_too_large_goes_the_other_way() -> None:
    driver = Driver(Policy(limits=Limits(max_message_bytes=5_000)))
    driver.make("CartPole-v1", num_envs=250)
    assert driver.session._quick is None
    driver.close()


class Painting(gymnasium.Env[Any, Any]):
    """Draws what it is told."""

    metadata = {"render_modes": ["rgb_array"]}
    observation_space = gymnasium.spaces.Discrete(1)
    action_space = gymnasium.spaces.Discrete(1)
    picture: Any = None

    def __init__(self, render_mode: str | None = None) -> None:
        self.render_mode = render_mode

    def reset(self, *, seed: int | None = None, options: Any = None) -> tuple[Any, dict[str, Any]]:
        return 0, {}

    def render(self) -> Any:
        return self.picture


gymnasium.register("Painting-v0", "tests.test_quick:Painting", disable_env_checker=True)

PICTURE = np.arange(5 * 7 * 3, dtype=np.uint8).reshape(5, 7, 3)


@pytest.mark.parametrize(
    ("drawn", "quick"),
    [
        (PICTURE, True),
        (PICTURE[..., :1].copy(), True),
        (np.zeros((300, 200, 3), np.uint8), True),
        (PICTURE[:, ::-1], False),
        (PICTURE[..., 0].copy(), False),
        (PICTURE.astype(np.int64), False),
        (np.zeros((2, 2, 4), np.uint8), False),
        ([PICTURE, PICTURE], False),
    ],
)
@pytest.mark.parametrize("number", [0, 7, 2**40])
def test_a_picture_is_written_as_protobuf_writes_it(drawn: Any, quick: bool, number: int) -> None:
    Painting.picture = drawn
    replies = []
    for may_be_quick in (True, False):
        driver = Driver()
        driver.make("Painting-v0", render_mode="rgb_array")
        driver.reset()
        assert driver.session._travels_as_it_is(drawn, driver.session._environment) is quick
        if not may_be_quick:
            driver.session._travels_as_it_is = lambda *_: False
        request = pb.SessionRequest(render=pb.RenderRequest(), number=number)
        reply = driver.session.answer(request.SerializeToString())
        assert pb.SessionReply.FromString(reply).SerializeToString() == reply
        replies.append(plain(reply))
        driver.close()
    assert replies[0] == replies[1]


TWIN = Twin("CartPole-v1", {})
