"""Employment outcomes, of everybody and by exposure (the paper's Table 2 and what a reader needs beside it)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd

from ipscohort.catalogue.ends import LOCK
from ipscohort.catalogue.measures import HERE
from ipscohort.display import printing
from ipscohort.display.naming import capital
from ipscohort.display.numbers import Number, Source, tell, together
from ipscohort.display.styles import Style
from ipscohort.display.units import length, one
from ipscohort.tables.content import Cell, Row, RowGroup, Table
from ipscohort.tables.groups import PersonGroup, person_groups
from ipscohort.tables.inputs import Filter, TableInputs, share_source, source
from ipscohort.tables.partly_known import job_notes, left_out_notes, long_notes, mean_notes, median_notes, reach_of_unknown, share_parts
from ipscohort.tables.summaries import (
    count_cell,
    footnotes,
    free_share_cell,
    mean_cell,
    median_cell,
    number_cell,
    quartiles_note,
    share_cell,
)
from ipscohort.tables.survival import warned, with_left_out
from ipscohort.words import later, say

CellOf = Callable[[PersonGroup], Cell]
PERCENT_DECIMALS = 1
LEFT_WITHOUT_JOB = {"full_follow_up": "no", "job_obtained": "no"}
"""Selects who was not observed to the end of follow-up and had no job: left, or records closed."""
NO_JOB_LEFT = later("Who left early without a job counts as no job here.")
NO_JOB_CLOSED = later("Who left early, or whose records were closed early (data lock), without a job counts as no job here.")
SHORT_LEFT = later("Who left early and had not worked so long until then counts as no here.")
SHORT_CLOSED = later(
    "Who left early, or whose records were closed early (data lock), and had not worked so long until then counts as no here."
)
LEFT_N, CLOSED_N = later("Left early without a job, n"), later("Left early, or records closed early (data lock), without a job, n")
"""What is said of yes and no where nobody's records were closed, and where anybody's were."""


def build(inputs: TableInputs) -> Table:
    """Person-time, follow-up, job obtained (with Kaplan-Meier beside it where anybody left early), times, time worked."""
    groups = person_groups(inputs)
    parts = (
        RowGroup(say("Follow-up"), tuple(_follow_up(inputs, groups))),
        RowGroup(say("Employment"), tuple(_employment(inputs, groups))),
    )
    follow_up = length(inputs.study.follow_up)
    notes = (
        say(
            "Follow-up: {follow_up}. n (%): percentages are of the persons of the column with a known value, unless a note says otherwise.",
            follow_up=follow_up,
        ),
        quartiles_note(inputs.tables),
    )
    columns = tuple(group.column for group in groups)
    title = say("Employment outcomes during {follow_up} of follow-up", follow_up=follow_up)
    return Table("outcomes", title, say("Outcome"), columns, parts, notes, inputs.synthetic)


def left_without_job(persons: pd.DataFrame) -> np.ndarray:
    """Who was not observed to the end of follow-up, left or records closed, without a job: shape (persons,)."""
    early = persons["full_follow_up"].eq(False).fillna(False).to_numpy(dtype=bool)
    return early & persons["job_obtained"].eq("no").fillna(False).to_numpy(dtype=bool)


def closed(persons: pd.DataFrame) -> np.ndarray:
    """Whose records were closed before the end of follow-up (data lock), so that they did not leave: shape (persons,)."""
    return persons["ended_by"].eq(LOCK).fillna(False).to_numpy(dtype=bool)


def _row(label: str, groups: list[PersonGroup], cell: CellOf, indent: int = 0, notes: tuple[str, ...] = ()) -> Row:
    return Row(label, tuple(cell(group) for group in groups), indent, notes)


def absent_row(label: str, groups: list[PersonGroup], why: str) -> Row:
    """A row of dashes whose footnote says why the records don't give it."""
    return Row(label, tuple(Cell(printing.DASH) for _ in groups), notes=(say("Not available: {why}.", why=why.rstrip(".")),))


def _where(column: str, group: PersonGroup, **more: object) -> Source:
    return source("persons", column, **{**group.where, **more})


def _follow_up(inputs: TableInputs, groups: list[PersonGroup]) -> list[Row]:
    persons, unit = inputs.persons, inputs.unit
    rows, total = [], say("Time observed, total person-{units}", units=unit)
    observed = persons["time_observed"]
    if observed.notna().any():
        rows.append(
            _row(
                total,
                groups,
                lambda g: number_cell(
                    observed[g.members].sum(), 0, f"person-{inputs.study.time_unit}", _where("time_observed", g), style=inputs.style
                ),
            )
        )
    else:
        rows.append(absent_row(total, groups, say("the records do not tell how long each person was observed")))
    full, label = persons["full_follow_up"], say("Followed to the end of follow-up, n (%)")
    if not full.notna().any():
        return [*rows, absent_row(label, groups, say("the records do not tell who left early"))]
    rows.append(_row(label, groups, yes_share(full.eq(True), full.notna(), "full_follow_up", inputs.style)))
    early = left_without_job(persons)
    if early.any():
        rows.append(
            _row(
                say(CLOSED_N if closed(persons)[early].any() else LEFT_N),
                groups,
                lambda g: count_cell(int((early & g.members).sum()), _where("id", g, **LEFT_WITHOUT_JOB), style=inputs.style),
            )
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
    label = inputs.words("Competitive jobs obtained, number")
    jobs = inputs.persons["n_jobs"]
    if not available:
        return [*rows, absent_row(label, groups, why)]
    return [*rows, _row(label, groups, lambda g: count_cell(int(jobs[g.members].sum()), _where("n_jobs", g), style=inputs.style))]


def yes_share(yes: pd.Series, known: pd.Series, column: str, style: Style) -> CellOf:
    """How many of those known are at yes, as a cell for a group."""
    hits, of = yes.fillna(False).to_numpy(dtype=bool), known.to_numpy(dtype=bool)

    def cell(group: PersonGroup) -> Cell:
        where = share_source("persons", column, {**group.where, column: "yes"}, {**group.where, column: Filter.KNOWN})
        return share_cell(int((hits & of & group.members).sum()), int((of & group.members).sum()), where, style=style)

    return cell


def _job_obtained(inputs: TableInputs, groups: list[PersonGroup]) -> list[Row]:
    available, rule, why = inputs.measure("job_obtained")
    if not available:
        return [absent_row(inputs.words("Obtained a competitive job, n (%)"), groups, why)]
    obtained, early = inputs.persons["job_obtained"], left_without_job(inputs.persons)
    notes = (say(NO_JOB_CLOSED if closed(inputs.persons)[early].any() else NO_JOB_LEFT),) if early.any() else ()
    notes += _here(inputs, "job_obtained", rule) + job_notes(inputs, groups)
    label = inputs.words("Obtained a competitive job, n (%)")
    rows = [_row(label, groups, yes_share(obtained.eq("yes"), obtained.notna(), "job_obtained", inputs.style), notes=notes)]
    return [*rows, *kaplan_meier_rows(inputs, groups)]


def _gap_without_job(inputs: TableInputs) -> np.ndarray:
    """Persons of a panel without a job, followed to the end, but censored at an unknown period before it: shape (persons,)."""
    estimates, persons = inputs.survival_estimates, inputs.persons
    end = estimates.loc[estimates["end_of_follow_up"].fillna(False).astype(bool), "time"]
    if inputs.codebook.shape != "panel" or end.empty:
        return np.zeros(len(persons), dtype=bool)
    # The end of follow-up lies on other days for other persons, so days are compared with each person's own last one.
    reached = persons["time_observed"] - 1 if inputs.study.time_unit == "days" else float(end.iloc[0])
    cut = persons["job_obtained"].eq("no") & persons["follow_time"].lt(reached) & persons["full_follow_up"].ne(False)
    return cut.fillna(False).to_numpy(dtype=bool)


def kaplan_meier_rows(inputs: TableInputs, groups: list[PersonGroup]) -> list[Row]:
    """The row that stands beside job obtained where anybody left early or is unknown for a while without a job; else none."""
    cut_short = left_without_job(inputs.persons).any() or _gap_without_job(inputs).any()
    return [_kaplan_meier_row(inputs, groups)] if cut_short and not inputs.curves.empty else []


def _kaplan_meier_row(inputs: TableInputs, groups: list[PersonGroup]) -> Row:
    note = tell(
        "1 - Kaplan-Meier estimate at the end of follow-up: who left early is taken to be as likely to find work afterwards as those still "
        "observed (non-informative censoring)."
    )
    if gaps := int(_gap_without_job(inputs).sum()):
        n = number_cell(gaps, 0, "unknown for a while", source("persons", "follow_time", job_obtained="no"), style=inputs.style)
        note = together(
            [
                note,
                tell(
                    "Without a job and censored at the first unknown {period}, though followed further: {n}.",
                    period=one(inputs.study.period),
                    n=n,
                ),
            ],
            " ",
        )
    label = say("Obtained one by the end of follow-up, Kaplan-Meier % {ci}", ci=inputs.style.enclosed(inputs.ci))
    return _row(label, groups, lambda g: _kaplan_meier_cell(inputs, g), notes=(note,))


def _kaplan_meier_cell(inputs: TableInputs, group: PersonGroup) -> Cell:
    estimates = inputs.survival_estimates
    chosen = estimates[(estimates["exposure"] == group.exposure) & (estimates["level"] == group.level)]
    if chosen.empty:
        return Cell()
    at_end = chosen[chosen["end_of_follow_up"].fillna(False).astype(bool)]
    found = at_end[at_end["measure"] == "survival"]
    if found.empty:
        why = chosen["warning"].iloc[0] if chosen["n"].iloc[0] == 0 else say("There is no estimate at the end of follow-up.")
        return Cell(printing.DASH, notes=footnotes(why))
    row = found.iloc[0]
    where = {"exposure": group.exposure, "level": group.level, "measure": "survival", "time": f"{row['time']:g}"}
    notes = (*warned(row, where), *with_left_out(at_end, where, inputs.style))
    return free_share_cell(
        row, "estimate", PERCENT_DECIMALS, lambda column: source("survival_estimates", column, **where), notes, inputs.style
    )


def _time_to_first_job(inputs: TableInputs, groups: list[PersonGroup]) -> list[Row]:
    label = say("{Units} to first job among workers, median [IQR]", Units=capital(inputs.unit))
    available, rule, why = inputs.measure("time_to_first_job")
    if not available:
        return [absent_row(label, groups, why)]
    times = inputs.persons["time_to_first_job"]
    return [
        _row(
            label,
            groups,
            lambda g: median_cell(times[g.members], inputs.tables, _where("time_to_first_job", g)),
            notes=_note(inputs, "time_to_first_job", rule),
        ),
        _n_row(say("Workers with a known time, n"), times, "time_to_first_job", groups, inputs.style),
    ]


def _time_worked(inputs: TableInputs, groups: list[PersonGroup]) -> list[Row]:
    unit = capital(inputs.unit)
    workers_label, all_label = (
        say("{Units} worked, workers, median [IQR]", Units=unit),
        say("{Units} worked, all persons, mean (SD)", Units=unit),
    )
    available, rule, why = inputs.measure("time_worked")
    if not available:
        return [absent_row(workers_label, groups, why)]
    worked = inputs.persons["time_worked"]
    workers = worker_mask(inputs.persons)
    of_workers = worked.where(workers)
    rows = [
        _row(
            workers_label,
            groups,
            lambda g: median_cell(of_workers[g.members], inputs.tables, _where("time_worked", g, **worker_filter(inputs.persons))),
            notes=_note(inputs, "time_worked", rule)
            + median_notes(inputs, groups, "time_worked", workers.to_numpy(), worker_filter(inputs.persons)),
        ),
        _n_row(say("Workers with known time worked, n"), of_workers, "time_worked", groups, inputs.style, worker_filter(inputs.persons)),
        _row(
            all_label,
            groups,
            lambda g: mean_cell(worked[g.members], inputs.tables, _where("time_worked", g)),
            notes=mean_notes(inputs, groups, "time_worked") + left_out_notes(inputs, groups, "time_worked"),
        ),
    ]
    if worked.isna().any():
        rows.append(_n_row(say("Persons with known time worked, n"), worked, "time_worked", groups, inputs.style))
    return rows


def worker_mask(persons: pd.DataFrame) -> pd.Series:
    """Workers: who obtained a competitive job; without that outcome, who worked at all."""
    if persons["job_obtained"].notna().any():
        return persons["job_obtained"].eq("yes").fillna(False).astype(bool)
    return persons["time_worked"].gt(0).fillna(False).astype(bool)


def worker_filter(persons: pd.DataFrame) -> dict[str, object]:
    """The same as a filter, for a number's source."""
    return {"job_obtained": "yes"} if persons["job_obtained"].notna().any() else {"time_worked": Filter.ABOVE_0}


def _worked_long(inputs: TableInputs, groups: list[PersonGroup]) -> list[Row]:
    persons, worked_long = inputs.persons, inputs.persons["worked_long"]
    available, rule, why = inputs.measure("worked_long")
    of = "all" if not (available and worked_long.isna().any()) else inputs.outcomes.partly_known
    label = say(WORKED_LONG[of], n=inputs.outcomes.long_term, units=inputs.unit)
    if not available:
        return [absent_row(label, groups, why)]
    early = persons["full_follow_up"].eq(False).fillna(False) & worked_long.eq("no").fillna(False)
    notes = (say(SHORT_CLOSED if closed(persons)[early.to_numpy(bool)].any() else SHORT_LEFT),) if early.any() else ()
    share = yes_share(worked_long.eq("yes"), worked_long.notna(), "worked_long", inputs.style)
    notes += _here(inputs, "time_worked", rule) + long_notes(inputs, groups)
    return [_row(label, groups, lambda g: replace(share(g), notes=_range_of_yes(inputs, g)), notes=notes)]


WORKED_LONG = {
    "all": later("Worked {n} {units} or more, of all persons, n (%)"),
    "counted": later("Worked {n} {units} or more, of persons with a known time worked, n (%)"),
    "unknown": later("Worked {n} {units} or more, of persons of whom it is known, n (%)"),
}
"""Of whom, by what the settings make of time worked that is known in part."""


def _range_of_yes(inputs: TableInputs, group: PersonGroup) -> tuple[str, ...]:
    """What the share of all persons can be, where some are unknown."""
    values = inputs.persons["worked_long"][group.members]
    unknown, n, yes = int(values.isna().sum()), len(values), int(values.eq("yes").sum())
    if not unknown:
        return ()
    missing = count_cell(unknown, _where("worked_long", group, worked_long=Filter.MISSING), style=inputs.style)
    parts = share_parts(inputs, group, (yes, yes + reach_of_unknown(inputs.persons, group.members), n), ("worked_long", {}))
    return (
        tell(
            "Not known for {n} of {all}, who are left out of the percentage; of all persons it lies between {yes} of {all} ({low}%) and "
            "{most} of {all} ({high}%).",
            n=missing,
            **parts,
        ),
    )


def _n_row(label: str, values: pd.Series, column: str, groups: list[PersonGroup], style: Style, of: dict[str, object] | None = None) -> Row:
    known, where = values.notna().to_numpy(), {column: Filter.KNOWN, **(of or {})}
    return _row(label, groups, lambda g: count_cell(int((known & g.members).sum()), _where(column, g, **where), style=style), indent=1)


def _here(inputs: TableInputs, name: str, rule: str) -> tuple[str, ...]:
    """What an operational rule adds about these records, as a footnote; `name` is the outcome that it counts persons of."""
    said = rule.partition(say(HERE))[2]
    return footnotes(said[:1].upper() + said[1:], _open(inputs, name))


def _note(inputs: TableInputs, name: str, rule: str) -> tuple[str, ...]:
    """An operational rule, with the numbers that what it adds about these records hangs on."""
    return footnotes(rule, _open(inputs, name) if say(HERE) in rule else ())


def _open(inputs: TableInputs, name: str) -> list[Number]:
    """Of an outcome: persons who worked or not and are missing, and of whom more can be than is known."""
    missing = inputs.persons["job_obtained"].eq("yes") & inputs.persons[name].isna()
    numbers = [Number("n", float(missing.sum()), source("persons", name, **{"job_obtained": "yes", name: Filter.MISSING}))]
    if f"{name}_least" in inputs.persons:
        least, most = (inputs.persons[f"{name}_{end}"] for end in ("least", "most"))
        more = (least != most).fillna(False)
        numbers.append(Number("partly known", float(more.sum()), source("persons", name)))
    return [number for number in numbers if number.value]
