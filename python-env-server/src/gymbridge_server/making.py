"""Making environments: a ``MakeRequest`` to a Gymnasium environment."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from typing import Any, Final

import gymnasium
from gymnasium.envs.registration import EnvSpec, WrapperSpec
from gymnasium.vector import AutoresetMode, VectorEnv

from gymbridge_server._generated import session_pb2
from gymbridge_server.arguments import (
    GYM_21,
    GYM_26,
    Wrap,
    extra_of_import,
    gym_26_arguments,
    keyword_arguments,
    load,
    wrapper,
)
from gymbridge_server.errors import (
    RequestError,
    environment_raised,
    invalid_argument,
    missing_dependency,
)
from gymbridge_server.extras import extra_of
from gymbridge_server.limits import Policy
from gymbridge_server.made import Made, close_quietly
from gymbridge_server.make_requests import check_protocol, check_vector
from gymbridge_server.neighbours import let_warnings_be_warnings
from gymbridge_server.permissions import check_file_arguments, check_nested_id
from gymbridge_server.raised import ENVIRONMENT_EXCEPTIONS, traceback_end
from gymbridge_server.recipe import NoFurtherError, Recipe
from gymbridge_server.registry import find_spec
from gymbridge_server.rendering import (
    check_mode,
    declared_modes,
    possible_modes,
    said_of_itself,
)
from gymbridge_server.signatures import refused_arguments, signature_of, unknown_argument
from gymbridge_server.sizes import check_size
from gymbridge_server.specs import point_to_text

_SYNC = session_pb2.VECTORIZATION_SYNC
_ASYNC = session_pb2.VECTORIZATION_ASYNC
_VECTOR_ENTRY_POINT = session_pb2.VECTORIZATION_VECTOR_ENTRY_POINT

_AUTORESET: Final = {
    session_pb2.AUTORESET_MODE_NEXT_STEP: AutoresetMode.NEXT_STEP,
    session_pb2.AUTORESET_MODE_SAME_STEP: AutoresetMode.SAME_STEP,
    session_pb2.AUTORESET_MODE_DISABLED: AutoresetMode.DISABLED,
}
_AUTORESET_TO_WIRE: Final = {mode: number for number, mode in _AUTORESET.items()}

# What gymnasium.make says of it.
_NO_ENVIRONMENT: Final = re.compile(r"inherit from the gymnasium\.Env class|Gym is incompatible")


def make(request: session_pb2.MakeRequest, policy: Policy) -> Made:
    """Make what a request describes.

    Raises:
        RequestError: if it cannot be made; nothing is left behind
    """
    check_protocol(request.protocol_version)
    check_vector(request, policy)
    spec = find_spec(request.id, policy)
    return _Making(request, spec, policy).make()


class _Making:
    """What one request asks for, and what went wrong with it."""

    def __init__(self, request: session_pb2.MakeRequest, spec: EnvSpec, policy: Policy) -> None:
        self._request = request
        self._spec = spec
        self._max_bytes = policy.limits.max_message_bytes
        self._kwargs = keyword_arguments(request)
        check_nested_id(spec, {**spec.kwargs, **self._kwargs}, policy)
        check_file_arguments(spec, self._kwargs, policy)
        self._wrappers: list[Wrap] = [wrapper(each, policy) for each in request.wrappers]

    def make(self) -> Made:
        """Make one environment, or a vector of them."""
        if not self._request.HasField("num_envs"):
            environment: Any = self._guarded(self._recipe_for(self._spec.entry_point).single)
            mode = session_pb2.AUTORESET_MODE_UNSPECIFIED
            return self._made(environment, session_pb2.VECTORIZATION_UNSPECIFIED, mode)
        vectorization = self._request.vectorization or _SYNC
        environment = self._vector(vectorization)
        own_mode = said_of_itself(environment).get("autoreset_mode", AutoresetMode.NEXT_STEP)
        mode = _AUTORESET_TO_WIRE[AutoresetMode(own_mode)]
        if self._request.autoreset_mode not in (0, mode):
            close_quietly(environment)
            raise self._fixed_autoreset(mode)
        return self._made(environment, vectorization, mode)

    def _vector(self, vectorization: session_pb2.Vectorization) -> VectorEnv:
        mode = _AUTORESET[self._request.autoreset_mode or session_pb2.AUTORESET_MODE_NEXT_STEP]
        vector: VectorEnv
        if vectorization == _VECTOR_ENTRY_POINT:
            self._check_own_vector()
            recipe = self._recipe_for(self._spec.vector_entry_point)
            asked = mode if self._request.autoreset_mode else None
            vector = self._guarded(lambda: recipe.own_vector(asked))
            return vector
        recipe = self._recipe_for(self._spec.entry_point)
        make = recipe.in_processes if vectorization == _ASYNC else recipe.sync
        vector = self._guarded(lambda: make(mode))
        return vector

    def _check_own_vector(self) -> None:
        if self._spec.vector_entry_point is None:
            message = f"{self._spec.id} has no vectorised implementation of its own"
            raise invalid_argument(f"{message}; use sync or async")
        if self._wrappers:
            message = "wrappers are for sync and async vectors; an environment's own takes none"
            raise invalid_argument(message)

    def _recipe_for(self, entry_point: Any) -> Recipe:
        """Bind the arguments to what makes the environment, as far as that can be known to go."""
        self._creator = self._guarded(lambda: load(entry_point))
        self._check_render_mode()
        self._signature = signature_of(self._creator)
        of_make = signature_of(gymnasium.make).parameters
        for name in self._signature.unknown(self._kwargs):
            if name not in of_make:
                value = self._kwargs[name]
                text = unknown_argument(self._spec.id, name, value, self._signature)
                raise invalid_argument(text)
        arguments = self._signature.fitted(self._kwargs)
        wrappers = self._wrappers
        if self._spec.entry_point == GYM_26:
            arguments["make_kwargs"], drawing = gym_26_arguments(
                self._kwargs.get("make_kwargs"), self._request.render_mode
            )
            wrappers = [*drawing, *wrappers]
        elif self._request.render_mode:
            arguments["render_mode"] = self._request.render_mode
        if self._request.HasField("max_episode_steps"):
            # Gymnasium's own word for "no limit" is -1.
            arguments["max_episode_steps"] = self._request.max_episode_steps or -1
        num_envs = self._request.num_envs or 1
        return Recipe(self._spec, arguments, tuple(wrappers), num_envs, self._max_bytes)

    def _check_render_mode(self) -> None:
        # What an old environment can draw is known once it is made.
        if not self._request.render_mode or self._spec.entry_point in (GYM_21, GYM_26):
            return
        modes = declared_modes(self._creator)
        # No wrapper of Gymnasium adds modes to those of a vectorised implementation.
        by_itself = self._request.vectorization == _VECTOR_ENTRY_POINT
        possible = list if by_itself else possible_modes
        check_mode(
            self._spec.id, self._request.render_mode, None if modes is None else possible(modes)
        )

    def _guarded(self, function: Callable[[], Any]) -> Any:
        """Call what runs the environment's own code, and say what went wrong in it."""
        try:
            return function()
        except RequestError:
            raise
        except NoFurtherError as e:
            mend = f"{e}; where there can be no more, ask for that many (`--num-envs {e.made}`)"
            raise environment_raised("make", e.__cause__ or e, mend=mend) from e
        except (ImportError, gymnasium.error.DependencyNotInstalled) as e:
            extra = extra_of_import(e) or extra_of(self._spec)
            raise missing_dependency(self._spec.id, e, extra) from e
        except MemoryError as e:
            raise environment_raised("make", e, mend="see the detail") from e
        except ENVIRONMENT_EXCEPTIONS as e:
            raise self._refused(e) from e
        finally:
            let_warnings_be_warnings()

    def _refused(self, raised: BaseException) -> RequestError:
        if _NO_ENVIRONMENT.search(str(raised)):
            return self._no_environment(raised)
        is_theirs = not isinstance(raised, (gymnasium.error.Error, TypeError))
        if is_theirs and not self._kwargs and not self._wrappers:
            return environment_raised("make", raised, mend="mend its code")
        signature = self._signature
        error = invalid_argument(refused_arguments(self._spec.id, self._kwargs, raised, signature))
        error.detail = traceback_end(raised)
        return error

    def _no_environment(self, raised: BaseException) -> RequestError:
        """Say that an entry point makes something else, such as an environment of gym."""
        message = f"what {point_to_text(self._spec.entry_point)} makes is no gymnasium.Env"
        mend = (
            "derive it from gymnasium.Env; or, if it is of gym, register it with gym "
            "and make GymV26Environment-v0 (before gym 0.26: GymV21Environment-v0) of Shimmy "
            f"with env_id={self._spec.id} (`--server-extras shimmy`)"
        )
        error = invalid_argument(f"{self._spec.id} cannot be made: {message}; {mend}")
        error.detail = traceback_end(raised)
        return error

    def _fixed_autoreset(self, mode: session_pb2.AutoresetMode) -> RequestError:
        return invalid_argument(
            f"the vectorised implementation of {self._spec.id} knows only "
            f"{session_pb2.AutoresetMode.Name(mode)}; ask for that, or use sync or async"
        )

    def _made(
        self,
        environment: gymnasium.Env[Any, Any] | VectorEnv,
        vectorization: session_pb2.Vectorization,
        autoreset_mode: session_pb2.AutoresetMode,
    ) -> Made:
        is_vector = isinstance(environment, VectorEnv)
        prefix = "single_" if is_vector else ""
        num_envs = self._request.num_envs if is_vector else None
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
