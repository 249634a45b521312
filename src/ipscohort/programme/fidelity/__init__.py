"""Fidelity reviews of the agencies: read and scored, their course over time, and fidelity at inclusion as an exposure.

Steps: reviews (read, check, score) -> at_inclusion (the last review before each person's inclusion) -> estimate (it as an exposure in the
study's regressions) -> table, exposure_table, course (what readers see).
"""

from __future__ import annotations

from collections.abc import Callable

from ipscohort.programme.fidelity.course import alt_of, draw_course
from ipscohort.programme.fidelity.exposure_table import exposure_table
from ipscohort.programme.fidelity.inputs import Inputs
from ipscohort.programme.fidelity.review import Found, check_reviews, frames, review
from ipscohort.programme.fidelity.table import cover_table, reviews_table
from ipscohort.tables.content import Table


def tables(inputs: Inputs) -> dict[str, Table]:
    """Every table, by name."""
    return {table.name: table for table in (reviews_table(inputs), cover_table(inputs), exposure_table(inputs))}


def drawings(_: Inputs) -> dict[str, tuple[Callable, Callable]]:
    """Every figure: what draws it, and what says it in words."""
    return {"fidelity_course": (draw_course, alt_of)}


__all__ = ["Found", "Inputs", "alt_of", "check_reviews", "draw_course", "drawings", "frames", "review", "tables"]
