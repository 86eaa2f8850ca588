"""The way that nearly all requests go: steps without info, of arrays or integers, and pictures.

It reads and writes the very messages that ``Session`` does, byte for byte, by what is known of them
beforehand: all of a request but its action and number, and all of a reply but the values. Every
other request it leaves to the session.
"""

from __future__ import annotations

from time import perf_counter_ns
from typing import Any, Final, TypeAlias

import numpy as np

from gymbridge_server._generated import session_pb2
from gymbridge_server.environments import ServedEnvironment

Part: TypeAlias = bytes | memoryview
"""Bytes of a reply, which are sent one part behind the other."""

_REQUEST_NUMBER: Final = 6 << 3
_REPLY_STEP: Final = 6
_REPLY_RENDER: Final = 7
_REPLY_NUMBER: Final = bytes([9 << 3])

# A number of as many bytes as the index, behind its tag, all bytes but the last with the high bit:
# which bits are looked at, and what they must be.
_MASKS: Final = [int.from_bytes(bytes([255] + [128] * size), "little") for size in range(11)]
_NUMBERS: Final = [
    int.from_bytes(bytes([_REQUEST_NUMBER] + [128] * (size - 1)), "little") for size in range(1, 11)
]


def varint(number: int) -> bytes:
    """Write a number as protobuf does: seven bits a byte, the lowest first."""
    if number < 0x80:
        return bytes((number,))
    if number < 0x4000:
        return bytes((number & 127 | 128, number >> 7))
    if number < 0x20_0000:
        return bytes((number & 127 | 128, number >> 7 & 127 | 128, number >> 14))
    return bytes((number & 127 | 128,)) + varint(number >> 7)


def _head(field: int, size: int) -> bytes:
    """Write what stands before the bytes of a field: its tag and their count."""
    return bytes((field << 3 | 2,)) + varint(size)


def number_behind(data: bytes, end: int) -> bytes | None:
    """Take the number of a request, as it is written there; None if something else is behind it."""
    number = data[end:]
    size = len(number) - 1
    if 1 <= size <= 10 and int.from_bytes(number, "little") & _MASKS[size] == _NUMBERS[size - 1]:
        return number[1:]
    return None


class QuickStep:
    """Steps an environment that is quick."""

    def __init__(self, environment: ServedEnvironment) -> None:
        self._environment = environment
        self._step = environment.quick_step
        action_bytes, observation_bytes = environment.quick_sizes
        request = session_pb2.SessionRequest()
        request.step.action.leaves.append(bytes(action_bytes))
        whole = request.SerializeToString()
        self._offset = len(whole) - action_bytes
        self._end = len(whole)
        self._start = whole[: self._offset]
        count = environment.num_envs
        step = session_pb2.StepReply(observation={"leaves": [bytes(observation_bytes)]})
        step.rewards, step.terminated, step.truncated = bytes(8 * count), bytes(count), bytes(count)
        self._body = [
            _head(_REPLY_STEP, step.ByteSize())
            + _head(1, step.observation.ByteSize())
            + _head(1, observation_bytes),
            _head(2, 8 * count),
            _head(3, count),
            _head(4, count),
        ]
        # With times and number of ten bytes each.
        self.reply_bytes = step.ByteSize() + 50
        """What a reply takes at most."""

    def answer(self, data: bytes, start: int) -> bytes | None:
        """Serve a request, or leave it alone: None.

        Raises:
            RequestError: if no step is taken, or the environment fails
        """
        number = number_behind(data, self._end) if data.startswith(self._start) else None
        if number is None:
            return None
        environment = self._environment
        environment.nanos = 0
        observation, rewards, terminated, truncated = self._step(data, self._offset)
        head, before_rewards, before_terminated, before_truncated = self._body
        environment_nanos = varint(environment.nanos)
        return b"".join(
            (
                b"\x08",
                varint(perf_counter_ns() - start),
                b"\x10",
                environment_nanos,
                head,
                observation,
                before_rewards,
                rewards,
                before_terminated,
                terminated,
                before_truncated,
                truncated,
                _REPLY_NUMBER,
                number,  # Written as in the request.
            )
        )


def quick_step(environment: ServedEnvironment, limit: int) -> QuickStep | None:
    """Build the quick way to an environment; None if it has none, or its replies may be too large.

    Args:
        environment: that was made
        limit: of the bytes of a reply; 0: none
    """
    if not environment.is_quick:
        return None
    quick = QuickStep(environment)
    return quick if not limit or quick.reply_bytes <= limit else None


def picture(pixels: Any, number: int, environment_nanos: int, start: int) -> list[Part]:
    """Write the reply with one picture, in parts, so that nobody need copy its pixels.

    Args:
        pixels: uint8 [height, width, channels], row after row
        number: of the request
        environment_nanos: that drawing took
        start: when the request came
    """
    height, width, channels = pixels.shape
    frame = session_pb2.Frame(
        height=height, width=width, channels=channels, encoding=session_pb2.FRAME_ENCODING_RAW
    ).SerializeToString() + _head(5, pixels.nbytes)
    frame = _head(1, len(frame) + pixels.nbytes) + frame
    rendering = _head(1, len(frame) + pixels.nbytes) + frame
    rendering = _head(_REPLY_RENDER, len(rendering) + pixels.nbytes) + rendering
    behind = _REPLY_NUMBER + varint(number) if number else b""
    times = session_pb2.SessionReply(
        server_nanos=perf_counter_ns() - start, environment_nanos=environment_nanos
    )
    return [times.SerializeToString(), rendering, pixels.data.cast("B"), behind]


def is_plain_picture(drawn: Any) -> bool:
    """Say whether ``picture`` can write it."""
    return (
        type(drawn) is np.ndarray
        and drawn.dtype == np.uint8
        and drawn.ndim == 3
        and drawn.shape[2] in (1, 3)
        and drawn.size > 0
        and drawn.flags.c_contiguous
    )
