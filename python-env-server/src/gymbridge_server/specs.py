"""What the registry says of an environment, as it travels."""

from __future__ import annotations

from gymnasium.envs.registration import EnvSpec

from gymbridge_server._generated import session_pb2
from gymbridge_server.data import map_to_proto


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


def point_to_text(entry_point: object) -> str:
    """Name an entry point, which may be a function, as ``module:name``."""
    if entry_point is None:
        return ""
    if isinstance(entry_point, str):
        return entry_point
    module = getattr(entry_point, "__module__", "")
    name = getattr(entry_point, "__qualname__", "") or repr(entry_point)
    return f"{module}:{name}"
