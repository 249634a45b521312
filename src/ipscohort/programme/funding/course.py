"""When funding of each person began and the trajectory ended, and who falls under which scheme: yes, no, or not known."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from ipscohort.arithmetic.timeline import add_months
from ipscohort.config.funding import Condition, Funding, Scheme
from ipscohort.config.programme import Fidelity
from ipscohort.config.study import Duration
from ipscohort.errors import Problems
from ipscohort.ingest.cells import take
from ipscohort.ingest.dates import dates
from ipscohort.ingest.gather import Gathered
from ipscohort.ingest.participants import read_ids
from ipscohort.ingest.rawtable import HEADING
from ipscohort.ingest.readers import read_file
from ipscohort.programme.fidelity.at_inclusion import BEFORE_FIRST, NEVER, at_inclusion
from ipscohort.scales.ips_fidelity import CLASSES

KEY = "programme.funding"
TABLE = "funding of persons"
DAY = "datetime64[D]"
FURTHEST = 5 * 365
"""Days before or after inclusion beyond which a first day funded is a slip."""
NOT_A_DAY = np.datetime64("NaT", "D")
UNREVIEWED = "no review yet"
"""In place of a class: the agency had no review until then."""
RECORDED, INCLUSION, NOT_RECORDED = "recorded", "inclusion", "not recorded"
"""Where a funded start is from."""


@dataclass(frozen=True)
class Course:
    """The course of each person's funding; arrays of shape (persons,), days as datetime64[D].

    Attributes
    ----------
    persons : DataFrame
        PERSONS, in the order of the arrays.
    start : ndarray
        First day funded; NaT where it is not known.
    start_from : ndarray of str
        RECORDED, INCLUSION or NOT_RECORDED.
    end : ndarray
        Last day of the trajectory; NaT where it went on, or no end is recorded.
    last : ndarray
        Last day observed.
    """

    persons: pd.DataFrame
    start: np.ndarray
    start_from: np.ndarray
    end: np.ndarray
    last: np.ndarray

    def after(self, length: Duration) -> np.ndarray:
        """The day on which a time since the funded start is over."""
        return later_by(self.start, length)


def later_by(days: np.ndarray, length: Duration) -> np.ndarray:
    """Days some time later: months keep the day of the month, or go to the month's last day; NaT stays.

    Parameters
    ----------
    days : ndarray of datetime64[D]
    length : config.study.Duration
    """
    days = np.asarray(days, dtype=DAY)
    if length.unit != "months":
        return days + length.length * {"days": 1, "weeks": 7}[length.unit]
    known = ~np.isnat(days)
    found = np.full(days.shape, NOT_A_DAY)
    found[known] = add_months(days[known], length.length)
    return found


def read_course(persons: pd.DataFrame, settings: Funding, file: Path | None) -> Course:
    """The course of each person's funding.

    Parameters
    ----------
    persons : DataFrame
        PERSONS, with `inclusion_date` and `last_day`.
    settings : Funding
    file : Path or None
        The file that the settings name. Who has no row there has no known start, and no recorded end. Rows of others (not analysed) are
        passed over.

    Raises
    ------
    UserError
        Columns that are not there, dates that can't be read, an id that stands twice, an end before its start.
    """
    included = persons["inclusion_date"].to_numpy().astype(DAY)
    last = included + persons["last_day"].to_numpy(dtype=float, na_value=np.nan).astype("timedelta64[D]")
    start, end = included.copy(), np.full(len(persons), NOT_A_DAY)
    start_from = np.full(len(persons), INCLUSION, dtype=object)
    if file is not None:
        rows = _rows(file, settings)
        _refuse_strangers(file.name, rows, persons)
        rows = rows.reindex(persons["id"].astype(str))
        end = rows["end"].to_numpy().astype(DAY)
        if settings.funded_start is not None:
            start = rows["start"].to_numpy().astype(DAY)
            start_from[:] = np.where(np.isnat(start), NOT_RECORDED, RECORDED)
    return Course(persons, start, start_from, end, last)


def _rows(file: Path, settings: Funding) -> pd.DataFrame:
    """Start and end by id."""
    gathered = Gathered()
    table = read_file(Path(file), settings)
    cells = take(table, settings.id, f"{KEY}.id", gathered)
    ids = read_ids(cells, gathered)
    twice = ids.notna() & ids.duplicated(keep=False)
    if twice.any():
        gathered.problems.add(cells.where, "persons who stand twice", "keep one row for each", rows=twice.index[twice])
    found = pd.DataFrame({"id": ids, "row": table.frame.index}, index=table.frame.index)
    for name, column in (("start", settings.funded_start), ("end", settings.trajectory_end)):
        key = {"start": "funded_start", "end": "trajectory_end"}[name]
        found[name] = pd.Series(pd.NaT, index=found.index, dtype="datetime64[s]")
        if column is not None:
            found[name] = dates(take(table, column, f"{KEY}.{key}", gathered), gathered, TABLE, ids).dates
    wrong = (found["end"] < found["start"]).fillna(False)
    if wrong.any():
        gathered.problems.add(table.where, "trajectories that end before funding begins", "mend the rows", rows=wrong.index[wrong])
    gathered.stop()
    return found.dropna(subset="id").set_index(found["id"].dropna().astype(str))


def _refuse_strangers(name: str, rows: pd.DataFrame, persons: pd.DataFrame) -> None:
    """A file of nobody analysed, and funding that begins years before or after inclusion, are slips."""
    problems = Problems(HEADING)
    included = pd.Series(persons["inclusion_date"].to_numpy(), persons["id"].astype(str))
    known = rows[rows.index.isin(included.index)]
    if len(rows) and len(included) and known.empty:
        problems.add(
            f"{name}, {KEY}.id", "none of its ids is a person's of those analysed", "name the column that holds the participants' ids"
        )
    apart = (known["start"] - included.reindex(known.index)).dt.days.abs()
    far = known[apart.gt(FURTHEST).fillna(False)]
    if len(far):
        what = f"funding that begins more than {FURTHEST // 365} years before or after inclusion"
        problems.add(f"{name}, {KEY}.funded_start", what, "mend the dates", rows=far["row"], ids=far.index)
    problems.stop()


def falls_under(course: Course, scheme: Scheme) -> tuple[np.ndarray, np.ndarray]:
    """Who falls under a scheme, by its conditions and the funded start.

    Returns
    -------
    sure, possible : ndarray of bool, shape (persons,)
        Who surely does, and who does or may: a condition or the start is not known.
    """
    sure = np.ones(len(course.persons), dtype=bool)
    possible = sure.copy()
    for condition in scheme.eligible.when:
        met, known = _met(course.persons[condition.variable], condition)
        sure &= known & met
        possible &= ~known | met
    always = scheme.valid.first is None and scheme.valid.last is None
    known = ~np.isnat(course.start) | always
    inside = np.ones(len(sure), dtype=bool)
    if scheme.valid.first is not None:
        inside &= course.start >= np.datetime64(scheme.valid.first, "D")
    if scheme.valid.last is not None:
        inside &= course.start <= np.datetime64(scheme.valid.last, "D")
    return sure & known & inside, possible & (~known | inside)


def _met(values: pd.Series, condition: Condition) -> tuple[np.ndarray, np.ndarray]:
    known = values.notna().to_numpy(dtype=bool)
    if condition.one_of:
        return values.astype("string").isin(condition.one_of).to_numpy(dtype=bool), known
    numbers = values.to_numpy(dtype=float, na_value=np.nan)
    low = -np.inf if condition.min is None else condition.min
    high = np.inf if condition.max is None else condition.max
    return (numbers >= low) & (numbers <= high), known


def fidelity_at_start(course: Course, reviews: pd.DataFrame, settings: Fidelity) -> np.ndarray:
    """Class of the person's agency by the last review on the funded start or before; UNREVIEWED where there is none yet, None where it is not known.

    Parameters
    ----------
    course : Course
    reviews : DataFrame
        FIDELITY_REVIEWS.
    settings : config.programme.Fidelity
    """
    plain = settings.model_copy(update={"between_reviews": "last_before"})
    moved = course.persons.assign(inclusion_date=course.start.astype("datetime64[s]"))
    found = at_inclusion(moved, reviews, plain)
    classes = found["class"].astype(object).where(found["class"].notna(), None).to_numpy()
    classes[found["why_missing"].isin((BEFORE_FIRST, NEVER)).to_numpy(dtype=bool)] = UNREVIEWED
    return classes


def holds(classes: np.ndarray, scheme: Scheme) -> tuple[np.ndarray, np.ndarray]:
    """Whether a scheme's condition on fidelity is surely met, and whether it is or may be: shape (persons,) each."""
    n = len(classes)
    if scheme.fidelity is None:
        return np.ones(n, dtype=bool), np.ones(n, dtype=bool)
    enough = CLASSES[CLASSES.index(scheme.fidelity.at_least) :]
    enough = (*enough, UNREVIEWED) if scheme.fidelity.unreviewed == "met" else enough
    met = np.array([each in enough for each in classes], dtype=bool)
    unknown = np.array([each is None or each == UNREVIEWED for each in classes], dtype=bool)
    return met, met | unknown
