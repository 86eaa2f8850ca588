"""What environments draw: render modes, displays, and frames to protobuf."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from ctypes.util import find_library
from io import StringIO
from typing import Any

from gymbridge_server._generated import session_pb2
from gymbridge_server.errors import RequestError, invalid_argument
from gymbridge_server.frames import FrameError, write_frame
from gymbridge_server.words import printable

HUMAN = "human"
_LIST = "_list"
# What MuJoCo can draw with where there is no window, and the library that it takes.
_OFF_SCREEN = {"egl": "EGL", "osmesa": "OSMesa"}
_DISPLAY_VARIABLES = ("DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER")
# Read once, before draw_without_display sets one of them. An SDL driver that the user chose counts
# as a display, but for SDL alone.
_HAS_WINDOWS = not sys.platform.startswith("linux") or any(
    os.environ.get(name) for name in _DISPLAY_VARIABLES[:2]
)
_HAS_DISPLAY = _HAS_WINDOWS or bool(os.environ.get(_DISPLAY_VARIABLES[2]))


def declared_modes(environment: object) -> list[str] | None:
    """Name the modes that an environment, or its class, says it has; None if it says nothing.

    What it says may be anything.
    """
    metadata = said_of_itself(environment)
    # With a dot in gym before 0.26.
    modes = metadata.get("render_modes", metadata.get("render.modes"))
    if isinstance(modes, str):
        return [modes]
    return [str(mode) for mode in modes] if isinstance(modes, Iterable) else None


def said_of_itself(environment: object) -> Mapping[str, Any]:
    """Read the metadata of an environment, or its class, which may be anything."""
    metadata = getattr(environment, "metadata", None)
    return metadata if isinstance(metadata, Mapping) else {}


def possible_modes(own_modes: Iterable[str]) -> list[str]:
    """Name the modes that ``gymnasium.make`` accepts for an environment that has ``own_modes``."""
    own = list(own_modes)
    modes = dict.fromkeys(own)
    if "rgb_array" in own or "rgb_array_list" in own:
        modes[HUMAN] = None  # By the wrapper HumanRendering.
    for mode in own:
        if mode != HUMAN and not mode.endswith(_LIST):
            modes[mode + _LIST] = None  # By the wrapper RenderCollection.
    return list(modes)


def check_mode(environment_id: str, mode: str, possible: Sequence[str] | None) -> None:
    """Refuse a render mode that the environment has not, or that needs a display that is not there.

    Args:
        environment_id: named in the message
        mode: what is asked for
        possible: the modes there are; None if nothing is known
    """
    if possible is not None and mode not in possible:
        allowed = ", ".join(possible) or "none"
        message = f'{environment_id} has no render mode "{mode}"; it has {allowed}'
        raise invalid_argument(message)
    if mode == HUMAN and not has_display():
        message = (
            'render mode "human" needs a display, and the server has none '
            f"({' and '.join(_DISPLAY_VARIABLES[:2])} are not set); "
            'use "rgb_array", or start the server in a desktop session'
        )
        raise invalid_argument(message)


def has_display() -> bool:
    """Say whether a window can open."""
    return _HAS_DISPLAY


def draw_without_display() -> None:
    """Let SDL, MuJoCo and Matplotlib draw into memory without a display, and pygame be silent.

    To be called before an environment is imported; the processes of ASYNC vectors inherit it.
    """
    os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
    if not _HAS_DISPLAY:
        # Not "dummy", by which environments know that nobody looks: highway-env then draws nothing.
        os.environ.setdefault("SDL_VIDEODRIVER", "offscreen")
    if _HAS_WINDOWS:
        return
    os.environ.setdefault("MPLBACKEND", "agg")
    for name, library in _OFF_SCREEN.items():
        if find_library(library) is not None:
            os.environ.setdefault("MUJOCO_GL", name)


def rendering_to_proto(drawn: Any, rendering: session_pb2.Rendering, *, compress: bool) -> None:
    """Write what one environment drew: nothing, a frame, a text, or a list of them.

    Raises:
        FrameError: if it is something else
    """
    if drawn is None:
        return
    if isinstance(drawn, str):
        rendering.texts.append(printable(drawn))
    elif isinstance(drawn, StringIO):
        rendering.texts.append(printable(drawn.getvalue()))
    elif isinstance(drawn, (list, tuple)) and not _is_picture(drawn):
        for item in drawn:
            rendering_to_proto(item, rendering, compress=compress)
    else:
        write_frame(drawn, rendering.frames.add(), compress=compress)


def _is_picture(drawn: Sequence[Any]) -> bool:
    """Say whether lists in lists are rows of pixels."""
    row = drawn[0] if drawn else None
    return isinstance(row, (list, tuple)) and bool(row) and not isinstance(row[0], (str, StringIO))


def check_drawn(drawn: Any, mode: str) -> None:
    """Refuse nothing where there must be a picture or a text, and a text in place of a picture.

    Raises:
        FrameError: if nothing was drawn
    """
    draws_one = mode != HUMAN and not mode.endswith(_LIST)
    if (drawn is None and mode != HUMAN) or (draws_one and isinstance(drawn, list) and not drawn):
        message = f'{drawn!r} in the render mode "{mode}"; render() must return what it has drawn'
        raise FrameError(message)
    if isinstance(drawn, (str, StringIO)) and mode.startswith("rgb_array"):
        message = f'a text in the render mode "{mode}"; render() must return a picture'
        raise FrameError(message)


def no_render_mode(environment_id: str, possible: Iterable[str]) -> RequestError:
    """Say that a session was made without a render mode."""
    message = f"{environment_id} was made without a render mode; make it with one of"
    return invalid_argument(f"{message} {', '.join(possible) or '(none)'}")
