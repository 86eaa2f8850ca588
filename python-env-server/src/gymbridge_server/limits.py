"""What the server allows."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Bounds on what clients may use; 0 means no limit.

    Attributes:
        max_sessions: open at the same time
        max_envs_per_session: environments in one vector
        max_message_bytes: of a request and of a reply
        max_idle_seconds: that a session may ask nothing, or leave a reply unread; long, since a
            client may learn for minutes between two steps, and its user may pause it
        max_step_seconds: that a reset, a step or a picture may take
        max_make_seconds: that make may take; longer, since it may load what is large
        max_silence_seconds: that the other end of a connection may leave pings unanswered
        max_session_memory_mb: that the process of a session may take for its data, where a session
            has a process
    """

    max_sessions: int = 64
    max_envs_per_session: int = 4_096
    # 4,096 CartPole observations are 64 KiB, but 64 CartPole frames are 44 MiB.
    max_message_bytes: int = 256 * 2**20
    max_idle_seconds: float = 3_600.0
    max_step_seconds: float = 300.0
    max_make_seconds: float = 600.0
    max_silence_seconds: float = 30.0
    max_session_memory_mb: int = 0


@dataclass(frozen=True)
class Policy:
    """What a session may do, and how it answers.

    Attributes:
        limits: bounds on what it may use
        allowed_modules: modules that a client may name in an id or a wrapper, with the public
            modules that lie in them; to name a module is to import it, and to import is to run code
        compress_frames: whether frames travel compressed, which pays on slow networks only
        allow_files: whether a client may name files of the server's machine
        send_tracebacks: whether errors carry tracebacks, which name paths of that machine
        isolate: whether each session over a stream gets a process of its own
        lane: whether clients on this machine may open lanes
    """

    limits: Limits = Limits()
    allowed_modules: frozenset[str] = frozenset()
    compress_frames: bool = False
    allow_files: bool = False
    send_tracebacks: bool = True
    isolate: bool = False
    lane: bool = True

    def allows_module(self, module: str) -> bool:
        """Say whether a client may name ``module``."""
        parts = module.split(".")
        for i in range(1, len(parts) + 1):
            if ".".join(parts[:i]) in self.allowed_modules:
                # Unless it is named itself, nothing private: __main__ runs a program.
                return not any(part.startswith("_") for part in parts[i:])
        return False
