"""The parts of what ``step`` and ``reset`` return: what they must be, and what is said if not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final, NoReturn

import numpy as np

from gymbridge_server.casting import MisfitError
from gymbridge_server.words import shown

STEP: Final = "(observation, reward, terminated, truncated, info)"
_RESET: Final = "(observation, info)"

STEP_PARTS: Final = 5

_OLD_API: Final = (
    "is what gym had before 0.26; {right}, or register it with gym and make it through "
    "Shimmy: GymV21Environment-v0 with env_id=ITS_ID (`--server-extras shimmy`)"
)

_NOT_TAKEN: Final = re.compile(r"reset\(\) got an unexpected keyword argument '(seed|options)'")


class WrongReturnError(Exception):
    """An environment returned what it must not: its name, when, what came, what must.

    It takes the message alone: an ASYNC vector makes it anew on the other side of a pipe.
    """


class WrongPartError(Exception):
    """What is wrong with which part of a result, and how to mend it."""

    def __init__(self, part: str, problem: str, mend: str) -> None:
        super().__init__(part, problem, mend)
        self._text = f"{problem}; {mend}"
        self._part = part

    def of(self, name: str, when: str) -> WrongReturnError:
        """Name the environment and the moment."""
        return WrongReturnError(f"{name} returned a wrong {self._part} in {when}: it {self._text}")


def is_step(result: Any) -> bool:
    """Say whether it has the form of what ``step`` returns."""
    return type(result) is tuple and len(result) == STEP_PARTS


def is_reset(result: Any) -> bool:
    """Say whether it has the form of what ``reset`` returns."""
    # Without an info, which is no matter where nobody asks for it, the second may be anything.
    return (
        type(result) is tuple
        and len(result) == 2
        and (isinstance(result[1], Mapping) or result[1] is None)
    )


def refuse_step(result: Any) -> NoReturn:
    """Say what is wrong with the form of what ``step`` returned."""
    came = _counted(result)
    if isinstance(result, (tuple, list)) and len(result) == 4:
        right = _OLD_API.format(right=f"return {STEP}")
        raise WrongPartError("result of step", f"is {came}, must be {STEP}", f"that {right}")
    raise WrongPartError("result of step", f"is {came}, must be {STEP}", "return these five")


def refuse_reset(result: Any) -> NoReturn:
    """Say what is wrong with the form of what ``reset`` returned."""
    if isinstance(result, tuple) and len(result) == 2:
        raise wrong_info(result[1])
    mend = "return these two, as a tuple"
    if result is not None and not isinstance(result, (tuple, list)):
        # The observation alone.
        mend = "that " + _OLD_API.format(right=f"return {_RESET}")
    raise WrongPartError("result of reset", f"is {_counted(result)}, must be {_RESET}", mend)


def old_reset(raised: BaseException, name: str) -> WrongReturnError | None:
    """Say that ``reset`` is that of gym before 0.26, if that is what was raised."""
    found = _NOT_TAKEN.search(str(raised)) if isinstance(raised, TypeError) else None
    if found is None:
        return None
    right = _OLD_API.format(right="take reset(self, *, seed=None, options=None)")
    return WrongReturnError(f"the reset of {name} takes no {found[1]}, which {right}")


def wrong_info(info: Any) -> WrongPartError:
    """Say that an info is no dict."""
    problem = f"is {shown(info)}, must be a dict"
    return WrongPartError("info", problem, "return {} where there is nothing to say")


def _counted(result: Any) -> str:
    if isinstance(result, (tuple, list)):
        return f"a {type(result).__name__} of {len(result)} values"
    return f"{shown(result)} of type {type(result).__qualname__}"


def misfit_of(misfit: MisfitError, space: object) -> WrongPartError:
    """Say that an observation is none of its space."""
    problem = f"{misfit.problem}; declared is {shown(space)}"
    mend = "return what observation_space declares, or declare what is returned"
    return WrongPartError(f"observation{misfit.path}", problem, mend)


def number(reward: Any) -> float:
    """Take a reward: one real number, in whatever type it comes."""
    if isinstance(reward, (int, np.integer, np.floating, np.bool_)):
        try:
            return float(reward)
        except OverflowError as e:
            problem = f"has {len(str(abs(reward)))} digits, more than a float holds"
            raise WrongPartError("reward", problem, "scale it down") from e
    is_list = isinstance(reward, (list, tuple))
    shape = (len(reward),) if is_list else tuple(getattr(reward, "shape", ()))
    problem = f"is {shown(reward)}, must be one number"
    if shape:
        one = int(np.prod(shape)) == 1
        mend = "return float(reward[0])" if one else "weigh its parts and return their sum"
        raise WrongPartError("reward", f"has the shape {shape} and {problem}", mend)
    if isinstance(reward, str) or not hasattr(reward, "__float__"):
        raise WrongPartError("reward", problem, "return a float")
    return float(reward)


def flag(which: str, value: Any) -> bool:
    """Take an end: a bool. A number in its place is most likely a reward."""
    if isinstance(value, np.bool_):
        return bool(value)
    problem = f"is {shown(value)} of type {type(value).__qualname__}, must be True or False"
    mend = f"return bool({which}), and the five in this order: {STEP}"
    raise WrongPartError(which, problem, mend)
