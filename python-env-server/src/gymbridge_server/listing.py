"""The list of the environments that can be made by id."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

import gymnasium
from gymnasium.envs.registration import EnvSpec, registry

from gymbridge_server._generated import service_pb2
from gymbridge_server.errors import RequestError, missing_dependency
from gymbridge_server.extras import extra_of
from gymbridge_server.limits import Policy
from gymbridge_server.modules import import_named, registered_by
from gymbridge_server.raised import ENVIRONMENT_EXCEPTIONS, describe
from gymbridge_server.registry import import_declared
from gymbridge_server.spaces import carried, space_to_proto
from gymbridge_server.specs import spec_to_proto


def list_environments(
    request: service_pb2.ListEnvironmentsRequest,
    policy: Policy,
    is_wanted: Callable[[], bool],
    add_spaces: Callable[[EnvSpec, service_pb2.ListedEnvironment], None],
) -> service_pb2.ListEnvironmentsResponse:
    """List what can be made by id.

    Args:
        request: the filter, which may be ``module:`` or ``module:part`` for what that module
            registers, and whether to make each environment for its spaces
        policy: which modules may be imported
        is_wanted: asked before each environment is made; the list ends there when it says no
        add_spaces: makes an environment and fills in its spaces, or why that cannot be done

    Raises:
        RequestError: if the module is not allowed, or cannot be imported
    """
    module, colon, part = request.filter.rpartition(":")
    if colon:
        import_named(module, request.filter.removesuffix(":"), policy)
    else:
        import_declared()
    response = service_pb2.ListEnvironmentsResponse()
    wanted = part.casefold()
    for environment_id in sorted(registered_by(module) if colon else registry):
        if wanted not in environment_id.casefold():
            continue
        if not is_wanted():
            break
        spec = registry[environment_id]
        listed = response.environments.add()
        spec_to_proto(spec, listed.spec)
        listed.spec.id = f"{module}{colon}{environment_id}"
        if request.with_spaces:
            add_spaces(spec, listed)
    return response


def add_spaces_here(spec: EnvSpec, listed: service_pb2.ListedEnvironment) -> None:
    """Make an environment in this process, for its spaces."""
    try:
        environment = gymnasium.make(spec)
    except (ImportError, gymnasium.error.DependencyNotInstalled) as e:
        listed.problem = missing_dependency(spec.id, e, extra_of(spec)).message
        return
    except ENVIRONMENT_EXCEPTIONS as e:
        listed.problem = describe(e)
        return
    try:
        observation = space_to_proto(carried(environment.observation_space))
        action = space_to_proto(environment.action_space)
        listed.observation_space.CopyFrom(observation)
        listed.action_space.CopyFrom(action)
    except RequestError as e:
        listed.problem = e.message
    finally:
        with contextlib.suppress(*ENVIRONMENT_EXCEPTIONS):
            environment.close()
