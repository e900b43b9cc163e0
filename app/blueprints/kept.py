"""What is long to draw and asked for often, kept for as long as what it shows has not changed."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Drawn = TypeVar("Drawn")


class Kept(Generic[Drawn]):
    """The last things drawn, by a key that says all they depend on."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = Lock()
        self._drawn: OrderedDict[Hashable, Drawn] = OrderedDict()

    def get(self, key: Hashable, draw: Callable[[], Drawn]) -> Drawn:
        """The thing of that key, drawn now where it is not kept; the oldest makes room."""
        with self._lock:
            if key in self._drawn:
                self._drawn.move_to_end(key)
                return self._drawn[key]
        drawn = draw()
        with self._lock:
            self._drawn[key] = drawn
            while len(self._drawn) > self._most:
                self._drawn.popitem(last=False)
        return drawn
