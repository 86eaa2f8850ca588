"""A vector of environments, as a session drives it."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from multiprocessing.process import BaseProcess
from typing import Any, Final

import numpy as np

from gymbridge_server._generated import session_pb2
from gymbridge_server.casting import MisfitError
from gymbridge_server.environments import (
    QuickResult,
    ServedEnvironment,
    invalid_action,
    read_options,
)
from gymbridge_server.errors import RequestError, environment_died, invalid_argument, out_of_order
from gymbridge_server.fitting import fit_for
from gymbridge_server.made import Made
from gymbridge_server.raised import ENVIRONMENT_EXCEPTIONS
from gymbridge_server.values import LeafReader, Leaves, OutsideSpaceError

_FLOAT64: Final = np.dtype("<f8")

# In a vector's info, but with fields of their own in StepReply.
_FINAL_KEYS: Final = frozenset({"final_obs", "_final_obs", "final_info", "_final_info"})

_RESET_MASK: Final = "reset_mask"

# For the environments of an ASYNC vector to close; then their processes are ended.
_CLOSE_SECONDS: Final = 3.0


class VectorEnvironment(ServedEnvironment):
    """N environments that are stepped together."""

    def __init__(self, made: Made, num_envs: int, *, compress_frames: bool) -> None:
        super().__init__(made, compress_frames=compress_frames)
        self._num_envs = num_envs
        self._same_step = made.autoreset_mode == session_pb2.AUTORESET_MODE_SAME_STEP
        self._disabled = made.autoreset_mode == session_pb2.AUTORESET_MODE_DISABLED
        self._in_processes = made.vectorization == session_pb2.VECTORIZATION_ASYNC
        self._by_gymnasium = made.vectorization != session_pb2.VECTORIZATION_VECTOR_ENTRY_POINT
        self._wants_info = True
        self._fit = fit_for(made.observation_space, keep=False)
        self._broken = False
        # There may be final observations, and those are no one leaf.
        self.is_quick = self.is_quick and not self._same_step
        # Whose episode is over and who are to be reset by the client.
        self._ended = np.zeros(num_envs, np.bool_)

    def reset(self, request: session_pb2.ResetRequest, reply: session_pb2.ResetReply) -> None:
        """Start the episodes of all environments, or of those of the mask."""
        seed = self._seed(request)
        mask = self._mask(request)
        options = read_options(request)
        if options is not None and _RESET_MASK in options:
            message = f'"{_RESET_MASK}" is no option here; set the field mask'
            raise invalid_argument(message)
        if mask is not None:
            options = {**(options or {}), _RESET_MASK: mask}
        self._stuck = "after a reset that failed"
        self._want_info(request.want_info)
        observation, info = self._run_reset(
            "reset them again, or make them anew",
            seed=seed,
            options=options,
        )
        self._observations.write(observation, self._num_envs, reply.observation.leaves)
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
            raise invalid_argument(f"{message}; use sync or async for a seed each")
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
        leaves = LeafReader(request.action.leaves)
        try:
            actions = self._actions.read(leaves, self._num_envs)
        except OutsideSpaceError as e:
            raise invalid_action(e, f" of environment {e.row}") from None
        leaves.end()
        observation, rewards, terminated, truncated, info = self._take(actions, request.want_info)
        self._observations.write(observation, self._num_envs, reply.observation.leaves)
        reply.rewards = rewards.astype(_FLOAT64, copy=False).tobytes()
        reply.terminated, reply.truncated = terminated.tobytes(), truncated.tobytes()
        if self._same_step and self._ended.any():
            self._write_final_observation(info, reply)
        if request.want_info:
            self._write_infos(info, reply)

    def quick_step(self, data: bytes, offset: int) -> QuickResult:
        """Take a step, without info, with the actions that lie in some bytes."""
        self._require_ready()
        try:
            actions = self._flat_actions.unpack(data, offset, self._num_envs)
        except OutsideSpaceError as e:
            raise invalid_action(e, f" of environment {e.row}") from None
        observation, rewards, terminated, truncated, _ = self._take(actions, False)
        return (
            self._flat_observations.pack(observation, self._num_envs),
            rewards.astype(_FLOAT64, copy=False).tobytes(),
            terminated.tobytes(),
            truncated.tobytes(),
        )

    def _take(self, actions: Any, want_info: bool) -> Any:
        self._want_info(want_info)
        result = self._run_step(actions)
        if self._same_step or self._disabled:
            self._ended = result[2] | result[3]
        return result

    def _require_ready(self) -> None:
        super()._require_ready()
        if self._disabled and self._ended.any():
            ended = np.flatnonzero(self._ended).tolist()
            message = f"the episodes of the environments {ended} have ended"
            raise out_of_order(f"{message}; reset them with a mask before the next step")

    def _want_info(self, wanted: bool) -> None:
        """Let the environments leave their infos alone, or not."""
        if wanted != self._wants_info and self._by_gymnasium:
            vector: Any = self._environment
            self._run("step", "make them anew", vector.set_attr, name="wants_info", values=wanted)
        self._wants_info = wanted

    def _write_final_observation(self, info: Any, reply: session_pb2.StepReply) -> None:
        leaves: Leaves = reply.final_observation.leaves
        try:
            values = [self._fit(info["final_obs"][i]) for i in np.flatnonzero(self._ended)]
        except (MisfitError, TypeError, KeyError, IndexError) as e:
            raise self._unfit('info["final_obs"]', e) from e
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
            if isinstance(raised, (EOFError, ConnectionError)):
                error = environment_died("ended", what)
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
