"""Limits, by looking at what sessions say of themselves."""

from __future__ import annotations

import pytest

from gymbridge_server.errors import RequestError
from gymbridge_server.limits import Limits
from gymbridge_server.open_sessions import FullError, OpenSession, OpenSessions
from tests.servers import wait_for

LIMITS = Limits(max_sessions=2, max_idle_seconds=4, max_step_seconds=2, max_make_seconds=3)


class FakeSession(OpenSession):
    """Says what a test makes it say, and keeps what is done to it."""

    def __init__(self) -> None:
        super().__init__("a test")
        self.now = 2
        self.doing = "step"
        self.client = True
        self.broken = False
        self.ends: list[str] = []

    @property
    def turn(self) -> int:
        if self.broken:
            raise ValueError("cannot be read")
        return self.now

    @property
    def kind(self) -> str:
        return self.doing

    def has_client(self) -> bool:
        return self.client

    def end_idle(self, message: str) -> None:
        self.ends.append(message)

    def end_request(self, error: RequestError) -> None:
        self.ends.append(error.message)


@pytest.fixture
def sessions() -> OpenSessions:
    return OpenSessions(LIMITS)


def look(sessions: OpenSessions, opened: FakeSession, *seconds: float) -> None:
    for each in seconds:
        sessions._look(opened, each)


def test_one_that_asks_nothing_is_ended_once(sessions: OpenSessions) -> None:
    opened = FakeSession()
    look(sessions, opened, 1, 2, 2)
    assert opened.ends == []
    look(sessions, opened, 1, 1)
    (message,) = opened.ends
    assert message.startswith("no request came for 5 s")
    assert "--max-idle-seconds" in message


def test_each_request_begins_the_time_anew(sessions: OpenSessions) -> None:
    opened = FakeSession()
    for turn in range(2, 20):
        opened.now = turn
        look(sessions, opened, 1.5, 1.5)
    assert opened.ends == []


@pytest.mark.parametrize(
    ("kind", "option", "seconds"), [("step", "--max-step-seconds", 2), ("make", "--max-make", 3)]
)
def test_one_that_takes_too_long_is_ended_once(
    sessions: OpenSessions, kind: str, option: str, seconds: int
) -> None:
    opened = FakeSession()
    opened.now, opened.doing = 3, kind
    look(sessions, opened, 9, *[1] * seconds)
    assert opened.ends == []
    look(sessions, opened, 1, 1)
    (message,) = opened.ends
    assert message.startswith(f"{kind} takes more than")
    assert option in message


def test_one_whose_client_is_gone_gets_two_seconds(sessions: OpenSessions) -> None:
    opened = FakeSession()
    opened.now, opened.client, opened.doing = 3, False, "make"
    look(sessions, opened, 0, 1, 1)
    assert opened.ends == []
    look(sessions, opened, 0.5)
    assert "the client of a request is gone" in opened.ends[0]


def test_one_that_cannot_be_read_does_not_end_the_watch() -> None:
    sessions = OpenSessions(Limits(max_idle_seconds=0.2))
    broken, idle = FakeSession(), FakeSession()
    broken.broken = True
    for each in (broken, idle):
        sessions.admit(each)
    sessions.start()
    assert wait_for(lambda: bool(idle.ends))


def test_there_are_as_many_as_there_may_be(sessions: OpenSessions) -> None:
    first, second, third = FakeSession(), FakeSession(), FakeSession()
    sessions.admit(first)
    sessions.admit(second)
    second.hangs = True
    with pytest.raises(FullError, match=r"all 2 sessions .* \(1 of them hang in their environ"):
        sessions.admit(third)
    sessions.leave(first)
    sessions.admit(third)
    assert sessions.counts() == (2, 1)
