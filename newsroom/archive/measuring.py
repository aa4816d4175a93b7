"""Streams that are measured while they pass: how much went through, and its sha256."""

import hashlib
from collections.abc import Iterator
from typing import IO

CHUNK = 1024 * 1024


class Measured:
    """Counts what it is fed."""

    def __init__(self) -> None:
        self.size = 0
        self._sum = hashlib.sha256()

    def feed(self, data: bytes) -> bytes:
        self.size += len(data)
        self._sum.update(data)
        return data

    @property
    def sha256(self) -> str:
        return self._sum.hexdigest()


def chunks(stream: IO[bytes]) -> Iterator[bytes]:
    """The stream in pieces that fit in memory."""
    while data := stream.read(CHUNK):
        yield data
