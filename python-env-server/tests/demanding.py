"""Environments that want a process of their own, registered by importing this module."""

from __future__ import annotations

import os
import random
import signal
import sys
import threading
from pathlib import Path
from typing import Any

import gymnasium
import numpy as np

from tests.environments import ScriptedEnv


class MainThreadEnv(ScriptedEnv):
    """Does what Python allows in the main thread alone, and tells what it sees of its process."""

    def __init__(self, asks: str = "", render_mode: str | None = None) -> None:
        super().__init__(render_mode=render_mode)
        assert threading.current_thread() is threading.main_thread()
        signal.signal(signal.SIGALRM, lambda *_: None)
        self.asks = asks

    def reset(self, *, seed: int | None = None, options: Any = None) -> tuple[Any, dict[str, Any]]:
        if self.asks == "input":
            input("go on? ")
        if self.asks == "breakpoint":
            breakpoint()
        observation, _ = super().reset(seed=seed, options=options)
        drawn = [random.random(), float(np.random.random())]  # noqa: NPY002, S311
        return observation, {
            "grpc": any(name.partition(".")[0] == "grpc" for name in sys.modules),
            "random": drawn,
            "threads": threading.active_count(),
        }


class GreedyEnv(ScriptedEnv):
    """Takes a gigabyte for action 1."""

    def step(self, action: Any) -> tuple[Any, Any, Any, Any, dict[str, Any]]:
        if action == 1:
            np.ones(2**30, np.uint8)
        return super().step(action)


class ForkingEnv(ScriptedEnv):
    """Starts processes that start processes, and never ends one; some lead groups of their own."""

    def reset(self, *, seed: int | None = None, options: Any = None) -> tuple[Any, dict[str, Any]]:
        observation, _ = super().reset(seed=seed, options=options)
        reader, writer = os.pipe()
        for _ in range(3):
            if not os.fork():
                os.fork()
                os.setsid()
                os.fork()
                os.write(writer, f"{os.getpid()} ".encode())
                threading.Event().wait()
        told: list[str] = []
        while len(told) < 12:
            told += os.read(reader, 4_096).decode().split()
        return observation, {"pids": [int(pid) for pid in told]}


class TerminatingEnv(ScriptedEnv):
    """Forks a process in each step, and terminates it."""

    def step(self, action: Any) -> tuple[Any, Any, Any, Any, dict[str, Any]]:
        pid = os.fork()
        if not pid:
            threading.Event().wait()
        os.kill(pid, signal.SIGTERM)
        _, status = os.waitpid(pid, 0)
        observation, *rest, info = super().step(action)
        code = os.waitstatus_to_exitcode(status)
        return observation, *rest, {**info, "code": code}


class ComingBackEnv(ScriptedEnv):
    """Forks a process in each step that comes back from it as well: by action 1 with an exit."""

    def step(self, action: Any) -> tuple[Any, Any, Any, Any, dict[str, Any]]:
        result = super().step(action)
        pid = os.fork()
        if not pid:
            if action == 1:
                sys.exit(3)
            return result
        _, status = os.waitpid(pid, 0)
        observation, *rest, info = result
        return observation, *rest, {**info, "code": os.waitstatus_to_exitcode(status)}


class OneProcessEnv(ScriptedEnv):
    """Tells which process it is in; those that share a lock must be in the same one."""

    _open = 0

    def __init__(self, *, lock: str | None = None, **kwargs: Any) -> None:
        self._lock = Path(lock) if lock else None
        if self._lock:
            holder = self._lock.read_text() if self._lock.exists() else str(os.getpid())
            if holder != str(os.getpid()):
                message = f"in use by process {holder}"
                raise ConnectionRefusedError(message)
            self._lock.write_text(holder)
        OneProcessEnv._open += 1
        super().__init__(**kwargs)

    def reset(self, *, seed: int | None = None, options: Any = None) -> tuple[Any, dict[str, Any]]:
        observation, info = super().reset(seed=seed, options=options)
        return observation, {**info, "process": os.getpid()}

    def close(self) -> None:
        OneProcessEnv._open -= 1
        if self._lock and not OneProcessEnv._open:
            self._lock.unlink()


gymnasium.register("OneProcess-v0", "tests.demanding:OneProcessEnv", disable_env_checker=True)
gymnasium.register("MainThread-v0", "tests.demanding:MainThreadEnv", disable_env_checker=True)
gymnasium.register("Greedy-v0", "tests.demanding:GreedyEnv", disable_env_checker=True)
gymnasium.register("Forking-v0", "tests.demanding:ForkingEnv", disable_env_checker=True)
gymnasium.register("Terminating-v0", "tests.demanding:TerminatingEnv", disable_env_checker=True)
gymnasium.register("ComingBack-v0", "tests.demanding:ComingBackEnv", disable_env_checker=True)
for how in ("hang", "segfault"):
    gymnasium.register(
        f"Make-{how}-v0",
        "tests.environments:BreakingEnv",
        disable_env_checker=True,
        kwargs={"how": how, "where": "make"},
    )
