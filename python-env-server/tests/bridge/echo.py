"""An environment of any space, described in JSON, that observes its last action."""

from __future__ import annotations

import json
from typing import Any

import gymnasium
import numpy as np
from gymnasium import spaces

from tests.bridge.plain import value_text


class EchoEnv(gymnasium.Env[Any, Any]):
    """Its observation and action space are the one that ``description`` describes.

    ``reset`` observes a sample of Gymnasium's, or ``options["observation"]``. ``step`` observes
    its action, and rewards it with 1 if Gymnasium's ``contains`` accepts it. Info has the
    observation as text, written without the codec of the server.
    """

    def __init__(self, description: str) -> None:
        self.observation_space = space_of(json.loads(description))
        self.action_space = space_of(json.loads(description))

    def reset(self, *, seed: int | None = None, options: Any = None) -> tuple[Any, dict[str, Any]]:
        super().reset(seed=seed)
        if seed is not None:
            self.observation_space.seed(seed)
        sample = self.observation_space.sample()
        observation = (options or {}).get("observation", sample)
        return observation, {"text": value_text(self.observation_space, observation)}

    def step(self, action: Any) -> tuple[Any, float, bool, bool, dict[str, Any]]:
        accepted = self.action_space.contains(action)
        return (
            action,
            float(accepted),
            False,
            False,
            {"text": value_text(self.action_space, action)},
        )


def space_of(description: Any) -> Any:  # noqa: PLR0911 - one for each kind
    """Build the space that ``Space.toJson`` of the Java library wrote."""
    match description["type"]:
        case "Box":
            return _box(description)
        case "Discrete":
            dtype = np.dtype(description["dtype"])
            return spaces.Discrete(description["n"], start=description["start"], dtype=dtype)
        case "MultiDiscrete":
            shape = description["shape"]
            nvec, start = (
                np.array(description[name], np.int64).reshape(shape) for name in ("nvec", "start")
            )
            return spaces.MultiDiscrete(nvec, dtype=description["dtype"], start=start)
        case "MultiBinary":
            return spaces.MultiBinary(description["shape"])
        case "Text":
            least, most = description["min_length"], description["max_length"]
            return spaces.Text(most, min_length=least, charset=description["charset"])
        case "Dict":
            entries = description["spaces"].items()
            return spaces.Dict([(key, space_of(child)) for key, child in entries])
        case "Sequence":
            return spaces.Sequence(space_of(description["element"]), stack=description["stacked"])
        case "Graph":
            edge = description["edge"] and space_of(description["edge"])
            return spaces.Graph(space_of(description["node"]), edge)
        case kind:
            return getattr(spaces, kind)([space_of(child) for child in description["spaces"]])


def _box(description: Any) -> Any:
    dtype = np.dtype(description["dtype"])
    low, high = (_bound(description[name], dtype, description["shape"]) for name in ("low", "high"))
    return spaces.Box(low, high, dtype=dtype.type)


def _bound(bound: Any, dtype: np.dtype[Any], shape: list[int]) -> Any:
    if isinstance(bound, list):
        return np.array([_number(one, dtype) for one in bound], dtype).reshape(shape)
    return np.full(shape, _number(bound, dtype), dtype)


def _number(number: Any, dtype: np.dtype[Any]) -> Any:
    return dtype.type(float(number) if isinstance(number, str) else number)


gymnasium.register("BridgeEcho-v0", "tests.bridge.echo:EchoEnv", disable_env_checker=True)
