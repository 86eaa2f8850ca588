"""What one environment does to its process is no matter of the others in it."""

from __future__ import annotations

import warnings

import pytest

from tests.driver import Driver


@pytest.mark.parametrize("resets", [False, True])
def test_an_environment_that_turns_warnings_into_errors_does_so_for_nobody_else(
    driver: Driver, resets: bool
) -> None:
    strict = Driver()
    with warnings.catch_warnings():
        warnings.simplefilter("default")
        driver.make("tests.returns:Warns-v0")
        driver.reset()
        strict.make("tests.returns:Strict-v0")
        if resets:
            strict.reset()
        with pytest.warns(UserWarning, match="beware"):
            driver.step(0)
    strict.close()
