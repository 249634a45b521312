"""Shapers of job records: one module per shape, one registry.

A new shape is a class in config.ingest, a module with `shape(source, settings, sources) -> Shaped`, and a line here.
"""

from __future__ import annotations

from collections.abc import Callable

from ipscohort.ingest.shapers import durations, outcomes, panel, spells, wide
from ipscohort.ingest.shapers.common import Shaped, Sources

SHAPERS: dict[str, Callable[..., Shaped]] = {
    "spells": spells.shape,
    "wide": wide.shape,
    "panel": panel.shape,
    "durations": durations.shape,
    "outcomes": outcomes.shape,
}
"""Shape -> shaper."""

__all__ = ["SHAPERS", "Shaped", "Sources"]
