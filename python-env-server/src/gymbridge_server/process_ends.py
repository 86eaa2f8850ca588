"""How processes ended, in words."""

from __future__ import annotations

import signal


def how_it_ended(code: int) -> str:
    """Say what an exit status, or minus the number of a signal, means."""
    if code >= 0:
        return f"ended with exit status {code}"
    try:
        return f"died of signal {-code} ({signal.Signals(-code).name})"
    except ValueError:
        return f"died of signal {-code}"
