"""What is registered: specs, their description, and what the server can."""

from __future__ import annotations

import contextlib
import importlib
import importlib.util
import platform
import re
from collections.abc import Callable
from importlib import metadata
from typing import Any, Final

import gymnasium
import numpy as np
from gymnasium.envs.registration import (
    EnvSpec,
    find_highest_version,
    get_env_id,
    parse_env_id,
    registry,
)

from gymbridge_server import PROTOCOL_VERSION, __version__
from gymbridge_server._generated import service_pb2, session_pb2
from gymbridge_server.data import map_to_proto
from gymbridge_server.errors import (
    ENVIRONMENT_EXCEPTIONS,
    UNKNOWN_ID,
    RequestError,
    describe,
    invalid_argument,
    missing_dependency,
    permission_denied,
    unknown_environment,
)
from gymbridge_server.limits import Limits, Policy
from gymbridge_server.spaces import space_to_proto

# Extra of this package -> module whose presence means that it is installed.
EXTRAS: Final = {
    "atari": "ale_py",
    "box2d": "Box2D",
    "classic-control": "pygame",
    "mujoco": "mujoco",
    "shimmy": "shimmy",
    "toy-text": "pygame",
}

# Where environments lie -> extra that they need.
_EXTRA_OF_MODULE: Final = {
    "ale_py": "atari",
    "gymnasium.envs.box2d": "box2d",
    "gymnasium.envs.classic_control": "classic-control",
    "gymnasium.envs.mujoco": "mujoco",
    "gymnasium.envs.toy_text": "toy-text",
    "shimmy": "shimmy",
}
_EXTRA_OF_NAMESPACE: Final = {"ALE": "atari"}
_EXTRA_OF_NAME: Final = {"GymV21Environment": "shimmy", "GymV26Environment": "shimmy"}

# Longer ones come from nobody who wants an environment, and Gymnasium's search for what may have
# been meant would take seconds for them.
_LONGEST_NAME: Final = 256

# What the makers of environments call arguments that name a file of the server.
_FILE_ARGUMENTS: Final = {"gymnasium.envs.mujoco": "xml_file"}
_PLAIN_FILE_NAME: Final = re.compile(r"\w[\w.-]*", re.ASCII)

_SHIMMY_NAMES: Final = frozenset(_EXTRA_OF_NAME)

# Packages that register their environments when they are imported, without a plugin of Gymnasium.
_REGISTERING_MODULES: Final = ("ale_py", "shimmy")


def import_plugins() -> None:
    """Import the installed packages that register environments."""
    for module in _REGISTERING_MODULES:
        if importlib.util.find_spec(module) is not None:
            with contextlib.suppress(ImportError):
                importlib.import_module(module)


def find_spec(environment_id: str, policy: Policy) -> EnvSpec:
    """Find what ``Name-v1``, ``Name`` (the newest), ``Space/Name-v1`` or ``module:Name`` names.

    Raises:
        RequestError: if it is unknown, or its module is not allowed or cannot be imported
    """
    require_short(environment_id, "id")
    module, colon, name = environment_id.rpartition(":")
    if colon:
        _import_module(module, environment_id, policy)
    try:
        spec = registry.get(name) or _newest(name)
        return gymnasium.spec(name) if spec is None else spec
    except UNKNOWN_ID as e:
        extra = _missing_extra(name)
        if extra is not None:
            raise missing_dependency(environment_id, "it is not installed", extra) from e
        raise unknown_environment(environment_id, e, _newest_id(name)) from e
    except (gymnasium.error.Error, ValueError) as e:  # ValueError: a version of too many digits.
        raise unknown_environment(environment_id, e) from e


def _import_module(module: str, environment_id: str, policy: Policy) -> None:
    require_allowed(module, policy)
    try:
        importlib.import_module(module)
    except ImportError as e:
        message = f'the module of "{environment_id}" cannot be imported by the server'
        raise missing_dependency(message, e, None) from e
    except ENVIRONMENT_EXCEPTIONS as e:
        message = f'the module of "{environment_id}" raised {describe(e)} when it was imported'
        raise invalid_argument(message) from e


def require_short(name: str, what: str) -> None:
    """Refuse a name that is none, before anything is searched for or said of it."""
    if len(name) > _LONGEST_NAME:
        message = f"the {what} must have at most {_LONGEST_NAME} characters, got {len(name)}"
        raise invalid_argument(message)


def require_allowed(module: str, policy: Policy) -> None:
    """Refuse a module that the server was not told to trust."""
    if not all(part.isidentifier() for part in module.split(".")):
        message = f"the module {module!r} may not be named by a client: it is no dotted name"
        raise permission_denied(f"{message} such as my_package.my_module")
    if not policy.allows_module(module):
        allowed = ", ".join(sorted(policy.allowed_modules)) or "none"
        message = (
            f'the module "{module}" may not be named by a client (allowed: {allowed}); '
            f"start the server with `--allow-module {module}`"
        )
        raise permission_denied(message)


def check_nested_id(spec: EnvSpec, kwargs: dict[str, Any], policy: Policy) -> None:
    """Hold the ids that Shimmy passes on to gym to the same rule: they may name a module too."""
    if spec.name not in _SHIMMY_NAMES:
        return
    nested = kwargs.get("env_id")
    if isinstance(nested, str):
        require_short(nested, "env_id")
        module, colon, _ = nested.rpartition(":")
        if colon:
            require_allowed(module, policy)
    more = kwargs.get("make_kwargs")
    if isinstance(more, dict):
        check_nested_id(spec, more, policy)


def check_file_arguments(spec: EnvSpec, kwargs: dict[str, Any], policy: Policy) -> None:
    """Refuse arguments that name a file anywhere on this machine, unless that is allowed.

    Raises:
        RequestError: PERMISSION_DENIED
    """
    entry_point = point_to_text(spec.entry_point)
    for package, argument in _FILE_ARGUMENTS.items():
        if policy.allow_files or argument not in kwargs or not entry_point.startswith(package):
            continue
        if not _PLAIN_FILE_NAME.fullmatch(str(kwargs[argument])):
            message = f'the argument "{argument}" of {spec.id} names a file of the server'
            mend = "take one that comes with it, by its name alone, or start the server with"
            raise permission_denied(f"{message}; {mend} `--allow-files`")


def _newest(name: str) -> EnvSpec | None:
    newest = _newest_id(name) if parse_env_id(name)[2] is None else None
    return None if newest is None else registry[newest]


def _newest_id(name: str) -> str | None:
    namespace, bare, _ = parse_env_id(name)
    newest = find_highest_version(namespace, bare)
    return None if newest is None else get_env_id(namespace, bare, newest)


def _missing_extra(name: str) -> str | None:
    """Find the extra that would register ``name``, if it is one and is not installed."""
    try:
        namespace, bare, _ = parse_env_id(name)
    except gymnasium.error.Error:
        return None
    extra = _EXTRA_OF_NAMESPACE.get(namespace or "") or _EXTRA_OF_NAME.get(bare)
    return None if extra is None or extra in installed_extras() else extra


def extra_of(spec: EnvSpec) -> str | None:
    """Find the extra of this package that brings what an environment needs."""
    entry_point = point_to_text(spec.entry_point) or point_to_text(spec.vector_entry_point)
    for module, extra in _EXTRA_OF_MODULE.items():
        if entry_point.partition(":")[0].startswith(module):
            return extra
    return None


def installed_extras() -> list[str]:
    """Name the extras of which the packages are there."""
    return [name for name, module in EXTRAS.items() if importlib.util.find_spec(module) is not None]


def point_to_text(entry_point: object) -> str:
    """Name an entry point, which may be a function, as ``module:name``."""
    if entry_point is None:
        return ""
    if isinstance(entry_point, str):
        return entry_point
    module = getattr(entry_point, "__module__", "")
    name = getattr(entry_point, "__qualname__", "") or repr(entry_point)
    return f"{module}:{name}"


def spec_to_proto(spec: EnvSpec, message: session_pb2.EnvironmentSpec) -> None:
    """Describe what the registry says of an environment."""
    message.id = spec.id
    message.entry_point = point_to_text(spec.entry_point)
    if spec.reward_threshold is not None:
        message.reward_threshold = float(spec.reward_threshold)
    message.nondeterministic = bool(spec.nondeterministic)
    if spec.max_episode_steps is not None and spec.max_episode_steps >= 0:
        message.max_episode_steps = int(spec.max_episode_steps)
    message.order_enforce = bool(spec.order_enforce)
    message.disable_env_checker = bool(spec.disable_env_checker)
    map_to_proto(spec.kwargs, message.kwargs)
    message.vector_entry_point = point_to_text(spec.vector_entry_point)
    message.additional_wrappers.extend(wrapper.name for wrapper in spec.additional_wrappers)


def list_environments(
    request: service_pb2.ListEnvironmentsRequest,
    is_wanted: Callable[[], bool] = lambda: True,
) -> service_pb2.ListEnvironmentsResponse:
    """List what can be made by id.

    Args:
        request: the filter, and whether to make each environment for its spaces
        is_wanted: asked before each environment is made; the list ends there when it says no
    """
    response = service_pb2.ListEnvironmentsResponse()
    wanted = request.filter.casefold()
    for environment_id in sorted(registry):
        if wanted not in environment_id.casefold():
            continue
        if not is_wanted():
            break
        spec = registry[environment_id]
        listed = response.environments.add()
        spec_to_proto(spec, listed.spec)
        if request.with_spaces:
            _add_spaces(spec, listed)
    return response


def _add_spaces(spec: EnvSpec, listed: service_pb2.ListedEnvironment) -> None:
    try:
        environment = gymnasium.make(spec)
    except (ImportError, gymnasium.error.DependencyNotInstalled) as e:
        listed.problem = missing_dependency(spec.id, e, extra_of(spec)).message
        return
    except ENVIRONMENT_EXCEPTIONS as e:
        listed.problem = describe(e)
        return
    try:
        observation = space_to_proto(environment.observation_space)
        action = space_to_proto(environment.action_space)
        listed.observation_space.CopyFrom(observation)
        listed.action_space.CopyFrom(action)
    except RequestError as e:
        listed.problem = e.message
    finally:
        with contextlib.suppress(*ENVIRONMENT_EXCEPTIONS):
            environment.close()


def server_info(limits: Limits) -> service_pb2.GetServerInfoResponse:
    """Say what this server is, what it can and what it allows."""
    return service_pb2.GetServerInfoResponse(
        protocol_version=PROTOCOL_VERSION,
        server_version=__version__,
        gymnasium_version=metadata.version("gymnasium"),
        python_version=platform.python_version(),
        numpy_version=np.__version__,
        capabilities=installed_extras(),
        numbered_replies=True,
        limits=service_pb2.Limits(
            max_sessions=limits.max_sessions,
            max_envs_per_session=limits.max_envs_per_session,
            max_message_bytes=limits.max_message_bytes,
            max_idle_seconds=limits.max_idle_seconds,
            max_step_seconds=limits.max_step_seconds,
            max_make_seconds=limits.max_make_seconds,
            max_silence_seconds=limits.max_silence_seconds,
        ),
    )
