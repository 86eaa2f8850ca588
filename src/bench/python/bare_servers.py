"""The other end of Bare: gives back each message as it came.

``bare_servers.py socket PATH`` or ``bare_servers.py stream``, which prints the port it took.
"""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

MESSAGE_BYTES = 64


def serve_socket(path: str) -> None:
    """Answer one client after the other on a Unix socket, blocking."""
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(path)
    listener.listen()
    print("ready", flush=True)
    while True:
        connection, _ = listener.accept()
        while message := connection.recv(MESSAGE_BYTES):
            connection.sendall(message)


def serve_stream() -> None:
    """Answer gRPC streams with handlers that do nothing."""
    import grpc

    def echo(requests: Iterator[bytes], _: grpc.ServicerContext) -> Iterator[bytes]:
        yield from requests

    handlers: Any = {"Stream": grpc.stream_stream_rpc_method_handler(echo)}
    server = grpc.server(ThreadPoolExecutor(4))
    server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler("bare.Echo", handlers),))
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    print(port, flush=True)
    server.wait_for_termination()


if __name__ == "__main__":
    if sys.argv[1] == "socket":
        serve_socket(sys.argv[2])
    else:
        serve_stream()
