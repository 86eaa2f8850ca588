"""Where the user's own modules are found, without being in the way of the server's."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

_VARIABLE = "GYMBRIDGE_MODULE_PATH"


def name(folders: Sequence[str]) -> None:
    """Name further folders, for this process and those that it starts, wherever these are."""
    named = [os.environ.get(_VARIABLE, ""), *(str(Path(folder).resolve()) for folder in folders)]
    os.environ[_VARIABLE] = os.pathsep.join(folder for folder in named if folder)


def extend() -> None:
    """Add the folders of ``GYMBRIDGE_MODULE_PATH`` to ``sys.path``.

    Who starts a server for itself moves its ``PYTHONPATH`` there, so that no ``numpy.py`` in one of
    these folders shadows what the server is made of. They come last, so that they add modules and
    replace none, in the processes that the server starts too.
    """
    folders = [
        str(Path(folder).resolve())
        for folder in os.environ.get(_VARIABLE, "").split(os.pathsep)
        if folder
    ]
    sys.path.extend(folder for folder in dict.fromkeys(folders) if folder not in sys.path)
