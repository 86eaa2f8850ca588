"""The directory of a template's sockets: what is left behind of it, and who takes that away."""

from __future__ import annotations

import errno
import fcntl
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from gymbridge_server.lane.directory import LaneDirectory

_HOLD = """
from gymbridge_server.lane.directory import LaneDirectory
print(LaneDirectory().path, flush=True)
input()
"""


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Here, and in the processes that are started."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    return tmp_path


def test_is_kept_while_its_server_lives_and_deleted_by_the_next_one_once_it_was_killed() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _HOLD], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        path = Path(server.stdout.readline().strip())
        (path / "1.record").touch()
        LaneDirectory().delete()
        assert (path / "1.record").exists()
        server.kill()
        server.wait(10)
        assert path.exists()
        LaneDirectory().delete()
        assert not path.exists()


def test_leaves_what_is_none_of_it(temporary: Path) -> None:
    (temporary / "elsewhere").mkdir()
    (temporary / "gymbridge-lanes-link").symlink_to(temporary / "elsewhere")
    (temporary / "gymbridge-lanes-file").touch()
    LaneDirectory().delete()
    assert {path.name for path in temporary.iterdir()} == {
        "elsewhere",
        "gymbridge-lanes-link",
        "gymbridge-lanes-file",
    }


def test_is_one_where_there_are_no_locks(temporary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(fcntl, "flock", refuse)
    directory = LaneDirectory()
    assert list(temporary.iterdir()) == [directory.path]
    directory.delete()
    assert not list(temporary.iterdir())


def test_is_deleted_once() -> None:
    directory = LaneDirectory()
    directory.delete()
    directory.delete()
    assert not directory.path.exists()
