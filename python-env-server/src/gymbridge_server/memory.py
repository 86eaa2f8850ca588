"""The bound of the memory of a session's process."""

from __future__ import annotations

import sys

_MEGABYTE = 2**20

if sys.platform == "win32":

    def bound_memory(megabytes: int) -> None:
        """Do nothing: this system knows no such bounds."""
        del megabytes

    def memory_bound() -> int | None:
        """Say that there is none."""
        return None

else:
    import resource

    def bound_memory(megabytes: int) -> None:
        """Let this process, and each that it starts, take no more for its data; 0: no bound."""
        if megabytes:
            bound = megabytes * _MEGABYTE
            resource.setrlimit(resource.RLIMIT_DATA, (bound, bound))

    def memory_bound() -> int | None:
        """Say how many megabytes this process may take for its data; None: no bound."""
        bound, _ = resource.getrlimit(resource.RLIMIT_DATA)
        return None if bound == resource.RLIM_INFINITY else bound // _MEGABYTE
