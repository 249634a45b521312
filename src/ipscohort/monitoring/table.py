"""Quarters as a table: a group of rows per site, a row per quarter."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from ipscohort.catalogue.small_numbers import TINY
from ipscohort.config import Settings, Slice
from ipscohort.display import printing
from ipscohort.display.house_style import style_of
from ipscohort.display.styles import Style
from ipscohort.monitoring.quarters import ALL, UNKNOWN
from ipscohort.tables.content import Cell, Column, Row, RowGroup, Table
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
    for label, rows in by_group(found):
        groups.append(RowGroup(label, tuple(_rows(rows, style))))
    notes = (
        say(
            "Active caseload: persons analysed with a day of observation in the quarter, from inclusion to the last day observed. Worked: at least "
            "one day in a competitive job in it. Days to first job: of those whose first job began in the quarter."
        ),
        *([say("The last day of a job is not counted as a day in it.")] if settings.outcomes.last_day == "not_counted" else []),
        say("No median is shown of fewer than {n} first jobs.", n=TINY),
        say(
            "A quarter marked * is observed in part only: it begins before the first inclusion of these persons or ends after their last day "
            "observed."
        ),
    )
    return Table("quarters", say("Employment by calendar quarter"), say("Quarter"), columns, tuple(groups), notes, settings.synthetic)


def by_group(found: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    """Everybody, each site, those without one: how readers call them, and their quarters."""
    called = {ALL: say("All participants"), UNKNOWN: say("Site not known")}
    for (group, site), rows in found.groupby(["group", "site"], sort=False, dropna=False):
        yield called.get(group, str(site)), rows


def _rows(rows: pd.DataFrame, style: Style) -> Iterator[Row]:
    for _, row in rows.iterrows():
        rate = printing.with_interval(100 * row["rate"], 100 * row["conf_low"], 100 * row["conf_high"], 0, style)
        counts = [printing.count(row[name], style) for name in ("n_active", "n_employed", "n_included", "n_job_starts", "n_first_jobs")]
        cells = [*counts[:2], rate, *counts[2:], printing.number(row["days_to_first_job"], 1, style=style)]
        yield Row(f"{row['quarter']}{'' if row['complete'] else '*'}", tuple(map(Cell, cells)))
