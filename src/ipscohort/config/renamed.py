"""Keys that had another name in an earlier version: each old one is an error that names the new one."""

from __future__ import annotations

RENAMED = {"replication.printed": "replication.printed_values"}
"""Old key path -> new key path."""


def old_name_of(key: str) -> str | None:
    """What a key was called before; None where it always had this name."""
    return next((old for old, new in RENAMED.items() if new == key), None)
