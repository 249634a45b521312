"""Memory that nobody holds any more, given back to the system."""

from __future__ import annotations

import ctypes
import sys


def give_back() -> None:
    """Give memory that is free in this process back to the system, where its allocator keeps it (glibc, Arrow).

    A column is free long before the process ends, but not to the steps and processes that need memory next.
    """
    import pyarrow

    pyarrow.default_memory_pool().release_unused()
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # not every C library has it
        if trim:
            trim(0)
