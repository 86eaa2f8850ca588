"""Typed data: keyword arguments and reset options from the client, info to it."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Set
from typing import Any, TypeAlias

import numpy as np

from gymbridge_server._generated import value_pb2
from gymbridge_server.dtypes import dtype_from_wire, dtype_to_wire, little_endian
from gymbridge_server.errors import malformed
from gymbridge_server.raised import ENVIRONMENT_EXCEPTIONS
from gymbridge_server.words import printable

# A map in a map takes three messages, and protobuf refuses to parse more than 100 in each other.
_MAX_DEPTH = 24
_OPAQUE_LIMIT = 4_000
_MAX_DIMENSIONS = 64  # As NumPy's.
# Longer ones take long to put in decimal, and no environment has any.
_LONGEST_BITS = 4_096
_LONGEST_DIGITS = 1_300
_INT64 = range(-(2**63), 2**63)
_ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")

# The ids of the maps and lists that a value lies in: data may contain itself.
_Around: TypeAlias = tuple[int, ...]


def map_to_proto(mapping: Mapping[Any, Any], message: value_pb2.DataMap) -> None:
    """Write a dict such as info. What has no other form travels as its repr.

    The same dict gives the same bytes in every process: the members of a set come in the order of
    their reprs, and where an object lies in memory is left out.
    """
    _write_map(mapping, message, ())


def map_from_proto(message: value_pb2.DataMap) -> dict[str, Any]:
    """Read keyword arguments or options.

    Raises:
        RequestError: MALFORMED_REQUEST, if the message does not describe data
    """
    result: dict[str, Any] = {}
    for entry in message.entries:
        if entry.key in result:
            text = f'the key "{entry.key}" stands twice in a map'
            raise malformed(text)
        result[entry.key] = _read(entry.value)
    return result


def _write_map(mapping: Mapping[Any, Any], message: value_pb2.DataMap, around: _Around) -> None:
    around = (*around, id(mapping))
    for key, value in mapping.items():
        entry = message.entries.add(key=printable(str(key)))
        _write(value, entry.value, around)


def _write(value: Any, data: value_pb2.Data, around: _Around) -> None:
    if len(around) > _MAX_DEPTH or id(value) in around:
        _write_opaque(value, data)
        return
    for kind, write in _WRITERS.items():
        if isinstance(value, kind):
            write(value, data, around)
            return
    _write_opaque(value, data)


def _write_bool(value: Any, data: value_pb2.Data, _: _Around) -> None:
    data.bool_value = bool(value)


def _write_integer(value: Any, data: value_pb2.Data, _: _Around) -> None:
    if int(value) in _INT64:
        data.int_value = int(value)
    elif int(value).bit_length() <= _LONGEST_BITS:
        data.big_int_value = str(int(value))
    else:
        _write_opaque(value, data)


def _write_float(value: Any, data: value_pb2.Data, _: _Around) -> None:
    number = float(value)
    if isinstance(value, np.longdouble) and number != value and not math.isnan(number):
        _write_opaque(value, data)  # A double cannot hold it.
    else:
        data.double_value = number


def _write_string(value: str, data: value_pb2.Data, _: _Around) -> None:
    data.string_value = printable(str(value))


def _write_bytes(value: bytes | bytearray, data: value_pb2.Data, _: _Around) -> None:
    data.bytes_value = bytes(value)


def _write_null(_: None, data: value_pb2.Data, __: _Around) -> None:
    data.null_value.SetInParent()


def _write_nested_map(value: Mapping[Any, Any], data: value_pb2.Data, around: _Around) -> None:
    data.map_value.SetInParent()
    _write_map(value, data.map_value, around)


def _write_list(value: list[Any] | tuple[Any, ...], data: value_pb2.Data, around: _Around) -> None:
    data.list_value.SetInParent()
    data.list_value.tuple = isinstance(value, tuple)
    around = (*around, id(value))
    for item in value:
        _write(item, data.list_value.items.add(), around)


def _write_set(value: Set[Any], data: value_pb2.Data, around: _Around) -> None:
    _write_list(sorted(value, key=repr), data, around)


def _write_array(value: np.ndarray[Any, Any], data: value_pb2.Data, around: _Around) -> None:
    number = dtype_to_wire(value.dtype)
    if number is not None:
        data.array_value.dtype = number
        data.array_value.shape.extend(value.shape)
        data.array_value.data = value.astype(little_endian(value.dtype)).tobytes()
    elif value.dtype.kind in "OUS" and value.ndim:
        # A vector environment's info of what is no number: one object for each environment.
        _write_list(list(value), data, around)
    else:
        _write_opaque(value, data)


def _write_opaque(value: Any, data: value_pb2.Data) -> None:
    try:
        text = repr(value)
    except ENVIRONMENT_EXCEPTIONS:
        text = f"<{type(value).__qualname__}, whose repr fails>"
    data.opaque_value = printable(_ADDRESS.sub("", text[:_OPAQUE_LIMIT]))


# In this order: a bool is an int, and NumPy's float64 and str_ are Python's too.
_WRITERS: dict[Any, Callable[[Any, value_pb2.Data, _Around], None]] = {
    type(None): _write_null,
    (bool, np.bool_): _write_bool,
    (int, np.integer): _write_integer,
    (float, np.floating): _write_float,
    str: _write_string,
    (bytes, bytearray): _write_bytes,
    np.ndarray: _write_array,
    Mapping: _write_nested_map,
    (list, tuple): _write_list,
    (set, frozenset): _write_set,
}


def _read(data: value_pb2.Data) -> Any:
    kind = data.WhichOneof("kind")
    read = None if kind is None else _READERS.get(kind)
    if kind is None or read is None:
        text = f"data of kind {kind} cannot be sent to the server"
        raise malformed(text)
    return read(getattr(data, kind))


def _read_array(message: value_pb2.Array) -> np.ndarray[Any, Any]:
    dtype = dtype_from_wire(message.dtype)
    if dtype is None:
        text = f"an array of the unknown dtype {message.dtype}"
        raise malformed(text)
    if len(message.shape) > _MAX_DIMENSIONS:
        # Before they are multiplied: the product of very many takes minutes.
        text = f"an array has at most {_MAX_DIMENSIONS} dimensions, got {len(message.shape)}"
        raise malformed(text)
    expected = math.prod(message.shape) * dtype.itemsize
    if len(message.data) != expected:
        text = f"an array of {dtype} and shape {list(message.shape)} has {len(message.data)} bytes"
        raise malformed(f"{text}, must have {expected}")
    try:
        flat = np.frombuffer(message.data, little_endian(dtype)).astype(dtype)
        if dtype.kind == "b":
            flat = flat.view(np.uint8) != 0  # A bool of any other byte than 0 or 1 is undefined.
        return flat.reshape(tuple(message.shape))
    except ValueError as e:
        text = f"an array of shape {list(message.shape)[:8]} cannot be made: {e}"
        raise malformed(text) from e


def _read_big_int(text: str) -> int:
    if len(text) > _LONGEST_DIGITS or not re.fullmatch(r"-?[0-9]+", text):
        message = f"a large integer has at most {_LONGEST_DIGITS} decimal digits, got {text[:40]!r}"
        raise malformed(message)
    return int(text)


def _read_list(message: value_pb2.DataList) -> list[Any] | tuple[Any, ...]:
    items = [_read(item) for item in message.items]
    return tuple(items) if message.tuple else items


_READERS: dict[str, Callable[[Any], Any]] = {
    "null_value": lambda _: None,
    "bool_value": bool,
    "int_value": int,
    "big_int_value": _read_big_int,
    "double_value": float,
    "string_value": str,
    "bytes_value": bytes,
    "array_value": _read_array,
    "list_value": _read_list,
    "map_value": map_from_proto,
}
