"""What forge, children and their owner send each other: measured pickles over sockets that only they have.

Records of a child are kept as they came until somebody reads them, which for most of them is never.
"""

from __future__ import annotations

import os
import pickle
import socket
import struct
from typing import Any, NamedTuple

_HEAD = struct.Struct("!cIQ")
_LENGTH = struct.Struct("!Q")
_MOST_DESCRIPTORS = 8

NOTEBOOK = b"N"  # the notebook as it is to be run
CELL = b"C"  # a cell begins; the record's number is its place in the notebook
MESSAGE = b"M"  # what the kernel has to say in a cell
DONE = b"D"  # a cell has ended: the cell
RESULT = b"R"  # the child is done: what its function returned


def send(link: socket.socket, what: object, descriptors: list[int] | None = None) -> None:
    """Send one thing, with descriptors of open files when there are any, waiting until it is taken.

    Raises
    ------
    OSError
        When the other end is closed.
    """
    payload = pickle.dumps(what, protocol=pickle.HIGHEST_PROTOCOL)
    head = _LENGTH.pack(len(payload))
    sent = socket.send_fds(link, [head], descriptors) if descriptors else link.send(head)
    link.sendall(head[sent:] + payload)


def receive(link: socket.socket) -> tuple[Any, list[int]]:
    """Return one thing that was sent and the descriptors that came with it.

    Raises
    ------
    EOFError
        When the other end is closed.
    """
    try:
        head, descriptors, _, _ = socket.recv_fds(link, _LENGTH.size, _MOST_DESCRIPTORS)
        head += _receive_all(link, _LENGTH.size - len(head)) if head else b""
        if not head:
            raise EOFError
        return pickle.loads(_receive_all(link, _LENGTH.unpack(head)[0])), descriptors
    except ConnectionError:
        raise EOFError from None


def _receive_all(link: socket.socket, length: int) -> bytes:
    parts = bytearray()
    while len(parts) < length:
        part = link.recv(length - len(parts))
        if not part:
            raise EOFError
        parts += part
    return bytes(parts)


class Record(NamedTuple):
    """One thing that a child has reported."""

    kind: bytes
    number: int
    payload: bytes

    def load(self) -> Any:
        """Return what was reported. It comes from a process of ours, which is why it may be a pickle."""
        return pickle.loads(self.payload)


class Reporter:
    """The child's end; a process that the child has forked says nothing here."""

    def __init__(self, link: socket.socket) -> None:
        self._link = link
        self._process = os.getpid()

    def report(self, kind: bytes, number: int = 0, value: object = None) -> None:
        """Report one thing, waiting while the parent does not take it."""
        if os.getpid() != self._process:
            return
        payload = pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
        self._link.sendall(_HEAD.pack(kind, number, len(payload)) + payload)


class Listener:
    """The parent's end; `ended` is True once the child has closed its own."""

    def __init__(self, link: socket.socket) -> None:
        self.link = link
        link.setblocking(False)
        self._held = bytearray()
        self.ended = False

    def read(self) -> list[Record]:
        """Return the records that are whole by now, without waiting."""
        while True:
            try:
                chunk = self.link.recv(1 << 18)
            except BlockingIOError:
                break
            except ConnectionError:
                chunk = b""
            if not chunk:
                self.ended = True
                break
            self._held += chunk
        records = []
        place = 0
        while len(self._held) - place >= _HEAD.size:
            kind, number, length = _HEAD.unpack_from(self._held, place)
            end = place + _HEAD.size + length
            if len(self._held) < end:
                break
            records.append(Record(kind, number, bytes(self._held[place + _HEAD.size : end])))
            place = end
        del self._held[:place]
        return records
