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

LOST_NANOS_A_SLEEP: Final = 2_000
"""For so much lost one wait sleeps: a tenth of what waking takes."""

MOST_SLEEPS: Final = 1_000
_MOST_SLEEPS_IN_PEACE: Final = 255


class Vigil:
    """Looks whether a socket can be read.

    Where a core has nothing else to do, a process that sleeps is woken some 20 us after a request
    came, and those often come sooner than that. A wait for which looking was in vain makes it
    rarer, twice as rare each time; one for which it was enough makes it more frequent again. Where
    others want the core, one that looks may lose it for milliseconds, which one that sleeps does
    not: then so many waits sleep that looking costs them a tenth of what it may gain.
    """

    def __init__(self, connection: socket.socket) -> None:
        poll = select.poll()
        poll.register(connection, select.POLLIN)
        self._poll = poll.poll
        self._sleeps_after_miss = 0
        self._sleeps = 0

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
        if longest >= LOST_NANOS:
            self._sleeps = min(MOST_SLEEPS, longest // LOST_NANOS_A_SLEEP)
