"""Tables: what they say (a module each, named in catalogue.exhibits), and how they are drawn (a module for each format)."""

from __future__ import annotations

from importlib import import_module

from ipscohort.catalogue.exhibits import TABLES, maker
from ipscohort.tables.cells import cells_frame
from ipscohort.tables.content import Cell, Column, Number, Row, RowGroup, Table
from ipscohort.tables.inputs import TableInputs
from ipscohort.tables.render import render


def make_table(name: str, inputs: TableInputs) -> Table:
    """One table, by its name in the catalogue."""
    module, function = maker(TABLES[name], "build")
    return getattr(import_module(f"{__name__}.{module}"), function)(inputs)


def make_tables(inputs: TableInputs) -> dict[str, Table]:
    """Every table, by name, in the order of the report."""
    return {name: make_table(name, inputs) for name in TABLES}


__all__ = ["Cell", "Column", "Number", "Row", "RowGroup", "Table", "TableInputs", "cells_frame", "make_table", "make_tables", "render"]
