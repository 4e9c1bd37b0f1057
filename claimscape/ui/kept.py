"""What was worked out once, kept by its key: as `st.cache_resource`, without the 0.4 ms that its key costs at every call."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Worth = TypeVar("Worth")


class Kept(Generic[Worth]):
    """At most so many results, those not asked for longest left out; others wait for one that is being worked out."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._places: OrderedDict[Hashable, _Place[Worth]] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, key: Hashable, make: Callable[[], Worth]) -> Worth:
        """The result of this key, made if there is none; do not change it, others are given the same."""
        with self._lock:
            place = self._places.setdefault(key, _Place())
            self._places.move_to_end(key)
            while len(self._places) > self._most:
                self._places.popitem(last=False)
        with place.lock:
            if not place.held:
                place.held.append(make())  # a mistake leaves it empty: who comes next tries again
        return place.held[0]


class _Place(Generic[Worth]):
    """Where one result stands, once it is there."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.held: list[Worth] = []
