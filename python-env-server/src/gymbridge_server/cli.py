"""The command line: ``gymbridge-server``, or ``python -m gymbridge_server``."""

from __future__ import annotations

import argparse
import json
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import metadata
from types import FrameType
from typing import TextIO

from gymbridge_server import PROTOCOL_VERSION, __version__, module_path
from gymbridge_server.addresses import (
    Address,
    AddressError,
    ListenError,
    TcpAddress,
    parse_address,
)
from gymbridge_server.certificates import SecretFileError
from gymbridge_server.limits import Limits, Policy
from gymbridge_server.security import (
    ArgumentsError,
    Security,
    add_arguments,
    check_arguments,
    check_safe,
    reachable,
    read_security,
    sends_tracebacks,
)

_LOG = logging.getLogger("gymbridge_server")

_DONE = 0
_FAILED = 1
_INTERRUPTED = 130
_NO_FILE = -1

_DEFAULT_ADDRESS = "127.0.0.1:50051"


def run() -> None:
    """Run the command and exit with its code."""
    sys.exit(main())


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until stopped, and return the exit code: 0 done, 1 failed, 130 interrupted."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.isolate and not hasattr(os, "killpg"):
        parser.error("--isolate needs process groups and signals, which this platform has not")
    try:
        check_arguments(options)
        addresses = [parse_address(text) for text in options.listen or [_DEFAULT_ADDRESS]]
        health = [_tcp_address(text) for text in options.health_listen]
        security = read_security(options, os.environ)
        for address in addresses:
            check_safe(address, security, insecure=options.insecure)
    except (ArgumentsError, AddressError) as e:
        parser.error(str(e))
    except SecretFileError as e:
        return _failed(e)
    logging.basicConfig(
        level=logging.DEBUG if options.verbose else logging.INFO,
        format="gymbridge-server: %(message)s",
        stream=sys.stderr,
    )
    module_path.name(options.module_path)
    output = _keep_output()
    stop = _Stop(_keep_input(), exit_with_parent=options.exit_with_parent)
    _describe(security, addresses)
    where = _Where(addresses, health, security, options.exit_with_parent)
    policy = _policy(options, addresses)
    return _serve(policy, where, stop, output if options.ready_json else None)


@dataclass(frozen=True)
class _Where:
    """Where to listen, to whom, and for how long."""

    addresses: list[Address]
    health: list[TcpAddress]
    security: Security
    exit_with_parent: bool


def _failed(raised: Exception) -> int:
    print(f"gymbridge-server: error: {raised}", file=sys.stderr)  # noqa: T201
    return _FAILED


def _describe(security: Security, addresses: list[Address]) -> None:
    if security.certificates is not None:
        _LOG.info(
            "TLS on every port; the certificate expires %s", security.certificates.valid_until
        )
    if security.certificates is None or not security.asks_who():
        for address in reachable(addresses):
            _LOG.warning("%s is open to other machines, as --insecure has it", address)


def _serve(policy: Policy, where: _Where, stop: _Stop, ready: TextIO | None) -> int:
    # gRPC logs to the terminal what is of no use there. It reads these when it is imported.
    os.environ.setdefault("GRPC_VERBOSITY", "ERROR")
    os.environ.setdefault("GRPC_ENABLE_FORK_SUPPORT", "0")
    # Imports that take a second come after the arguments have been found right.
    from gymbridge_server.server import Server, exit_now  # noqa: PLC0415

    module_path.extend()
    server = Server(policy, where.security, exit_with_parent=where.exit_with_parent)
    try:
        listening = [str(server.listen(address)) for address in where.addresses]
        for address in where.health:
            server.answer_health_checks(address)
    except ListenError as e:
        server.stop()
        return _failed(e)
    server.start()
    _LOG.info("listening at %s", ", ".join(listening))
    if ready is not None:
        _say_ready(ready, listening)
    code = stop.wait()
    _LOG.debug("stopping")
    if not server.stop():
        _LOG.warning("an environment does not close; it is left behind")
        sys.stderr.flush()
        exit_now(code)
    return code


def _say_ready(output: TextIO, addresses: list[str]) -> None:
    line = {
        "ready": True,
        "address": addresses[0],
        "addresses": addresses,
        "pid": os.getpid(),
        "protocol_version": PROTOCOL_VERSION,
        "server_version": __version__,
        "gymnasium_version": metadata.version("gymnasium"),
    }
    output.write(json.dumps(line, separators=(",", ":")) + "\n")
    output.flush()


def _keep_output() -> TextIO:
    """Keep standard output for the ready line: whatever else is printed goes to standard error.

    Environments print, and so do the native libraries under them.
    """
    output = os.fdopen(os.dup(1), "w", encoding="utf-8")
    sys.stdout.flush()
    os.dup2(2, 1)
    return output


def _keep_input() -> int:
    """Keep standard input for the watch over the parent: an environment that reads is at its end.

    Nobody could answer it.
    """
    try:
        kept = os.dup(0)
    except OSError:
        return _NO_FILE
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    return kept


class _Stop:
    """Why and when to stop: a signal, or the end of the parent process."""

    def __init__(self, parent: int, *, exit_with_parent: bool) -> None:
        self._parent = parent
        self._event = threading.Event()
        self._code = _DONE
        signal.signal(signal.SIGTERM, self._on_signal)
        if exit_with_parent:
            # Ctrl-C reaches the parent too, and it is the parent who decides.
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            threading.Thread(target=self._watch_parent, name="parent-watch", daemon=True).start()
        else:
            signal.signal(signal.SIGINT, self._on_signal)

    def wait(self) -> int:
        """Wait for the end, and return the exit code."""
        self._event.wait()
        return self._code

    def _on_signal(self, number: int, _: FrameType | None) -> None:
        if number == signal.SIGINT:
            if self._event.is_set():
                os._exit(_INTERRUPTED)  # Asked twice.
            self._code = _INTERRUPTED
        self._event.set()

    def _watch_parent(self) -> None:
        """Wait for the end of standard input, whose other end the parent holds while it lives."""
        try:
            while os.read(self._parent, 4096):
                pass
        except OSError:
            pass
        self._event.set()


def _policy(options: argparse.Namespace, addresses: list[Address]) -> Policy:
    return Policy(
        limits=Limits(
            max_sessions=options.max_sessions,
            max_envs_per_session=options.max_envs_per_session,
            max_message_bytes=options.max_message_bytes,
            max_idle_seconds=options.max_idle_seconds,
            max_step_seconds=options.max_step_seconds,
            max_make_seconds=options.max_make_seconds,
            max_silence_seconds=options.max_silence_seconds,
            max_session_memory_mb=options.max_session_memory_mb,
        ),
        allowed_modules=frozenset(options.allow_module),
        compress_frames=options.compress_frames,
        allow_files=options.allow_files,
        send_tracebacks=sends_tracebacks(options.send_tracebacks, addresses),
        isolate=options.isolate,
        lane=not options.no_lane,
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="gymbridge-server",
        description="Serves Gymnasium environments over gRPC.",
        allow_abbrev=False,
    )
    add = parser.add_argument
    add("--version", action="version", version=f"gymbridge-server {__version__}")
    add("--verbose", action="store_true", help="log each session")

    add = parser.add_argument_group("where").add_argument
    add(
        "--listen",
        action="append",
        metavar="ADDRESS",
        help="unix:/path, host:port or [::1]:port; port 0 is any; may be repeated "
        f"(default {_DEFAULT_ADDRESS})",
    )
    add(
        "--health-listen",
        action="append",
        default=[],
        metavar="ADDRESS",
        help="a port that answers health checks alone, in plain text, for probes that know no TLS",
    )
    add_arguments(parser)

    add = parser.add_argument_group("under a parent process").add_argument
    add(
        "--ready-json",
        action="store_true",
        help="print one line of JSON on standard output once serving",
    )
    add(
        "--exit-with-parent",
        action="store_true",
        help="stop when standard input ends, and ignore SIGINT",
    )

    add = parser.add_argument_group("what clients may do").add_argument
    add(
        "--module-path",
        action="append",
        default=[],
        metavar="FOLDER",
        help="where such modules are looked for last; may be repeated",
    )
    add(
        "--allow-module",
        action="append",
        default=[],
        type=_module,
        metavar="NAME",
        help="a module that clients may name in module:Id and module:Wrapper, which imports it; "
        "may be repeated",
    )
    add(
        "--no-lane",
        action="store_true",
        help="serve clients on this machine over gRPC alone, without a process for each session",
    )
    add(
        "--compress-frames",
        action="store_true",
        help="send frames compressed, which pays on a slow network",
    )
    _add_limits(parser)
    return parser


def _tcp_address(text: str) -> TcpAddress:
    address = parse_address(text)
    if not isinstance(address, TcpAddress):
        message = f"--health-listen takes host:port, got {text}; probes know no Unix sockets"
        raise AddressError(message)
    return address


def _add_limits(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("limits", "0 means none")
    limits = Limits()

    def add(name: str, parse: Callable[[str], float], text: str) -> None:
        default = getattr(limits, name)
        group.add_argument(
            "--" + name.replace("_", "-"),
            type=parse,
            default=default,
            metavar="N" if parse is _count else "S",
            help=f"{text} (default {default:g})"
            if parse is _seconds
            else f"{text} (default {default})",
        )

    add("max_sessions", _count, "sessions at the same time")
    add("max_envs_per_session", _count, "environments in one vector")
    add("max_message_bytes", _count, "bytes of a request, and of a reply")
    add("max_idle_seconds", _seconds, "seconds without a request before a session is ended")
    add("max_step_seconds", _seconds, "seconds that a reset, a step or a picture may take")
    add("max_make_seconds", _seconds, "seconds that making an environment may take")
    add("max_silence_seconds", _seconds, "seconds that a client may leave pings unanswered")
    add(
        "max_session_memory_mb",
        _count,
        "MB of data of a session's process, on a lane or with --isolate",
    )
    group.add_argument(
        "--isolate",
        action="store_true",
        help="a process for each session: a crash or a hang of its environment stays its own",
    )


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > 2**31 - 1:
        message = f"must be an integer in [0, {2**31 - 1}], got {text!r}"
        raise argparse.ArgumentTypeError(message)
    return int(text)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0.0 <= seconds < float("inf"):
        message = f"must be a number of seconds, at least 0, got {text!r}"
        raise argparse.ArgumentTypeError(message)
    return seconds


def _module(text: str) -> str:
    if not all(part.isidentifier() for part in text.split(".")):
        message = f"must be the name of a module, such as my_package, got {text!r}"
        raise argparse.ArgumentTypeError(message)
    return text
