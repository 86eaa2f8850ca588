"""Sessions in processes of their own: what breaks one, and what goes on."""

from __future__ import annotations

import os
import resource
import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gymbridge_server._generated import session_pb2 as pb
from gymbridge_server.errors import timeout
from gymbridge_server.isolation import IsolatedSession
from gymbridge_server.processes import EnvironmentProcess, EnvironmentProcesses
from tests.driver import TEST_POLICY, Driver, ReplyError, same
from tests.servers import children_of, is_alive, wait_for

pytestmark = pytest.mark.thorough

BREAKING = "tests.environments:Breaking-v0"
SCRIPTED = "tests.environments:Scripted-v2"


@pytest.fixture(scope="module")
def processes() -> Iterator[EnvironmentProcesses]:
    processes = EnvironmentProcesses(TEST_POLICY)
    processes.prepare()
    yield processes
    processes.close()


@pytest.fixture
def isolated(processes: EnvironmentProcesses) -> Iterator[Driver]:
    driver = Driver()
    driver.session = IsolatedSession(TEST_POLICY, processes)
    yield driver
    driver.close()


def refused_step(driver: Driver, action: int = 1) -> ReplyError:
    with pytest.raises(ReplyError) as caught:
        driver.step(np.int64(action))
    return caught.value


def test_it_answers_as_a_session_does(isolated: Driver, driver: Driver) -> None:
    for each in (isolated, driver):
        each.made = each.make("CartPole-v1", render_mode="rgb_array")
    assert isolated.made == driver.made
    assert same(isolated.reset(7), driver.reset(7))
    for action in (0, 1, 1, 0):
        assert same(isolated.step_plain(np.int64(action)), driver.step_plain(np.int64(action)))
    # A frame is larger than what one read takes.
    assert isolated.render() == driver.render()
    with pytest.raises(ReplyError, match="INVALID_ACTION"):
        isolated.step(np.int64(5))


def test_it_is_in_another_process(isolated: Driver) -> None:
    isolated.make(BREAKING)
    _, info = isolated.reset()
    assert info["pid"] != os.getpid()
    assert info["pid"] in children_of(os.getpid())
    isolated.close()
    assert not is_alive(info["pid"])


def test_large_requests_arrive_whole(isolated: Driver) -> None:
    isolated.make(SCRIPTED)
    text = "x" * 3_000_000
    _, info = isolated.reset(options={"text": text})
    assert info["options"]["text"] == text


@pytest.mark.parametrize(
    ("how", "text"),
    [
        ("segfault", "died of signal 11 (SIGSEGV) in step"),
        ("exit", "ended with exit status 7 in step"),
        ("kill", "died of signal 9 (SIGKILL) in step"),
    ],
)
def test_a_process_that_dies_is_replaced(isolated: Driver, how: str, text: str) -> None:
    isolated.make(BREAKING, kwargs={"how": how})
    _, before = isolated.reset()
    error = refused_step(isolated)
    assert error.code == "ENVIRONMENT_DIED"
    assert text in error.message
    assert "made again in a new process, reset it to go on" in error.message
    assert error.session_continues
    if how == "segfault":
        assert "break_process" in error.detail
    assert refused_step(isolated, 0).code == "OUT_OF_ORDER"
    _, after = isolated.reset()
    assert after["pid"] != before["pid"]
    assert isolated.step_plain(np.int64(0))[0] == 1


@pytest.mark.parametrize("where", ["reset", "render", "make"])
def test_it_may_die_anywhere(isolated: Driver, where: str, tmp_path: Path) -> None:
    kwargs = {"where": where, "mark": str(tmp_path / "mark"), "once": True}
    fields: dict[str, Any] = {"kwargs": kwargs, "render_mode": "ansi"}
    if where == "make":
        with pytest.raises(
            ReplyError, match=r"SIGSEGV.* in make; run it alone in .*; make it again"
        ) as caught:
            isolated.make(BREAKING, **fields)
    else:
        isolated.make(BREAKING, **fields)
        with pytest.raises(ReplyError, match=rf"SIGSEGV.* in {where}") as caught:  # noqa: PT012
            isolated.reset()
            isolated.render()
    assert caught.value.session_continues
    if where == "make":
        isolated.make(BREAKING, **fields)
    isolated.reset()
    assert isolated.render()[0].texts == ["drawn"]


def test_a_session_whose_environment_cannot_be_made_again_is_over(
    isolated: Driver, tmp_path: Path
) -> None:
    closes = tmp_path / "closes"
    isolated.make(SCRIPTED, kwargs={"raises_in": "die", "closes": str(closes)})
    isolated.reset()
    # What was made once cannot be made now: the process of the second make dies as well.
    isolated.session._make_request = pb.SessionRequest(
        make=pb.MakeRequest(protocol_version=1, id="Missing-v0")
    ).SerializeToString()
    error = refused_step(isolated)
    assert 'could not be made again: no environment "Missing-v0"' in error.message
    assert not error.session_continues
    assert isolated.session.over


def test_a_process_that_dies_in_close_is_closed(isolated: Driver) -> None:
    isolated.make(BREAKING, kwargs={"where": "close"})
    assert isolated.ask(close=pb.CloseRequest()).HasField("close")


@pytest.mark.parametrize("how", ["hang", "native hang"])
def test_one_that_hangs_is_killed_and_replaced(isolated: Driver, how: str, tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    isolated.make(BREAKING, kwargs={"how": how, "mark": str(mark)})
    isolated.reset()

    def interrupt() -> None:
        assert wait_for(lambda: mark.exists() and mark.read_text() != "")
        isolated.session.interrupt(timeout("step", 1.5, 1.0, "--max-step-seconds"))

    thread = threading.Thread(target=interrupt)
    thread.start()
    error = refused_step(isolated)
    thread.join()
    assert error.code == "TIMEOUT"
    assert "step takes more than 1.5 s, the limit of this server is 1 s" in error.message
    assert "reset it to go on" in error.message
    assert "break_process" in error.detail
    assert not is_alive(int(mark.read_text()))
    assert isolated.reset()[0] == 0


def test_it_is_killed_also_where_more_than_1024_files_are_open(
    isolated: Driver, tmp_path: Path
) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(4_096, hard), hard))
    files = [os.open(os.devnull, os.O_RDONLY) for _ in range(1_100)]
    try:
        processes = EnvironmentProcesses(TEST_POLICY)
        isolated.session = IsolatedSession(TEST_POLICY, processes)
        mark = tmp_path / "mark"
        isolated.make(BREAKING, kwargs={"how": "hang", "mark": str(mark)})
        isolated.reset()
        error = timeout("step", 1.5, 1.0, "--max-step-seconds")
        killer = threading.Thread(
            target=lambda: wait_for(mark.exists) and isolated.session.interrupt(error)
        )
        killer.start()
        assert "break_process" in refused_step(isolated).detail
        killer.join()
        isolated.close()
        processes.close()
    finally:
        for each in files:
            os.close(each)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_the_processes_of_its_environments_go_with_it(isolated: Driver) -> None:
    isolated.make("CartPole-v1", num_envs=2, vectorization=pb.VECTORIZATION_ASYNC)
    isolated.reset()
    own = isolated.session._process.pid
    grandchildren = children_of(own)
    assert len(grandchildren) >= 2
    os.kill(own, signal.SIGKILL)
    with pytest.raises(ReplyError, match="SIGKILL"):
        isolated.step(np.array([0, 1]))
    assert wait_for(lambda: not any(map(is_alive, grandchildren)))
    assert isolated.reset()[0].shape == (2, 4)


def test_where_no_process_can_be_started_the_client_is_told() -> None:
    class NoRoom(EnvironmentProcesses):
        def take(self) -> EnvironmentProcess:
            raise BlockingIOError(11, "Resource temporarily unavailable")

    driver = Driver()
    driver.session = IsolatedSession(TEST_POLICY, NoRoom(TEST_POLICY))
    with pytest.raises(ReplyError, match=r"no process can be started .* end another session"):
        driver.make("CartPole-v1")
    driver.close()


def test_a_spare_that_died_is_not_handed_out() -> None:
    processes = EnvironmentProcesses(TEST_POLICY)
    processes.prepare()
    spare = processes._spare
    assert spare is not None
    os.kill(spare.pid, signal.SIGKILL)
    assert wait_for(lambda: not spare.is_alive())
    taken = processes.take()
    assert taken is not spare
    taken.close()
    processes.close()
