"""Funding schemes: which payments each person triggered by their rules, what they came to, and the scheme as an exposure.

Steps: course (funded start, end, who falls under which scheme, fidelity then) -> placements (performance earned or not) -> payments (each
person's, with ceilings) -> totals, bootstrap (sums and costs) -> classes, estimate (the scheme as an exposure) -> table, costs_table,
exposure_table, over_time (what readers see). `contracts.programme.PAYMENTS` is what the business case reads.
"""

from __future__ import annotations

from collections.abc import Callable

from ipscohort.programme.funding.costs_table import costs_table
from ipscohort.programme.funding.exposure_table import exposure_table
from ipscohort.programme.funding.inputs import Inputs
from ipscohort.programme.funding.over_time import alt_of, draw_over_time
from ipscohort.programme.funding.review import Found, check_course, review
from ipscohort.programme.funding.table import payments_table, performance_table, schemes_table
from ipscohort.tables.content import Table


def tables(inputs: Inputs) -> dict[str, Table]:
    """Every table, by name."""
    made = (schemes_table, payments_table, performance_table, costs_table, exposure_table)
    return {table.name: table for table in (make(inputs) for make in made)}


def drawings(_: Inputs) -> dict[str, tuple[Callable, Callable]]:
    """Every figure: what draws it, and what says it in words."""
    return {"funding_over_time": (draw_over_time, alt_of)}


__all__ = ["Found", "Inputs", "alt_of", "check_course", "draw_over_time", "drawings", "review", "tables"]
