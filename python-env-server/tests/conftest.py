"""What the tests share."""

from __future__ import annotations

import os

# Before pygame is imported by an environment: no window, no greeting.
os.environ["SDL_VIDEODRIVER"] = "dummy"
os.environ["PYGAME_HIDE_SUPPORT_PROMPT"] = "1"

from collections.abc import Iterator

import pytest

import tests.environments  # noqa: F401 - registers them
from gymbridge_server.catalog import import_plugins
from tests.driver import Driver

import_plugins()


@pytest.fixture
def driver() -> Iterator[Driver]:
    driver = Driver()
    yield driver
    driver.close()
