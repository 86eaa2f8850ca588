"""Environments for the tests, registered by importing this module."""

from __future__ import annotations

import asyncio
import ctypes
import os
import re
import signal
import sys
import threading
from pathlib import Path
from typing import Any

import gymnasium
import numpy as np
from gymnasium import spaces

EVERYTHING = spaces.Dict(
    [
        ("z_box", spaces.Box(-1.0, np.inf, (2, 3), np.float32)),
        ("discrete", spaces.Discrete(4, start=-2)),
        (
            "multi_discrete",
            spaces.MultiDiscrete(np.array([[2, 3], [4, 5]]), start=np.array([[0, 1], [-1, 7]])),
        ),
        ("multi_binary", spaces.MultiBinary([2, 2])),
        ("text", spaces.Text(5, min_length=0, charset="aé漢🎲")),
        ("tuple", spaces.Tuple([spaces.Discrete(3), spaces.Box(0, 255, (2,), np.uint8)])),
        ("sequence", spaces.Sequence(spaces.Tuple([spaces.Discrete(5), spaces.Text(3)]))),
        ("stacked", spaces.Sequence(spaces.Box(0, 1, (2,), np.float64), stack=True)),
        ("graph", spaces.Graph(spaces.Box(-1, 1, (2,), np.float32), spaces.Discrete(3))),
        ("one_of", spaces.OneOf([spaces.Discrete(2), spaces.Box(0, 1, (2,), np.float16)])),
    ]
)


class EchoEnv(gymnasium.Env[Any, Any]):
    """Observes its last action; its spaces hold every kind of space."""

    metadata = {"render_modes": ["ansi", "rgb_array"], "render_fps": 7}
    observation_space = EVERYTHING
    action_space = EVERYTHING

    def __init__(self, render_mode: str | None = None) -> None:
        self.render_mode = render_mode

    def reset(self, *, seed: int | None = None, options: Any = None) -> tuple[Any, dict[str, Any]]:
        super().reset(seed=seed)
        if seed is not None:
            self.observation_space.seed(seed)
        return self.observation_space.sample(), {"options": options}

    def step(self, action: Any) -> tuple[Any, float, bool, bool, dict[str, Any]]:
        return action, 0.5, False, False, {"text": action["text"]}

    def render(self) -> Any:
        if self.render_mode == "ansi":
            return "a drawing"
        return np.arange(24, dtype=np.uint8).reshape(2, 4, 3)


class OddError(Exception):
    """Cannot be pickled, nor made of what it says."""

    def __init__(self, one: int, two: int) -> None:
        super().__init__(f"odd: {one}, {two}")
        self.lock = threading.Lock()


class ScriptedEnv(gymnasium.Env[Any, Any]):
    """Does what its arguments say; the observation is [episode, step]."""

    metadata = {"render_modes": ["rgb_array"]}
    observation_space = spaces.Box(-1, 1e6, (2,), np.float64)
    action_space = spaces.Discrete(3)

    def __init__(
        self,
        length: int = 3,
        both_ends: bool = False,
        raises_in: str = "",
        wrong: str = "",
        closes: str = "",
        render_mode: str | None = None,
    ) -> None:
        self.render_mode = render_mode
        self.length = length
        self.both_ends = both_ends
        self.raises_in = raises_in
        self.wrong = wrong
        self.closes = closes
        self.thread = threading.get_ident()
        self.episode = -1
        self.steps = 0
        self.seed: int | None = None
        if raises_in == "make":
            raise RuntimeError(f"cannot be made {wrong}")

    def reset(self, *, seed: int | None = None, options: Any = None) -> tuple[Any, dict[str, Any]]:
        if self.raises_in == "reset":
            raise RuntimeError("cannot be reset")
        self.episode += 1
        self.steps = 0
        return self.observe(), {"seed": seed, "options": options}

    def step(self, action: Any) -> tuple[Any, Any, Any, Any, dict[str, Any]]:
        print("environments print")
        os.write(1, b"and write\n")
        if self.raises_in == "step" and action == 2:
            raise RuntimeError("cannot be stepped")
        if self.raises_in == "odd":
            raise OddError(1, 2)
        if self.raises_in == "exit":
            sys.exit(3)
        if self.raises_in == "cancelled":
            raise asyncio.CancelledError
        if self.raises_in == "die":
            os._exit(9)
        self.steps += 1
        ended = self.steps >= self.length
        if self.wrong == "observation":
            return np.zeros(3), 0.0, False, False, {}
        if self.wrong == "reward":
            return self.observe(), "much", False, False, {}
        if self.wrong == "result":
            return self.observe(), 0.0, False, {}  # type: ignore[return-value]
        info = {"steps": self.steps, "action": action}
        return self.observe(), float(action), ended, ended and self.both_ends, info

    def observe(self) -> Any:
        return np.array([self.episode, self.steps], np.float64)

    def render(self) -> Any:
        if self.raises_in == "render":
            raise RuntimeError("cannot be drawn")
        return np.full((2, 2), -1.0) if self.wrong == "frame" else np.zeros((2, 2), np.uint8)

    def close(self) -> None:
        if self.closes:
            own = threading.get_ident() == self.thread
            Path(self.closes).write_text("in its own thread" if own else "in another thread")
        if self.raises_in == "close":
            raise RuntimeError("cannot be closed")


class BreakingEnv(gymnasium.Env[Any, Any]):
    """Breaks the process that it is in, in the way and at the place that its arguments say.

    Args:
        how: what happens
        where: "make", "reset", "step", "render" or "close"
        mark: a file; where it exists nothing breaks, else it is written just before
        once: whether to break only where no mark is yet
    """

    metadata = {"render_modes": ["ansi"]}
    observation_space = spaces.Discrete(1_000)
    action_space = spaces.Discrete(2)

    def __init__(
        self,
        how: str = "segfault",
        where: str = "step",
        mark: str = "",
        once: bool = False,
        render_mode: str | None = None,
    ) -> None:
        self.render_mode = render_mode
        self.how = how
        self.where = where
        self.mark = mark
        self.once = once
        self.steps = 0
        self.breaks("make")

    def breaks(self, where: str) -> None:
        if where != self.where or (self.once and Path(self.mark).exists()):
            return
        if self.mark:
            Path(self.mark).write_text(str(os.getpid()))
        break_process(self.how)

    def reset(self, *, seed: int | None = None, options: Any = None) -> tuple[Any, dict[str, Any]]:
        self.steps = 0
        self.breaks("reset")
        return 0, {"pid": os.getpid()}

    def step(self, action: Any) -> tuple[Any, Any, Any, Any, dict[str, Any]]:
        self.steps += 1
        if action == 1:
            self.breaks("step")
        return self.steps, 1.0, False, False, {"pid": os.getpid()}

    def render(self) -> Any:
        self.breaks("render")
        return "drawn"

    def close(self) -> None:
        self.breaks("close")


def break_process(how: str) -> None:
    if how == "segfault":
        ctypes.string_at(0)
    elif how == "exit":
        os._exit(7)
    elif how == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    elif how == "stop":
        os.kill(os.getpid(), signal.SIGSTOP)
    elif how == "hang":
        threading.Event().wait()
    elif how == "native hang":
        # Keeps Python's own lock, so that no other thread of the process runs.
        re.match("(a+)+$", "a" * 200 + "b")
    else:
        raise ValueError(how)


class LargeEnv(ScriptedEnv):
    """Says that it observes so many bytes; counts how many were made in this process."""

    made = 0

    def __init__(self, size: int = 10**12, render_mode: str | None = None) -> None:
        super().__init__(render_mode=render_mode)
        type(self).made += 1
        # Bounds without memory of their own: as large as a space can say it is.
        self.observation_space = spaces.Box(0, 255, (1,), np.uint8)
        self.observation_space._shape = (size,)


class OddSpace(spaces.Space[Any]):
    """None of the ten."""


class OddEnv(ScriptedEnv):
    observation_space = spaces.Tuple([OddSpace()])  # type: ignore[assignment]


class SingleEnv(ScriptedEnv):
    """A second one cannot exist, as of a robot."""

    _in_use = False

    def __init__(self, **kwargs: Any) -> None:
        if SingleEnv._in_use:
            message = "the robot is in use"
            raise ConnectionRefusedError(message)
        SingleEnv._in_use = True
        super().__init__(**kwargs)

    def close(self) -> None:
        SingleEnv._in_use = False


class GrowingEnv(ScriptedEnv):
    """Each that is made has one action more than the one before it."""

    _made = 0

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        GrowingEnv._made += 1
        self.action_space = spaces.Discrete(GrowingEnv._made)


class Unregistered(ScriptedEnv):
    """Has no id."""


class Asking(ScriptedEnv):
    """Waits for somebody to answer, in its second step."""

    def __init__(self, how: str = "input") -> None:
        super().__init__(length=99)
        self.how = how

    def step(self, action: Any) -> tuple[Any, Any, Any, Any, dict[str, Any]]:
        if self.steps == 1 and self.how == "input":
            input("go on? ")
        if self.steps == 1 and self.how == "breakpoint":
            breakpoint()
        return super().step(action)


class Doubled(gymnasium.ObservationWrapper[Any, Any, Any]):
    """Doubles observations."""

    def observation(self, observation: Any) -> Any:
        return observation * 2


class WandererEnv(gymnasium.Env[Any, Any]):
    """A dot in noise, pushed left or right until it leaves: decided by the seed and the actions."""

    observation_space = spaces.Box(0, 255, (10, 10), np.uint8)
    action_space = spaces.Discrete(2)

    def reset(self, *, seed: int | None = None, options: Any = None) -> tuple[Any, dict[str, Any]]:
        super().reset(seed=seed)
        self.place = 5
        return self.observe(), {}

    def step(self, action: Any) -> tuple[Any, float, bool, bool, dict[str, Any]]:
        self.place += (1 if action == 1 else -1) * int(self.np_random.integers(3))
        gone = not 0 <= self.place < 10
        return self.observe(), -1.0 if gone else float(self.np_random.random()), gone, False, {}

    def observe(self) -> Any:
        picture = self.np_random.integers(40, size=(10, 10), dtype=np.uint8)
        picture[min(9, max(0, self.place)), 5] = 255
        return picture


gymnasium.register("Echo-v0", "tests.environments:EchoEnv", disable_env_checker=True)
gymnasium.register("Scripted-v1", "tests.environments:ScriptedEnv", disable_env_checker=True)
gymnasium.register("Scripted-v2", "tests.environments:ScriptedEnv", disable_env_checker=True)
gymnasium.register("Asking-v0", "tests.environments:Asking", disable_env_checker=True)
gymnasium.register("Breaking-v0", "tests.environments:BreakingEnv", disable_env_checker=True)
gymnasium.register("Large-v0", "tests.environments:LargeEnv", disable_env_checker=True)
gymnasium.register("Odd-v0", "tests.environments:OddEnv", disable_env_checker=True)
gymnasium.register("Growing-v0", "tests.environments:GrowingEnv", disable_env_checker=True)
gymnasium.register("Single-v0", "tests.environments:SingleEnv", disable_env_checker=True)
gymnasium.register("Wanderer-v0", "tests.environments:WandererEnv", disable_env_checker=True)
gymnasium.register("NeedsPackage-v0", "package_that_is_missing:Env")
