"""Which foreign file is being read now, for who watches over it: a reader that breaks down over a damaged file says nothing itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

_watchers: list[Callable[[str, int], None]] = []


@contextmanager
def watched_by(watcher: Callable[[str, int], None]) -> Iterator[None]:
    """Have a watcher told of each file and its size in bytes when its reading begins, and of '' and 0 when it has ended."""
    _watchers.append(watcher)
    try:
        yield
    finally:
        _watchers.remove(watcher)


@contextmanager
def reading(file: str, size: int = 0) -> Iterator[None]:
    """Tell the watchers that a file of so many bytes is read, by the name that the settings give it."""
    for watcher in _watchers:
        watcher(file, size)
    try:
        yield
    finally:
        for watcher in _watchers:
            watcher("", 0)
