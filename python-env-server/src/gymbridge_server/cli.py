"""The command line: ``gymbridge-server``, or ``python -m gymbridge_server``."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import metadata
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
from gymbridge_server.lane.system import why_none_here
from gymbridge_server.lane.template_process import TemplateProcess
from gymbridge_server.limits import Policy
from gymbridge_server.options import DEFAULT_ADDRESS, parser, policy_of
from gymbridge_server.security import (
    ArgumentsError,
    Security,
    check_arguments,
    check_safe,
    reachable,
    read_security,
)
from gymbridge_server.stopping import Stop, keep_input

_LOG = logging.getLogger("gymbridge_server")

_FAILED = 1


def run() -> None:
    """Run the command and exit with its code."""
    sys.exit(main())


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until stopped, and return the exit code: 0 done, 1 failed, 130 interrupted."""
    described = parser()
    options = described.parse_args(arguments)
    if options.isolate and not hasattr(os, "killpg"):
        described.error("--isolate needs process groups and signals, which this platform has not")
    try:
        check_arguments(options)
        addresses = [parse_address(text) for text in options.listen or [DEFAULT_ADDRESS]]
        health = [_tcp_address(text) for text in options.health_listen]
        security = read_security(options, os.environ)
        for address in addresses:
            check_safe(address, security, insecure=options.insecure)
    except (ArgumentsError, AddressError) as e:
        described.error(str(e))
    except SecretFileError as e:
        return _failed(e)
    logging.basicConfig(
        level=logging.DEBUG if options.verbose else logging.INFO,
        format="gymbridge-server: %(message)s",
        stream=sys.stderr,
    )
    module_path.name(options.module_path)
    output = _keep_output()
    stop = Stop(keep_input(), exit_with_parent=options.exit_with_parent)
    _describe(security, addresses)
    where = _Where(addresses, health, security, options.exit_with_parent)
    policy = policy_of(options, addresses)
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


def _serve(policy: Policy, where: _Where, stop: Stop, ready: TextIO | None) -> int:
    # gRPC logs to the terminal what is of no use there. It reads these when it is imported.
    os.environ.setdefault("GRPC_VERBOSITY", "ERROR")
    os.environ.setdefault("GRPC_ENABLE_FORK_SUPPORT", "0")
    with contextlib.ExitStack() as begun:
        template = _begin_template(policy)
        if template is not None:
            begun.callback(template.close)
        return _serve_with(template, policy, where, stop, ready)


def _begin_template(policy: Policy) -> TemplateProcess | None:
    """Begin the template of the lanes: it imports while this process does. None without lanes."""
    if not policy.lane or why_none_here():
        return None
    try:
        return TemplateProcess(policy)
    except OSError:
        return None  # The server tries again, and says why it offers none.


def _serve_with(
    template: TemplateProcess | None,
    policy: Policy,
    where: _Where,
    stop: Stop,
    ready: TextIO | None,
) -> int:
    # Imports that take a second come after the arguments have been found right.
    from gymbridge_server.server import Server, exit_now  # noqa: PLC0415

    module_path.extend()
    server = Server(
        policy, where.security, template=template, exit_with_parent=where.exit_with_parent
    )
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


def _tcp_address(text: str) -> TcpAddress:
    address = parse_address(text)
    if not isinstance(address, TcpAddress):
        message = f"--health-listen takes host:port, got {text}; probes know no Unix sockets"
        raise AddressError(message)
    return address
