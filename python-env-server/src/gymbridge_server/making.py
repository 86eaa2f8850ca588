"""Making environments: a ``MakeRequest`` to a Gymnasium environment."""

from __future__ import annotations

import copy
import functools
import re
from collections.abc import Callable, Iterable
from typing import Any, Final

import gymnasium
from gymnasium.envs.registration import EnvSpec, WrapperSpec
from gymnasium.vector import AutoresetMode, VectorEnv

from gymbridge_server import PROTOCOL_VERSION
from gymbridge_server._generated import session_pb2
from gymbridge_server.arguments import (
    GYM_26,
    Wrap,
    gym_26_rendering,
    keyword_arguments,
    load,
    takes,
    wrapper,
)
from gymbridge_server.errors import (
    ENVIRONMENT_EXCEPTIONS,
    RequestError,
    describe,
    environment_raised,
    exhausted,
    invalid_argument,
    missing_dependency,
    traceback_end,
)
from gymbridge_server.extras import extra_of
from gymbridge_server.limits import Policy
from gymbridge_server.made import Made, close_quietly, has_dynamic_part
from gymbridge_server.permissions import check_file_arguments, check_nested_id
from gymbridge_server.registry import find_spec
from gymbridge_server.rendering import check_mode, possible_modes
from gymbridge_server.sizes import SizeCheck, check_count, check_size
from gymbridge_server.spaces import space_to_proto

_SYNC = session_pb2.VECTORIZATION_SYNC
_ASYNC = session_pb2.VECTORIZATION_ASYNC
_VECTOR_ENTRY_POINT = session_pb2.VECTORIZATION_VECTOR_ENTRY_POINT

_AUTORESET: Final = {
    session_pb2.AUTORESET_MODE_NEXT_STEP: AutoresetMode.NEXT_STEP,
    session_pb2.AUTORESET_MODE_SAME_STEP: AutoresetMode.SAME_STEP,
    session_pb2.AUTORESET_MODE_DISABLED: AutoresetMode.DISABLED,
}
_AUTORESET_TO_WIRE: Final = {mode: number for number, mode in _AUTORESET.items()}

# A vector entry point counts steps in an int32 and knows no other way to say "no limit".
_NO_VECTOR_LIMIT: Final = 2**31 - 1

_UNEXPECTED_ARGUMENT: Final = re.compile(r"unexpected keyword argument|positional argument")


def make(request: session_pb2.MakeRequest, policy: Policy) -> Made:
    """Make what a request describes.

    Raises:
        RequestError: if it cannot be made; nothing is left behind
    """
    _check_protocol(request.protocol_version)
    _check_vector(request, policy)
    spec = find_spec(request.id, policy)
    recipe = _Recipe(request, spec, policy)
    if not request.HasField("num_envs"):
        return recipe.make_single()
    return recipe.make_vector()


def _check_protocol(version: int) -> None:
    if version != PROTOCOL_VERSION:
        message = f"the client speaks protocol version {version}, the server {PROTOCOL_VERSION}"
        older = "client" if version < PROTOCOL_VERSION else "server"
        raise RequestError(
            session_pb2.ERROR_CODE_PROTOCOL_MISMATCH,
            f"{message}; update the {older}",
            session_continues=False,
        )


def _check_vector(request: session_pb2.MakeRequest, policy: Policy) -> None:
    if not request.HasField("num_envs"):
        if request.vectorization or request.autoreset_mode:
            message = "vectorization and autoreset_mode are for vectors; set num_envs too"
            raise invalid_argument(message)
        return
    limit = policy.limits.max_envs_per_session
    if request.num_envs < 1:
        message = f"num_envs must be at least 1, got {request.num_envs}"
        raise invalid_argument(message)
    if limit and request.num_envs > limit:
        message = (
            f"num_envs must be at most {limit} on this server, got {request.num_envs}; "
            f"start the server with `--max-envs-per-session {request.num_envs}`"
        )
        raise exhausted(message)
    check_count(request.num_envs, policy.limits.max_message_bytes)
    _check_enum("vectorization", request.vectorization, session_pb2.Vectorization)
    _check_enum("autoreset_mode", request.autoreset_mode, session_pb2.AutoresetMode)


def _check_enum(field: str, value: int, enum: Any) -> None:
    if value not in enum.values():
        allowed = ", ".join(enum.keys()[1:])
        message = f"{field} must be one of {allowed}, got {value}"
        raise invalid_argument(message)


class _Recipe:
    """How to make the environment of one request."""

    def __init__(self, request: session_pb2.MakeRequest, spec: EnvSpec, policy: Policy) -> None:
        self._request = request
        self._spec = spec
        self._max_bytes = policy.limits.max_message_bytes
        self._kwargs = keyword_arguments(request)
        check_nested_id(spec, {**spec.kwargs, **self._kwargs}, policy)
        check_file_arguments(spec, self._kwargs, policy)
        self._wrappers: list[Wrap] = [wrapper(each, policy) for each in request.wrappers]
        self._arguments = dict(self._kwargs)
        self._makes_gym_26 = spec.entry_point == GYM_26
        if request.render_mode and self._makes_gym_26:
            self._arguments["make_kwargs"], drawing = gym_26_rendering(
                self._kwargs.get("make_kwargs"), request.render_mode
            )
            self._wrappers[:0] = drawing
        elif request.render_mode:
            self._arguments["render_mode"] = request.render_mode
        if request.HasField("max_episode_steps"):
            # Gymnasium's own word for "no limit" is -1.
            self._arguments["max_episode_steps"] = request.max_episode_steps or -1

    def make_single(self) -> Made:
        self._check_render_mode(self._spec.entry_point, possible_modes)
        environment = self._guarded(self._single)
        return self._finished(
            environment,
            None,
            session_pb2.VECTORIZATION_UNSPECIFIED,
            session_pb2.AUTORESET_MODE_UNSPECIFIED,
        )

    def make_vector(self) -> Made:
        vectorization = self._request.vectorization or _SYNC
        makers: dict[int, Callable[[], VectorEnv]] = {
            _SYNC: self._sync,
            _ASYNC: self._async,
            _VECTOR_ENTRY_POINT: self._vector_entry_point,
        }
        environment = self._guarded(makers[vectorization])
        mode = environment.metadata.get("autoreset_mode", AutoresetMode.NEXT_STEP)
        autoreset_mode = _AUTORESET_TO_WIRE[AutoresetMode(mode)]
        if self._request.autoreset_mode not in (0, autoreset_mode):
            close_quietly(environment)
            raise self._fixed_autoreset(autoreset_mode)
        return self._finished(environment, self._request.num_envs, vectorization, autoreset_mode)

    def _single(self) -> gymnasium.Env[Any, Any]:
        environment = gymnasium.make(self._spec, **self._arguments)
        try:
            for wrap in self._wrappers:
                environment = wrap(environment)
        except ENVIRONMENT_EXCEPTIONS:
            close_quietly(environment)
            raise
        return environment

    def _sync(self) -> VectorEnv:
        self._check_render_mode(self._spec.entry_point, possible_modes)
        # Observations are written to the reply before the next step, so that no copy is needed.
        return self._make_vec(
            "sync",
            {"autoreset_mode": self._autoreset_mode(), "copy": False},
            SizeCheck(self._request.num_envs, self._max_bytes),
        )

    def _async(self) -> VectorEnv:
        self._check_render_mode(self._spec.entry_point, possible_modes)
        probe = self._single()
        try:
            observation_space = probe.observation_space
        finally:
            close_quietly(probe)
        # Refused before processes are started.
        check_size(observation_space, self._request.num_envs, self._max_bytes)
        space_to_proto(observation_space)
        return self._make_vec(
            "async",
            {
                "autoreset_mode": self._autoreset_mode(),
                "copy": False,
                # The server has threads; a fork of it may hang.
                "context": "spawn",
                "shared_memory": not has_dynamic_part(observation_space),
            },
        )

    def _vector_entry_point(self) -> VectorEnv:
        entry_point = self._spec.vector_entry_point
        if entry_point is None:
            message = (
                f"{self._spec.id} has no vectorised implementation of its own; use SYNC or ASYNC"
            )
            raise invalid_argument(message)
        if self._wrappers:
            message = "wrappers are for SYNC and ASYNC vectors; an environment's own takes none"
            raise invalid_argument(message)
        # No wrapper of Gymnasium adds modes to those of a vectorised implementation.
        self._check_render_mode(entry_point, list)
        arguments = dict(self._arguments)
        if arguments.get("max_episode_steps") == -1:
            arguments["max_episode_steps"] = _NO_VECTOR_LIMIT
        if self._request.autoreset_mode and takes(entry_point, "autoreset_mode"):
            arguments["autoreset_mode"] = self._autoreset_mode()
        return gymnasium.make_vec(
            self._spec,
            num_envs=self._request.num_envs,
            vectorization_mode="vector_entry_point",
            **arguments,
        )

    def _make_vec(self, mode: str, vector_kwargs: dict[str, Any], *checks: SizeCheck) -> VectorEnv:
        wrappers: list[Any] = [*self._wrappers, *checks]
        return gymnasium.make_vec(
            self._spec,
            num_envs=self._request.num_envs,
            vectorization_mode=mode,
            vector_kwargs=vector_kwargs,
            wrappers=wrappers,
            **self._arguments,
        )

    def _autoreset_mode(self) -> AutoresetMode:
        return _AUTORESET[self._request.autoreset_mode or session_pb2.AUTORESET_MODE_NEXT_STEP]

    def _check_render_mode(
        self, entry_point: object, possible: Callable[[Iterable[str]], list[str]]
    ) -> None:
        if not self._request.render_mode or self._makes_gym_26:
            return
        creator = self._guarded(functools.partial(load, entry_point))
        metadata = getattr(creator, "metadata", None)
        modes = metadata.get("render_modes") if isinstance(metadata, dict) else None
        allowed = None if modes is None else possible(modes)
        check_mode(self._spec.id, self._request.render_mode, allowed)

    def _guarded(self, function: Callable[[], Any]) -> Any:
        """Call what runs the environment's own code, and say what went wrong in it."""
        try:
            return function()
        except RequestError:
            raise
        except (ImportError, gymnasium.error.DependencyNotInstalled) as e:
            raise missing_dependency(self._spec.id, e, self._missing_extra(e)) from e
        except gymnasium.error.Error as e:
            raise self._refused(e) from e
        except ENVIRONMENT_EXCEPTIONS as e:
            if self._kwargs or self._wrappers or _UNEXPECTED_ARGUMENT.search(str(e)):
                raise self._refused(e) from e
            raise environment_raised("make", e, mend="see the detail") from e

    def _missing_extra(self, raised: BaseException) -> str | None:
        # The wrappers that need a package need OpenCV, which comes with the Atari environments.
        return "atari" if "opencv" in str(raised) or "cv2" in str(raised) else extra_of(self._spec)

    def _refused(self, raised: BaseException) -> RequestError:
        error = invalid_argument(
            f"{self._spec.id} cannot be made with these arguments: {describe(raised)}"
        )
        error.detail = traceback_end(raised)
        return error

    def _fixed_autoreset(self, mode: session_pb2.AutoresetMode) -> RequestError:
        return invalid_argument(
            f"the vectorised implementation of {self._spec.id} knows only "
            f"{session_pb2.AutoresetMode.Name(mode)}; ask for that, or use SYNC or ASYNC"
        )

    def _finished(
        self,
        environment: gymnasium.Env[Any, Any] | VectorEnv,
        num_envs: int | None,
        vectorization: session_pb2.Vectorization,
        autoreset_mode: session_pb2.AutoresetMode,
    ) -> Made:
        is_vector = isinstance(environment, VectorEnv)
        prefix = "single_" if is_vector else ""
        observation_space = getattr(environment, f"{prefix}observation_space")
        try:
            check_size(observation_space, num_envs or 1, self._max_bytes)
        except RequestError:
            close_quietly(environment)
            raise
        return Made(
            environment=environment,
            spec=self._resolved_spec(),
            num_envs=num_envs,
            vectorization=vectorization,
            autoreset_mode=autoreset_mode,
            observation_space=observation_space,
            action_space=getattr(environment, f"{prefix}action_space"),
        )

    def _resolved_spec(self) -> EnvSpec:
        spec = copy.copy(self._spec)
        spec.kwargs = {**spec.kwargs, **self._kwargs}
        if self._request.HasField("max_episode_steps"):
            spec.max_episode_steps = self._request.max_episode_steps or None
        spec.additional_wrappers = (
            *spec.additional_wrappers,
            *(WrapperSpec(wrapper.name, "", None) for wrapper in self._request.wrappers),
        )
        return spec
