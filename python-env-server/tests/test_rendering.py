"""What environments draw."""

from __future__ import annotations

import zlib
from typing import Any

import gymnasium
import numpy as np
import pytest

from gymbridge_server._generated import session_pb2 as pb
from gymbridge_server.frames import FrameError
from gymbridge_server.limits import Policy
from gymbridge_server.rendering import check_drawn, possible_modes, rendering_to_proto
from tests.driver import Driver, ReplyError


@pytest.fixture
def driver(carried: Driver) -> Driver:
    return carried


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
    driver.make("tests.environments:Scripted-v2", render_mode="rgb_array")
    driver.reset()
    assert pixels(driver.render()[0].frames[0]).shape == (2, 2, 1)


def test_a_list_mode_collects_since_the_last_render(driver: Driver) -> None:
    driver.make("tests.environments:Echo-v0", render_mode="rgb_array_list")
    observation, _ = driver.reset(seed=0)
    driver.step(observation)
    assert len(driver.render()[0].frames) == 2
    assert len(driver.render()[0].frames) == 0


def test_a_list_of_texts(driver: Driver) -> None:
    driver.make("tests.environments:Echo-v0", render_mode="ansi_list")
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
    driver.make(
        "tests.environments:Scripted-v2", render_mode="rgb_array", kwargs={"wrong": "frame"}
    )
    driver.reset()
    with pytest.raises(ReplyError, match=r"ENVIRONMENT_RAISED.*a wrong picture: .* from -1"):
        driver.render()
    driver.step(0)


def grid(*shape: int) -> Any:
    return np.arange(np.prod(shape)).reshape(shape)


@pytest.mark.parametrize(
    ("drawn", "arrives"),
    [
        (grid(3, 2, 3).astype(np.uint8), grid(3, 2, 3)),
        (grid(3, 2, 4).astype(np.uint8), grid(3, 2, 4)[..., :3]),
        (grid(3, 2, 1).astype(np.int64), grid(3, 2, 1)),
        (grid(1, 1).astype(np.uint16), grid(1, 1, 1)),
        (np.array([[0.0, 1.0, 0.5]]), [[[0], [255], [128]]]),
        (np.array([[1.0000001, -1e-9]], np.float32), [[[255], [0]]]),
        (np.array([[True, False]]), [[[255], [0]]]),
        ([[[1, 2, 3]], [[4, 5, 6]]], [[[1, 2, 3]], [[4, 5, 6]]]),
        (grid(2, 2, 3).astype(np.uint8)[::-1, ::-1], grid(2, 2, 3)[::-1, ::-1]),
    ],
)
def test_pictures_of_every_kind(drawn: Any, arrives: Any) -> None:
    rendering = pb.Rendering()
    rendering_to_proto(drawn, rendering, compress=False)
    (frame,) = rendering.frames
    assert np.array_equal(pixels(frame), arrives)


def test_pictures_may_change_their_size() -> None:
    rendering = pb.Rendering()
    rendering_to_proto([np.zeros((2, 3), bool), np.zeros((9, 1), bool)], rendering, compress=False)
    assert [(frame.height, frame.width) for frame in rendering.frames] == [(2, 3), (9, 1)]


@pytest.mark.parametrize(
    ("drawn", "problem"),
    [
        (np.array([[0.0, 2.0]]), "from 0.0 to 2.0; floats must lie in [0, 1]"),
        (np.array([[np.nan]]), "floats must lie in [0, 1]"),
        (np.array([[-1, 300]]), "integers must lie in [0, 255]"),
        (grid(3, 9, 9).astype(np.uint8), "channels come last"),
        (grid(3, 3, 2).astype(np.uint8), "the shape (3, 3, 2)"),
        (grid(3).astype(np.uint8), "the shape (3,)"),
        (np.zeros((0, 3, 3), np.uint8), "has no pixels"),
        (np.zeros((2, 2), complex), "complex128"),
        (b"png", "of type bytes"),
        (object(), "of type object"),
        ([[[1, 2, 3]], [[4, 5]]], "no array"),
    ],
)
def test_what_is_no_picture_is_said(drawn: Any, problem: str) -> None:
    with pytest.raises(FrameError) as caught:
        rendering_to_proto(drawn, pb.Rendering(), compress=False)
    assert problem in str(caught.value)


def test_nothing_drawn_is_for_windows_alone() -> None:
    check_drawn(None, "human")
    check_drawn("a text", "ansi")
    with pytest.raises(FrameError, match="a text in the render mode"):
        check_drawn("a text", "rgb_array_list")
    with pytest.raises(FrameError, match='None in the render mode "rgb_array"'):
        check_drawn(None, "rgb_array")
    check_drawn([], "rgb_array_list")
    with pytest.raises(FrameError, match=r'\[\] in the render mode "rgb_array"'):
        check_drawn([], "rgb_array")


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
