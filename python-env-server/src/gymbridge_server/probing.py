"""A port for health checks alone, in plain text: the probes of Kubernetes know no TLS."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Final

import grpc
from grpc_health.v1 import health, health_pb2_grpc

from gymbridge_server.addresses import Address
from gymbridge_server.admission import Admission

_CALLS: Final = 8
_LARGEST_REQUEST: Final = 1_024


def health_port(servicer: health.HealthServicer, address: Address) -> grpc.Server:
    """Make a server that answers health checks at an address, and nothing else.

    Raises:
        RuntimeError: if the address cannot be had
    """
    server = grpc.server(
        ThreadPoolExecutor(_CALLS, thread_name_prefix="health"),
        interceptors=[Admission(None)],
        options=(
            ("grpc.so_reuseport", 0),
            ("grpc.max_receive_message_length", _LARGEST_REQUEST),
            # Metadata is held in memory before any call is looked at.
            ("grpc.max_metadata_size", _LARGEST_REQUEST),
        ),
        maximum_concurrent_rpcs=_CALLS,
    )
    health_pb2_grpc.add_HealthServicer_to_server(servicer, server)
    server.add_insecure_port(str(address))
    return server
