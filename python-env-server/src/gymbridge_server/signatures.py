"""What environments and wrappers take as arguments, and what is wrong with those given."""

from __future__ import annotations

import difflib
import inspect
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import gymnasium
from gymnasium.utils import EzPickle

from gymbridge_server.raised import describe, tell
from gymbridge_server.words import shown

_UNEXPECTED: Final = re.compile(r"unexpected keyword argument '(\w+)'")
_MISSING: Final = re.compile(r"missing \d+ required (?:positional|keyword-only) arguments?: (.*)")
_SAID_BY_GYMNASIUM: Final = re.compile(
    r" was raised from the environment creator for .*", re.DOTALL
)

# Those have fields of their own in a request.
_NOT_SHOWN: Final = frozenset({"render_mode", "env", "self"})
_MOST_SHOWN: Final = 16


@dataclass(frozen=True)
class Signature:
    """The arguments that a callable takes.

    Attributes:
        parameters: by name
        is_open: whether it takes others too, and nobody knows which
    """

    parameters: Mapping[str, inspect.Parameter]
    is_open: bool

    def unknown(self, arguments: Mapping[str, Any]) -> list[str]:
        """Name the arguments that it does not take for certain."""
        return [] if self.is_open else [name for name in arguments if name not in self.parameters]

    def fitted(self, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """Make tuples of lists where tuples are wanted: JSON has none."""
        return {
            name: _as_tuple(value) if self._wants_tuple(name) else value
            for name, value in arguments.items()
        }

    def _wants_tuple(self, name: str) -> bool:
        parameter = self.parameters.get(name)
        if parameter is None:
            return False
        return isinstance(parameter.default, tuple) or "tuple" in _annotation(parameter).lower()

    def __str__(self) -> str:
        texts = [_text(p) for name, p in self.parameters.items() if name not in _NOT_SHOWN]
        if not texts:
            return "any arguments" if self.is_open else "no arguments"
        more = ["..."] if self.is_open or len(texts) > _MOST_SHOWN else []
        return ", ".join(texts[:_MOST_SHOWN] + more)


def signature_of(function: Any) -> Signature:
    """Find what a function or class takes, in its parents too where it passes on what is left."""
    found: dict[str, inspect.Parameter] = {}
    for layer in _layers(function):
        try:
            parameters = list(inspect.signature(layer).parameters.values())
        except (TypeError, ValueError):
            return Signature(found, is_open=True)
        for parameter in parameters:
            if parameter.kind not in (parameter.VAR_KEYWORD, parameter.VAR_POSITIONAL):
                found.setdefault(parameter.name, parameter)
        if not any(parameter.kind is parameter.VAR_KEYWORD for parameter in parameters):
            return Signature(found, is_open=False)
    return Signature(found, is_open=True)


def _layers(function: Any) -> Iterator[Any]:
    if not isinstance(function, type):
        yield function
        return
    for each in function.__mro__:
        if each in (gymnasium.Env, gymnasium.Wrapper, EzPickle, object):
            continue
        if "__init__" in vars(each):
            yield vars(each)["__init__"]


def unknown_argument(what: str, name: str, value: Any, signature: Signature) -> str:
    """Say that something takes no such argument, and what it takes."""
    close = difflib.get_close_matches(name, signature.parameters, n=1)
    hint = f'; did you mean "{close[0]}"?' if close else ""
    return f'{what} takes no argument "{name}" (given {shown(value)}){hint}; it takes {signature}'


def refused_arguments(
    what: str, arguments: Mapping[str, Any], raised: BaseException, signature: Signature
) -> str:
    """Say with which arguments something could not be made, why, and what it takes."""
    said = _SAID_BY_GYMNASIUM.sub("", describe(raised))
    unexpected = _UNEXPECTED.search(said)
    if unexpected and isinstance(raised, TypeError) and unexpected[1] in arguments:
        return unknown_argument(what, unexpected[1], arguments[unexpected[1]], signature)
    missing = _MISSING.search(said)
    if missing and isinstance(raised, TypeError):
        return f"{what} needs the argument {missing[1]}; it takes {signature}"
    given = ", ".join(f"{name}={shown(value)}" for name, value in arguments.items())
    made = f"made with {given}" if given else "made"
    _, where, _ = tell(raised)
    return f"{what} cannot be {made}: {said}{where}; it takes {signature}"


def _text(parameter: inspect.Parameter) -> str:
    annotation = _annotation(parameter)
    text = f"{parameter.name}: {annotation}" if annotation else parameter.name
    if parameter.default is parameter.empty:
        return text
    return f"{text} = {shown(parameter.default)}" if annotation else f"{text}={parameter.default!r}"


def _annotation(parameter: inspect.Parameter) -> str:
    if parameter.annotation is parameter.empty:
        return ""
    if isinstance(parameter.annotation, str):
        return parameter.annotation
    return inspect.formatannotation(parameter.annotation)


def _as_tuple(value: Any) -> Any:
    return tuple(_as_tuple(each) for each in value) if isinstance(value, list) else value
