"""Fuzzes a session with requests that no client sends.

``python -m tests.fuzz SECONDS`` runs it for long, blindly; ``python -m tests.fuzz_guided SECONDS``
is guided by coverage (``pip install atheris``). ``test_fuzz.py`` runs it for a moment.

An input is a list of requests, each after its length as protobuf delimits messages. Whatever they
say, each must get a reply, and none that owns up to a defect of the server; under the limit of
memory that is set here, that also finds what allocates without bound.
"""

from __future__ import annotations

import random
import resource
import sys
import time
from typing import Any

import tests.environments  # noqa: F401 - registers them
from gymbridge_server import PROTOCOL_VERSION
from gymbridge_server._generated import session_pb2 as pb
from gymbridge_server._generated import value_pb2
from gymbridge_server.limits import Limits, Policy
from gymbridge_server.session import Session
from tests.driver import Driver, data_map

POLICY = Policy(limits=Limits(max_envs_per_session=4, max_message_bytes=2**20))

_MEMORY_BYTES = 4 * 2**30
_SLOW_SECONDS = 20.0
_INTERESTING = (0, 1, 0x7F, 0x80, 0xFF)


class FoundError(AssertionError):
    """An input that a session does not stand."""


def one_input(data: bytes) -> int:
    """Serve the requests of an input; return how many there were."""
    session = Session(POLICY)
    count = 0
    try:
        for request in split(data):
            count += 1
            if session.over or _starts_processes(request):
                break
            _serve(session, request)
    finally:
        session.close()
    return count


def _serve(session: Session, request: bytes) -> None:
    start = time.monotonic()
    reply = pb.SessionReply.FromString(session.answer(request))
    if reply.WhichOneof("kind") is None:
        raise FoundError("a reply of no kind")
    if reply.error.code == pb.ERROR_CODE_INTERNAL:
        raise FoundError(f"{reply.error.message}\n{reply.error.detail}")
    if time.monotonic() - start > _SLOW_SECONDS:
        raise FoundError("a reply that took too long")


def _starts_processes(request: bytes) -> bool:
    """Whether it makes an ASYNC vector, which takes a second and tells the decoder nothing."""
    try:
        make = pb.SessionRequest.FromString(request).make
    except ValueError:
        return False
    except Exception:  # noqa: BLE001 - protobuf's own error is the session's matter
        return False
    return make.vectorization == pb.VECTORIZATION_ASYNC


def split(data: bytes) -> list[bytes]:
    """Cut an input into requests; the last may be cut short."""
    requests, start = [], 0
    while start < len(data):
        size, shift = 0, 0
        while start < len(data):
            byte = data[start]
            start += 1
            size |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80 or shift > 28:
                break
        requests.append(data[start : start + size])
        start += size
    return requests


def join(requests: list[bytes]) -> bytes:
    """Undo ``split``."""
    data = bytearray()
    for request in requests:
        size = len(request)
        while size >= 0x80:
            data.append(size & 0x7F | 0x80)
            size >>= 7
        data.append(size)
        data += request
    return bytes(data)


def seeds() -> list[list[bytes]]:
    """Make sessions that keep to the protocol."""
    everything: dict[str, Any] = {"none": None, "a": [1, 2.5, "é", b"\x01", {"b": (True,)}]}
    options = data_map(everything) or value_pb2.DataMap()
    found = []
    for num_envs in (None, 1, 3):
        for mode in (pb.AUTORESET_MODE_UNSPECIFIED, pb.AUTORESET_MODE_DISABLED):
            if mode and not num_envs:
                continue
            make = pb.MakeRequest(
                protocol_version=PROTOCOL_VERSION,
                id="Echo-v0",
                num_envs=num_envs,
                autoreset_mode=mode,
                render_mode="rgb_array",
                max_episode_steps=1000,
            )
            make.wrappers.add(name="OrderEnforcing")
            reset = pb.ResetRequest(seed=3, want_info=True, options=options)
            if num_envs:
                reset.seeds.seeds.extend(pb.OptionalSeed(seed=i) for i in range(num_envs))
            if mode == pb.AUTORESET_MODE_DISABLED:
                reset.mask = bytes([1] * (num_envs or 0))
            step = pb.StepRequest(want_info=True, action=_action(num_envs))
            kinds: list[dict[str, Any]] = [
                {"make": make},
                {"reset": reset},
                {"step": step},
                {"render": pb.RenderRequest()},
                {"close": pb.CloseRequest()},
            ]
            found.append([pb.SessionRequest(**kind).SerializeToString() for kind in kinds])
    return found


def _action(num_envs: int | None) -> value_pb2.Value:
    driver = Driver(POLICY)
    driver.make("Echo-v0", num_envs=num_envs)
    observation = driver.reset(seed=1)[0]
    value = value_pb2.Value()
    if num_envs:
        driver.actions.write(observation, num_envs, value.leaves)
    else:
        driver.actions.write_one(observation, value.leaves)
    driver.close()
    return value


def blind_input(chance: random.Random, known: list[list[bytes]], count: int) -> bytes:
    """Make a session whose first requests are sound and the other ``count`` are damaged."""
    seed = chance.choice(known)
    requests = seed[:2]
    for _ in range(count):
        requests.append(damaged(chance.choice(seed[1:-1]), chance))
    return join([*requests, damaged(seed[0], chance)])


def damaged(request: bytes, chance: random.Random) -> bytes:
    """Change a request in one to four places."""
    data = bytearray(request)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(data)) if data else 0
        match chance.randrange(5):
            case 0:
                data[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                data[at : at + 1] = bytes([chance.choice(_INTERESTING)])
            case 2:
                run = chance.randint(1, 8)
                data[at : at + run] = bytes([chance.choice(_INTERESTING)] * run)
            case 3:
                del data[at : at + chance.randint(1, 8)]
            case _:
                data[at:at] = data[at : at + chance.randint(1, 16)]
    return bytes(data)


def limit_memory() -> None:
    """Let what allocates without bound fail."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))


def main() -> None:
    """Fuzz blindly for so many seconds."""
    limit_memory()
    chance, known = random.Random(), seeds()  # noqa: S311 - no secret
    end = time.monotonic() + int(sys.argv[1])
    inputs = requests = 0
    while time.monotonic() < end:
        data = blind_input(chance, known, 40)
        try:
            requests += one_input(data)
        except FoundError:
            print(data.hex())
            raise
        inputs += 1
    print(f"{inputs} inputs, {requests} requests, nothing found")


if __name__ == "__main__":
    main()
