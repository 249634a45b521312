"""Mistakes in how the shape of the job records, and the time that they are counted in, are declared."""

from __future__ import annotations

from collections.abc import Callable

from tests.mistakes.workspace import PEOPLE, PEOPLE_HEAD, Workspace

SPELLS = """\
      shape: spells
      file: jobs.csv
      id: pid
      blank_end: ongoing
      columns: {start: van, end: tot, hours_per_week: hours, isco08: isco, competitive: comp}
"""
PANEL = """\
      shape: panel
      file: months.csv
      id: pid
      columns: m{n}
      unit: months
      counted_from: inclusion
      codes: {1: employed, 0: not_employed}
"""
DURATIONS = """\
      shape: durations
      time: days
      exits: {job: job, died: dead}
"""
IN_MONTHS = ("time_unit: days", "time_unit: months")
COMPLETE = ("{observed_until: yes, data_lock: 2020-01-31}", "{complete: yes}")
MONTHS = [f"P{n:02d},{n % 2},0,{n % 3 // 2},1" for n in range(1, 17)]
ENDED = [f"{person.rstrip(',')},,{950 + n},0,0" for n, person in enumerate(PEOPLE)]


def setting(*changes: tuple[str, str]) -> Callable[[Workspace], None]:
    return lambda space: space.setting(*changes)


def panel(*changes: tuple[str, str], months: tuple[str, str] | None = None) -> Callable[[Workspace], None]:
    """Give the jobs as months in a file of their own, and break it."""

    def make(space: Workspace) -> None:
        space.write("months.csv", "pid,m1,m2,m3,m4", MONTHS)
        space.setting((SPELLS, PANEL), *changes)
        if months:
            space.change("months.csv", months)

    return make


def durations(*changes: tuple[str, str], person: tuple[str, str]) -> Callable[[Workspace], None]:
    """Give the time to the first job and two exits in the participants' file, and break one person's."""

    def make(space: Workspace) -> None:
        space.write("people.csv", f"{PEOPLE_HEAD},days,job,dead", ENDED)
        space.setting((SPELLS, DURATIONS), *changes)
        space.change("people.csv", person)

    return make


SHAPES = [
    (
        "rule of competitive work without its columns",
        setting(("blank_end: ongoing\n", "blank_end: ongoing\n      competitive: criteria\n")),
        ("ingest.jobs.records.columns", "ingest.jobs.records.competitive: criteria needs the column open_to_anyone"),
    ),
    (
        "digits of codes with one source",
        setting(("exposures:", "clean: {isco08_digits: 2}\nexposures:")),
        ("clean.isco08_digits", "fewer than two"),
    ),
    (
        "panel's file without id",
        panel(("      id: pid\n      columns: m{n}", "      columns: m{n}"), IN_MONTHS),
        ("id: say which column of months.csv",),
    ),
    (
        "panel's id that is nobody's",
        panel(IN_MONTHS, months=("P03,", "P99,")),
        ("months.csv, column pid", "row 4; id P99", "clean.job_without_participant: set_aside"),
    ),
    (
        "panel's rows that differ",
        panel(IN_MONTHS, months=("P03,", "P02,")),
        ("months.csv, column pid: rows of one id differ", "rows 3, 4; id P02", "one row per person"),
    ),
    ("panel's column absent", panel(IN_MONTHS, ("columns: m{n}", "columns: month{n}")), ("months.csv", "no column fits 'month{n}'")),
    (
        "panel in days without a rule",
        panel(),
        ("outcomes.panel_in_days", "nothing says which days are worked", "first_to_last_day or middle_to_middle_day"),
    ),
    (
        "two exits at once",
        durations(person=(",952,0,0", ",952,1,1")),
        ("people.csv, columns job and dead", "row 4", "two_exits: first_named"),
    ),
    (
        "observed to the end, and a time that ends early",
        durations(COMPLETE, person=("2014-04-15,2,36,,952,0,0", "2014-04-15,2,36,,40,0,1")),
        ("people.csv, column days", "row 4", "id P03", "`complete: yes`", "observed_until: yes"),
    ),
    (
        "observed to the end, and a last day that is earlier",
        lambda s: (s.setting(COMPLETE), s.change("people.csv", (",2,36,", ",2,36,2015-01-01"))),
        ("people.csv, column until", "row 4; id P03", "`complete: yes`"),
    ),
    (
        "observed to the end, and a panel that ends early",
        panel(
            IN_MONTHS,
            COMPLETE,
            ("follow_up: 30 months", "follow_up: 4 months"),
            ("exposures:", "outcomes: {long_term: 2}\nexposures:"),
            months=("P03,1,0,0,1", "P03,1,0,,"),
        ),
        ("months.csv, columns m{n}", "row 4; id P03", "`complete: yes`"),
    ),
    (
        "time unit without its period",
        setting(("time_unit: days", "time_unit: {name: two weeks, days: 14}")),
        ("study.period: the period is months and the time unit two weeks", "set study.period: two weeks"),
    ),
    (
        "time unit without a length",
        setting(("time_unit: days", "time_unit: {name: two weeks}\n  period: two weeks")),
        ("study.time_unit.days: this key is missing",),
    ),
]
