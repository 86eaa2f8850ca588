"""The yardstick: Gymnasium in its own process."""

from __future__ import annotations

import base64
import subprocess
import sys

import pytest

from gymbridge_server import PROTOCOL_VERSION
from gymbridge_server._generated import session_pb2
from gymbridge_server.in_process import Steps
from gymbridge_server.limits import Policy
from gymbridge_server.making import make


def _request(**fields: object) -> session_pb2.MakeRequest:
    return session_pb2.MakeRequest(protocol_version=PROTOCOL_VERSION, id="CartPole-v1", **fields)  # type: ignore[arg-type]


def _run(*arguments: str, stdin: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "gymbridge_server.in_process", *arguments]
    return subprocess.run(command, input=stdin, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("num_envs", [None, 3])
def test_each_step_is_timed_over_the_ends_of_episodes(num_envs: int | None) -> None:
    request = _request() if num_envs is None else _request(num_envs=num_envs)
    made = make(request, Policy())
    nanos = Steps(made).take(300)  # Random CartPole episodes last about 20 steps.
    made.environment.close()
    assert len(nanos) == 300
    assert min(nanos) > 0


def test_answers_each_count_with_as_many_times() -> None:
    encoded = base64.b64encode(_request(num_envs=2).SerializeToString()).decode()
    result = _run(encoded, stdin="3\n5\n")
    assert [len(line.split()) for line in result.stdout.splitlines()] == [3, 5]
    assert result.returncode == 0


def test_times_frames_where_it_draws() -> None:
    made = make(_request(render_mode="rgb_array"), Policy())
    steps = sorted(Steps(made).take(20))
    frames = sorted(Steps(made, draw=True).take(20))
    made.environment.close()
    assert frames[0] > steps[10]  # Drawing 240,000 pixels takes more than moving four numbers.
    encoded = base64.b64encode(_request(render_mode="rgb_array").SerializeToString()).decode()
    assert len(_run(encoded, "--draw", stdin="3\n").stdout.split()) == 3


@pytest.mark.parametrize(
    ("argument", "message"),
    [
        ("%%", "must be a MakeRequest in base64"),
        (
            base64.b64encode(
                session_pb2.MakeRequest(
                    protocol_version=PROTOCOL_VERSION, id="CartPool-v1"
                ).SerializeToString()
            ).decode(),
            'no environment "CartPool-v1"',
        ),
    ],
)
def test_says_what_is_wrong_with_the_request(argument: str, message: str) -> None:
    result = _run(argument, stdin="1\n")
    assert result.returncode == 1
    assert message in result.stderr
    assert "Traceback" not in result.stderr
    assert result.stdout == ""
