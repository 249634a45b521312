"""Looking things up in a settings file's plain values, which may hold anything: what is not there is None, or empty."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ipscohort.config.base import as_text

Report = Callable[..., None]
"""Takes a key path, what is wrong and what to do."""


def at(values: Any, *keys: Any) -> Any:
    """The value under a key path, or None where the path ends early."""
    for key in keys:
        values = values.get(key) if isinstance(values, dict) else None
    return values


def mapping(values: Any, *keys: Any) -> dict:
    """The mapping under a key path, or an empty one."""
    found = at(values, *keys)
    return found if isinstance(found, dict) else {}


def job_shapes(values: Any) -> set:
    """Shapes of the sources of jobs, as they are written."""
    return {at(source, "shape") for source in mapping(values, "ingest", "jobs").values() if isinstance(source, dict)}


def texts(values: Any, *keys: Any) -> list[str]:
    """The list of names under a key path, or an empty one."""
    found = at(values, *keys)
    return [as_text(item) for item in found if isinstance(item, (str, int, float))] if isinstance(found, list) else []


def yes(value: Any) -> bool:
    """Whether a yes/no key says yes."""
    return value is True or (isinstance(value, str) and value.lower() in ("yes", "true", "on", "y", "t", "1"))
