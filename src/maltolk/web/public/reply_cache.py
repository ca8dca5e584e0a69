"""What takes long to make is made once, even when several ask for it at the same time."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import Any, TypeVar, cast

Made = TypeVar("Made")


class ReplyCache:
    """Keeps the ``most`` values that were asked for last. Safe to use from several threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._kept: OrderedDict[Hashable, Future[Any]] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """What ``make`` made for ``key`` when that was first asked for. What it raises is raised for all who wait, and
        not kept. ``key`` must say which edition of the texts is meant."""
        with self._lock:
            waiting = self._kept.get(key)
            if waiting is not None:
                self._kept.move_to_end(key)
            else:
                mine: Future[Any] = Future()
                self._kept[key] = mine
                while len(self._kept) > self._most:
                    self._kept.popitem(last=False)
        if waiting is not None:
            return cast("Made", waiting.result())
        try:
            mine.set_result(make())
        except BaseException as error:
            mine.set_exception(error)
            with self._lock:
                if self._kept.get(key) is mine:
                    del self._kept[key]
            raise
        return cast("Made", mine.result())

    def __len__(self) -> int:
        return len(self._kept)
