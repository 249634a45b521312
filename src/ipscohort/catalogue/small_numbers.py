"""How many are few, in one place."""

from __future__ import annotations

TINY = 5
"""Fewer persons or events than this are pointed out where a number rests on them, and have no median in monitoring: it would tell of one or
two persons, and as good as nothing of their group."""
