"""What a client may name: ids, modules and files of the server's machine."""

from __future__ import annotations

import re
from typing import Any, Final

from gymnasium.envs.registration import EnvSpec

from gymbridge_server.errors import invalid_argument, permission_denied
from gymbridge_server.limits import Policy
from gymbridge_server.specs import point_to_text

# Longer ones come from nobody who wants an environment, and Gymnasium's search for what may have
# been meant would take seconds for them.
_LONGEST_NAME: Final = 256

# What the makers of environments call arguments that name a file of the server.
_FILE_ARGUMENTS: Final = {"gymnasium.envs.mujoco": "xml_file"}
_PLAIN_FILE_NAME: Final = re.compile(r"\w[\w.-]*", re.ASCII)

_SHIMMY_NAMES: Final = frozenset({"GymV21Environment", "GymV26Environment"})


def require_short(name: str, what: str) -> None:
    """Refuse a name that is none, before anything is searched for or said of it."""
    if len(name) > _LONGEST_NAME:
        message = f"the {what} must have at most {_LONGEST_NAME} characters, got {len(name)}"
        raise invalid_argument(message)


def require_allowed(module: str, policy: Policy) -> None:
    """Refuse a module that the server was not told to trust."""
    if not all(part.isidentifier() for part in module.split(".")) or module.endswith(".py"):
        raise permission_denied(f"the module {module!r} may not be named: {_no_module(module)}")
    if not policy.allows_module(module):
        allowed = ", ".join(sorted(policy.allowed_modules)) or "none"
        message = (
            f'the module "{module}" may not be named by a client (allowed: {allowed}); '
            f"start the server with `--allow-module {module}`"
        )
        raise permission_denied(message)


def _no_module(name: str) -> str:
    """Say what a name is that is no module's, and what would be one."""
    file = re.split(r"[/\\]", name)[-1]
    module = file.removesuffix(".py").replace("-", "_")
    if file != name or name.endswith(".py"):
        folder = name[: len(name) - len(file)] or "its folder"
        return f'it is a file; name the module, "{module}", and put {folder} on PYTHONPATH'
    if module.isidentifier() and module != name:
        return f'that is how pip calls a package; its module may be "{module}"'
    return "it is no dotted name such as my_package.my_module"


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
