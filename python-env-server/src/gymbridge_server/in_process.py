"""Gymnasium stepped in this very process: what the cost of the bridge is measured against.

``python -m gymbridge_server.in_process REQUEST`` takes a serialized ``MakeRequest`` in base64 and
makes what a session would make of it. Each line of its input is a number of steps; each line of its
output gives the nanoseconds of as many, separated by spaces. After ``--draw`` they are those of a
frame drawn after each step, not of the step.
"""

from __future__ import annotations

import base64
import binascii
import os
import sys
from collections.abc import Iterator
from itertools import cycle, islice
from time import perf_counter_ns
from typing import Any, Final

from google.protobuf.message import DecodeError

from gymbridge_server._generated import session_pb2
from gymbridge_server.errors import RequestError, malformed
from gymbridge_server.limits import Policy
from gymbridge_server.made import Made, close_quietly
from gymbridge_server.making import make
from gymbridge_server.registry import import_plugins
from gymbridge_server.rendering import draw_without_display

_DIFFERENT_ACTIONS: Final = 64
_SEED: Final = 1


class Steps:
    """Random steps of an environment, or of a vector of them, each one timed."""

    def __init__(self, made: Made, *, draw: bool = False) -> None:
        self._draw = draw
        self._environment: Any = made.environment
        self._is_vector = made.num_envs is not None
        self._environment.reset(seed=_SEED)
        space = self._environment.action_space
        space.seed(_SEED)
        # Drawn beforehand: drawing is not what is measured.
        self._actions: Iterator[Any] = cycle([space.sample() for _ in range(_DIFFERENT_ACTIONS)])

    def take(self, count: int) -> list[int]:
        """Take steps, and return the nanoseconds of each; a reset between two is not counted."""
        nanos = []
        step = self._environment.step
        for action in islice(self._actions, count):
            start = perf_counter_ns()
            _, _, terminated, truncated, _ = step(action)
            if self._draw:
                start = perf_counter_ns()
                self._environment.render()
            nanos.append(perf_counter_ns() - start)
            if not self._is_vector and (terminated or truncated):
                self._environment.reset()
        return nanos


def main(arguments: list[str]) -> int:
    """Serve counts with times until the input ends; return the exit code."""
    # What environments print is not to be taken for times.
    output = os.fdopen(os.dup(1), "w", encoding="ascii")
    os.dup2(2, 1)
    draw_without_display()
    import_plugins()
    try:
        request, draw = _parse(arguments)
        made = make(request, Policy())
    except RequestError as e:
        print(e.message, file=sys.stderr)  # noqa: T201
        return 1
    try:
        steps = Steps(made, draw=draw)
        for line in sys.stdin:
            print(*steps.take(int(line)), file=output, flush=True)
    finally:
        close_quietly(made.environment)
    return 0


def _parse(arguments: list[str]) -> tuple[session_pb2.MakeRequest, bool]:
    draw = arguments[1:] == ["--draw"]
    try:
        (encoded,) = arguments[:1] if draw else arguments
        data = base64.b64decode(encoded, validate=True)
        return session_pb2.MakeRequest.FromString(data), draw
    except (ValueError, binascii.Error, DecodeError) as e:
        message = f"the argument before --draw must be a MakeRequest in base64: {e}"
        raise malformed(message) from e


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
