"""Modules that clients name, and what registers environments in them."""

from __future__ import annotations

import importlib
import inspect
import sys
from types import ModuleType

import gymnasium
from gymnasium.envs.registration import registry

from gymbridge_server.errors import invalid_argument, missing_dependency
from gymbridge_server.limits import Policy
from gymbridge_server.neighbours import let_warnings_be_warnings
from gymbridge_server.permissions import require_allowed
from gymbridge_server.raised import ENVIRONMENT_EXCEPTIONS, describe, place_of, traceback_end
from gymbridge_server.specs import point_to_text

_MOST_SHOWN = 8

# By module, what came into the registry when it was imported here.
_came_with: dict[str, frozenset[str]] = {}


def import_named(module: str, named: str, policy: Policy) -> ModuleType:
    """Import the module that a client named in an id or a wrapper.

    Raises:
        RequestError: if that is not allowed, or cannot be done
    """
    require_allowed(module, policy)
    before = frozenset(registry)
    try:
        imported = importlib.import_module(module)
    except ModuleNotFoundError as e:
        if e.name and f"{module}.".startswith(f"{e.name}."):
            searched = ", ".join(path or "." for path in sys.path if not path.endswith(".zip"))
            raise missing_dependency(f'"{named}"', e, None, f" (searched: {searched})") from e
        raise missing_dependency(f'the module "{module}"', e, None) from e
    except ImportError as e:
        raise missing_dependency(f'the module "{module}"', e, None, place_of(e)) from e
    except ENVIRONMENT_EXCEPTIONS as e:
        message = f'the module "{module}" of "{named}" raised {describe(e)} when it was imported'
        error = invalid_argument(f"{message}{place_of(e)}; mend it")
        error.detail = traceback_end(e)
        raise error from e
    finally:
        let_warnings_be_warnings()
    _came_with.setdefault(module, frozenset(registry) - before)
    return imported


def instead_of(name: str, module: str) -> str:
    """Say what a module has where it registers no environment ``name``."""
    found = getattr(sys.modules.get(module), name, None)
    ids = registered_by(module)
    says = f'the module "{module}" registers {", ".join(ids[:_MOST_SHOWN]) or "no environment"}'
    if not inspect.isclass(found) or not issubclass(found, gymnasium.Env):
        return says
    own = [each for each in ids if point_to_text(registry[each].entry_point) == _point(found)]
    if own:
        return f'"{name}" is a class there and no id; it is registered as {module}:{own[0]}'
    mend = f'register it there: gymnasium.register("{name}-v0", "{module}:{name}")'
    return f'"{name}" is a class there and no id; {says}; {mend}'


def registered_by(module: str) -> list[str]:
    """Name the environments that came with a module, or lie in its package."""
    package = module.partition(".")[0]
    came = _came_with.get(module, frozenset())
    return [
        environment_id
        for environment_id, spec in registry.items()
        if environment_id in came
        or (point_to_text(spec.entry_point) or point_to_text(spec.vector_entry_point))
        .partition(":")[0]
        .partition(".")[0]
        == package
    ]


def _point(found: type) -> str:
    return f"{found.__module__}:{found.__qualname__}"
