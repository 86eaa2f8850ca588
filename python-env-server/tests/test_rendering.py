"""What environments draw."""

from __future__ import annotations

import zlib
from typing import Any

import gymnasium
import numpy as np
import pytest

from gymbridge_server._generated import session_pb2 as pb
from gymbridge_server.limits import Policy
from gymbridge_server.rendering import possible_modes
from tests.driver import Driver, ReplyError


def pixels(frame: pb.Frame) -> Any:
    raw = frame.encoding == pb.FRAME_ENCODING_RAW
    data = frame.data if raw else zlib.decompress(frame.data)
    return np.frombuffer(data, np.uint8).reshape(frame.height, frame.width, frame.channels)


@pytest.mark.parametrize("compress", [False, True])
def test_a_frame_is_that_of_gymnasium(compress: bool) -> None:
    driver = Driver(Policy(compress_frames=compress))
    driver.make("CartPole-v1", render_mode="rgb_array")
    local = gymnasium.make("CartPole-v1", render_mode="rgb_array")
    driver.reset(seed=3)
    local.reset(seed=3)
    ((frame,),) = [rendering.frames for rendering in driver.render()]
    assert (frame.height, frame.width, frame.channels) == (400, 600, 3)
    drawn: Any = local.render()
    assert np.array_equal(pixels(frame), drawn)
    if compress:
        assert len(frame.data) < 20_000
    driver.close()


def test_a_text(driver: Driver) -> None:
    driver.make("FrozenLake-v1", render_mode="ansi")
    driver.reset(seed=0)
    (rendering,) = driver.render()
    assert "FHFH" in rendering.texts[0]


def test_grey_frames_have_one_channel(driver: Driver) -> None:
    driver.make("Scripted-v2", render_mode="rgb_array")
    driver.reset()
    assert pixels(driver.render()[0].frames[0]).shape == (2, 2, 1)


def test_a_list_mode_collects_since_the_last_render(driver: Driver) -> None:
    driver.make("Echo-v0", render_mode="rgb_array_list")
    observation, _ = driver.reset(seed=0)
    driver.step(observation)
    assert len(driver.render()[0].frames) == 2
    assert len(driver.render()[0].frames) == 0


def test_a_list_of_texts(driver: Driver) -> None:
    driver.make("Echo-v0", render_mode="ansi_list")
    driver.reset(seed=0)
    assert list(driver.render()[0].texts) == ["a drawing"]


def test_a_window_gives_nothing_back(driver: Driver) -> None:
    driver.make("CartPole-v1", render_mode="human")
    driver.reset()
    (rendering,) = driver.render()
    assert not rendering.frames
    assert not rendering.texts


@pytest.mark.parametrize(
    "vectorization",
    [pb.VECTORIZATION_SYNC, pb.VECTORIZATION_ASYNC, pb.VECTORIZATION_VECTOR_ENTRY_POINT],
)
def test_a_vector_draws_each(driver: Driver, vectorization: int) -> None:
    driver.make("CartPole-v1", num_envs=2, render_mode="rgb_array", vectorization=vectorization)
    driver.reset(seed=0)
    first, second = (pixels(rendering.frames[0]) for rendering in driver.render())
    assert first.shape == second.shape == (400, 600, 3)
    assert not np.array_equal(first, second)


def test_without_a_mode_nothing_is_drawn(driver: Driver) -> None:
    driver.make("CartPole-v1")
    driver.reset()
    with pytest.raises(ReplyError, match=r"INVALID_ARGUMENT.*human, rgb_array, rgb_array_list"):
        driver.render()


def test_a_frame_that_is_none(driver: Driver) -> None:
    driver.make("Scripted-v2", render_mode="rgb_array", kwargs={"wrong": "frame"})
    driver.reset()
    with pytest.raises(ReplyError, match=r"ENVIRONMENT_RAISED.*a frame of float32"):
        driver.render()
    driver.step(0)


def test_one_session_that_closes_leaves_the_others_windows_alone() -> None:
    one, other = Driver(), Driver()
    for driver in (one, other):
        driver.make("CartPole-v1", render_mode="rgb_array")
        driver.reset(seed=1)
        driver.render()
    one.close()
    assert pixels(other.render()[0].frames[0]).any()
    other.close()


def test_the_modes_that_gymnasium_accepts() -> None:
    assert possible_modes(["rgb_array"]) == ["rgb_array", "human", "rgb_array_list"]
    assert possible_modes(["ansi"]) == ["ansi", "ansi_list"]
    assert possible_modes(["human"]) == ["human"]
    assert possible_modes([]) == []
