"""What a process for each session costs a step: ``python -m tests.isolation_cost``.

Two servers, one with ``--isolate``, are stepped in turns over Unix sockets, so that both meet the
same weather. Prints microseconds a step: median and 99th percentile, and the server's own median.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path

import grpc

from gymbridge_server._generated import session_pb2 as pb
from tests.servers import Process, Stream

ROUNDS = 30
STEPS_A_ROUND = 100


def measure(num_envs: int, directory: Path) -> None:
    servers = {
        "in the server": Process("--listen", f"unix:{directory / 'plain'}"),
        "isolated": Process("--listen", f"unix:{directory / 'isolated'}", "--isolate"),
    }
    streams = {}
    for name, server in servers.items():
        stream = Stream(grpc.insecure_channel(server.ready()["address"]), None)
        # As a vector, so that no reset comes in between.
        stream.make("CartPole-v1", num_envs=num_envs)
        stream.ask(reset=pb.ResetRequest(seed=1))
        streams[name] = stream
    request = pb.StepRequest(action={"leaves": [bytes(8 * num_envs)]})
    data = pb.SessionRequest(step=request).SerializeToString()
    client: dict[str, list[float]] = {name: [] for name in streams}
    own: dict[str, list[float]] = {name: [] for name in streams}
    for turn in range(ROUNDS):
        for name, stream in streams.items():
            for _ in range(STEPS_A_ROUND):
                start = time.perf_counter_ns()
                reply = stream.send(data)
                elapsed = time.perf_counter_ns() - start
                if turn:  # The first round warms up.
                    client[name].append(elapsed / 1e3)
                    own[name].append(reply.server_nanos / 1e3)
    for name, times in client.items():
        percentiles = statistics.quantiles(times, n=100)
        print(
            f"{num_envs:5d} environments, {name:13s}: p50 {percentiles[49]:6.0f} us, "
            f"p99 {percentiles[98]:6.0f} us, session itself {statistics.median(own[name]):6.0f} us"
        )
    for server in servers.values():
        server.process.kill()
        server.process.communicate()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as directory:
        for count in (1, 64, 1_024):
            measure(count, Path(directory))
