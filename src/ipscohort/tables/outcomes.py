"""Employment outcomes, of everybody and by exposure (the paper's Table 2 and what a reader needs beside it)."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from ipscohort import printing
from ipscohort.tables.content import Cell, Number, Row, RowGroup, Table
from ipscohort.tables.groups import PersonGroup, person_groups
from ipscohort.tables.inputs import TableInputs, source
from ipscohort.tables.summaries import count_cell, mean_cell, median_cell, number_cell, plain, share_cell

CellOf = Callable[[PersonGroup], Cell]
PERCENT_DECIMALS = 1


def build(inputs: TableInputs) -> Table:
    """Person-time, follow-up, job obtained (with Kaplan-Meier beside it where anybody left early), times, time worked."""
    groups = person_groups(inputs)
    parts = (RowGroup("Follow-up", tuple(_follow_up(inputs, groups))), RowGroup("Employment", tuple(_employment(inputs, groups))))
    notes = (
        f"Follow-up: {inputs.study.follow_up}. n (%): percentages are of the persons of the column with a known value, unless a note says otherwise.",
        "[IQR]: first and third quartile, weighted average at (n + 1)p; - where a quartile is not defined.",
    )
    columns = tuple(group.column for group in groups)
    title = f"Employment outcomes during {inputs.study.follow_up} of follow-up"
    return Table("outcomes", title, "Outcome", columns, parts, notes, inputs.synthetic)


def left_without_job(persons: pd.DataFrame) -> np.ndarray:
    """Who left before the end of follow-up without a job: shape (persons,)."""
    early = persons["full_follow_up"].eq(False).fillna(False).to_numpy(dtype=bool)
    return early & persons["job_obtained"].eq("no").fillna(False).to_numpy(dtype=bool)


def _row(label: str, groups: list[PersonGroup], cell: CellOf, indent: int = 0, notes: tuple[str, ...] = ()) -> Row:
    return Row(label, tuple(cell(group) for group in groups), indent, notes)


def _absent(label: str, groups: list[PersonGroup], why: str) -> Row:
    return Row(label, tuple(Cell(printing.DASH) for _ in groups), notes=(f"Not available: {why.rstrip('.')}.",))


def _where(column: str, group: PersonGroup, **more: object) -> str:
    return source("persons", column, **{**group.where, **more})


def _follow_up(inputs: TableInputs, groups: list[PersonGroup]) -> list[Row]:
    persons, unit = inputs.persons, inputs.unit
    rows = []
    observed = persons["time_observed"]
    if observed.notna().any():
        rows.append(
            _row(
                f"Time observed, total person-{unit}",
                groups,
                lambda g: number_cell(observed[g.members].sum(), 0, f"person-{unit}", _where("time_observed", g)),
            )
        )
    else:
        rows.append(_absent(f"Time observed, total person-{unit}", groups, "the records do not tell how long each person was observed"))
    full = persons["full_follow_up"]
    if not full.notna().any():
        return [*rows, _absent("Observed to the end of follow-up, n (%)", groups, "the records do not tell who left early")]
    rows.append(_row("Observed to the end of follow-up, n (%)", groups, _yes(full.eq(True), full.notna(), "full_follow_up")))
    early = left_without_job(persons)
    if early.any():
        where = {"full_follow_up": "no", "job_obtained": "no"}
        rows.append(
            _row("Left early without a job, n", groups, lambda g: count_cell(int((early & g.members).sum()), _where("id", g, **where)))
        )
    return rows


def _employment(inputs: TableInputs, groups: list[PersonGroup]) -> list[Row]:
    rows = [
        *_job_obtained(inputs, groups),
        *_time_to_first_job(inputs, groups),
        *_time_worked(inputs, groups),
        *_worked_long(inputs, groups),
    ]
    available, _, why = inputs.measure("n_jobs")
    label = "Competitive jobs obtained, number"
    jobs = inputs.persons["n_jobs"]
    if not available:
        return [*rows, _absent(label, groups, why)]
    return [*rows, _row(label, groups, lambda g: count_cell(int(jobs[g.members].sum()), _where("n_jobs", g)))]


def _yes(yes: pd.Series, known: pd.Series, column: str) -> CellOf:
    hits, of = yes.fillna(False).to_numpy(dtype=bool), known.to_numpy(dtype=bool)
    return lambda g: share_cell(int((hits & of & g.members).sum()), int((of & g.members).sum()), _where(column, g))


def _job_obtained(inputs: TableInputs, groups: list[PersonGroup]) -> list[Row]:
    available, _, why = inputs.measure("job_obtained")
    if not available:
        return [_absent("Obtained a competitive job, n (%)", groups, why)]
    obtained, early = inputs.persons["job_obtained"], left_without_job(inputs.persons)
    notes = ("Who left early without a job counts as no job here.",) if early.any() else ()
    label = "Obtained a competitive job, n (%)"
    rows = [_row(label, groups, _yes(obtained.eq("yes"), obtained.notna(), "job_obtained"), notes=notes)]
    if early.any() and not inputs.curves.empty:
        rows.append(_kaplan_meier_row(inputs, groups))
    return rows


def _kaplan_meier_row(inputs: TableInputs, groups: list[PersonGroup]) -> Row:
    unknown = int(inputs.persons["follow_time"].isna().sum())
    note = "1 - Kaplan-Meier estimate at the end of follow-up: who left early is taken to find work at the same pace as those who stayed."
    if unknown:
        note += f" Without {unknown} whose time to the first job is unknown."
    label = f"Obtained one by the end of follow-up, Kaplan-Meier % ({inputs.ci})"
    return _row(label, groups, lambda g: _kaplan_meier_cell(inputs, g), notes=(note,))


def _kaplan_meier_cell(inputs: TableInputs, group: PersonGroup) -> Cell:
    curves = inputs.curves
    curve = curves[(curves["exposure"] == group.exposure) & (curves["level"] == group.level)].sort_values("time")
    if curve.empty:
        return Cell()
    end, horizon = curve.iloc[-1], float(curves["time"].max())
    notes = ()
    if float(end["time"]) < horizon and float(end["survival"]) > 0:
        notes = (
            f"Nobody of this group was at risk after {printing.number(end['time'], 0)} {inputs.unit}: the estimate stands at that time.",
        )
    share, low, high = (100 * (1 - plain(end[name])) for name in ("survival", "conf_high", "conf_low"))
    where = source("curves", "1 - survival", exposure=group.exposure, level=group.level, time=f"{float(end['time']):g}")
    numbers = (Number("percent", share, where), Number("lower limit", low, where), Number("upper limit", high, where))
    return Cell(printing.with_interval(share, low, high, PERCENT_DECIMALS), numbers, notes)


def _time_to_first_job(inputs: TableInputs, groups: list[PersonGroup]) -> list[Row]:
    label = f"{inputs.unit.capitalize()} to first job among workers, median [IQR]"
    available, rule, why = inputs.measure("time_to_first_job")
    if not available:
        return [_absent(label, groups, why)]
    times = inputs.persons["time_to_first_job"]
    return [
        _row(
            label,
            groups,
            lambda g: median_cell(times[g.members], inputs.tables.decimals, _where("time_to_first_job", g)),
            notes=_note(rule),
        ),
        _n_row("Workers with a known time, n", times, "time_to_first_job", groups),
    ]


def _time_worked(inputs: TableInputs, groups: list[PersonGroup]) -> list[Row]:
    workers_label, all_label = (f"{inputs.unit.capitalize()} worked, {who}" for who in ("workers, median [IQR]", "all persons, mean (SD)"))
    available, rule, why = inputs.measure("time_worked")
    if not available:
        return [_absent(workers_label, groups, why)]
    decimals, worked = inputs.tables.decimals, inputs.persons["time_worked"]
    of_workers = worked.where(worker_mask(inputs.persons))
    rows = [
        _row(
            workers_label,
            groups,
            lambda g: median_cell(of_workers[g.members], decimals, _where("time_worked", g, workers="yes")),
            notes=_note(rule),
        ),
        _n_row("Workers with known time worked, n", of_workers, "time_worked", groups),
        _row(all_label, groups, lambda g: mean_cell(worked[g.members], decimals, _where("time_worked", g))),
    ]
    if worked.isna().any():
        rows.append(_n_row("Persons with known time worked, n", worked, "time_worked", groups))
    return rows


def worker_mask(persons: pd.DataFrame) -> pd.Series:
    """Workers: who obtained a competitive job; without that outcome, who worked at all."""
    if persons["job_obtained"].notna().any():
        return persons["job_obtained"].eq("yes").fillna(False).astype(bool)
    return persons["time_worked"].gt(0).fillna(False).astype(bool)


def _worked_long(inputs: TableInputs, groups: list[PersonGroup]) -> list[Row]:
    label = f"Worked {inputs.outcomes.long_term} {inputs.unit} or more, of all persons, n (%)"
    available, _, why = inputs.measure("worked_long")
    if not available:
        return [_absent(label, groups, why)]
    worked_long = inputs.persons["worked_long"]
    unknown = int(worked_long.isna().sum())
    notes = (f"Not known for {unknown}, who are left out here.",) if unknown else ()
    return [_row(label, groups, _yes(worked_long.eq("yes"), worked_long.notna(), "worked_long"), notes=notes)]


def _n_row(label: str, values: pd.Series, column: str, groups: list[PersonGroup]) -> Row:
    known = values.notna().to_numpy()
    return _row(label, groups, lambda g: count_cell(int((known & g.members).sum()), _where(column, g, value="known")), indent=1)


def _note(rule: str) -> tuple[str, ...]:
    return (f"{rule.rstrip('.')}.",) if rule else ()
