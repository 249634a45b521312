"""Which foreign file is being read now, for who watches over it: a reader that breaks down over a damaged file says nothing itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

_watchers: list[Callable[[str], None]] = []


@contextmanager
def watched_by(watcher: Callable[[str], None]) -> Iterator[None]:
    """Have a watcher told of each file when its reading begins, and of '' when it has ended."""
    _watchers.append(watcher)
    try:
        yield
    finally:
        _watchers.remove(watcher)


@contextmanager
def reading(file: str) -> Iterator[None]:
    """Tell the watchers that a file is read, by the name that the settings give it."""
    for watcher in _watchers:
        watcher(file)
    try:
        yield
    finally:
        for watcher in _watchers:
            watcher("")
