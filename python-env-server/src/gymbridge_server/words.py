"""Values and texts of others, fit for a message."""

from __future__ import annotations

from gymbridge_server.raised import ENVIRONMENT_EXCEPTIONS

_SHOWN_LIMIT = 200


def shown(value: object) -> str:
    """Show a value in a sentence."""
    try:
        text = " ".join(repr(value).split())
    except ENVIRONMENT_EXCEPTIONS:
        text = f"<{type(value).__qualname__}, whose repr fails>"
    return text if len(text) <= _SHOWN_LIMIT else f"{text[:_SHOWN_LIMIT]}..."


def printable(text: str) -> str:
    """Replace what UTF-8 cannot carry: protobuf refuses lone surrogates."""
    return text.encode("utf-8", "replace").decode("utf-8")
