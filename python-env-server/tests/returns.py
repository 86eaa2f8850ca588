"""An environment that returns what it must not, registered by importing this module."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import gymnasium
import numpy as np
from gymnasium import spaces

EXACT = np.array([1.0, 2.0], np.float32)
DICT = spaces.Dict({"a": spaces.Box(0, 9, (2,), np.float32), "b": spaces.Discrete(3)})
PAIR = spaces.Tuple([spaces.Discrete(3), spaces.Text(4)])
BYTES = spaces.Box(0, 255, (2,), np.uint8)
FLOATS = spaces.Box(-9, 9, (2,), np.float32)

# What is returned from a step, of a space, and a piece of what is said of it.
WRONG_OBSERVATIONS: dict[str, tuple[Any, Any, str]] = {
    "none": (FLOATS, None, "it is None"),
    "text": (FLOATS, "ab", "it must be an array of float32"),
    "objects": (FLOATS, np.array([None, 1.0]), "of object"),
    "masked": (
        FLOATS,
        np.ma.array([1.0, 2.0], np.float32, mask=[False, True]),
        "it is masked: 1 of its 2 values are missing; fill them",
    ),
    "longer": (FLOATS, np.zeros(3, np.float32), "the shape (3,), must have (2,)"),
    "column": (FLOATS, np.zeros((2, 1), np.float32), "the shape (2, 1), must have (2,)"),
    "ragged": (FLOATS, [[1.0], [1.0, 2.0]], "no array can be made"),
    "too large": (FLOATS, np.array([0.0, 1e300]), "has 1e+300"),
    "fraction": (BYTES, np.array([1.0, 0.5]), "observation[1]"),
    "negative": (BYTES, np.array([1, -1]), "has -1, which its dtype, uint8, cannot hold"),
    "wraps": (BYTES, np.array([1, 256], np.int64), "has 256"),
    "nan in ints": (BYTES, np.array([1.0, np.nan]), "has nan"),
    "outside": (spaces.Discrete(3), 3, "it is 3, must be in [0, 3)"),
    "below": (spaces.Discrete(3, start=1), np.int64(0), "it is 0, must be in [1, 4)"),
    "half": (spaces.Discrete(3), 0.5, "has 0.5"),
    "one in an array": (spaces.Discrete(3), np.array([1]), "the shape (1,), must be one integer"),
    "column of ints": (spaces.MultiDiscrete([2, 3]), np.array([1, 3]), "observation[1]"),
    "no bits": (spaces.MultiBinary(2), np.array([0, 2]), "it is 2, must be in [0, 1]"),
    "key missing": (DICT, {"a": EXACT}, "missing: ['b']"),
    "key too many": (DICT, {"a": EXACT, "b": 1, "c": 1}, "too many: ['c']"),
    "no dict": (DICT, EXACT, "must be a dict with the keys ['a', 'b']"),
    "wrong below": (DICT, {"a": EXACT, "b": 7}, "observation['b']"),
    "short tuple": (PAIR, (1,), "must be a tuple of 2"),
    "wrong letter": (PAIR, (1, "a?"), "observation[1]"),
    "long text": (PAIR, (1, "aaaaa"), "has 5 characters"),
    "bytes": (PAIR, (1, b"a"), "must be a text"),
    "one of none": (spaces.OneOf([FLOATS, BYTES]), (2, EXACT), "observation[0]"),
    "element": (spaces.Sequence(spaces.Discrete(2)), (0, 1, 2), "observation[2]"),
    "no graph": (spaces.Graph(FLOATS, None), 5, "cannot be of its space"),
}

# What is returned, of a space, and what arrives.
FITTING_OBSERVATIONS: dict[str, tuple[Any, Any, Any]] = {
    "ints as bytes": (BYTES, np.array([1, 255]), np.array([1, 255], np.uint8)),
    "whole floats as bytes": (BYTES, np.array([1.0, 2.0]), np.array([1, 2], np.uint8)),
    "bools as bytes": (BYTES, np.array([True, False]), np.array([1, 0], np.uint8)),
    "doubles": (FLOATS, np.array([0.1, 0.2]), np.array([0.1, 0.2], np.float32)),
    "a list": (FLOATS, [1, 2], EXACT),
    "a mask of nothing": (FLOATS, np.ma.array([1.0, 2.0], np.float32, mask=[False, False]), EXACT),
    "another byte order": (FLOATS, EXACT.astype(">f4"), EXACT),
    "int of numpy": (spaces.Discrete(3), np.uint8(2), np.int64(2)),
    "array of no dimensions": (spaces.Discrete(3), np.array(2), np.int64(2)),
    "a bool": (spaces.Discrete(2), np.True_, np.int64(1)),
    "tuple as a list": (PAIR, [1, "ab"], (np.int64(1), "ab")),
    "other order of keys": (DICT, {"b": 1, "a": EXACT}, {"a": EXACT, "b": np.int64(1)}),
    "list for a sequence": (spaces.Sequence(spaces.Text(3)), ["a", "bc"], ("a", "bc")),
}

# What is no matter of the server: learning looks at it.
PASSED_ON: dict[str, tuple[Any, Any, Any]] = {
    "a nan": (FLOATS, np.array([0.1, np.nan]), np.array([0.1, np.nan], np.float32)),
    "infinite": (FLOATS, np.array([0.1, -np.inf]), np.array([0.1, -np.inf], np.float32)),
    "outside its bounds": (FLOATS, EXACT * 100, EXACT * 100),
}

WRONG_RESULTS: dict[str, tuple[Callable[[Any], Any], str, str]] = {
    "old step": (
        lambda o: (o, 1.0, False, {}),
        "result of step",
        "that is what gym had before 0.26",
    ),
    "six": (lambda o: (o, 1.0, False, False, {}, 1), "result of step", "a tuple of 6 values"),
    "nothing": (lambda _: None, "result of step", "None"),
    "reward none": (lambda o: (o, None, False, False, {}), "reward", "must be one number"),
    "reward too large": (lambda o: (o, 10**400, False, False, {}), "reward", "401 digits"),
    "reward text": (lambda o: (o, "1.0", False, False, {}), "reward", "must be one number"),
    "reward array": (lambda o: (o, np.ones(1), False, False, {}), "reward", "float(reward[0])"),
    "reward list": (lambda o: (o, [1.0], False, False, {}), "reward", "float(reward[0])"),
    "reward vector": (lambda o: (o, np.ones(3), False, False, {}), "reward", "weigh its parts"),
    "reward complex": (lambda o: (o, 1j, False, False, {}), "reward", "must be one number"),
    "terminated int": (lambda o: (o, 1.0, 1, False, {}), "terminated", "must be True or False"),
    "terminated none": (lambda o: (o, 1.0, None, False, {}), "terminated", "of type NoneType"),
    "truncated array": (lambda o: (o, 1.0, False, np.array([True]), {}), "truncated", "array"),
    "swapped": (lambda o: (o, False, 1.0, False, {}), "terminated", "in this order"),
    "info none": (lambda o: (o, 1.0, False, False, None), "info", "must be a dict"),
    "info list": (lambda o: (o, 1.0, False, False, [1]), "info", "must be a dict"),
}

FITTING_REWARDS: dict[str, tuple[Any, float]] = {
    "int": (2, 2.0),
    "float32": (np.float32(0.5), 0.5),
    "bool of numpy": (np.True_, 1.0),
    "array of no dimensions": (np.array(3), 3.0),
    "decimal": (Decimal("0.25"), 0.25),
}

WRONG_RESETS: dict[str, tuple[Callable[[Any], Any], str, str]] = {
    "old": (lambda o: o, "result of reset", "before 0.26"),
    "old dict": (lambda o: {"a": o}, "result of reset", "before 0.26"),
    "five": (lambda o: (o, 1.0, False, False, {}), "result of reset", "a tuple of 5 values"),
    "pair": (lambda o: (o, o), "info", "must be a dict"),
    "list": (lambda o: [o, {}], "result of reset", "(observation, info); return these two, as a"),
    "none": (lambda _: None, "result of reset", "(observation, info); return these two, as a"),
    "shape": (lambda _: (np.zeros(5, np.float32), {}), "observation", "the shape (5,)"),
}


OBSERVATIONS: dict[str, dict[str, tuple[Any, Any, Any]]] = {
    "wrong observation": WRONG_OBSERVATIONS,
    "fitting observation": FITTING_OBSERVATIONS,
    "passed on": PASSED_ON,
}


class ReturnsEnv(gymnasium.Env[Any, Any]):
    """Returns the value of one of the tables, from the second step on or from the reset."""

    action_space = spaces.Discrete(2)

    def __init__(self, table: str, key: str) -> None:
        self.table = table
        self.key = key
        self.observation_space = FLOATS
        self.value: Any = EXACT
        self.steps = 0
        if table in OBSERVATIONS:
            self.observation_space, self.value, _ = OBSERVATIONS[table][key]

    def reset(self, *, seed: int | None = None, options: Any = None) -> Any:
        super().reset(seed=seed)
        self.steps = 0
        if self.table == "wrong reset":
            return WRONG_RESETS[self.key][0](EXACT)
        return self.first(), {}

    def first(self) -> Any:
        return (
            self.value if self.table == "fitting observation" else self.observation_space.sample()
        )

    def step(self, action: Any) -> Any:
        self.steps += 1
        if self.steps < 2 and self.table != "fitting observation":
            return self.first(), 1.0, False, False, {}
        if self.table == "wrong result":
            return WRONG_RESULTS[self.key][0](EXACT)
        reward = FITTING_REWARDS[self.key][0] if self.table == "fitting reward" else 1.0
        return self.value, reward, np.False_, False, {}


class Buffered(gymnasium.Env[Any, Any]):
    """Returns the same objects each time and writes into them, and they are those of all."""

    observation_space = spaces.Box(0, 100, (1,), np.float32)
    action_space = spaces.Discrete(9)
    buffer = np.zeros(1, np.float32)
    info: dict[str, Any] = {"seen": np.zeros(1), "list": [0.0]}

    def __init__(self, length: int = 3, nested: bool = False) -> None:
        self.length = length
        self.nested = nested
        if nested:
            self.observation_space = spaces.Dict({"x": self.observation_space})  # type: ignore[assignment]
        self.count = 0.0

    def see(self) -> Any:
        self.buffer[0] = self.info["seen"][0] = self.info["list"][0] = self.count
        return {"x": self.buffer} if self.nested else self.buffer

    def reset(self, *, seed: int | None = None, options: Any = None) -> Any:
        self.count = 0.0
        return self.see(), self.info

    def step(self, action: Any) -> Any:
        self.count += 1.0 + float(action)
        return self.see(), 1.0, False, self.count >= self.length, self.info


class Wishes(spaces.Space[str]):
    """Texts, of which it says neither how long they are nor what is in them."""

    def __init__(self) -> None:
        super().__init__(dtype=str)

    def sample(self, mask: Any = None, probability: Any = None) -> str:
        return str(self.np_random.choice(["go to the red ball", "öffne die Tür"]))

    def contains(self, x: Any) -> bool:
        return isinstance(x, str)


class Wishful(gymnasium.Env[Any, Any]):
    """Observes a text of a space of its own, deep inside."""

    action_space = spaces.Discrete(2)

    def __init__(self, wish: Any = "go to the red ball") -> None:
        inner = spaces.Tuple([Wishes(), spaces.Discrete(2)])
        self.observation_space = spaces.Dict([("z", inner), ("a", spaces.Discrete(2))])
        self.wish = wish

    def reset(self, *, seed: int | None = None, options: Any = None) -> Any:
        return {"z": (self.wish, 1), "a": 0}, {}

    def step(self, action: Any) -> Any:
        return {"z": (self.wish, 1), "a": 0}, 0.0, False, False, {}


class SeveralRewards(Wishful):
    """Rewards with a vector, and says so."""

    reward_space = spaces.Box(0, 1, (3,), np.float32)

    def step(self, action: Any) -> Any:
        return {"z": (self.wish, 1), "a": 0}, np.ones(3, np.float32), False, False, {}


class Weighed(gymnasium.RewardWrapper[Any, Any]):
    """Makes one number of them."""

    def reward(self, reward: Any) -> Any:
        return reward.sum()


class Spaceless(gymnasium.Env[Any, Any]):
    """Says nothing of its observations."""

    action_space = spaces.Discrete(2)


class Varying(gymnasium.Env[Any, Any]):
    """Has infos of which a key holds now this, now that."""

    observation_space = spaces.Discrete(2)
    action_space = spaces.Discrete(9)
    made: list[Varying] = []
    count = 0

    def __init__(self, most: int = 9) -> None:
        if len(self.made) >= most:
            raise RuntimeError("there is one robot")
        self.made.append(self)
        type(self).count += 1

    def reset(self, *, seed: int | None = None, options: Any = None) -> Any:
        return 0, INFOS[0]

    def step(self, action: Any) -> Any:
        return 0, 0.0, False, False, INFOS[int(action)]

    def close(self) -> None:
        self.made.remove(self)


class OwnVector(gymnasium.vector.VectorEnv[Any, Any, Any]):
    """A vectorisation of its own, which returns what its argument says."""

    metadata = {"autoreset_mode": gymnasium.vector.AutoresetMode.SAME_STEP}

    def __init__(self, num_envs: int, returns: str = "") -> None:
        self.num_envs = num_envs
        self.returns = returns
        self.single_observation_space = BYTES
        self.single_action_space = spaces.Discrete(2)
        self.observation_space = gymnasium.vector.utils.batch_space(BYTES, num_envs)
        self.action_space = gymnasium.vector.utils.batch_space(spaces.Discrete(2), num_envs)

    def reset(self, *, seed: Any = None, options: Any = None) -> Any:
        seen = np.zeros((self.num_envs, 2), np.int64)
        return seen if self.returns == "old reset" else (seen, {})

    def step(self, actions: Any) -> Any:
        n = self.num_envs
        fine = {
            "observation": np.ones((n, 2), np.int64),
            "reward": np.ones(n, np.float32),
            "terminated": np.zeros(n, np.bool_),
            "truncated": np.zeros(n, np.bool_),
        }
        wrong = {
            "observation": np.full((n, 2), 256),
            "reward": np.ones((n, 1)),
            "terminated": np.zeros(n),
            "truncated": [False],
        }
        if self.returns == "final":
            fine["terminated"] = np.ones(n, np.bool_)
        parts = {**fine, self.returns: wrong[self.returns]} if self.returns in wrong else fine
        return (*parts.values(), {})[: 4 if self.returns == "old step" else 5]


class OldReset(gymnasium.Env[Any, Any]):
    """Has the reset of gym before 0.26."""

    observation_space = FLOATS
    action_space = spaces.Discrete(2)

    def reset(self) -> Any:  # type: ignore[override]
        return EXACT


def old_kind() -> Any:
    """Make what is no environment of Gymnasium."""
    return object()


class Strict(gymnasium.Env[Any, Any]):
    """Turns warnings into errors, for all of its process, where it is told to."""

    metadata: dict[str, Any] = {"render_modes": ["ansi"]}
    observation_space = spaces.Discrete(2)
    action_space = spaces.Discrete(2)

    def __init__(self, where: str, render_mode: str | None = None) -> None:
        self.where, self.render_mode = where, render_mode
        self._be_strict("make")

    def _be_strict(self, where: str) -> None:
        if where == self.where:
            warnings.simplefilter("error")

    def reset(self, *, seed: int | None = None, options: Any = None) -> Any:
        self._be_strict("reset")
        return 0, {}

    def step(self, action: Any) -> Any:
        self._be_strict("step")
        return 0, 0.0, False, False, {}

    def render(self) -> Any:
        self._be_strict("render")
        return ""

    def close(self) -> None:
        self._be_strict("close")


class Warns(gymnasium.Env[Any, Any]):
    """Warns in each step."""

    observation_space = spaces.Discrete(2)
    action_space = spaces.Discrete(2)

    def reset(self, *, seed: int | None = None, options: Any = None) -> Any:
        return 0, {}

    def step(self, action: Any) -> Any:
        warnings.warn("beware", UserWarning, stacklevel=1)
        return 0, 0.0, False, False, {}


INFOS: list[Any] = [
    {"x": 1},
    {"x": None},
    {"x": "text"},
    {"x": 0.5},
    {"x": np.zeros(3)},
    {"x": np.ones((2, 2), np.int8)},
    {"x": {"y": 1}},
    {"x": 2**80, "_x": 1},
    {},
]

gymnasium.register("Strict-v0", "tests.returns:Strict")
gymnasium.register("Warns-v0", "tests.returns:Warns")
gymnasium.register("Wishful-v0", "tests.returns:Wishful")
gymnasium.register("SeveralRewards-v0", "tests.returns:SeveralRewards")
gymnasium.register("Spaceless-v0", "tests.returns:Spaceless")
gymnasium.register("Varying-v0", "tests.returns:Varying")
gymnasium.register("OwnVector-v0", vector_entry_point="tests.returns:OwnVector")
gymnasium.register("OldReset-v0", "tests.returns:OldReset")
gymnasium.register("OldKind-v0", "tests.returns:old_kind")
gymnasium.register("Returns-v0", "tests.returns:ReturnsEnv", max_episode_steps=50)
gymnasium.register("Buffered-v0", "tests.returns:Buffered")
