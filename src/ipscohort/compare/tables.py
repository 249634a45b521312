"""Cohorts side by side as tables."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from ipscohort.compare.cohorts import Ran
from ipscohort.compare.differences import beside
from ipscohort.compare.effects import OUTCOMES, comparisons, ratio
from ipscohort.compare.pooling import METHODS, RANDOM
from ipscohort.compare.words import group_words, number_words
from ipscohort.display import printing
from ipscohort.tables.content import Cell, Column, Row, RowGroup, Table

SIDE_BY_SIDE = "The cohorts are set side by side; that they differ says nothing of why."
NOTHING_COMPARABLE = (
    "Nothing is pooled: no exposure is declared comparable in the settings, or none has an estimate; give exposures the key `comparable`."
)


def outcomes_table(found: pd.DataFrame, cohorts: list[Ran], said: list[str], synthetic: bool) -> Table:
    """A column per cohort, a row per outcome; the length of follow-up stands above them."""
    columns = tuple(Column(f"{cohort.name} (N = {printing.count(len(cohort.persons))})") for cohort in cohorts)
    rows = [Row("Length of follow-up", tuple(Cell(str(cohort.settings.study.follow_up)) for cohort in cohorts))]
    for measure, label in OUTCOMES.items():
        cells = []
        for cohort in cohorts:
            row = found[(found["cohort"] == cohort.name) & (found["measure"] == measure)]
            cells.append(Cell(_outcome(row.iloc[0]) if len(row) else printing.DASH))
        rows.append(Row(label, tuple(cells), notes=beside(cohorts, measure)))
    notes = (
        "Obtained a job: percent with Wilson's interval, of persons with a known value. Times: median [quartiles], their unit, and n of workers.",
        SIDE_BY_SIDE,
        *said,
    )
    return Table("outcomes", "Outcomes of each cohort", "Outcome", columns, (RowGroup("", tuple(rows)),), notes, synthetic)


def _outcome(row: pd.Series) -> str:
    if row["measure"] == "job_obtained":
        return f"{printing.with_interval(row['estimate'], row['low'], row['high'], 1)} (n = {printing.count(row['n'])})"
    return f"{printing.with_quartiles(row['estimate'], row['low'], row['high'])} {row['unit']} (n = {printing.count(row['n'])})"


def estimates_table(effects: pd.DataFrame, pooled: pd.DataFrame, said: list[str], synthetic: bool) -> Table:
    """A group of rows per comparison: each cohort, then the pooled estimates, then each cohort left out."""
    columns = tuple(map(Column, ("n", "Events", "Estimate (CI)", "p", "tau-squared", "I-squared, %", "Prediction interval")))
    groups = []
    for key, rows, of_all in comparisons(effects, pooled):
        shown = [*_cohort_rows(rows, key["family"]), *_pooled_rows(of_all, key["family"])]
        groups.append(RowGroup(group_words(key), tuple(shown)))
    notes = (*(f"{name.capitalize()}: {words}." for name, words in METHODS.items()), SIDE_BY_SIDE, *said)
    if not groups:
        return Table("estimates", "Estimates of each cohort and pooled", "", columns, (), (), synthetic, NOTHING_COMPARABLE)
    return Table("estimates", "Estimates of each cohort and pooled", "Cohort", columns, tuple(groups), notes, synthetic)


def _cohort_rows(rows: pd.DataFrame, family: str) -> Iterator[Row]:
    several = rows["follow_up"].nunique() > 1
    for _, row in rows.iterrows():
        followed = (f"Follow-up: {row['follow_up']}.",) if several else ()
        warning = followed if printing.absent(row["warning"]) else (*followed, str(row["warning"]))
        cells = [printing.count(row["n"]), printing.count(row["n_events"]), number_words(row, family), "", "", "", ""]
        yield Row(row["cohort"], tuple(map(Cell, cells)), notes=warning)


def _pooled_rows(rows: pd.DataFrame, family: str) -> Iterator[Row]:
    for _, row in rows.iterrows():
        left_out = (
            f"{row['method'].capitalize()}, without {row['left_out']}"
            if row["left_out"]
            else f"{row['method'].capitalize()}, {row['k']} cohorts"
        )
        random = row["method"] == RANDOM
        limits = [ratio(row[name], family) for name in ("prediction_low", "prediction_high")]
        cells = [
            *("", "", number_words(row, family), printing.p_value(row["p_value"])),
            printing.number(row["tau2"], 3) if random else "",
            printing.number(row["i2"], 0),
            printing.interval(*limits) if random else "",
        ]
        yield Row(left_out, tuple(map(Cell, cells)), indent=1, notes=(row["warning"],) if row["warning"] else ())
