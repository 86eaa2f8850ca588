"""What an environment changes of its process, and others in it would suffer from."""

from __future__ import annotations

import warnings


def let_warnings_be_warnings() -> None:
    """Take back that warnings are errors, which an environment's code may have asked for.

    It holds for the whole process: for its neighbours, and for the server itself.
    """
    if any(entry[0] == "error" for entry in warnings.filters):
        warnings.filters[:] = [entry for entry in warnings.filters if entry[0] != "error"]  # type: ignore[index]
        # Python remembers by this which warnings it has shown under which filters.
        warnings.filterwarnings("default", message="^$")
