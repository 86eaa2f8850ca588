"""What a session notes of its progress, for the server to see without asking."""

from __future__ import annotations

import mmap
import os
from pathlib import Path
from typing import Final

from gymbridge_server._generated import session_pb2

_TURN: Final = 0
_TAG: Final = 1
_STEPS: Final = 2
_BYTES: Final = 64

# The first byte of a serialized request is the tag of the field of its kind, since fields are
# written in their order.
_KINDS: Final = {
    field.number << 3 | 2: field.name
    for field in session_pb2.SessionRequest.DESCRIPTOR.oneofs_by_name["kind"].fields
}
_STEP: Final = next(tag for tag, kind in _KINDS.items() if kind == "step")


class Record:
    """A file in the memory of server and session: some numbers, then the session's last words.

    The session writes three numbers for each request and asks no clock: the server looks whether
    they change. Who makes a record closes it.
    """

    def __init__(self, path: Path, *, new: bool = False) -> None:
        flags = os.O_RDWR | (os.O_CREAT | os.O_EXCL if new else 0)
        self.descriptor = os.open(path, flags, 0o600)
        """Of the file, at the place for the last words."""
        os.ftruncate(self.descriptor, _BYTES)
        os.lseek(self.descriptor, _BYTES, os.SEEK_SET)
        self._map = mmap.mmap(self.descriptor, _BYTES)
        self._cells = memoryview(self._map).cast("q")
        self._turn = 0
        self._step = 0

    def enter(self) -> None:
        """Note that the client is there."""
        self._turn = self._cells[_TURN] = 2

    def begin(self, request: bytes) -> None:
        """Note that a request is served from now on."""
        cells = self._cells
        tag = request[0] if request else 0
        if tag == _STEP:
            self._step += 1
            cells[_STEPS] = self._step
        cells[_TAG] = tag
        self._turn += 1
        cells[_TURN] = self._turn

    def end(self) -> None:
        """Note that its reply is there."""
        self._turn += 1
        self._cells[_TURN] = self._turn

    @property
    def turn(self) -> int:
        """How often a request began or ended; odd while one is served, 0 before the client."""
        return self._cells[_TURN]

    @property
    def kind(self) -> str:
        """Name the kind of the last request."""
        return _KINDS.get(self._cells[_TAG], "a request")

    @property
    def doing(self) -> str:
        """Say what is done, such as "step 680"."""
        return f"step {self._cells[_STEPS]}" if self.kind == "step" else self.kind

    def last_words(self) -> str:
        """Read what the process wrote into the file when it was asked or died."""
        size = max(0, os.fstat(self.descriptor).st_size - _BYTES)
        return os.pread(self.descriptor, size, _BYTES).decode("utf-8", "replace")

    def close(self) -> None:
        """Let go of file and memory."""
        self._cells.release()
        self._map.close()
        os.close(self.descriptor)
