"""Frames between the worker and the sidecar: a JSON header and little-endian arrays. See README.md in this folder."""

from __future__ import annotations

import importlib
import json
import math
import struct
import sys
from array import array
from typing import Any, BinaryIO

MAGIC = b"SGB1"
PREFIX = struct.Struct("<4sII")
MAX_HEADER_BYTES = 1 << 20
MAX_PAYLOAD_BYTES = 1 << 28

Header = dict[str, Any]
Arrays = dict[str, bytes]
Answer = tuple[Header, Arrays]


class Refused(Exception):
    """A request that cannot be answered; the kind tells the caller why."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


def load(name: str) -> Any:
    """Imports a library when it is first needed."""
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise Refused("not_installed", f"{name} cannot be imported: {error}") from error


class BrokenStream(Exception):
    """Bytes that are no frame: nothing that follows can be trusted."""


def read_exactly(stream: BinaryIO, count: int) -> bytes:
    parts = []
    while count > 0:
        part = stream.read(min(count, 1 << 20))
        if not part:
            raise BrokenStream("the stream ended within a frame")
        parts.append(part)
        count -= len(part)
    return b"".join(parts)


def read_frame(stream: BinaryIO) -> Answer | None:
    """The next frame: header, and its arrays by name. None where the stream ends between frames."""
    first = stream.read(1)
    if not first:
        return None
    magic, header_bytes, payload_bytes = PREFIX.unpack(first + read_exactly(stream, PREFIX.size - 1))
    if magic != MAGIC or header_bytes > MAX_HEADER_BYTES or payload_bytes > MAX_PAYLOAD_BYTES:
        raise BrokenStream("that is no frame of this protocol")
    try:
        header = json.loads(read_exactly(stream, header_bytes).decode("utf-8"))
    except ValueError as error:
        raise BrokenStream("the header is not JSON") from error
    payload = read_exactly(stream, payload_bytes)
    if not isinstance(header, dict) or not isinstance(header.get("arrays"), list):
        raise BrokenStream("the header is not an object with arrays")
    arrays: Arrays = {}
    offset = 0
    for entry in header["arrays"]:
        size = entry.get("bytes") if isinstance(entry, dict) else None
        if type(size) is not int or size < 0 or offset + size > payload_bytes:
            raise BrokenStream("the arrays do not fit the payload")
        arrays[str(entry.get("name"))] = payload[offset : offset + size]
        offset += size
    if offset != payload_bytes:
        raise BrokenStream("the payload is longer than its arrays")
    return header, arrays


def write_frame(stream: BinaryIO, header: Header, arrays: Arrays) -> None:
    listed = [{"name": name, "bytes": len(data)} for name, data in arrays.items()]
    text = json.dumps({**header, "arrays": listed}, allow_nan=False).encode("utf-8")
    payload_bytes = sum(len(data) for data in arrays.values())
    stream.write(PREFIX.pack(MAGIC, len(text), payload_bytes) + text)
    for data in arrays.values():
        stream.write(data)
    stream.flush()


def float64s(arrays: Arrays, name: str, count: int | None = None) -> list[float]:
    """An array of little-endian float64."""
    data = arrays.get(name)
    if data is None or len(data) % 8 != 0 or (count is not None and len(data) != 8 * count):
        raise Refused("bad_request", f"array {name} is missing or has the wrong length")
    values = array("d")
    values.frombytes(data)
    if sys.byteorder == "big":
        values.byteswap()
    if not all(map(math.isfinite, values)):
        raise Refused("bad_request", f"array {name} holds a value that is not finite")
    return values.tolist()


def to_bytes(values: list[float]) -> bytes:
    packed = array("d", values)
    if sys.byteorder == "big":
        packed.byteswap()
    return packed.tobytes()
