"""Steps environments in process and writes down all that they return, for the bridge to repeat.

Standard input: a JSON array of cases. Standard output: JSON lines, each with the name of its case
and one operation with its results; the last of a case has the operation ``end``, or ``error``.
"""

from __future__ import annotations

import functools
import importlib
import importlib.util
import json
import os
import sys
import traceback
from typing import Any

os.environ.setdefault("SDL_VIDEODRIVER", "offscreen")
os.environ["PYGAME_HIDE_SUPPORT_PROMPT"] = "1"

import gymnasium
import gymnasium.wrappers
import numpy as np

from tests.bridge.plain import array_text, batch_text, data_text, drawing_text, value_text

Case = dict[str, Any]

_FINAL = ("final_obs", "final_info", "_final_obs", "_final_info")


class Recorder:
    """Runs one case."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.num_envs: int | None = case.get("num_envs")
        self.autoreset = case.get("autoreset", "NEXT_STEP")
        self.environment = _make_vector(case) if self.num_envs else _make(case)
        single = "single_" if self.num_envs else ""
        self.space = getattr(self.environment, f"{single}observation_space")
        self.ended = np.zeros(self.num_envs or 1, np.bool_)

    def run(self) -> None:
        resets = list(self.case.get("resets", [{"seed": 11}]))
        steps, every = self.case["steps"], self.case.get("render_every", 0)
        turns = {len(resets) and i * steps // len(resets): one for i, one in enumerate(resets)}
        self.environment.action_space.seed(5)
        for step in range(steps):
            if step in turns:
                self.reset(turns[step])
            elif self.ended.any() and not self.num_envs:
                self.reset({})
            elif self.ended.any() and self.autoreset == "DISABLED":
                self.reset({"mask": self.ended.tolist()})
            self.step(self.environment.action_space.sample())
            if every and step % every == 0:
                self.render()
        self.say(op="end")
        self.environment.close()

    def reset(self, reset: dict[str, Any]) -> None:
        options = reset.get("options")
        if "mask" in reset:
            options = {**(options or {}), "reset_mask": np.array(reset["mask"], np.bool_)}
        seed = reset.get("seeds") or reset.get("seed")
        observation, info = self.environment.reset(seed=seed, options=options)
        self.ended[:] = False
        self.say(op="reset", reset=reset, observation=self.texts(observation), info=data_text(info))

    def step(self, action: Any) -> None:
        result = self.environment.step(action)
        observation, reward, terminated, truncated, info = result
        self.ended = np.atleast_1d(np.logical_or(terminated, truncated))
        final = None
        if self.num_envs and self.autoreset == "SAME_STEP" and self.ended.any():
            ended = np.flatnonzero(self.ended)
            final = [value_text(self.space, info["final_obs"][i]) for i in ended]
        final_info = data_text(info.get("final_info", {})) if self.num_envs else "{}"
        if self.num_envs and self.autoreset == "SAME_STEP":
            info = {key: value for key, value in info.items() if key not in _FINAL}
        array = np.asarray(action)
        self.say(
            op="step",
            action={
                "dtype": array.dtype.name,
                "shape": array.shape,
                "hex": array.astype(array.dtype.newbyteorder("<")).tobytes().hex(),
            },
            observation=self.texts(observation),
            reward=array_text(np.atleast_1d(np.asarray(reward, np.float64))),
            terminated=np.atleast_1d(terminated).tolist(),
            truncated=np.atleast_1d(truncated).tolist(),
            info=data_text(info),
            final_observation=final,
            final_info=final_info,
        )

    def render(self) -> None:
        drawn = self.environment.render()
        each = drawn if self.num_envs else [drawn]
        self.say(op="render", drawn=[drawing_text(one) for one in each])

    def texts(self, observation: Any) -> list[str]:
        if self.num_envs:
            return batch_text(self.space, observation, self.num_envs)
        return [value_text(self.space, observation)]

    def say(self, **line: Any) -> None:
        say(self.case, **line)


def say(case: Case, **line: Any) -> None:
    sys.stdout.write(json.dumps({"case": case["name"], **line}) + "\n")


def _arguments(case: Case) -> dict[str, Any]:
    named = {key: case[key] for key in ("render_mode", "max_episode_steps") if key in case}
    if named.get("max_episode_steps") == 0:
        named["max_episode_steps"] = -1  # Gymnasium's own word for none.
    return {**case.get("kwargs", {}), **named}


def _wrappers(case: Case) -> list[Any]:
    return [
        functools.partial(getattr(gymnasium.wrappers, name), **kwargs)
        for name, kwargs in case.get("wrappers", [])
    ]


def _make(case: Case) -> Any:
    environment: Any = gymnasium.make(case["id"], **_arguments(case))
    for wrapper in _wrappers(case):
        environment = wrapper(environment)
    return environment


def _make_vector(case: Case) -> Any:
    # ASYNC is held to SYNC: where the environments run must not show.
    own = case.get("vectorization") == "VECTOR_ENTRY_POINT"
    mode = gymnasium.vector.AutoresetMode[case.get("autoreset", "NEXT_STEP")]
    how: dict[str, Any] = {} if own else {"vector_kwargs": {"autoreset_mode": mode}}
    if not own:
        how["wrappers"] = _wrappers(case)
    return gymnasium.make_vec(
        case["id"],
        num_envs=case["num_envs"],
        vectorization_mode="vector_entry_point" if own else "sync",
        **how,
        **_arguments(case),
    )


def main() -> None:
    for module in ("ale_py", "shimmy"):
        if importlib.util.find_spec(module) is not None:
            importlib.import_module(module)
    for case in json.load(sys.stdin):
        record(case)


def record(case: Case) -> None:
    try:
        Recorder(case).run()
    except Exception:  # noqa: BLE001 - the case fails in the Java test, the others go on
        say(case, op="error", problem=traceback.format_exc())


if __name__ == "__main__":
    main()
