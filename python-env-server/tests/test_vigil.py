"""How a lane's process waits."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from time import perf_counter_ns

import pytest

from gymbridge_server.lane.vigil import (
    EARNED_NANOS,
    LOST_NANOS,
    MOST_EARNED_NANOS,
    MOST_SLEEPS,
    NANOS,
    Vigil,
)


@pytest.fixture(name="ends")
def _ends() -> Iterator[tuple[socket.socket, socket.socket]]:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield ours, theirs


@pytest.fixture(name="vigil")
def _vigil(ends: tuple[socket.socket, socket.socket]) -> Vigil:
    return Vigil(ends[0])


def _sleeps_until_it_looks(vigil: Vigil) -> int:
    sleeps = 0
    while not vigil.begins():
        sleeps += 1
    return sleeps


def test_looks_as_long_as_it_may_where_nothing_comes(vigil: Vigil) -> None:
    start = perf_counter_ns()
    vigil.look()  # Less where the core was lost meanwhile.
    assert perf_counter_ns() - start >= min(NANOS, LOST_NANOS)
    for _ in range(1_000):
        vigil.look()
        if not vigil.begins():
            return
    pytest.fail("looks on and on, in vain")


def test_notices_what_is_there_and_that_the_other_end_is_gone(
    ends: tuple[socket.socket, socket.socket], vigil: Vigil
) -> None:
    ends[1].send(b"x")
    vigil.look()
    assert vigil.begins()
    ends[0].recv(1)
    ends[1].close()
    vigil.look()
    assert vigil.begins()


def test_looks_in_every_wait_while_they_are_short(vigil: Vigil) -> None:
    for _ in range(100):
        assert vigil.begins()
        vigil.took(NANOS - 1, 0)


def test_looks_more_seldom_the_more_waits_were_in_vain(vigil: Vigil) -> None:
    sleeps = []
    for _ in range(20):
        vigil.took(NANOS, 0)
        sleeps.append(_sleeps_until_it_looks(vigil))
    assert sleeps[:4] == [1, 3, 7, 15]
    assert sleeps[-1] == 255


def test_looks_again_soon_after_one_wait_in_vain_among_short_ones(vigil: Vigil) -> None:
    vigil.took(NANOS, 0)
    assert _sleeps_until_it_looks(vigil) == 1
    vigil.took(0, 0)
    vigil.took(NANOS, 0)
    assert _sleeps_until_it_looks(vigil) == 1


def test_goes_on_looking_where_the_core_is_lost_now_and_then(vigil: Vigil) -> None:
    for _ in range(100):
        for _ in range(20 * LOST_NANOS // EARNED_NANOS):
            assert vigil.begins()
            vigil.took(0, LOST_NANOS - 1)
        vigil.took(0, 20 * LOST_NANOS)
    assert vigil.begins()


def test_sleeps_for_as_long_as_makes_up_for_a_core_that_was_lost_beyond_what_looks_earned(
    vigil: Vigil,
) -> None:
    vigil.took(0, MOST_EARNED_NANOS)
    assert vigil.begins()
    vigil.took(0, 100 * EARNED_NANOS)
    assert _sleeps_until_it_looks(vigil) == 100
    vigil.took(NANOS, 10**12)
    assert _sleeps_until_it_looks(vigil) == MOST_SLEEPS


def test_earns_no_more_than_a_limit(vigil: Vigil) -> None:
    for _ in range(2 * MOST_EARNED_NANOS // EARNED_NANOS):
        vigil.took(0, 0)
    vigil.took(0, MOST_EARNED_NANOS + 100 * EARNED_NANOS)
    assert _sleeps_until_it_looks(vigil) == 100
