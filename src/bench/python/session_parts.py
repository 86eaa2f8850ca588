"""What a step and a frame take in the server's session, and their bytes on a socket.

Each is the median of its own loop in microseconds: CartPole-v1 stepped or drawn by Gymnasium, what
a session adds to that, and a message of as many bytes there and back between two processes that
do nothing else.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from itertools import cycle
from statistics import median
from time import perf_counter_ns
from typing import Any

import numpy as np
from gymbridge_server import PROTOCOL_VERSION
from gymbridge_server._generated import session_pb2 as pb
from gymbridge_server.limits import Policy
from gymbridge_server.rendering import draw_without_display
from gymbridge_server.session import Session

WARM_UP, REPETITIONS = 500, 3_000
DIFFERENT_ACTIONS = 64


def ask(session: Session, number: int, **kind: Any) -> pb.SessionReply:
    request = pb.SessionRequest(number=number, **kind)
    reply = pb.SessionReply.FromString(session.answer(request.SerializeToString()))
    assert not reply.HasField("error"), reply.error.message
    return reply


def made(**options: Any) -> Session:
    session = Session(Policy())
    make = pb.MakeRequest(protocol_version=PROTOCOL_VERSION, id="CartPole-v1", **options)
    ask(session, 1, make=make)
    ask(session, 2, reset=pb.ResetRequest(seed=1))
    return session


def actions(count: int) -> Iterator[bytes]:
    random = np.random.default_rng(1)
    drawn = [random.integers(0, 2, count).astype("<i8") for _ in range(DIFFERENT_ACTIONS)]
    requests = [pb.StepRequest(action={"leaves": [each.tobytes()]}) for each in drawn]
    return cycle(pb.SessionRequest(number=3, step=r).SerializeToString() for r in requests)


def answers(session: Session, request: Callable[[], bytes]) -> tuple[float, float, int, int]:
    """Return the environment's time, the session's own, and the bytes of request and reply."""
    inside, beside, data, size = [], [], b"", 0
    for _ in range(REPETITIONS):
        data = request()
        start = perf_counter_ns()
        reply = session.answer_in_parts(data)
        nanos = perf_counter_ns() - start
        whole = reply if isinstance(reply, bytes) else b"".join(reply)
        size = len(whole)
        environment_nanos = pb.SessionReply.FromString(whole).environment_nanos
        inside.append(environment_nanos)
        beside.append(nanos - environment_nanos)
    return median(inside) / 1e3, median(beside) / 1e3, len(data), size


def round_trip(sent: int, received: int) -> float:
    """Return what messages of so many bytes take, there and back."""
    here, there = socket.socketpair()
    if os.fork() == 0:
        here.close()
        echo(there, sent, bytes(received))
        os._exit(0)
    there.close()
    message, room, nanos = bytes(sent), bytearray(2**20), []
    with here:
        for _ in range(REPETITIONS):
            start = perf_counter_ns()
            here.sendall(message)
            left = received
            while left:
                left -= here.recv_into(room)
            nanos.append(perf_counter_ns() - start)
    os.wait()
    return median(nanos[WARM_UP:]) / 1e3


def echo(end: socket.socket, size: int, reply: bytes) -> None:
    while True:
        left = size
        while left:
            came = end.recv(left)
            if not came:
                return
            left -= len(came)
        end.sendall(reply)


def main() -> None:
    draw_without_display()
    own = pb.VECTORIZATION_VECTOR_ENTRY_POINT
    drawing = made(render_mode="rgb_array")
    render = pb.SessionRequest(number=3, render=pb.RenderRequest()).SerializeToString()
    rows = [
        (
            "step, N = 8, one after another",
            made(num_envs=8, vectorization=pb.VECTORIZATION_SYNC),
            actions(8).__next__,
        ),
        (
            "step, N = 1,024, vectorised",
            made(num_envs=1024, vectorization=own),
            actions(1024).__next__,
        ),
        ("frame", drawing, lambda: render),
    ]
    print("| microseconds of a | environment | session | bytes there, back | a bare socket |")
    print("|:--|--:|--:|--:|--:|")
    for name, session, request in rows:
        inside, beside, sent, received = answers(session, request)
        carried = round_trip(sent, received)
        print(
            f"| {name} | {inside:.1f} | {beside:.1f} | {sent:,}, {received:,} | {carried:.1f} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
