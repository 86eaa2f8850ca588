"""What the command line takes, and the policy that it asks for."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import fields

from gymbridge_server import __version__
from gymbridge_server.addresses import Address
from gymbridge_server.limits import Limits, Policy
from gymbridge_server.security import add_arguments, sends_tracebacks

DEFAULT_ADDRESS = "127.0.0.1:50051"


def parser() -> argparse.ArgumentParser:
    """Make the parser of the command line."""
    described = argparse.ArgumentParser(
        prog="gymbridge-server",
        description="Serves Gymnasium environments over gRPC.",
        allow_abbrev=False,
    )
    add = described.add_argument
    add("--version", action="version", version=f"gymbridge-server {__version__}")
    add("--verbose", action="store_true", help="log each session")

    add = described.add_argument_group("where").add_argument
    add(
        "--listen",
        action="append",
        metavar="ADDRESS",
        help="unix:/path, host:port or [::1]:port; port 0 is any; may be repeated "
        f"(default {DEFAULT_ADDRESS})",
    )
    add(
        "--health-listen",
        action="append",
        default=[],
        metavar="ADDRESS",
        help="a port that answers health checks alone, in plain text, for probes that know no TLS",
    )
    add_arguments(described)

    add = described.add_argument_group("under a parent process").add_argument
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

    add = described.add_argument_group("what clients may do").add_argument
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
    _add_limits(described)
    return described


def policy_of(options: argparse.Namespace, addresses: list[Address]) -> Policy:
    """Say what clients may do, as the options have it."""
    return Policy(
        # Each has an option of its name.
        limits=Limits(**{limit.name: getattr(options, limit.name) for limit in fields(Limits)}),
        allowed_modules=frozenset(options.allow_module),
        compress_frames=options.compress_frames,
        allow_files=options.allow_files,
        send_tracebacks=sends_tracebacks(options.send_tracebacks, addresses),
        isolate=options.isolate,
        lane=not options.no_lane,
    )


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
