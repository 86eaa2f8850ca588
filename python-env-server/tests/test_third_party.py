"""Environments as users have them: installed from an index, each over a server of its own.

``pytest -m third_party`` installs what they need into two virtual environments, which takes minutes
and a network, so that it is not run with the others.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import grpc
import numpy as np
import pytest
from gymnasium import spaces

from tests.driver import Driver
from tests.servers import PROJECT, Process, Stream
from tests.spaces_read import space_from_proto

pytestmark = pytest.mark.third_party

PACKAGES = (
    "minigrid",
    "highway-env",
    "flappy-bird-gymnasium",
    "minatar",
    "gym-anytrading",
    "gym==0.26.2",
    "shimmy~=2.0",
)
# The setup script of gym 0.21 is none for the tools of today.
OLD_TOOLS = ("setuptools<66", "wheel<0.38", "pip<24", "cloudpickle", "shimmy~=2.0")
MODULES = ("minigrid", "highway_env", "flappy_bird_gymnasium", "gym_anytrading")
STEPS = 60
SECONDS = 300.0


@dataclass(frozen=True)
class Case:
    """An environment, and how it is made and drawn.

    Attributes:
        name: its id
        fields: of the request to make it
        frame: height, width and channels of a picture; None where it draws none without a window
    """

    name: str
    frame: tuple[int, int, int] | None
    fields: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.name


CASES = (
    Case("minigrid:MiniGrid-Empty-5x5-v0", (160, 160, 3)),
    Case("minigrid:BabyAI-BossLevel-v0", (704, 704, 3)),
    Case("highway_env:highway-v0", (150, 600, 3)),
    Case("flappy_bird_gymnasium:FlappyBird-v0", (512, 288, 3)),
    Case("MinAtar/Breakout-v1", (10, 10, 3)),
    Case("gym_anytrading:stocks-v0", None),
    Case("InvertedPendulum-v5", (480, 480, 3), {"wrappers": [("DiscretizeAction", {"bins": [5]})]}),
    Case("ALE/Pong-v5", (210, 160, 3), {"kwargs": {"obs_type": "ram"}}),
    Case("Taxi-v4", (456, 536, 3)),
    Case("CliffWalking-v1", (256, 768, 3)),
    Case("Blackjack-v1", (376, 384, 3)),
    Case("GymV26Environment-v0", (400, 600, 3), {"kwargs": {"env_id": "CartPole-v1"}}),
)


Serve = Callable[[], Driver]


def served(python: Path) -> Iterator[Serve]:
    allowed = [f"--allow-module={module}" for module in MODULES]
    server = Process("--listen", "127.0.0.1:0", *allowed, python=str(python), errors=None)
    channel = grpc.insecure_channel(server.ready()["address"])

    def serve() -> Driver:
        driver = Driver()
        driver.session = Stream(channel, SECONDS)
        return driver

    yield serve
    channel.close()
    server.process.kill()
    server.end()


def installed(folder: Path, extras: str, *packages: str) -> Path:
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    python = folder / "bin" / "python"
    pip(python, f"{PROJECT}{extras}", *packages)
    return python


def pip(python: Path, *arguments: str) -> None:
    command = [str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check", *arguments]
    subprocess.run(command, check=True, timeout=600)


@pytest.fixture(scope="module")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serve]:
    folder = tmp_path_factory.mktemp("third-party")
    yield from served(installed(folder, "[atari,box2d,mujoco]", *PACKAGES))


@pytest.fixture(scope="module")
def serve_gym_21(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serve]:
    python = installed(tmp_path_factory.mktemp("gym-21"), "", *OLD_TOOLS)
    pip(python, "--no-build-isolation", "--no-deps", "gym==0.21.0")
    yield from served(python)


def run(driver: Driver, environment_id: str, num_envs: int | None, **fields: Any) -> None:
    """Play with random actions, and ask for all that there is."""
    made = driver.make(environment_id, num_envs=num_envs, **fields)
    space: Any = space_from_proto(made.action_space)
    assert isinstance(space, spaces.Discrete)
    space.seed(1)
    driver.ask(reset={"seed": 1, "want_info": True})
    for _ in range(STEPS):
        drawn = [space.sample() for _ in range(num_envs or 1)]
        reply = driver.step(np.array(drawn) if num_envs else drawn[0])
        assert np.isfinite(np.frombuffer(reply.rewards, "<f8")).all()
        if not num_envs and (any(reply.terminated) or any(reply.truncated)):
            driver.ask(reset={"want_info": True})


@pytest.mark.parametrize("num_envs", [None, 2], ids=["one", "two"])
@pytest.mark.parametrize("case", CASES, ids=str)
def test_it_plays_and_draws(serve: Serve, case: Case, num_envs: int | None) -> None:
    driver = serve()
    mode = "rgb_array" if case.frame else ""
    run(driver, case.name, num_envs, render_mode=mode, **case.fields)
    if case.frame:
        frames = [rendering.frames[0] for rendering in driver.render()]
        assert len(frames) == (num_envs or 1)
        assert all((f.height, f.width, f.channels) == case.frame for f in frames)
        assert all(any(f.data) for f in frames)
    driver.ask(close={})


@pytest.mark.parametrize("num_envs", [None, 2], ids=["one", "two"])
def test_gym_21_plays(serve_gym_21: Serve, num_envs: int | None) -> None:
    driver = serve_gym_21()
    run(driver, "GymV21Environment-v0", num_envs, kwargs={"env_id": "CartPole-v1"})
    driver.ask(close={})
