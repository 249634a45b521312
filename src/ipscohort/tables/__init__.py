"""Tables: what they say (a module each, named in catalogue.exhibits), and how they are drawn (a module for each format)."""

from __future__ import annotations

from importlib import import_module

from ipscohort.catalogue.asked import asked
from ipscohort.catalogue.exhibits import BY_FAMILY, TABLES, maker
from ipscohort.models.families import FAMILIES, tables_of
from ipscohort.tables.cells import cells_frame, places
from ipscohort.tables.content import Cell, Column, Number, Row, RowGroup, Table
from ipscohort.tables.inputs import TableInputs
from ipscohort.tables.p_values import without_p_values
from ipscohort.tables.render import render

FAMILY_OF = {family.table: family for family in FAMILIES.values()}
"""Name of a table of regressions -> the family that it shows."""


def make_table(name: str, inputs: TableInputs) -> Table:
    """One table, by its name."""
    family = FAMILY_OF.get(name)
    module, function = maker(TABLES[BY_FAMILY if family else name], "build")
    build = getattr(import_module(f"{__name__}.{module}"), function)
    table = build(inputs, family) if family else build(inputs)
    return table if inputs.tables.p_values else without_p_values(table)


def make_tables(inputs: TableInputs) -> dict[str, Table]:
    """Every table, by name, in the order of the report; of regressions all in one, and those of each family that the settings use.

    A table that the records can't fill says why; one that is made on request is there where the settings ask for it.
    """
    declared = tables_of(r.model for r in inputs.models.regressions.values())
    return {name: make_table(name, inputs) for name, exhibit in declared.items() if asked(exhibit.asked_by, inputs)}


__all__ = [
    "Cell",
    "Column",
    "Number",
    "Row",
    "RowGroup",
    "Table",
    "TableInputs",
    "cells_frame",
    "make_table",
    "make_tables",
    "places",
    "render",
]
