"""What an estimate is with missing values imputed, in a sentence of its finding, and what to doubt of it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from ipscohort.config.analysis import Regression
from ipscohort.display import printing
from ipscohort.display.naming import level_word
from ipscohort.display.numbers import Cell, Note, source, tell, together
from ipscohort.models.families import FAMILIES
from ipscohort.report.inputs import ReportInputs
from ipscohort.tables.imputation import HANGS_ON
from ipscohort.tables.summaries import count_cell, interval_cell, numbers_of
from ipscohort.words import later, say


def with_imputed(inputs: ReportInputs, regression: Regression, model: str, exposure: str, adjustment: str) -> Note:
    """'With missing values imputed 20 times 3.77 (1.45 to 9.79), n = 103, of whom 8 have a value imputed'; empty where it is not asked for."""
    rows = [row for row in _rows(inputs, model, exposure, adjustment) if row["n_imputed"] and not printing.absent(row["estimate"])]
    if not rows:
        return Note()
    said, row = [_said(inputs, regression, row) for row in rows], rows[0]
    m = count_cell(row["m"], _place(row)("m"), style=inputs.style)
    return tell(later("With missing values imputed {m} times {found}"), m=m, found=together(said, "; "))


def _said(inputs: ReportInputs, regression: Regression, row: dict[str, Any]) -> Note:
    place, levels = _place(row), inputs.levels(row["exposure"])[1:]
    interval = interval_cell(row, FAMILIES[regression.model].columns, inputs.settings.tables, place)
    n, imputed = (count_cell(row[name], place(name), style=inputs.style) for name in ("n", "n_imputed"))
    text = later("{level}{interval}, n = {n}, of whom {imputed} have a value imputed")
    return tell(text, level=f"{level_word(row['level'])}: " if len(levels) > 1 else "", interval=interval, n=n, imputed=imputed)


def doubts(inputs: ReportInputs, model: str, exposure: str, adjustment: str, said: str) -> Iterator[tuple[str | Cell, ...]]:
    """That missing at random is an assumption, with what else is warned of the pooled estimates and not `said` of the complete cases."""
    rows = _rows(inputs, model, exposure, adjustment)
    if not rows:
        return
    if any(row["n_imputed"] for row in rows):
        yield (say("Imputed values take missing ones to be missing at random, given the other variables, which the records can't test."),)
    told: set[str] = set()
    for row in rows:
        nothing = not row["n_imputed"] and not printing.absent(row["estimate"])  # as the table says: nobody misses a value
        warning = "" if nothing or printing.absent(row["warning"]) else str(row["warning"])
        if warning and warning not in told and warning not in said:
            told.add(warning)
            yield (f"{say('With missing values imputed')}: ", Cell(warning, numbers_of(row, HANGS_ON, _place(row))))


def _rows(inputs: ReportInputs, model: str, exposure: str, adjustment: str) -> list[dict[str, Any]]:
    frame = inputs.imputed
    if frame is None:
        return []
    wanted = {"model": model, "exposure": exposure, "adjustment": adjustment}
    return [row for row in frame.to_dict("records") if all(row[name] == value for name, value in wanted.items())]


def _place(row: dict[str, Any]) -> partial:
    return partial(source, "imputed", **{name: row[name] for name in ("model", "exposure", "adjustment", "level")})
