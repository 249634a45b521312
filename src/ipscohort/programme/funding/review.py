"""The whole of funding: from the file of days and the records of jobs to payments, sums and estimates."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from ipscohort.config import Settings, Slice
from ipscohort.contracts.codebook import Codebook
from ipscohort.contracts.funding import FUNDING_PERSONS
from ipscohort.errors import Problems
from ipscohort.programme.funding import totals
from ipscohort.programme.funding.classes import classes_of, levels_of
from ipscohort.programme.funding.course import Course, falls_under, fidelity_at_start, read_course
from ipscohort.programme.funding.either import ways_of
from ipscohort.programme.funding.estimate import fit_funding
from ipscohort.programme.funding.payments import payments_of
from ipscohort.programme.funding.placements import jobs_of
from ipscohort.programme.funding.quarters import of_quarters

HEADING = "The funding schemes don't fit the records; nothing was analysed."


@dataclass(frozen=True)
class Found:
    """What is left for readers and other steps.

    Attributes
    ----------
    persons, payments : DataFrame
        FUNDING_PERSONS, PAYMENTS: rows of persons.
    clauses, by_payment, performance, costs, quarters, classes : DataFrame
        FUNDING_CLAUSES, FUNDING_PAYMENTS, FUNDING_PERFORMANCE, FUNDING_COSTS, FUNDING_QUARTERS, FUNDING_CLASSES.
    estimates : DataFrame
        FUNDING_ESTIMATES.
    codebook : Codebook
        With the class of funding among its variables.
    """

    persons: pd.DataFrame
    payments: pd.DataFrame
    clauses: pd.DataFrame
    by_payment: pd.DataFrame
    performance: pd.DataFrame
    costs: pd.DataFrame
    quarters: pd.DataFrame
    classes: pd.DataFrame
    estimates: pd.DataFrame
    codebook: Codebook


def review(
    file: Path | None,
    persons: pd.DataFrame,
    jobs: pd.DataFrame,
    jobs_kind_unknown: pd.DataFrame,
    codebook: Codebook,
    settings: Settings | Slice,
    reviews: pd.DataFrame | None = None,
) -> Found:
    """What each payer paid for whom by the rules of its schemes, what that came to, and the scheme as an exposure.

    Parameters
    ----------
    file : Path or None
        Funded starts and ends of trajectories, where the settings name a file.
    persons : DataFrame
        PERSONS analysed.
    jobs : DataFrame
        CLEAN_JOBS.
    jobs_kind_unknown : DataFrame
        JOBS_KIND_UNKNOWN.
    codebook : Codebook
    settings : Settings or Slice
        `programme`, `models`, `exposures`, `study`, `tables`.
    reviews : DataFrame, optional
        FIDELITY_REVIEWS, where a scheme asks for fidelity.

    Raises
    ------
    UserError
        What `read_course` finds.
    """
    chosen = settings.programme.funding
    course = read_course(persons, chosen, file)
    fidelity = np.full(len(persons), None, dtype=object)
    if reviews is not None and any(scheme.fidelity for scheme in chosen.schemes.values()):
        fidelity = fidelity_at_start(course, reviews, settings.programme.fidelity)
    theirs = jobs_of(course, jobs, jobs_kind_unknown, codebook.wage_per, settings.study.days_per_month)
    payments = payments_of(course, theirs, chosen, fidelity)
    labels = classes_of(course, chosen)
    fitted = fit_funding(persons, labels, codebook, settings)
    of_persons = _of_persons(course, fidelity, labels)
    summed = _summed(course, payments, labels, codebook, settings)
    return Found(of_persons, payments, **summed, estimates=fitted.estimates, codebook=fitted.codebook)


def _summed(
    course: Course, payments: pd.DataFrame, labels: np.ndarray, codebook: Codebook, settings: Settings | Slice
) -> dict[str, pd.DataFrame]:
    """Everything without rows of persons, but for the estimates."""
    chosen, confidence = settings.programme.funding, settings.study.confidence
    unsure = {name: _unsure(course, name, settings) for name in chosen.schemes}
    may = {name: int(each.sum()) for name, each in unsure.items()}
    ways = ways_of(course, chosen, {name: each.levels for name, each in codebook.variables.items()})
    return {
        "clauses": totals.clauses(chosen),
        "by_payment": totals.of_payments(payments, may, chosen),
        "performance": totals.of_performance(payments, may, chosen, confidence),
        "costs": totals.of_groups(payments, course.persons, unsure, ways, chosen, settings.tables.percentiles, confidence),
        "quarters": of_quarters(payments, chosen),
        "classes": totals.of_classes(course.persons, labels, levels_of(labels, chosen)),
    }


def _unsure(course: Course, name: str, settings: Settings | Slice) -> np.ndarray:
    sure, possible = falls_under(course, settings.programme.funding.schemes[name])
    return possible & ~sure


def _of_persons(course: Course, fidelity: np.ndarray, labels: np.ndarray) -> pd.DataFrame:
    columns = {
        "id": course.persons["id"].to_numpy(),
        "funded_start": course.start.astype("datetime64[s]"),
        "start_from": course.start_from,
        "trajectory_end": course.end.astype("datetime64[s]"),
        "fidelity": fidelity,
        "funding_class": labels,
    }
    return FUNDING_PERSONS.conform(pd.DataFrame(columns))


def check_course(file: Path | None, persons: pd.DataFrame, codebook: Codebook, settings: Settings | Slice) -> None:
    """Read the file and hold the schemes against the records, before anything is run.

    Raises
    ------
    UserError
        What is wrong with the file; a level that no participant's variable has.
    """
    problems = Problems(HEADING)
    for name, scheme in settings.programme.funding.schemes.items():
        for condition in scheme.eligible.when:
            known = codebook.variables[condition.variable].levels
            strange = [level for level in condition.one_of if known and level not in known]
            if strange:
                where = f"programme.funding.schemes.{name}.eligible"
                what = f"'{condition.variable}' has no level {', '.join(strange)}"
                problems.add(where, what, f"its levels are {', '.join(known)}")
    problems.stop()
    read_course(persons, settings.programme.funding, file)
