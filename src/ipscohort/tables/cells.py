"""Every number of every table, with all its digits and the place that it comes from."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from ipscohort.tables.content import Table


def cells_frame(tables: Mapping[str, Table]) -> pd.DataFrame:
    """One row for each number of each printed cell.

    Returns
    -------
    DataFrame
        Columns table, row, column, printed (the whole cell), statistic, value (every digit), source (file and key).
    """
    found = [
        (table.name, path, column.heading, cell.text, number.statistic, number.value, number.source)
        for table in tables.values()
        for group in table.groups
        for path, row in table.paths(group)
        for column, cell in zip(table.columns, row.cells, strict=False)
        for number in cell.numbers
    ]
    return pd.DataFrame(found, columns=["table", "row", "column", "printed", "statistic", "value", "source"])
