"""Tables without their p-values, where a study or a journal asks for estimates and intervals alone."""

from __future__ import annotations

from dataclasses import replace

from ipscohort.tables.content import Row, Table


def without_p_values(table: Table) -> Table:
    """The same table without the columns that hold p-values."""
    kept = [number for number, column in enumerate(table.columns) if not column.p_values]
    if len(kept) == len(table.columns):
        return table

    def shortened(row: Row) -> Row:
        return replace(row, cells=tuple(row.cells[number] for number in kept)) if row.cells else row

    groups = tuple(replace(group, rows=tuple(map(shortened, group.rows))) for group in table.groups)
    return replace(table, columns=tuple(table.columns[number] for number in kept), groups=groups)
