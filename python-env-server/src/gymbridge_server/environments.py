"""Environments as a session drives them: leaves in, leaves out.

They bind what a step needs once, when they are made. What an environment's own code raises leaves
here as a ``RequestError``.
"""

from __future__ import annotations

import warnings
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from time import perf_counter_ns
from typing import Any, TypeAlias, cast

import numpy as np
from gymnasium.error import InvalidAction, ResetNeeded

from gymbridge_server._generated import session_pb2, value_pb2
from gymbridge_server.data import map_from_proto, map_to_proto
from gymbridge_server.errors import RequestError, environment_raised, out_of_order
from gymbridge_server.frames import FrameError
from gymbridge_server.made import Made, close_quietly
from gymbridge_server.neighbours import let_warnings_be_warnings
from gymbridge_server.raised import ENVIRONMENT_EXCEPTIONS
from gymbridge_server.rendering import (
    check_drawn,
    declared_modes,
    no_render_mode,
    possible_modes,
    rendering_to_proto,
    said_of_itself,
)
from gymbridge_server.results import WrongReturnError
from gymbridge_server.spaces import space_to_proto
from gymbridge_server.specs import spec_to_proto
from gymbridge_server.values import FlatCodec, OutsideSpaceError, codec_for

QuickResult: TypeAlias = tuple[bytes, bytes, bytes, bytes]
"""The leaf of the observations, rewards, terminated, truncated."""


class ServedEnvironment(ABC):
    """An environment that was made, with the codecs of its spaces."""

    def __init__(self, made: Made, *, compress_frames: bool) -> None:
        self._made = made
        self._environment = made.environment
        self.compress_frames = compress_frames
        """Whether pictures travel compressed."""
        self._observations = codec_for(made.observation_space)
        self._actions = codec_for(made.action_space)
        self._flat_observations = cast("FlatCodec", self._observations)
        self._flat_actions = cast("FlatCodec", self._actions)
        self.is_quick = isinstance(self._observations, FlatCodec) and isinstance(
            self._actions, FlatCodec
        )
        """Whether ``quick_step`` may be called."""
        self._step = made.environment.step
        self._was_reset = False
        # Why no step can be taken; None when one can.
        self._stuck: str | None = "before reset"
        self.nanos = 0
        """Nanoseconds that requests spent inside the environment's own code."""

    def describe(self, reply: session_pb2.MakeReply) -> None:
        """Write what a client must know of this environment."""
        made = self._made
        spec_to_proto(made.spec, reply.spec)
        reply.observation_space.CopyFrom(space_to_proto(made.observation_space))
        reply.action_space.CopyFrom(space_to_proto(made.action_space))
        reply.num_envs = made.num_envs or 0
        reply.autoreset_mode = made.autoreset_mode
        reply.vectorization = made.vectorization
        reply.render_modes.extend(self._possible_modes())
        reply.render_fps = _frames_a_second(said_of_itself(self._environment))
        reply.reward_low, reply.reward_high = _reward_range(self._environment.unwrapped)

    def interrupt(self) -> bool:
        """End what the environment's own code does, and the environment with it. From any thread.

        Returns:
            Whether that can be done: a thread cannot be ended, a process can
        """
        return False

    @abstractmethod
    def reset(self, request: session_pb2.ResetRequest, reply: session_pb2.ResetReply) -> None:
        """Start an episode, or those of a vector."""

    @abstractmethod
    def step(self, request: session_pb2.StepRequest, reply: session_pb2.StepReply) -> None:
        """Take a step, if the action is in its space."""

    @property
    def num_envs(self) -> int:
        """How many environments there are."""
        return self._made.num_envs or 1

    @property
    def quick_sizes(self) -> tuple[int, int]:
        """The bytes of an action and of an observation, of all environments."""
        count = self.num_envs
        return count * self._flat_actions.leaf_bytes, count * self._flat_observations.leaf_bytes

    @abstractmethod
    def quick_step(self, data: bytes, offset: int) -> QuickResult:
        """Take a step, without info, with the action that lies in some bytes."""

    def draw(self) -> Any:
        """Let the environment draw."""
        if self._environment.render_mode is None:
            raise no_render_mode(self._made.spec.id, self._possible_modes())
        if not self._was_reset:
            message = "render called before reset; call reset() first"
            raise out_of_order(message)
        return self._run("render", "the episode goes on", self._environment.render)

    def write_drawn(self, drawn: Any, reply: session_pb2.RenderReply) -> None:
        """Write what it drew."""
        reply.SetInParent()
        try:
            for one in self._drawn_by_each(drawn):
                check_drawn(one, self._environment.render_mode or "")
                rendering_to_proto(one, reply.renderings.add(), compress=self.compress_frames)
        except FrameError as e:
            raise self._unfit("picture", e) from e

    @abstractmethod
    def _drawn_by_each(self, drawn: Any) -> Any:
        """Take apart what ``render`` returned."""

    def close(self) -> None:
        """Close the environment."""
        close_quietly(self._environment)

    def _possible_modes(self) -> list[str]:
        own = declared_modes(self._environment) or []
        # No wrapper of Gymnasium adds modes to those of a vectorised implementation.
        by_itself = self._made.vectorization == session_pb2.VECTORIZATION_VECTOR_ENTRY_POINT
        return own if by_itself else possible_modes(own)

    def _run(self, what: str, mend: str, function: Callable[..., Any], **arguments: Any) -> Any:
        """Call the environment's own code, and take the time."""
        start = perf_counter_ns()
        try:
            return function(**arguments)
        except ENVIRONMENT_EXCEPTIONS as e:
            raise self._raised(what, mend, e) from e
        finally:
            self.nanos += perf_counter_ns() - start
            let_warnings_be_warnings()

    def _run_reset(self, mend: str, **arguments: Any) -> Any:
        return self._run("reset", mend, self._environment.reset, **arguments)

    def _run_step(self, action: Any) -> Any:
        start = perf_counter_ns()
        try:
            return self._step(action)
        except ENVIRONMENT_EXCEPTIONS as e:
            self._stuck = "after the environment raised"
            raise self._raised("step", "mend it, or reset it to go on", e) from e
        finally:
            self.nanos += perf_counter_ns() - start
            # What was asked for last stands first; a call would cost more than looking at it.
            if warnings.filters and warnings.filters[0][0] == "error":
                let_warnings_be_warnings()

    def _raised(self, what: str, mend: str, raised: BaseException) -> RequestError:
        if isinstance(raised, WrongReturnError):
            return RequestError(session_pb2.ERROR_CODE_ENVIRONMENT_RAISED, str(raised))
        if isinstance(raised, ResetNeeded):
            return out_of_order(str(raised))
        if isinstance(raised, InvalidAction):
            return RequestError(session_pb2.ERROR_CODE_INVALID_ACTION, str(raised))
        return environment_raised(what, raised, mend=mend)

    def _unfit(self, what: str, problem: BaseException) -> RequestError:
        """Say that the environment returned what it must not."""
        return RequestError(
            session_pb2.ERROR_CODE_ENVIRONMENT_RAISED,
            f"{self._made.spec.id} returned a wrong {what}: {problem}",
        )

    def _require_ready(self) -> None:
        if self._stuck is not None:
            message = f"step called {self._stuck}; call reset() first"
            raise out_of_order(message)

    def _write_info(self, info: Mapping[Any, Any], message: value_pb2.DataMap) -> None:
        message.SetInParent()
        try:
            map_to_proto(info, message)
        except ENVIRONMENT_EXCEPTIONS as e:
            raise self._unfit("info", e) from e


def _frames_a_second(metadata: Mapping[str, Any]) -> float:
    """Read what an environment may or may not say; 0 where it says nothing of use."""
    try:
        fps = float(metadata.get("render_fps") or 0.0)
    except (TypeError, ValueError):
        return 0.0
    return fps if 0.0 < fps < np.inf else 0.0


def _reward_range(environment: object) -> tuple[float, float]:
    """Read what an environment may or may not say; infinite where it says nothing of use."""
    try:
        low, high = getattr(environment, "reward_range", (-np.inf, np.inf))
        low, high = float(low), float(high)
    except (TypeError, ValueError):
        return -np.inf, np.inf
    return (low, high) if low <= high else (-np.inf, np.inf)


def read_options(request: session_pb2.ResetRequest) -> dict[str, Any] | None:
    """Take the options of a reset; None where there are none."""
    return map_from_proto(request.options) if request.HasField("options") else None


def invalid_action(outside: OutsideSpaceError, owner: str) -> RequestError:
    """Say what is wrong with an action, and whose it is."""
    message = f"action{outside.path}{owner} {outside.problem}"
    return RequestError(session_pb2.ERROR_CODE_INVALID_ACTION, message)
