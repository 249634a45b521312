"""Tables: what they say (a builder each, in TABLES), and how they are drawn (HTML, CSV, a list of every number with its source).

A new table: write a module with `build(inputs) -> Table`, name it in TABLES, and add its caption in workflow/report.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from ipscohort.models.families import FAMILIES, regression_tables
from ipscohort.tables import baseline, bond_measures, confounders, jobs, outcomes, regressions, survival
from ipscohort.tables.content import Cell, Column, Number, Row, RowGroup, Table
from ipscohort.tables.inputs import FILES, TableInputs
from ipscohort.tables.paper import baseline as paper_baseline
from ipscohort.tables.paper import jobs as paper_jobs
from ipscohort.tables.paper import outcomes as paper_outcomes
from ipscohort.tables.render import cells_frame, render_csv, render_html

TABLES: dict[str, Callable[[TableInputs], Table]] = {
    "paper_baseline": paper_baseline.build,
    "paper_outcomes": paper_outcomes.build,
    "paper_jobs": paper_jobs.build,
    "baseline": baseline.build,
    "outcomes": outcomes.build,
    "bond_measures": bond_measures.build,
    "jobs": jobs.build,
    **{family.table: partial(regressions.build, family=family) for family in FAMILIES.values()},
    "survival": survival.build,
    "confounders": confounders.build,
}
"""Name of a table -> its builder, in the order of the report."""


def make_tables(inputs: TableInputs) -> dict[str, Table]:
    """Every table, by name, in the order of the report; of regressions those of the families that the settings use.

    A table that the records can't fill says why.
    """
    used = regression_tables(r.model for r in inputs.models.regressions.values())
    unused = {family.table for family in FAMILIES.values()} - set(used)
    return {name: build(inputs) for name, build in TABLES.items() if name not in unused}


__all__ = [
    "FILES",
    "TABLES",
    "Cell",
    "Column",
    "Number",
    "Row",
    "RowGroup",
    "Table",
    "TableInputs",
    "cells_frame",
    "make_tables",
    "render_csv",
    "render_html",
]
