"""Every outcome measure, declared once: its column, its words, and its name in the field.

A new measure is a `Measure` here, and its computation in the outcomes module of each shape of records that gives it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ipscohort.words import either, later

HERE = later(" Here: ")
"""Between a measure's rule and what must be known of it in these records."""


@dataclass(frozen=True)
class Measure:
    """One outcome measure of a person (or, of kind `rate`, of the cohort).

    Attributes
    ----------
    name : str
        Column of persons, and its name in the settings.
    kind : {"yes_no", "number", "integer", "rate"}
    label : str
        How tables and figures name it, without unit.
    description, missing, unit
        As in its contract's column.
    rule : str
        Its operational rule, with the fields of `outcomes.rules.Words` in braces; '' where it hangs on the settings: then
        `outcomes.rules` has a function of its name.
    builds_on : tuple of str
        Other rules that its rule builds on.
    outcome : bool
        Whether it is offered by name as the outcome of a regression (any numeric or yes/no column may be one).
    bounded : bool
        Whether columns `<name>_least` and `<name>_most` say what it can be where dates or periods are unknown.
    needs_jobs : bool
        Whether only job records give it.
    workers_only : bool
        Whether it is not defined for who had no job.
    domain, bond_2012, bond_label : str
        Domain and name among the eight measures of Bond, Campbell & Drake 2012, doi 10.1176/appi.ps.201100270, and its
        label in their table; '' for a measure that is not one of them.
    """

    name: str
    kind: Literal["yes_no", "number", "integer", "rate"]
    label: str
    description: str
    missing: str = ""
    unit: str = ""
    rule: str = ""
    builds_on: tuple[str, ...] = ()
    outcome: bool = False
    bounded: bool = False
    needs_jobs: bool = False
    workers_only: bool = False
    domain: str = ""
    bond_2012: str = ""
    bond_label: str = ""

    @property
    def type(self) -> Literal["yes_no", "number"]:
        """What it is as the outcome of a regression."""
        return "yes_no" if self.kind == "yes_no" else "number"


_MEASURES = (
    Measure(
        "job_obtained",
        "yes_no",
        either("Obtained a competitive job"),
        later("obtained a competitive job in follow-up"),
        later("not given by the study"),
        builds_on=("competitive",),
        outcome=True,
        bounded=True,
        domain=later("Job acquisition"),
        bond_2012="employed at any time",
        bond_label=later("Employed at any time"),
    ),
    Measure(
        "time_to_first_job",
        "number",
        later("Time to first job"),
        later("time to first job in study.time_unit"),
        later("no job obtained, or its time is unknown"),
        builds_on=("competitive",),
        outcome=True,
        workers_only=True,
        domain=later("Job acquisition"),
        bond_2012="days to first job",
        bond_label=later("{unit} to first job"),
    ),
    Measure(
        "time_worked",
        "number",
        later("Time worked"),
        later("time worked in competitive jobs in study.time_unit; 0 without a job"),
        later("worked, but no job has both dates; or not computable"),
        builds_on=("days_in_a_job", "competitive"),
        outcome=True,
        bounded=True,
    ),
    Measure(
        "worked_long",
        "yes_no",
        later("Worked long"),
        later("time worked reaches outcomes.long_term"),
        later("time worked is missing, or unknown dates decide"),
        builds_on=("time_worked", "days_in_a_job", "competitive"),
        outcome=True,
        bounded=True,
    ),
    Measure(
        "n_jobs",
        "integer",
        either("Competitive jobs"),
        later("competitive jobs obtained in follow-up"),
        "not computable",
        rule=later("Competitive jobs obtained in {span}, undated ones included."),
        outcome=True,
        needs_jobs=True,
    ),
    Measure(
        "employment_rate",
        "rate",
        later("Employment rate"),
        "share employed in each week or month",
        builds_on=("days_in_a_job", "competitive"),
    ),
    Measure(
        "weeks_worked",
        "number",
        later("Weeks worked"),
        later("weeks worked"),
        "not computable",
        "weeks",
        domain=later("Job duration"),
        bond_2012="total weeks worked",
        bond_label=later("Weeks worked"),
        bounded=True,
    ),
    Measure(
        "longest_job",
        "number",
        later("Longest job"),
        later("longest job"),
        later("no dated job, or not computable"),
        "days",
        rule=later("Days, inside {span}, in the longest competitive job {dated}; missing without one."),
        needs_jobs=True,
        workers_only=True,
        domain=later("Job duration"),
        bond_2012="tenure in the longest-held job",
        bond_label=later("Days in the longest-held job"),
    ),
    Measure(
        "hours_worked",
        "number",
        later("Hours worked"),
        later("hours worked in jobs with hours and both dates"),
        "not computable",
        later("hours"),
        rule=later(
            "Sum over competitive jobs of days in {span} / 7 x hours per week at the start (jobs with hours and {dates}); 0 without a job."
        ),
        needs_jobs=True,
        domain=later("Hours and wages"),
        bond_2012="total hours worked",
        bond_label=later("Hours worked"),
    ),
    Measure(
        "hours_per_week",
        "number",
        later("Hours per week"),
        later("mean hours per week, weighted by the jobs' days"),
        later("no job with hours and both dates, or not computable"),
        later("hours per week"),
        rule=later(
            "Mean hours per week at the start over competitive jobs with hours and {dates}, weighted by their days in {span}; missing without "
            "one."
        ),
        needs_jobs=True,
        workers_only=True,
        domain=later("Hours and wages"),
        bond_2012="average hours per week worked",
        bond_label=later("Hours per week worked"),
    ),
    Measure(
        "wages_earned",
        "number",
        later("Wages earned"),
        "wages earned in jobs with wage and both dates",
        "not computable",
        later("money"),
        needs_jobs=True,
        domain=later("Hours and wages"),
        bond_2012="total wages",
        bond_label=later("Wages earned"),
    ),
    Measure(
        "worked_half_time",
        "yes_no",
        later("Worked half time"),
        later("any job of outcomes.half_time_hours or more"),
        "not computable",
        rule=later(
            "Any competitive job of {half_time_hours} hours per week or more at its start, each job by itself; no without a job, missing "
            "where only jobs of unknown hours could reach it."
        ),
        needs_jobs=True,
        domain=later("Hours and wages"),
        bond_2012="working 20 hours or more a week",
        bond_label=later("Worked {half_time_hours} hours a week or more"),
    ),
)

MEASURES: dict[str, Measure] = {measure.name: measure for measure in _MEASURES}
"""Every measure by name, in the order of the definitions."""

OUTCOMES: dict[str, Measure] = {name: measure for name, measure in MEASURES.items() if measure.outcome}
"""Those that a regression may name as its outcome."""
