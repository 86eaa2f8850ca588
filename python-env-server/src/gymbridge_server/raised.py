"""What was raised, in words: its type and message, where it happened, the traceback."""

from __future__ import annotations

import bdb
import sysconfig
import traceback
from pathlib import Path
from types import TracebackType

# An environment that calls sys.exit() ends its episode, not the server; and what some libraries
# raise to cancel or to skip (asyncio, pytest, trio) is no Exception either.
ENVIRONMENT_EXCEPTIONS = (BaseException,)

_DETAIL_LIMIT = 4_000

# Whose lines say nothing of where an environment went wrong.
_NOT_OF_ENVIRONMENTS = frozenset({"gymbridge_server", "gymnasium", "numpy"})
_STANDARD_LIBRARY = sysconfig.get_path("stdlib")
_PACKAGES = sysconfig.get_path("purelib")


class RaisedElsewhereError(Exception):
    """What an environment raised in another process, as far as it can be told here.

    Its own exception may not be pickled, or not be made anew from what it says; an ASYNC vector
    does both, and this can.

    Attributes:
        told: what was raised, where, and the traceback
    """

    told: tuple[str, str, str]

    def __init__(self, told: tuple[str, str, str] | RaisedElsewhereError) -> None:
        self.told = told.told if isinstance(told, RaisedElsewhereError) else told
        super().__init__(self.told)


def tell(raised: BaseException) -> tuple[str, str, str]:
    """Tell what was raised, where (and that nobody can answer, if it asked), and the traceback."""
    if isinstance(raised, RaisedElsewhereError):
        return raised.told
    where = place_of(raised)
    if isinstance(raised, (EOFError, bdb.BdbQuit)):
        where += "; nobody can answer here, so take input() and breakpoint() out of it"
    elif "main thread" in describe(raised):
        where += "; that goes in a process of its own: on a lane, or on a server with --isolate"
    return describe(raised), where, traceback_end(raised)


def describe(raised: BaseException) -> str:
    """Name an exception's type and what it says."""
    try:
        text = str(raised)
    except ENVIRONMENT_EXCEPTIONS:
        text = "(its message cannot be read)"
    name = type(raised).__qualname__
    return f"{name}: {text}" if text else name


def place_of(raised: BaseException) -> str:
    """Name the last line of the environment's own code that an exception came through."""
    place = ""
    step: TracebackType | None = raised.__traceback__
    while step is not None:
        code = step.tb_frame.f_code
        package = str(step.tb_frame.f_globals.get("__name__", "")).partition(".")[0]
        file = code.co_filename
        # What imports modules is compiled into Python: "<frozen importlib._bootstrap>".
        is_standard = file.startswith((_STANDARD_LIBRARY, "<frozen ")) and not file.startswith(
            _PACKAGES
        )
        if package not in _NOT_OF_ENVIRONMENTS and not is_standard:
            place = f", at {Path(file).name}:{step.tb_lineno}"
        step = step.tb_next
    return place


def traceback_end(raised: BaseException) -> str:
    """Format the end of an exception's traceback, which is where it happened."""
    try:
        text = "".join(traceback.format_exception(raised))
    except ENVIRONMENT_EXCEPTIONS:
        return "(the traceback cannot be formatted)"
    return trace_end(text)


def trace_end(text: str) -> str:
    """Keep the end of a traceback that may be long."""
    return text if len(text) <= _DETAIL_LIMIT else "... " + text[-_DETAIL_LIMIT:]
