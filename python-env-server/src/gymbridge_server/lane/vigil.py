"""A wait for a request that looks again and again for a while, before it sleeps."""

from __future__ import annotations

import os
import select
import socket
from time import perf_counter_ns
from typing import Final

NANOS: Final = 100_000
"""How long a wait looks at most."""

LOST_NANOS: Final = 50_000
"""From which time between two looks on somebody else had the core."""

EARNED_NANOS: Final = 2_000
"""What a look earns, and what a wait that sleeps makes up for: a tenth of what waking takes."""

MOST_EARNED_NANOS: Final = 5_000_000
"""The most that looks have earned: what a core that is wanted by two is lost for at a time."""

MOST_SLEEPS: Final = 1_000
_MOST_SLEEPS_IN_PEACE: Final = 255


class Vigil:
    """Looks whether a socket can be read.

    Where a core has nothing else to do, a process that sleeps is woken some 20 us after a request
    came, and those often come sooner than that. A wait for which looking was in vain makes it
    rarer, twice as rare each time; one for which it was enough makes it more frequent again. Where
    others want the core, one that looks may lose it for milliseconds, which one that sleeps does
    not. Each look earns a tenth of what it may gain, up to a limit, and a core that was lost is
    paid with that: where it was lost now and then all go on looking, and where others want it
    always so many waits sleep that looking costs no more than that tenth.
    """

    def __init__(self, connection: socket.socket) -> None:
        poll = select.poll()
        poll.register(connection, select.POLLIN)
        self._poll = poll.poll
        self._sleeps_after_miss = 0
        self._sleeps = 0
        self._earned = MOST_EARNED_NANOS

    def begins(self) -> bool:
        """Say whether the wait that begins is to look; else it sleeps at once."""
        if self._sleeps:
            self._sleeps -= 1
            return False
        return True

    def look(self) -> None:
        """Look until something came or it takes too long. Others have the core meanwhile."""
        poll, start = self._poll, perf_counter_ns()
        nanos = longest = 0
        while not poll(0) and nanos < NANOS and longest < LOST_NANOS:
            os.sched_yield()
            now = perf_counter_ns() - start
            longest = max(longest, now - nanos)
            nanos = now
        self.took(nanos, longest)

    def took(self, nanos: int, longest: int) -> None:
        """Note how long looking took, and the most that passed between two looks."""
        if nanos < NANOS:
            self._sleeps_after_miss //= 2
        else:
            more = 2 * self._sleeps_after_miss + 1
            self._sleeps = self._sleeps_after_miss = min(_MOST_SLEEPS_IN_PEACE, more)
        if longest < LOST_NANOS:
            self._earned = min(MOST_EARNED_NANOS, self._earned + EARNED_NANOS)
            return
        self._earned -= longest
        if self._earned < 0:
            self._sleeps = min(MOST_SLEEPS, -self._earned // EARNED_NANOS)
            self._earned = 0
