"""Serves Gymnasium environments over gRPC; the protocol is ``proto/gymbridge/v1``."""

from importlib import metadata
from typing import Final

PROTOCOL_VERSION: Final = 1
"""The version of the protocol spoken here."""

__version__: Final = metadata.version("gymbridge-server")
