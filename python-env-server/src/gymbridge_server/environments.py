"""Environments as a session drives them: leaves in, leaves out.

Both classes bind what a step needs once, when they are made. What an environment's own code raises
leaves here as a ``RequestError``.
"""

from __future__ import annotations

import contextlib
import struct
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from multiprocessing.process import BaseProcess
from time import perf_counter_ns
from typing import Any, Final

import numpy as np
from gymnasium.error import InvalidAction, ResetNeeded

from gymbridge_server._generated import session_pb2, value_pb2
from gymbridge_server.catalog import spec_to_proto
from gymbridge_server.data import map_from_proto, map_to_proto
from gymbridge_server.errors import (
    ENVIRONMENT_EXCEPTIONS,
    RequestError,
    environment_raised,
    invalid_argument,
    out_of_order,
)
from gymbridge_server.making import Made, close_quietly
from gymbridge_server.rendering import no_render_mode, possible_modes, rendering_to_proto
from gymbridge_server.spaces import space_to_proto
from gymbridge_server.values import Column, LeafReader, Leaves, OutsideSpaceError, codec_for

_FLAGS: Final = (b"\x00", b"\x01")
_FLOAT64: Final = np.dtype("<f8")
_pack_reward: Final = struct.Struct("<d").pack

# In a vector's info, but with fields of their own in StepReply.
_FINAL_KEYS: Final = frozenset({"final_obs", "_final_obs", "final_info", "_final_info"})

_RESET_MASK: Final = "reset_mask"

# For the environments of an ASYNC vector to close; then their processes are ended.
_CLOSE_SECONDS: Final = 3.0

# What meets a value that does not have the form it should, whatever the environment put there.
_UNFIT: Final = (
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    OverflowError,
    struct.error,
)


class ServedEnvironment(ABC):
    """An environment that was made, with the codecs of its spaces."""

    def __init__(self, made: Made, *, compress_frames: bool) -> None:
        self._made = made
        self._environment = made.environment
        self._compress_frames = compress_frames
        self._observations = codec_for(made.observation_space)
        self._actions = codec_for(made.action_space)
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
        reply.render_modes.extend(self._render_modes())
        reply.render_fps = float(self._environment.metadata.get("render_fps") or 0.0)
        low, high = getattr(self._environment.unwrapped, "reward_range", (-np.inf, np.inf))
        reply.reward_low, reply.reward_high = float(low), float(high)

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

    def render(self, reply: session_pb2.RenderReply) -> None:
        """Draw."""
        if self._environment.render_mode is None:
            raise no_render_mode(self._made.spec.id, possible_modes(self._render_modes()))
        if not self._was_reset:
            message = "render called before reset; call reset() first"
            raise out_of_order(message)
        drawn = self._run("render", "the episode goes on", self._environment.render)
        try:
            for one in self._drawn_by_each(drawn):
                rendering_to_proto(one, reply.renderings.add(), compress=self._compress_frames)
        except _UNFIT as e:
            raise self._unfit("rendering", e) from e

    @abstractmethod
    def _drawn_by_each(self, drawn: Any) -> Any:
        """Take apart what ``render`` returned."""

    def close(self) -> None:
        """Close the environment."""
        close_quietly(self._environment)

    def _render_modes(self) -> list[str]:
        return [str(mode) for mode in self._environment.metadata.get("render_modes") or ()]

    def _run(self, what: str, mend: str, function: Callable[..., Any], **arguments: Any) -> Any:
        """Call the environment's own code, and take the time."""
        start = perf_counter_ns()
        try:
            return function(**arguments)
        except ENVIRONMENT_EXCEPTIONS as e:
            raise self._raised(what, mend, e) from e
        finally:
            self.nanos += perf_counter_ns() - start

    def _run_step(self, action: Any) -> Any:
        start = perf_counter_ns()
        try:
            return self._step(action)
        except ENVIRONMENT_EXCEPTIONS as e:
            self._stuck = "after the environment raised"
            raise self._raised("step", "reset it to go on", e) from e
        finally:
            self.nanos += perf_counter_ns() - start

    def _raised(self, what: str, mend: str, raised: BaseException) -> RequestError:
        if isinstance(raised, ResetNeeded):
            return out_of_order(str(raised))
        if isinstance(raised, InvalidAction):
            return RequestError(session_pb2.ERROR_CODE_INVALID_ACTION, str(raised))
        return environment_raised(what, raised, mend=mend)

    def _unfit(self, what: str, problem: Exception) -> RequestError:
        """Say that the environment returned what it must not."""
        if what != "rendering":
            self._stuck = f"after a wrong {what}"
        error = environment_raised("its return value", problem, mend="mend its code")
        error.message = f"the environment returned a wrong {what}: {problem}; mend its code"
        return error

    def _require_ready(self) -> None:
        if self._stuck is not None:
            message = f"step called {self._stuck}; call reset() first"
            raise out_of_order(message)

    def _write_info(self, info: Mapping[Any, Any], message: value_pb2.DataMap) -> None:
        message.SetInParent()
        try:
            map_to_proto(info, message)
        except _UNFIT as e:
            raise self._unfit("info", e) from e


class SingleEnvironment(ServedEnvironment):
    """One environment. After the end of an episode the client resets it."""

    def __init__(self, made: Made, *, compress_frames: bool) -> None:
        super().__init__(made, compress_frames=compress_frames)
        self._read_action = self._actions.read_one
        self._write_observation = self._observations.write_one

    def reset(self, request: session_pb2.ResetRequest, reply: session_pb2.ResetReply) -> None:
        """Start an episode."""
        if request.HasField("seeds"):
            message = "a list of seeds is for vectors; a single environment takes one seed"
            raise invalid_argument(message)
        if request.HasField("mask"):
            message = "a reset mask is for vectors of AUTORESET_MODE_DISABLED"
            raise invalid_argument(message)
        self._stuck = "after a reset that failed"
        result = self._run(
            "reset",
            "reset it again, or make it anew",
            self._environment.reset,
            seed=request.seed if request.HasField("seed") else None,
            options=_options(request),
        )
        try:
            observation, info = result
            self._write_observation(observation, reply.observation.leaves)
        except _UNFIT as e:
            raise self._unfit("result of reset", e) from e
        if request.want_info:
            self._write_info(info, reply.info)
        self._stuck, self._was_reset = None, True

    def step(self, request: session_pb2.StepRequest, reply: session_pb2.StepReply) -> None:
        """Take a step, if the action is in its space."""
        self._require_ready()
        leaves = LeafReader(request.action.leaves)
        try:
            action = self._read_action(leaves)
        except OutsideSpaceError as e:
            raise _invalid_action(e, "") from None
        leaves.end()
        result = self._run_step(action)
        try:
            observation, reward, terminated, truncated, info = result
            self._write_observation(observation, reply.observation.leaves)
            reply.rewards = _pack_reward(reward)
            reply.terminated = _FLAGS[bool(terminated)]
            reply.truncated = _FLAGS[bool(truncated)]
        except _UNFIT as e:
            raise self._unfit("result of step", e) from e
        if terminated or truncated:
            self._stuck = "after the end of the episode"
        if request.want_info:
            self._write_info(info, reply.info)

    def _drawn_by_each(self, drawn: Any) -> Any:
        return (drawn,)


class VectorEnvironment(ServedEnvironment):
    """N environments that are stepped together."""

    def __init__(self, made: Made, num_envs: int, *, compress_frames: bool) -> None:
        super().__init__(made, compress_frames=compress_frames)
        self._num_envs = num_envs
        self._same_step = made.autoreset_mode == session_pb2.AUTORESET_MODE_SAME_STEP
        self._disabled = made.autoreset_mode == session_pb2.AUTORESET_MODE_DISABLED
        self._in_processes = made.vectorization == session_pb2.VECTORIZATION_ASYNC
        self._broken = False
        # Whose episode is over and who are to be reset by the client.
        self._ended = np.zeros(num_envs, np.bool_)

    def reset(self, request: session_pb2.ResetRequest, reply: session_pb2.ResetReply) -> None:
        """Start the episodes of all environments, or of those of the mask."""
        seed = self._seed(request)
        mask = self._mask(request)
        options = _options(request)
        if options is not None and _RESET_MASK in options:
            message = f'"{_RESET_MASK}" is no option here; set the field mask'
            raise invalid_argument(message)
        if mask is not None:
            options = {**(options or {}), _RESET_MASK: mask}
        self._stuck = "after a reset that failed"
        result = self._run(
            "reset",
            "reset them again, or make them anew",
            self._environment.reset,
            seed=seed,
            options=options,
        )
        try:
            observation, info = result
            self._observations.write(observation, self._num_envs, reply.observation.leaves)
        except _UNFIT as e:
            raise self._unfit("result of reset", e) from e
        if request.want_info:
            self._write_info(info, reply.info)
        self._stuck, self._was_reset = None, True
        self._ended[slice(None) if mask is None else mask] = False

    def _seed(self, request: session_pb2.ResetRequest) -> int | list[int | None] | None:
        if request.HasField("seed"):
            return request.seed
        if not request.HasField("seeds"):
            return None
        seeds = [s.seed if s.HasField("seed") else None for s in request.seeds.seeds]
        if len(seeds) != self._num_envs:
            message = f"seeds must be {self._num_envs}, one for each environment, got {len(seeds)}"
            raise invalid_argument(message)
        if self._made.vectorization == session_pb2.VECTORIZATION_VECTOR_ENTRY_POINT:
            message = "an environment's own vectorization takes one seed, not a list"
            raise invalid_argument(f"{message}; use SYNC or ASYNC for a seed each")
        return seeds

    def _mask(self, request: session_pb2.ResetRequest) -> np.ndarray[Any, Any] | None:
        if not request.HasField("mask"):
            return None
        if not self._disabled:
            mode = session_pb2.AutoresetMode.Name(self._made.autoreset_mode)
            message = f"a reset mask is for AUTORESET_MODE_DISABLED, this vector has {mode}"
            raise invalid_argument(message)
        mask = np.frombuffer(request.mask, np.uint8)
        if len(mask) != self._num_envs or (mask > 1).any() or not mask.any():
            message = (
                f"the reset mask must be {self._num_envs} bytes, each 0 or 1 and one of them 1, "
                f"got {len(mask)} bytes"
            )
            raise invalid_argument(message)
        if not self._was_reset and not mask.all():
            message = "the first reset must be of all environments; leave the mask out"
            raise out_of_order(message)
        return mask.astype(np.bool_)

    def step(self, request: session_pb2.StepRequest, reply: session_pb2.StepReply) -> None:
        """Take a step with all environments, if all actions are in their space."""
        self._require_ready()
        if self._disabled and self._ended.any():
            ended = np.flatnonzero(self._ended).tolist()
            message = f"the episodes of the environments {ended} have ended"
            raise out_of_order(f"{message}; reset them with a mask before the next step")
        leaves = LeafReader(request.action.leaves)
        try:
            actions = self._actions.read(leaves, self._num_envs)
        except OutsideSpaceError as e:
            raise _invalid_action(e, f" of environment {e.row}") from None
        leaves.end()
        result = self._run_step(actions)
        try:
            observation, rewards, terminated, truncated, info = result
            self._observations.write(observation, self._num_envs, reply.observation.leaves)
            reply.rewards = self._rewards(rewards)
            terminated = self._flags(terminated)
            truncated = self._flags(truncated)
            reply.terminated, reply.truncated = terminated.tobytes(), truncated.tobytes()
            if self._same_step or self._disabled:
                self._ended = terminated | truncated
                if self._same_step and self._ended.any():
                    self._write_final_observation(info["final_obs"], reply)
        except _UNFIT as e:
            raise self._unfit("result of step", e) from e
        if request.want_info:
            self._write_infos(info, reply)

    def _rewards(self, rewards: Any) -> bytes:
        return self._each(np.asarray(rewards, _FLOAT64)).tobytes()

    def _flags(self, flags: Any) -> np.ndarray[Any, Any]:
        return self._each(np.asarray(flags, np.bool_))

    def _each(self, array: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        if array.shape != (self._num_envs,):
            message = f"an array of shape {array.shape}, must be ({self._num_envs},)"
            raise ValueError(message)
        return array

    def _write_final_observation(self, final: Column, reply: session_pb2.StepReply) -> None:
        values = [final[i] for i in np.flatnonzero(self._ended)]
        leaves: Leaves = reply.final_observation.leaves
        self._observations.write(self._observations.gather(values), len(values), leaves)

    def _write_infos(self, info: Mapping[Any, Any], reply: session_pb2.StepReply) -> None:
        if not self._same_step:
            self._write_info(info, reply.info)
            return
        rest = {key: value for key, value in info.items() if key not in _FINAL_KEYS}
        self._write_info(rest, reply.info)
        if "final_info" in info:
            self._write_info(info["final_info"], reply.final_info)

    def _drawn_by_each(self, drawn: Any) -> Any:
        # In mode "human" a vectorised implementation may return nothing at all.
        return [None] * self._num_envs if drawn is None else drawn

    def _raised(self, what: str, mend: str, raised: BaseException) -> RequestError:
        error = super()._raised(what, mend, raised)
        if self._in_processes:
            # The process that raised is gone, and with it the vector.
            self._broken = True
            error.session_continues = False
            error.message += " (in a session of its own: the process of the environment has ended)"
        return error

    def interrupt(self) -> bool:
        """Kill the processes that the environments are in, if they are in processes."""
        if not self._in_processes:
            return False
        self._broken = True
        processes: list[BaseProcess] = getattr(self._environment, "processes", [])
        for process in processes:
            process.kill()
        return True

    def close(self) -> None:
        """Close all environments, and end their processes."""
        if self._in_processes and not self._broken:
            # One that hangs would be waited for without end.
            with contextlib.suppress(*ENVIRONMENT_EXCEPTIONS):
                vector: Any = self._environment
                vector.close(timeout=_CLOSE_SECONDS)
        if self._broken:
            _end_processes(self._environment)
        super().close()


def _end_processes(environment: Any) -> None:
    """End what is left of an ASYNC vector that lost a process, and so cannot be closed."""
    for process in environment.processes:
        process.terminate()
        process.join()
    for pipe in environment.parent_pipes:
        if pipe is not None:
            pipe.close()
    environment.closed = True


def _options(request: session_pb2.ResetRequest) -> dict[str, Any] | None:
    return map_from_proto(request.options) if request.HasField("options") else None


def _invalid_action(outside: OutsideSpaceError, owner: str) -> RequestError:
    message = f"action{outside.path}{owner} {outside.problem}"
    return RequestError(session_pb2.ERROR_CODE_INVALID_ACTION, message)


def serve(made: Made, *, compress_frames: bool) -> ServedEnvironment:
    """Put an environment that was made into the class that drives it.

    Raises:
        RequestError: UNSUPPORTED_SPACE; the environment is closed then
    """
    try:
        if made.num_envs is None:
            return SingleEnvironment(made, compress_frames=compress_frames)
        return VectorEnvironment(made, made.num_envs, compress_frames=compress_frames)
    except RequestError:
        close_quietly(made.environment)
        raise
