"""The registry of Gymnasium: filling it, and finding in it what an id names."""

from __future__ import annotations

import contextlib
import functools
import importlib
import importlib.util
import itertools
import logging
from importlib import metadata
from typing import Final

import gymnasium
from gymnasium.envs.registration import (
    EnvSpec,
    find_highest_version,
    get_env_id,
    namespace,
    parse_env_id,
    registry,
)

from gymbridge_server.errors import UNKNOWN_ID, missing_dependency, unknown_environment
from gymbridge_server.extras import missing_extra
from gymbridge_server.limits import Policy
from gymbridge_server.modules import import_named, instead_of
from gymbridge_server.neighbours import let_warnings_be_warnings
from gymbridge_server.permissions import require_short
from gymbridge_server.raised import ENVIRONMENT_EXCEPTIONS, describe

_LOG = logging.getLogger(__name__)

_PLUGIN_GROUP: Final = "gymnasium.envs"

# Packages that register their environments when they are imported, without a plugin of Gymnasium.
_REGISTERING_MODULES: Final = ("ale_py", "shimmy")


def import_plugins() -> None:
    """Import the installed packages that register environments."""
    for module in _REGISTERING_MODULES:
        if importlib.util.find_spec(module) is not None:
            with contextlib.suppress(ImportError):
                importlib.import_module(module)


@functools.cache
def import_declared() -> None:
    """Let the installed packages register that declare an entry point ``gymnasium.envs`` for it.

    Some take seconds to import, so that this is done when an id is not found, or all are listed.
    """
    groups = [each for each in metadata.entry_points().groups if each.startswith(_PLUGIN_GROUP)]
    for entry_point in itertools.chain(*(metadata.entry_points(group=each) for each in groups)):
        is_root = "__root__" in (entry_point.name, entry_point.group.rpartition(".")[2])
        inside = contextlib.nullcontext() if is_root else namespace(entry_point.name)
        try:
            with inside:
                loaded = entry_point.load()
                if callable(loaded):
                    loaded()
        except ENVIRONMENT_EXCEPTIONS as e:
            _LOG.warning("the plugin %s cannot register: %s", entry_point.value, describe(e))
        finally:
            let_warnings_be_warnings()


def find_spec(environment_id: str, policy: Policy) -> EnvSpec:
    """Find what ``Name-v1``, ``Name`` (the newest), ``Space/Name-v1`` or ``module:Name`` names.

    Raises:
        RequestError: if it is unknown, or its module is not allowed or cannot be imported
    """
    require_short(environment_id, "id")
    module, colon, name = environment_id.rpartition(":")
    if colon:
        import_named(module, environment_id, policy)
    try:
        with contextlib.suppress(*UNKNOWN_ID):
            return _registered(name)
        import_declared()
        return _registered(name)
    except UNKNOWN_ID as e:
        extra = missing_extra(name)
        if extra is not None:
            raise missing_dependency(environment_id, "it is not installed", extra) from e
        hint = instead_of(name, module) if colon else ""
        raise unknown_environment(environment_id, e, _newest_id(name), hint) from e
    except (gymnasium.error.Error, ValueError) as e:  # ValueError: a version of too many digits.
        raise unknown_environment(environment_id, e) from e


def _registered(name: str) -> EnvSpec:
    spec = registry.get(name) or _newest(name)
    return gymnasium.spec(name) if spec is None else spec


def _newest(name: str) -> EnvSpec | None:
    newest = _newest_id(name) if parse_env_id(name)[2] is None else None
    return None if newest is None else registry[newest]


def _newest_id(name: str) -> str | None:
    namespace, bare, _ = parse_env_id(name)
    newest = find_highest_version(namespace, bare)
    return None if newest is None else get_env_id(namespace, bare, newest)
