"""What can be made, and what cannot."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from gymnasium.envs.registration import EnvSpec, registry

import gymbridge_server.rendering
from gymbridge_server import extras
from gymbridge_server._generated import service_pb2
from gymbridge_server.errors import RequestError
from gymbridge_server.limits import Limits, Policy
from gymbridge_server.listing import add_spaces_here, list_environments
from gymbridge_server.server_info import server_info
from tests.driver import Driver, ReplyError, same

SCRIPTED = "Scripted-v2"


def refused(environment_id: str, policy: Policy | None = None, **fields: Any) -> ReplyError:
    driver = Driver() if policy is None else Driver(policy)
    with pytest.raises(ReplyError) as caught:
        driver.make(environment_id, **fields)
    driver.close()
    return caught.value


class TestIds:
    def test_without_a_version_the_newest_is_made(self, driver: Driver) -> None:
        assert driver.make("Scripted").spec.id == "Scripted-v2"

    def test_an_older_version_can_be_made(self, driver: Driver) -> None:
        assert driver.make("Scripted-v1").spec.id == "Scripted-v1"

    def test_a_module_is_imported_if_it_is_allowed(self, driver: Driver) -> None:
        assert driver.make("tests.environments:Scripted-v2").spec.id == SCRIPTED

    @pytest.mark.parametrize("environment_id", ["os:Scripted-v2", "testsx:Scripted-v2"])
    def test_no_other_module_is_imported(self, environment_id: str) -> None:
        error = refused(environment_id)
        assert error.code == "PERMISSION_DENIED"
        assert "--allow-module" in error.message

    def test_an_allowed_module_that_is_missing(self) -> None:
        policy = Policy(allowed_modules=frozenset({"package_that_is_missing"}))
        error = refused("package_that_is_missing:X-v0", policy)
        assert error.code == "MISSING_DEPENDENCY"
        assert f"the Python of the server, {sys.executable}, has not" in error.message
        assert f"{sys.executable} -m pip install package_that_is_missing" in error.message
        assert f"searched: {sys.path[0]}" in error.message

    @pytest.mark.parametrize(
        ("source", "told"),
        [
            ("x = (\n", "(broken.py, line 1) when it was imported; mend it"),
            ("\nx = 1 / 0\n", "division by zero when it was imported, at broken.py:2; mend it"),
        ],
    )
    def test_a_module_that_breaks_off_its_import(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str, told: str
    ) -> None:
        (tmp_path / "broken.py").write_text(source)
        monkeypatch.syspath_prepend(tmp_path)
        policy = Policy(allowed_modules=frozenset({"broken"}))
        assert refused("broken:X-v0", policy).message.endswith(told)

    @pytest.mark.parametrize(
        ("named", "hint"),
        [
            ("my-package:X-v0", 'that is how pip calls a package; its module may be "my_package"'),
            ("signs.py:X-v0", 'it is a file; name the module, "signs", and put its folder on'),
            ("/home/me/signs.py:X-v0", 'name the module, "signs", and put /home/me/ on PYTHONPATH'),
            ("my package:X-v0", "it is no dotted name"),
            (":X-v0", "it is no dotted name"),
        ],
    )
    def test_what_is_no_module_is_told_apart(self, named: str, hint: str) -> None:
        assert hint in refused(named).message

    def test_a_class_is_no_id(self) -> None:
        message = refused("tests.environments:EchoEnv").message
        assert "it is registered as tests.environments:Echo-v0" in message
        message = refused("tests.environments:OddSpace").message
        assert 'the module "tests.environments" registers Echo-v0, Scripted-v1' in message
        message = refused("tests.environments:Unregistered").message
        assert 'gymnasium.register("Unregistered-v0", "tests.environments:Unregistered")' in message

    def test_a_module_that_needs_another(self) -> None:
        error = refused("tests.needy:X-v0")
        assert error.code == "MISSING_DEPENDENCY"
        assert 'the module "tests.needy" needs' in error.message
        assert "-m pip install another_package_that_is_missing" in error.message

    def test_a_module_that_raises(self) -> None:
        error = refused("tests.raising:X-v0")
        assert 'the module "tests.raising" of "tests.raising:X-v0" raised' in error.message
        assert "ZeroDivisionError: division by zero" in error.message
        assert "at raising.py:3" in error.message

    @pytest.mark.parametrize(
        ("environment_id", "hint"),
        [
            ("CartPole-v9", 'did you mean "CartPole-v1"?'),
            ("cartpole-v1", "Did you mean: `CartPole`?"),
            ("CartPol-v1", "Did you mean: `CartPole`?"),
            ("nowhere/X-v0", "Namespace nowhere not found"),
            ("", "Malformed"),
            ("a b c", "Malformed"),
        ],
    )
    def test_an_unknown_id_comes_with_a_suggestion(self, environment_id: str, hint: str) -> None:
        error = refused(environment_id)
        assert error.code == "UNKNOWN_ENVIRONMENT"
        assert hint in error.message
        assert error.session_continues


@pytest.mark.parametrize("num_envs", [2, 5])
def test_a_second_one_of_what_there_is_one_of(num_envs: int) -> None:
    error = refused("Single-v0", num_envs=num_envs)
    assert error.code == "ENVIRONMENT_RAISED"
    assert "raised ConnectionRefusedError: the robot is in use in make, at env" in error.message
    told = f"; 1 of {num_envs} environments could be made; where there can be no more, ask for"
    assert error.message.endswith(f"{told} that many (`--num-envs 1`)")
    driver = Driver()
    assert driver.make("Single-v0", num_envs=1).num_envs == 1  # The first one was closed.
    driver.close()


def test_a_vector_whose_environments_have_other_spaces_than_the_first() -> None:
    error = refused("Growing-v0", num_envs=3)
    assert error.code == "UNSUPPORTED_SPACE"
    assert "environment 1 of 3 Growing-v0 has the action_space Discrete(" in error.message
    assert "mend what decides it in __init__, or ask for one environment" in error.message


class TestMissingPackages:
    def test_a_namespace_that_an_extra_brings(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(extras, "installed_extras", list)
        for key in [key for key in registry if key.startswith("ALE/")]:
            monkeypatch.delitem(registry, key)
        error = refused("ALE/Pong-v5")
        assert error.code == "MISSING_DEPENDENCY"
        assert "--server-extras atari" in error.message
        assert f"{sys.executable} -m pip install 'gymbridge-server[atari]'" in error.message

    def test_a_package_that_an_extra_brings(self, monkeypatch: pytest.MonkeyPatch) -> None:
        # As where it is not installed.
        monkeypatch.setitem(sys.modules, "Box2D", None)
        for name in list(sys.modules):
            if name.startswith("gymnasium.envs.box2d"):
                monkeypatch.delitem(sys.modules, name)
        error = refused("LunarLander-v3")
        assert error.code == "MISSING_DEPENDENCY"
        assert "--server-extras box2d" in error.message

    def test_a_package_of_somebody_else(self) -> None:
        error = refused("NeedsPackage-v0")
        assert error.code == "MISSING_DEPENDENCY"
        assert "package_that_is_missing" in error.message


class TestArguments:
    def test_arguments_reach_the_environment(self, driver: Driver) -> None:
        driver.make("FrozenLake-v1", kwargs={"desc": ["SF", "FG"], "is_slippery": False})
        assert driver.made.observation_space.discrete.n == 4

    def test_an_unknown_argument_is_named(self) -> None:
        error = refused(SCRIPTED, kwargs={"lenght": 3})
        assert error.code == "INVALID_ARGUMENT"
        assert "lenght" in error.message

    @pytest.mark.parametrize("key", ["render_mode", "num_envs", "max_episode_steps", "id"])
    def test_what_has_a_field_of_its_own_is_no_argument(self, key: str) -> None:
        error = refused(SCRIPTED, kwargs={key: 1})
        assert error.code == "INVALID_ARGUMENT"
        assert f"the field {key} of a request" in error.message

    def test_an_environment_that_cannot_be_made(self) -> None:
        error = refused(SCRIPTED, kwargs={"raises_in": "make"})
        assert error.code == "INVALID_ARGUMENT"
        assert "RuntimeError: cannot be made" in error.message
        assert "Traceback" in error.detail

    def test_a_space_that_cannot_travel(self) -> None:
        assert refused("Odd-v0").code == "UNSUPPORTED_SPACE"

    def test_another_protocol_version(self, driver: Driver) -> None:
        with pytest.raises(ReplyError) as caught:
            driver.ask(make={"protocol_version": 2, "id": SCRIPTED})
        assert caught.value.code == "PROTOCOL_MISMATCH"
        assert not caught.value.session_continues
        assert driver.session.over

    @pytest.mark.parametrize(("limit", "length"), [(2, 2), (None, 500), (0, 1_000)])
    def test_the_time_limit(self, driver: Driver, limit: int | None, length: int) -> None:
        # A car that does not push never arrives: only the limit ends an episode.
        made = driver.make("MountainCar-v0", max_episode_steps=limit)
        expected = {2: 2, None: 200, 0: None}[limit]
        assert (made.spec.HasField("max_episode_steps"), made.spec.max_episode_steps) == (
            expected is not None,
            expected or 0,
        )
        driver.reset(seed=1)
        steps = 0
        for _ in range(300):
            steps += 1
            if driver.step_plain(1)[3]:
                break
        assert steps == (expected or 300)


class TestWrappers:
    def test_the_last_is_the_outermost(self, driver: Driver) -> None:
        made = driver.make(
            "CartPole-v1",
            wrappers=[("TimeAwareObservation", {}), ("FrameStackObservation", {"stack_size": 3})],
        )
        assert list(made.observation_space.box.shape) == [3, 5]
        assert list(made.spec.additional_wrappers) == [
            "TimeAwareObservation",
            "FrameStackObservation",
        ]

    def test_of_a_module_that_is_allowed(self, driver: Driver) -> None:
        driver.make(SCRIPTED, wrappers=[("tests.environments:Doubled", {})])
        driver.reset()
        assert same(driver.step_plain(0)[0], np.array([0.0, 2.0]))

    @pytest.mark.parametrize(
        ("name", "code", "text"),
        [
            ("TimeLimits", "INVALID_ARGUMENT", "did you mean TimeLimit?"),
            (
                "Nope",
                "INVALID_ARGUMENT",
                'no wrapper "Nope" in gymnasium.wrappers; one of your own',
            ),
            ("os:system", "PERMISSION_DENIED", "--allow-module os"),
            ("tests.environments:EchoEnv", "INVALID_ARGUMENT", "is no gymnasium.Wrapper"),
            ("tests.environments:Nothing", "INVALID_ARGUMENT", "no wrapper"),
            ("importlib", "INVALID_ARGUMENT", "is no gymnasium.Wrapper"),
            ("TimeLimit", "INVALID_ARGUMENT", "max_episode_steps"),
        ],
    )
    def test_what_cannot_wrap(self, name: str, code: str, text: str) -> None:
        error = refused(SCRIPTED, wrappers=[(name, {})])
        assert error.code == code
        assert text in error.message


class TestRenderModes:
    def test_a_mode_that_it_has_not(self) -> None:
        error = refused("CartPole-v1", render_mode="ascii")
        assert error.code == "INVALID_ARGUMENT"
        assert "human, rgb_array, rgb_array_list" in error.message

    @pytest.mark.parametrize("num_envs", [None, 2])
    def test_a_window_without_a_display(
        self, monkeypatch: pytest.MonkeyPatch, num_envs: int | None
    ) -> None:
        monkeypatch.setattr(gymbridge_server.rendering, "_HAS_DISPLAY", False)
        error = refused("CartPole-v1", render_mode="human", num_envs=num_envs)
        assert error.code == "INVALID_ARGUMENT"
        assert "needs a display" in error.message


class TestShimmy:
    def test_its_ids_may_not_name_a_module_either(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(
            registry,
            "GymV26Environment-v0",
            EnvSpec("GymV26Environment-v0", "tests.environments:EchoEnv"),
        )
        error = refused("GymV26Environment-v0", kwargs={"env_id": "os:X-v0"})
        assert error.code == "PERMISSION_DENIED"


class TestList:
    def list(self, text: str, with_spaces: bool = False) -> Any:
        request = service_pb2.ListEnvironmentsRequest(filter=text, with_spaces=with_spaces)
        return list_environments(request, Policy(), lambda: True, add_spaces_here).environments

    def test_it_is_sorted_and_filtered_without_regard_to_case(self) -> None:
        ids = [listed.spec.id for listed in self.list("POLE")]
        assert ids == sorted(ids)
        assert {"CartPole-v0", "CartPole-v1"} <= set(ids)
        assert all("pole" in i.lower() for i in ids)

    def test_spaces_come_when_asked_for(self) -> None:
        (without,) = self.list("MountainCar-v0")
        (with_spaces,) = self.list("MountainCar-v0", with_spaces=True)
        assert not without.HasField("action_space")
        assert with_spaces.action_space.discrete.n == 3
        assert with_spaces.observation_space.box.shape == [2]

    @pytest.mark.parametrize("name", ["NeedsPackage-v0", "Odd-v0"])
    def test_what_cannot_be_made_says_why(self, name: str) -> None:
        (listed,) = self.list(name, with_spaces=True)
        assert listed.problem
        assert not listed.HasField("observation_space")

    def test_it_lists_what_a_module_registers(self) -> None:
        request = service_pb2.ListEnvironmentsRequest(filter="gymnasium:pole", with_spaces=True)
        policy = Policy(allowed_modules=frozenset({"gymnasium"}))
        listed = list_environments(request, policy, lambda: True, add_spaces_here).environments
        assert "gymnasium:CartPole-v1" in [each.spec.id for each in listed]
        with pytest.raises(RequestError, match="allow"):
            list_environments(request, Policy(), lambda: True, add_spaces_here)

    def test_it_lists_what_a_module_registers_of_another_package(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "long_poles.py").write_text(
            "import gymnasium\n"
            "point = 'gymnasium.envs.classic_control:CartPoleEnv'\n"
            "gymnasium.register('LongPole-v0', point, max_episode_steps=900)\n"
        )
        monkeypatch.syspath_prepend(tmp_path)
        policy = Policy(allowed_modules=frozenset({"long_poles"}))
        request = service_pb2.ListEnvironmentsRequest(filter="long_poles:")
        for _ in range(2):  # It is imported once.
            listed = list_environments(request, policy, lambda: True, add_spaces_here).environments
            assert [each.spec.id for each in listed] == ["long_poles:LongPole-v0"]
        assert "registers LongPole-v0" in refused("long_poles:ShortPole-v0", policy).message
        registry.pop("LongPole-v0")

    def test_a_module_that_is_missing_is_named_as_it_was(self) -> None:
        request = service_pb2.ListEnvironmentsRequest(filter="package_that_is_missing:")
        policy = Policy(allowed_modules=frozenset({"package_that_is_missing"}))
        with pytest.raises(RequestError, match=r'^"package_that_is_missing" needs what'):
            list_environments(request, policy, lambda: True, add_spaces_here)

    def test_it_stops_when_nobody_waits_any_more(self) -> None:
        request = service_pb2.ListEnvironmentsRequest(with_spaces=True)
        assert not list_environments(request, Policy(), lambda: False, add_spaces_here).environments


def test_server_info_says_what_it_is_and_allows() -> None:
    info = server_info(Limits(max_sessions=3, max_message_bytes=5, max_idle_seconds=1.5))
    assert info.protocol_version == 1
    assert info.gymnasium_version.startswith("1.4")
    assert "classic-control" in info.capabilities
    assert (info.limits.max_sessions, info.limits.max_message_bytes) == (3, 5)
    assert info.limits.max_idle_seconds == 1.5
