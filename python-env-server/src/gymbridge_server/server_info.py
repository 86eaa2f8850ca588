"""What this server is, what it can and what it allows."""

from __future__ import annotations

import platform
from dataclasses import asdict
from importlib import metadata

import numpy as np

from gymbridge_server import PROTOCOL_VERSION, __version__
from gymbridge_server._generated import service_pb2
from gymbridge_server.extras import installed_extras
from gymbridge_server.limits import Limits


def server_info(limits: Limits) -> service_pb2.GetServerInfoResponse:
    """Say what this server is, what it can and what it allows."""
    return service_pb2.GetServerInfoResponse(
        protocol_version=PROTOCOL_VERSION,
        server_version=__version__,
        gymnasium_version=metadata.version("gymnasium"),
        python_version=platform.python_version(),
        numpy_version=np.__version__,
        capabilities=installed_extras(),
        numbered_replies=True,
        limits=service_pb2.Limits(**asdict(limits)),
    )
