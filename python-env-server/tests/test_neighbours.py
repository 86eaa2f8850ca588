"""What one environment does to its process is no matter of the others in it."""

from __future__ import annotations

import warnings
from collections.abc import Iterator

import pytest

from tests.driver import Driver, ReplyError


@pytest.fixture
def neighbour(driver: Driver) -> Iterator[Driver]:
    """Take a step of an environment that warns in each, when others were at work."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        driver.make("tests.returns:Warns-v0")
        driver.reset()
        yield driver
        driver.step(0)


@pytest.mark.parametrize("num_envs", [None, 2])
@pytest.mark.parametrize("where", ["make", "reset", "step", "render", "close"])
@pytest.mark.usefixtures("neighbour")
def test_an_environment_that_turns_warnings_into_errors_does_so_for_nobody_else(
    where: str, num_envs: int | None
) -> None:
    strict = Driver()
    strict.make(
        "tests.returns:Strict-v0", kwargs={"where": where}, num_envs=num_envs, render_mode="ansi"
    )
    if where != "make":
        strict.reset()
    if where == "step":
        strict.step(0 if num_envs is None else [0, 0])
    if where == "render":
        strict.render()
    if where == "close":
        strict.close()


@pytest.mark.usefixtures("neighbour")
def test_nor_does_a_module_that_then_fails() -> None:
    with pytest.raises(ReplyError, match="no robot is here"):
        Driver().make("tests.strict_and_broken:Broken-v0")
