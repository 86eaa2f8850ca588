"""How to make the environments of one request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import gymnasium
from gymnasium.envs.registration import EnvSpec
from gymnasium.vector import AutoresetMode, VectorEnv

from gymbridge_server._generated import session_pb2
from gymbridge_server.arguments import Wrap, load
from gymbridge_server.errors import RequestError, invalid_argument
from gymbridge_server.gathering import AsyncVector, SyncVector
from gymbridge_server.made import close_quietly, has_dynamic_part
from gymbridge_server.raised import ENVIRONMENT_EXCEPTIONS
from gymbridge_server.returned import CheckedEnvironment, CheckedVector, with_carried_spaces
from gymbridge_server.signatures import signature_of
from gymbridge_server.sizes import check_size
from gymbridge_server.spaces import space_to_proto
from gymbridge_server.words import shown

# A vector entry point counts steps in an int32 and knows no other way to say "no limit".
_NO_VECTOR_LIMIT: Final = 2**31 - 1

Environment = gymnasium.Env[Any, Any]


class NoFurtherError(Exception):
    """The first of some environments could be made, and one more could not; the cause says why."""

    def __init__(self, made: int, wanted: int) -> None:
        super().__init__(f"{made} of {wanted} environments could be made")
        self.made = made


@dataclass(frozen=True)
class Recipe:
    """Makes one environment, or a vector, as often as asked.

    It is pickled for the processes of an ASYNC vector.

    Attributes:
        spec: of the registry
        arguments: of ``gymnasium.make``
        wrappers: from the innermost to the outermost
        num_envs: in a vector; 1 for an environment alone
        max_bytes: that the observations of all may take together; 0 for no limit
    """

    spec: EnvSpec
    arguments: dict[str, Any]
    wrappers: tuple[Wrap, ...]
    num_envs: int
    max_bytes: int

    def single(self) -> CheckedEnvironment:
        """Make an environment."""
        return self._checked(self.spec.id, keep=False)

    def sync(self, mode: AutoresetMode) -> VectorEnv:
        """Make a vector of environments in this process."""
        made: list[Environment] = []
        try:
            for i in range(self.num_envs):
                made.append(self._member(i))
                self._check_alike(made[0], made[i], i)
            # Observations are written to the reply before the next step, so that no copy is needed.
            return SyncVector([_Given(each) for each in made], autoreset_mode=mode, copy=False)
        except ENVIRONMENT_EXCEPTIONS as e:
            for each in made:
                close_quietly(each)
            if 0 < len(made) < self.num_envs and not isinstance(e, RequestError):
                raise NoFurtherError(len(made), self.num_envs) from e
            raise

    def in_processes(self, mode: AutoresetMode) -> VectorEnv:
        """Make a vector of environments in a process each."""
        first = _First(self, self._member(0))
        space = first.environment.observation_space
        try:
            return AsyncVector(
                [first, *(_Member(self, i) for i in range(1, self.num_envs))],
                autoreset_mode=mode,
                copy=False,
                # The server has threads; a fork of it may hang.
                context="spawn",
                shared_memory=not has_dynamic_part(space),
            )
        except ENVIRONMENT_EXCEPTIONS:
            close_quietly(first.environment)
            raise

    def own_vector(self, mode: AutoresetMode | None) -> VectorEnv:
        """Make the vectorised implementation that the environment has itself."""
        arguments = dict(self.arguments)
        if arguments.get("max_episode_steps") == -1:
            arguments["max_episode_steps"] = _NO_VECTOR_LIMIT
        takes = signature_of(load(self.spec.vector_entry_point)).parameters
        if mode is not None and "autoreset_mode" in takes:
            arguments["autoreset_mode"] = mode
        vector = gymnasium.make_vec(
            self.spec,
            num_envs=self.num_envs,
            vectorization_mode="vector_entry_point",
            **arguments,
        )
        return CheckedVector(vector, self.spec.id)

    def _check_alike(self, first: Environment, other: Environment, index: int) -> None:
        for name in ("observation_space", "action_space"):
            wanted, got = getattr(first, name), getattr(other, name)
            if wanted != got:
                message = (
                    f"environment {index} of {self.num_envs} {self.spec.id} has the {name} "
                    f"{shown(got)}, environment 0 {shown(wanted)}; all of a vector have the same: "
                    "mend what decides it in __init__, or ask for one environment"
                )
                raise RequestError(session_pb2.ERROR_CODE_UNSUPPORTED_SPACE, message)

    def _member(self, index: int, *, elsewhere: bool = False) -> CheckedEnvironment:
        name = f"environment {index} of {self.num_envs} {self.spec.id}"
        return self._checked(name, keep=True, elsewhere=elsewhere)

    def _checked(self, name: str, *, keep: bool, elsewhere: bool = False) -> CheckedEnvironment:
        # What Gymnasium's checker looks at once and warns of, CheckedEnvironment refuses each time.
        arguments = {"disable_env_checker": True, **self.arguments}
        environment: Environment = gymnasium.make(self.spec, **arguments)
        try:
            environment = with_carried_spaces(environment)
            for wrap in self.wrappers:
                environment = with_carried_spaces(wrap(environment))
            self._check_declared(environment)
            check_size(environment.observation_space, self.num_envs, self.max_bytes)
            checked = CheckedEnvironment(environment, name, keep=keep, elsewhere=elsewhere)
            space_to_proto(checked.observation_space)
        except ENVIRONMENT_EXCEPTIONS:
            close_quietly(environment)
            raise
        return checked

    def _check_declared(self, environment: Environment) -> None:
        for name in ("observation_space", "action_space"):
            space = getattr(environment, name, None)
            if not isinstance(space, gymnasium.Space):
                raise _no_space(self.spec.id, name, space)
        reward = getattr(environment.unwrapped, "reward_space", None)
        shape = getattr(reward, "shape", None) or ()
        # A wrapper may make one number of it.
        if not self.wrappers and any(length != 1 for length in shape):
            message = (
                f"{self.spec.id} rewards with several numbers (its reward_space is "
                f"{shown(reward)}); an agent learns from one: wrap it so that they are weighed, "
                "as with mo_gymnasium.wrappers:LinearReward"
            )
            raise invalid_argument(message)


def _no_space(environment_id: str, name: str, space: object) -> RequestError:
    kind = f"{type(space).__module__}.{type(space).__qualname__}"
    message = f"the {name} of {environment_id} is {shown(space)} of type {kind}"
    mend = "set one of gymnasium.spaces, such as Box or Discrete, in its __init__"
    return RequestError(session_pb2.ERROR_CODE_UNSUPPORTED_SPACE, f"{message}; {mend}")


@dataclass(frozen=True)
class _Given:
    """Hands over an environment that is made already."""

    environment: Environment

    def __call__(self) -> Environment:
        return self.environment


@dataclass(frozen=True)
class _Member:
    """Makes an environment of a vector, in a process of its own."""

    recipe: Recipe
    index: int

    def __call__(self) -> Environment:
        return self.recipe._member(self.index, elsewhere=True)  # noqa: SLF001 - a part of the recipe


@dataclass(frozen=True)
class _First:
    """Hands over the environment whose spaces a vector takes, and makes it anew in its process."""

    recipe: Recipe
    environment: Environment

    def __call__(self) -> Environment:
        return self.environment

    def __reduce__(self) -> tuple[Any, ...]:
        return _Member, (self.recipe, 0)
