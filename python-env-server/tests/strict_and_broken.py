"""A module that turns warnings into errors, and cannot be imported."""

from __future__ import annotations

import warnings

warnings.simplefilter("error")
message = "no robot is here"
raise RuntimeError(message)
