"""Errors that travel: what went wrong, as an ``ErrorReply``."""

from __future__ import annotations

import logging
import secrets
import sys

from gymnasium import error as gymnasium_error

from gymbridge_server._generated import session_pb2
from gymbridge_server.memory import memory_bound
from gymbridge_server.raised import describe, tell, traceback_end
from gymbridge_server.words import printable

_LOG = logging.getLogger(__name__)

# A message may repeat what the client sent, which may be much.
_MESSAGE_LIMIT = 8_000


class RequestError(Exception):
    """A request that cannot be served, for a reason that the user can mend.

    The message says what, the actual value, what is allowed and how to mend it.
    """

    def __init__(
        self,
        code: session_pb2.ErrorCode,
        message: str,
        *,
        session_continues: bool = True,
        detail: str = "",
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.session_continues = session_continues
        self.detail = detail

    def keep_detail(self) -> None:
        """Log the detail instead of sending it: it names paths and lines of this machine."""
        if self.detail:
            number = secrets.token_hex(4)
            # Indented and without control characters: what a client sent cannot pass for a line
            # of the log, nor speak to the terminal that shows it.
            lines = (_harmless(line) for line in self.detail.splitlines())
            _LOG.warning("error %s:\n%s", number, "\n".join(f"    {line}" for line in lines))
            self.detail = f"(the traceback stands in the log of the server, at error {number})"

    def fill(self, reply: session_pb2.ErrorReply) -> None:
        """Write this error into a reply."""
        reply.code = self.code
        reply.message = printable(_shortened(self.message))
        reply.session_continues = self.session_continues
        reply.detail = printable(self.detail)


def malformed(message: str) -> RequestError:
    """Say that a request breaks the protocol."""
    return RequestError(session_pb2.ERROR_CODE_MALFORMED_REQUEST, message)


def invalid_argument(message: str) -> RequestError:
    """Say that an argument of make or reset is refused."""
    return RequestError(session_pb2.ERROR_CODE_INVALID_ARGUMENT, message)


def out_of_order(message: str) -> RequestError:
    """Say that a request came at the wrong time."""
    return RequestError(session_pb2.ERROR_CODE_OUT_OF_ORDER, message)


def permission_denied(message: str) -> RequestError:
    """Say that the server was not started with what the request needs."""
    return RequestError(session_pb2.ERROR_CODE_PERMISSION_DENIED, message)


def exhausted(message: str) -> RequestError:
    """Say that a limit of the server is reached."""
    return RequestError(session_pb2.ERROR_CODE_RESOURCE_EXHAUSTED, message)


def environment_raised(
    what: str, raised: BaseException, *, mend: str, session_continues: bool = True
) -> RequestError:
    """Say that the environment's own code raised, where, and how the session goes on."""
    if isinstance(raised, MemoryError):
        return out_of_memory(f"the environment took more memory than there is in {what}", raised)
    what_raised, where, detail = tell(raised)
    return RequestError(
        session_pb2.ERROR_CODE_ENVIRONMENT_RAISED,
        f"the environment raised {what_raised} in {what}{where}; {mend}",
        session_continues=session_continues,
        detail=detail,
    )


def out_of_memory(what: str, raised: MemoryError) -> RequestError:
    """Say that there is not so much memory, or that a session may not take it."""
    error = exhausted(f"{what} ({describe(raised)}); {_memory_mend()}")
    error.detail = traceback_end(raised)
    return error


def _memory_mend() -> str:
    bound = memory_bound()
    if bound is None:
        return "make it smaller, or use a larger machine"
    return (
        f"this session may take {bound} MB; make it smaller, or start the server with a "
        "larger --max-session-memory-mb"
    )


def environment_died(how: str, what: str) -> RequestError:
    """Say that the process of an environment ended in the middle of a request."""
    return RequestError(
        session_pb2.ERROR_CODE_ENVIRONMENT_DIED,
        f"the environment's process {how} in {what}; run it alone in {sys.executable} to see why",
    )


def timeout(what: str, seconds: float, limit: float, option: str) -> RequestError:
    """Say that a request takes longer than the server allows."""
    return RequestError(
        session_pb2.ERROR_CODE_TIMEOUT,
        f"{what} takes more than {seconds:.4g} s, the limit of this server is {limit:g} s; mend "
        f"the environment, or start the server with a larger {option}",
    )


def internal(raised: BaseException) -> RequestError:
    """Say that the server itself failed. Its state is unknown, so the session ends."""
    return RequestError(
        session_pb2.ERROR_CODE_INTERNAL,
        f"the server failed with {describe(raised)}; this is a defect of gymbridge-server, "
        "please report it with the detail",
        session_continues=False,
        detail=traceback_end(raised),
    )


def unknown_environment(
    environment_id: str, raised: Exception, newest: str | None = None, instead: str = ""
) -> RequestError:
    """Say that no such id is registered, with what may have been meant.

    Args:
        environment_id: what was asked for
        raised: what Gymnasium says, its own suggestion in it
        newest: the newest version of that name, if there is one
        instead: what its module has
    """
    hint = f'; did you mean "{newest}"?' if newest else ""
    more = instead or "`gymbridge envs` lists all; those of a package of yours are my_package:Id"
    return RequestError(
        session_pb2.ERROR_CODE_UNKNOWN_ENVIRONMENT,
        f'no environment "{environment_id}"{hint}: {raised} ({more})',
    )


def missing_dependency(
    what: str, raised: BaseException | str, extra: str | None, where: str = ""
) -> RequestError:
    """Say that a package is missing, in which Python, and what to type.

    Args:
        what: needs it
        raised: when it was imported
        extra: of this server that brings it, if it is not there; None for other packages
        where: it was looked for
    """
    python = sys.executable
    module = raised.name if isinstance(raised, ModuleNotFoundError) and raised.name else ""
    package = module.partition(".")[0]
    if extra:
        mend = (
            f"pass `--server-extras {extra}` to gymbridge, "
            f"or run `{python} -m pip install 'gymbridge-server[{extra}]'` on the server"
        )
    elif package:
        mend = (
            f"run `{python} -m pip install {package}` (if that is what pip calls it), or pass "
            f"`--server-packages {package}` to gymbridge; what is no package but a file of yours "
            "must lie in a folder of PYTHONPATH"
        )
    else:
        mend = f"mend the installation of that Python, such as with `{python} -m pip`"
    reason = raised if isinstance(raised, str) else describe(raised)
    return RequestError(
        session_pb2.ERROR_CODE_MISSING_DEPENDENCY,
        f"{what} needs what the Python of the server, {python}, has not: {reason}{where}; {mend}",
    )


UNKNOWN_ID = (
    gymnasium_error.UnregisteredEnv,
    gymnasium_error.DeprecatedEnv,
)
"""What Gymnasium raises for an id that is not registered."""


def _shortened(text: str) -> str:
    if len(text) <= _MESSAGE_LIMIT:
        return text
    return f"{text[:_MESSAGE_LIMIT]}... ({len(text)} characters)"


def _harmless(line: str) -> str:
    return "".join(character if character.isprintable() else "?" for character in line)
