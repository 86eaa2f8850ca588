"""What is said of arguments that environments and wrappers do not take."""

from __future__ import annotations

import inspect
from typing import Any

import gymnasium
import pytest

from gymbridge_server.signatures import refused_arguments, signature_of, unknown_argument
from tests.driver import Driver
from tests.test_making import refused


class Parent(gymnasium.Env[Any, Any]):
    def __init__(self, size: int = 3, render_mode: str | None = None) -> None: ...


class Child(Parent):
    def __init__(self, colour: str, **kwargs: Any) -> None: ...


class Open(gymnasium.Env[Any, Any]):
    def __init__(self, first: Any = (1, 2), **kwargs: Any) -> None: ...


def test_what_is_passed_on_is_taken_too() -> None:
    signature = signature_of(Child)
    assert signature.unknown({"colour": "red", "size": 1, "sise": 2}) == ["sise"]
    assert str(signature) == "colour: str, size: int = 3"


def test_what_takes_anything_is_not_held_to_a_list() -> None:
    assert signature_of(Open).unknown({"anything": 1}) == []
    assert str(signature_of(Open)).endswith("...")
    assert str(signature_of(lambda **rest: rest)) == "any arguments"


def test_lists_become_tuples_where_tuples_are_wanted() -> None:
    def function(
        a: tuple[int, int], b: list[int], c: Any = (1,), d: int | tuple[int, ...] = 0
    ) -> None: ...

    given = {"a": [1, [2]], "b": [1], "c": [3], "d": [4]}
    assert signature_of(function).fitted(given) == {"a": (1, (2,)), "b": [1], "c": (3,), "d": (4,)}


def test_a_misspelt_argument_comes_with_its_value_and_what_was_meant() -> None:
    assert unknown_argument("X-v0", "sise", 4, signature_of(Parent)) == (
        'X-v0 takes no argument "sise" (given 4); did you mean "size"?; it takes size: int = 3'
    )


def test_what_python_says_of_arguments_is_put_in_words() -> None:
    signature = signature_of(Open)
    raised = TypeError("f() got an unexpected keyword argument 'x'")
    assert 'takes no argument "x" (given 1)' in refused_arguments("X", {"x": 1}, raised, signature)
    raised = TypeError("f() missing 1 required positional argument: 'size'")
    assert "X needs the argument 'size'; it takes" in refused_arguments("X", {}, raised, signature)
    raised = ValueError("no")  # type: ignore[assignment]
    said = refused_arguments("X", {"x": "#f00"}, raised, signature)
    assert said.startswith("X cannot be made with x='#f00': ValueError: no; it takes first")


def test_what_an_environment_raises_when_it_is_made_comes_with_its_line() -> None:
    def ask() -> None:
        raise EOFError

    with pytest.raises(EOFError) as caught:
        ask()
    said = refused_arguments("X", {"x": 1}, caught.value, signature_of(Open))
    line = ask.__code__.co_firstlineno + 1
    assert f"at test_signatures.py:{line}; nobody can answer here" in said


class TestOverASession:
    def test_of_an_environment(self) -> None:
        error = refused("CartPole-v1", kwargs={"reward": 1})
        assert error.code == "INVALID_ARGUMENT"
        assert 'CartPole-v1 takes no argument "reward" (given 1)' in error.message
        assert "it takes sutton_barto_reward: bool = False" in error.message

    def test_of_its_own_vector(self) -> None:
        error = refused("CartPole-v1", kwargs={"x": 1}, num_envs=2, vectorization=3)
        assert 'CartPole-v1 takes no argument "x"' in error.message

    @pytest.mark.parametrize("num_envs", [None, 2])
    def test_of_a_wrapper(self, num_envs: int | None) -> None:
        wrappers = [("ResizeObservation", {"shap": [8, 8]})]
        error = refused("CarRacing-v3", wrappers=wrappers, num_envs=num_envs)
        assert error.code == "INVALID_ARGUMENT"
        assert 'the wrapper "ResizeObservation" takes no argument "shap"' in error.message
        assert 'did you mean "shape"?' in error.message

    def test_a_wrapper_that_does_not_fit_the_environment(self) -> None:
        error = refused("CartPole-v1", wrappers=[("ResizeObservation", {"shape": [8, 8]})])
        assert error.code == "INVALID_ARGUMENT"
        assert 'the wrapper "ResizeObservation" cannot be made with shape=[8, 8]' in error.message

    def test_lists_reach_a_wrapper_as_tuples(self, driver: Driver) -> None:
        made = driver.make("CarRacing-v3", wrappers=[("ResizeObservation", {"shape": [8, 9]})])
        assert list(made.observation_space.box.shape) == [8, 9, 3]


def test_the_signature_of_what_has_none_is_open() -> None:
    class Strange:
        __signature__ = "none"

        def __call__(self) -> None: ...

    with pytest.raises(TypeError):
        inspect.signature(Strange())
    assert signature_of(Strange()).is_open
