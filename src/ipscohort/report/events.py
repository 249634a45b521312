"""Events of a time with an event at each level of an exposure, as the crude model counts them; of the first job, with its median."""

from __future__ import annotations

from ipscohort.config.analysis import Regression
from ipscohort.display import printing
from ipscohort.display.naming import level_word
from ipscohort.display.numbers import Cell, Note, Number, source, tell, together
from ipscohort.display.phrasing import units
from ipscohort.report.inputs import ReportInputs
from ipscohort.tables.summaries import count_cell

FIRST_JOB = "time_to_first_job"


def events_by_level(inputs: ReportInputs, regression: Regression, exposure: str) -> Note:
    """'First jobs: 26 of 48 (median 609.0 days) in second half, ...', the reference last; empty where nobody has a time."""
    rows = inputs.estimates
    named = [name for name, each in inputs.settings.models.regressions.items() if each is regression or each == regression][:1]
    rows = rows[rows["model"].isin(named) & rows["exposure"].eq(exposure) & rows["adjustment"].eq("crude") & rows["n_level"].gt(0)]
    reference, *others = inputs.levels(exposure)
    said = [
        tell("{found} in {level}", found=_level(inputs, regression, row), level=level_word(level))
        for level in (*others, reference)
        for row in rows[rows["level"].eq(level)].to_dict("records")
    ]
    if not said:
        return Note()
    first_job = regression.outcome == FIRST_JOB
    return tell("First jobs: {levels}" if first_job else "Events: {levels}", levels=together(said, ", "))


def _level(inputs: ReportInputs, regression: Regression, row: dict) -> Note:
    """'26 of 48', with the Kaplan-Meier median of the first job where there is one."""
    where = {name: row[name] for name in ("model", "exposure", "adjustment", "level")}
    events, n = (count_cell(row[name], source("estimates", name, **where), style=inputs.style) for name in ("n_events_level", "n_level"))
    counted = tell("{events} of {n}", events=events, n=n)
    medians = inputs.survival_estimates
    medians = medians[medians["exposure"].eq(row["exposure"]) & medians["level"].eq(row["level"]) & medians["measure"].eq("median")]
    if regression.outcome != FIRST_JOB or medians.empty:
        return counted
    value = medians.iloc[0]["estimate"]
    if printing.absent(value):
        return tell("{counted} (median not reached)", counted=counted)
    place = source("survival_estimates", "estimate", exposure=row["exposure"], level=row["level"], measure="median")
    median = Cell(printing.number(value, inputs.settings.tables.decimals, style=inputs.style), (Number("estimate", float(value), place),))
    return tell("{counted} (median {median} {unit})", counted=counted, median=median, unit=units(inputs.study))
