"""Pictures in the form in which they travel: uint8, grey or red, green and blue."""

from __future__ import annotations

import zlib
from typing import Any

import numpy as np

from gymbridge_server._generated import session_pb2
from gymbridge_server.words import shown

Pixels = np.ndarray[Any, Any]

_GREY, _RGB, _RGBA = 1, 3, 4
_MAX = 255
# How far beyond 1 arithmetic may carry a colour.
_ROUNDING = 1e-3

_FORM = "[height, width], or [height, width, 1, 3 or 4]"


class FrameError(ValueError):
    """What an environment drew is nothing that can travel."""


def write_frame(drawn: Any, frame: session_pb2.Frame, *, compress: bool) -> None:
    """Write a picture.

    Bools are black and white, floats go from 0 to 1, integers from 0 to 255; of four channels the
    last, how opaque it is, is left out.

    Raises:
        FrameError: if it is none
    """
    pixels = _with_channels(_as_bytes(_as_array(drawn)))
    frame.height, frame.width, frame.channels = pixels.shape
    if compress:
        frame.encoding = session_pb2.FRAME_ENCODING_ZLIB
        frame.data = zlib.compress(pixels.tobytes(), level=1)
    else:
        frame.encoding = session_pb2.FRAME_ENCODING_RAW
        frame.data = pixels.tobytes()


def _as_array(drawn: Any) -> Pixels:
    try:
        array = np.asarray(drawn)
    except Exception as e:
        message = f"a picture of type {type(drawn).__qualname__} that is no array ({e})"
        raise FrameError(f"{message}; return an array of uint8 {_FORM}") from e
    if array.dtype.kind not in "biuf":
        message = f"a picture of type {type(drawn).__qualname__} and {array.dtype}"
        raise FrameError(f"{message}: {shown(drawn)}; return an array of uint8 {_FORM}")
    return array


def _as_bytes(pixels: Pixels) -> Pixels:
    if pixels.dtype == np.uint8:
        return pixels
    if pixels.dtype.kind == "b":
        return pixels.astype(np.uint8) * _MAX
    is_float = pixels.dtype.kind == "f"
    highest = 1 + _ROUNDING if is_float else _MAX
    lowest = -_ROUNDING if is_float else 0
    if pixels.size and not (pixels.min() >= lowest and pixels.max() <= highest):
        allowed = "floats must lie in [0, 1]" if is_float else "integers must lie in [0, 255]"
        message = f"a picture of {pixels.dtype} from {pixels.min()} to {pixels.max()}; {allowed}"
        raise FrameError(f"{message}, else return uint8")
    if is_float:
        pixels = np.rint(np.clip(pixels, 0, 1) * _MAX)
    return pixels.astype(np.uint8)


def _with_channels(pixels: Pixels) -> Pixels:
    shape = pixels.shape
    if pixels.ndim == 2:
        pixels = pixels[..., np.newaxis]
    if pixels.ndim != 3 or pixels.shape[2] not in (_GREY, _RGB, _RGBA):
        first = " (channels come last)" if len(shape) == 3 and shape[0] in (_GREY, _RGB) else ""
        message = f"a picture of the shape {shape}, must be {_FORM}{first}"
        raise FrameError(message)
    if not pixels.size:
        message = f"a picture of the shape {shape}, which has no pixels"
        raise FrameError(message)
    return pixels[..., :_RGB] if pixels.shape[2] == _RGBA else pixels
