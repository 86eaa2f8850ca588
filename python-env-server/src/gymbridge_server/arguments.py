"""Arguments of make: keyword arguments, wrappers, entry points."""

from __future__ import annotations

import difflib
import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import gymnasium
from gymnasium.envs.registration import load_env_creator

from gymbridge_server._generated import session_pb2
from gymbridge_server.data import map_from_proto
from gymbridge_server.errors import invalid_argument, missing_dependency, permission_denied
from gymbridge_server.limits import Policy
from gymbridge_server.modules import import_named
from gymbridge_server.permissions import require_short
from gymbridge_server.raised import ENVIRONMENT_EXCEPTIONS, traceback_end
from gymbridge_server.rendering import check_mode, declared_modes, possible_modes
from gymbridge_server.signatures import refused_arguments, signature_of, unknown_argument

# Arguments of make and make_vec that have fields of their own in MakeRequest.
_OWN_FIELD: Final = {
    "id": "id",
    "render_mode": "render_mode",
    "max_episode_steps": "max_episode_steps",
    "num_envs": "num_envs",
    "vectorization_mode": "vectorization",
    "vector_kwargs": "autoreset_mode",
    "autoreset_mode": "autoreset_mode",
    "wrappers": "wrappers",
}

# What gymbridge calls them on its command line.
_OPTION: Final = {
    "id": "--env",
    "max_episode_steps": "--max-episode-steps",
    "num_envs": "--num-envs",
    "vectorization": "--vectorization",
    "wrappers": "--wrapper",
}

GYM_21: Final = "shimmy.openai_gym_compatibility:GymV21CompatibilityV0"
GYM_26: Final = "shimmy.openai_gym_compatibility:GymV26CompatibilityV0"
"""The entry points of Shimmy's ids, which make environments of gym by ``env_id``."""

_LIST: Final = "_list"

Wrap = Callable[[gymnasium.Env[Any, Any]], gymnasium.Env[Any, Any]]
"""What gymnasium.make_vec takes for a wrapper."""


def gym_26_arguments(make_kwargs: Any, mode: str) -> tuple[dict[str, Any], list[Wrap]]:
    """Say how an environment of gym 0.26 is made: its arguments, and wrappers.

    Shimmy takes off the wrappers of the old ``make``, the one that collects frames among them.
    """
    if make_kwargs is not None and not isinstance(make_kwargs, dict):
        message = f"make_kwargs must be a map of arguments, got {make_kwargs!r}"
        raise invalid_argument(message)
    # The checker of gym knows no NumPy 2.
    arguments = {"disable_env_checker": True, **(make_kwargs or {})}
    if not mode:
        return arguments, []
    wrappers: list[Wrap] = [functools.partial(_check_gym_26_mode, mode)]
    if mode.endswith(_LIST):
        wrappers.append(gymnasium.wrappers.RenderCollection)
    return {**arguments, "render_mode": mode.removesuffix(_LIST)}, wrappers


def _check_gym_26_mode(mode: str, environment: gymnasium.Env[Any, Any]) -> gymnasium.Env[Any, Any]:
    # Only once it is made is it known what the old environment can draw.
    check_mode("GymV26Environment-v0", mode, possible_modes(declared_modes(environment) or ()))
    return environment


def keyword_arguments(request: session_pb2.MakeRequest) -> dict[str, Any]:
    """Take the keyword arguments, of which none may be a field of the request."""
    kwargs = map_from_proto(request.kwargs)
    for key in kwargs:
        if key in _OWN_FIELD:
            field = _OWN_FIELD[key]
            option = _OPTION.get(field, "gymbridge sets it itself")
            message = f'"{key}" is no keyword argument here, but the field {field} of a request'
            raise invalid_argument(f"{message} ({option})")
    return kwargs


@dataclass(frozen=True)
class NamedWrapper:
    """A wrapper that a client asked for, with its arguments.

    No function: the processes of an ASYNC vector get it pickled.
    """

    name: str
    wrapper_class: type[gymnasium.Wrapper]
    arguments: dict[str, Any]

    def __call__(self, environment: gymnasium.Env[Any, Any]) -> gymnasium.Env[Any, Any]:
        """Wrap an environment.

        Raises:
            RequestError: INVALID_ARGUMENT or MISSING_DEPENDENCY, if it cannot wrap this one so
        """
        signature = signature_of(self.wrapper_class)
        what = f'the wrapper "{self.name}"'
        for name in signature.unknown(self.arguments):
            text = unknown_argument(what, name, self.arguments[name], signature)
            raise invalid_argument(text)
        try:
            return self.wrapper_class(environment, **signature.fitted(self.arguments))
        except (ImportError, gymnasium.error.DependencyNotInstalled) as e:
            raise missing_dependency(what, e, extra_of_import(e)) from e
        except ENVIRONMENT_EXCEPTIONS as e:
            error = invalid_argument(refused_arguments(what, self.arguments, e, signature))
            error.detail = traceback_end(e)
            raise error from e


def wrapper(message: session_pb2.Wrapper, policy: Policy) -> NamedWrapper:
    """Find the wrapper that a message names, and bind its arguments."""
    wrapper_class = _wrapper_class(message.name, policy)
    return NamedWrapper(message.name, wrapper_class, map_from_proto(message.kwargs))


def extra_of_import(raised: BaseException) -> str | None:
    """Find the extra that brings what could not be imported, where that is no environment's own."""
    # The wrappers that need a package need OpenCV, which comes with the Atari environments.
    return "atari" if "opencv" in str(raised) or "cv2" in str(raised) else None


def _wrapper_class(name: str, policy: Policy) -> type[gymnasium.Wrapper]:
    require_short(name, "name of a wrapper")
    module_name, colon, class_name = name.rpartition(":")
    try:
        module = import_named(module_name, name, policy) if colon else gymnasium.wrappers
        found = getattr(module, class_name)
    except AttributeError as e:
        close = difflib.get_close_matches(class_name, gymnasium.wrappers.__all__, n=1)
        hint = ""
        if not colon:
            hint = f"; did you mean {close[0]}?" if close else "; one of your own is module:Class"
        message = f'no wrapper "{class_name}" in {module_name or "gymnasium.wrappers"}{hint}'
        raise invalid_argument(message) from e
    except (ImportError, gymnasium.error.DependencyNotInstalled) as e:
        raise missing_dependency(f'the wrapper "{name}"', e, extra_of_import(e)) from e
    if not (isinstance(found, type) and issubclass(found, gymnasium.Wrapper)):
        message = f'"{name}" is no gymnasium.Wrapper'
        raise invalid_argument(message)
    if issubclass(found, gymnasium.wrappers.RecordVideo) and not policy.allow_files:
        message = f"{name} writes files wherever the client says; start the server with"
        raise permission_denied(f"{message} `--allow-files`, or record frames in the client")
    return found


def load(entry_point: Any) -> Any:
    """Import what an entry point names."""
    return load_env_creator(entry_point) if isinstance(entry_point, str) else entry_point
