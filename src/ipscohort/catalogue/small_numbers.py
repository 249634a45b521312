"""How many are few, in one place."""

from __future__ import annotations

TINY = 5
"""Fewer persons or events than this are pointed out where a number rests on them, and have no median in monitoring: it would tell of one or
two persons, and as good as nothing of their group."""

EXPECTED = 5
"""Events expected at a level, if levels did not differ, below which the level is in no test between levels: such tests reject up to three
times as often as they say (docs/repeated.md)."""
FEW_EXPECTED = 10
"""The same, below which a p value is said to be rough."""
FEW_AT_LEVEL = 10
"""Persons at a level below which errors of models over time are given only with the correction for few persons, and exposure by time is not tested."""
