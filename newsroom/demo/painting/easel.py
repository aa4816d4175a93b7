"""Painting ahead: in a thread of its own, while the database works on what the pictures belong to."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import Self

from newsroom.demo.painting import paint

Order = tuple[str, str]
"""A painter and a section."""


class Easel:
    """Paints the orders one after another; use it as a context."""

    def __init__(self, orders: Iterable[Order]) -> None:
        self._hand = ThreadPoolExecutor(1)
        self._pictures = {order: self._hand.submit(paint, *order) for order in orders}

    def take(self, order: Order) -> bytes:
        """The picture, as soon as it is ready. KeyError if it was not ordered."""
        return self._pictures[order].result()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._hand.shutdown(cancel_futures=True)
