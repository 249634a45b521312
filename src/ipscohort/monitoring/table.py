"""Quarters as a table: a group of rows per site, a row per quarter."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from ipscohort.config import Settings, Slice
from ipscohort.display import printing
from ipscohort.display.styles import Style
from ipscohort.monitoring.quarters import ALL
from ipscohort.tables.content import Cell, Column, Row, RowGroup, Table
from ipscohort.tables.house_style import style_of
from ipscohort.words import say


def quarters_table(found: pd.DataFrame, settings: Settings | Slice) -> Table:
    """Caseload, employed, rate with interval, inclusions, jobs begun, first jobs and days to them."""
    style = style_of(settings.tables)
    columns = tuple(
        Column(text)
        for text in (
            say("Active caseload"),
            say("Worked at least a day"),
            say("% (Wilson interval)"),
            say("Included"),
            say("Jobs begun"),
            say("First jobs"),
            say("Days to first job, median"),
        )
    )
    groups = []
    for site, rows in found.groupby("site", sort=False):
        label = say("All participants") if site == ALL else str(site)
        groups.append(RowGroup(label, tuple(_rows(rows, style))))
    notes = (
        say(
            "Active caseload: persons analysed with a day of observation in the quarter, from inclusion to the last day observed. Worked: at least "
            "one day in a competitive job in it. Days to first job: of those whose first job began in the quarter."
        ),
        say("A quarter marked * is observed in part only: it begins before the first inclusion or ends after the last day observed."),
    )
    return Table("quarters", say("Employment by calendar quarter"), say("Quarter"), columns, tuple(groups), notes, settings.synthetic)


def _rows(rows: pd.DataFrame, style: Style) -> Iterator[Row]:
    for _, row in rows.iterrows():
        rate = printing.with_interval(100 * row["rate"], 100 * row["conf_low"], 100 * row["conf_high"], 0, style)
        counts = [printing.count(row[name], style) for name in ("n_active", "n_employed", "n_included", "n_job_starts", "n_first_jobs")]
        cells = [*counts[:2], rate, *counts[2:], printing.number(row["days_to_first_job"], 1, style=style)]
        yield Row(f"{row['quarter']}{'' if row['complete'] else '*'}", tuple(map(Cell, cells)))
