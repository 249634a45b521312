"""Which payments each person triggered, and when: the rules of the schemes, applied to the course of funding and the records of jobs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from ipscohort.config.funding import Ceiling, Funding, Instalment, Scheme
from ipscohort.contracts.programme import CANNOT_BE_SAID, NOT_OBSERVABLE, NOT_PAID, NOT_STATED, PAID, PAYMENTS, PERFORMANCE
from ipscohort.programme.funding import why
from ipscohort.programme.funding.course import DAY, NOT_A_DAY, Course, falls_under, holds
from ipscohort.programme.funding.placements import Jobs, earned
from ipscohort.words import later, say

FROM_INCLUSION = later("Funding begins on the day of inclusion, as no funded start is recorded.")
NO_ENDS = later("Every trajectory went on to the latest day that counts, as no ends are recorded.")


@dataclass(frozen=True)
class Payment:
    """One payment of a scheme, of everybody as if the scheme applied; arrays of shape (persons,).

    Attributes
    ----------
    name, kind : str
    most : float or None
        The most that it can be; None where no price is stated.
    exact : bool
        Whether it is that amount where it is paid.
    status, due, why : ndarray
    wage_taken : ndarray of bool or None
        Whether a placement earned it only as a wage that is not recorded is taken to be high enough; None: no wage matters.
    """

    name: str
    kind: str
    most: float | None
    exact: bool
    status: np.ndarray
    due: np.ndarray
    why: np.ndarray
    wage_taken: np.ndarray | None = None


def payments_of(course: Course, jobs: Jobs, settings: Funding, classes: np.ndarray) -> pd.DataFrame:
    """What became of each payment that a scheme provides for each person.

    Parameters
    ----------
    course : Course
    jobs : Jobs
    settings : config.funding.Funding
    classes : ndarray of str or None, shape (persons,)
        Fidelity of the agency at the funded start.

    Returns
    -------
    DataFrame
        PAYMENTS, by person and in the settings' order.
    """
    frames = [frame for name, scheme in settings.schemes.items() if len(frame := _of_scheme(course, jobs, settings, name, scheme, classes))]
    if not frames:
        return PAYMENTS.empty()
    whole = pd.concat(frames, ignore_index=True)
    whole["place"] = pd.Index(course.persons["id"].astype(str)).get_indexer(whole["id"].astype(str))
    return PAYMENTS.conform(whole.sort_values("place", kind="stable").drop(columns="place"))


def _of_scheme(course: Course, jobs: Jobs, settings: Funding, name: str, scheme: Scheme, classes: np.ndarray) -> pd.DataFrame:
    sure, possible = falls_under(course, scheme)
    holding, may_hold = holds(classes, scheme)
    rows = np.flatnonzero(possible)
    told = []
    for order, payment in enumerate(_each(course, jobs, settings, scheme)):
        columns = _amounts(payment, sure & holding, may_hold, np.where(holding, why.SCHEME_UNKNOWN, why.FIDELITY_UNKNOWN))
        frame = pd.DataFrame({key: values[rows] for key, values in columns.items()})
        frame["due"] = frame["due"].astype("datetime64[s]")
        marked = bool(assumptions_of(settings, scheme, payment.name))
        frame["assumption"] = marked
        frame["wage_taken"] = False if payment.wage_taken is None else payment.wage_taken[rows] & frame["status"].eq(PAID)
        told.append(frame.assign(person=rows, order=order, kind=payment.kind, payment=payment.name))
    whole = pd.concat(told, ignore_index=True).sort_values(["person", "order"], kind="stable", ignore_index=True)
    if scheme.ceiling is not None:
        whole = _cut(whole, scheme.ceiling)
    whole["id"] = course.persons["id"].astype(str).to_numpy()[whole["person"]]
    return whole.assign(payer=scheme.payer, scheme=name).drop(columns=["person", "order"])


def _each(course: Course, jobs: Jobs, settings: Funding, scheme: Scheme) -> Iterator[Payment]:
    for name, instalment in scheme.instalments.items():
        yield _instalment(course, name, instalment, scheme)
    if scheme.performance is not None:
        found = earned(course, jobs, scheme, settings.minimum_wage)
        yield Payment(PERFORMANCE, PERFORMANCE, scheme.performance.amount, True, found.status, found.due, found.why, found.wage_taken)


def _instalment(course: Course, name: str, instalment: Instalment, scheme: Scheme) -> Payment:
    """Due on its day if the trajectory lasted that long and the scheme still pays; seen if that day was observed."""
    due, stopped = course.start.copy(), np.zeros(len(course.start), dtype=bool)
    if instalment.after is not None:
        due = course.after(instalment.after)
        stopped = (course.end < due - 1) & instalment.while_running
    elif instalment.at == "inclusion":
        due = course.persons["inclusion_date"].to_numpy().astype(DAY)
    elif instalment.at == "end":
        due = np.fmin(course.end, course.after(instalment.at_the_latest))
        due[np.isnat(course.start)] = NOT_A_DAY
    over = due > course.after(scheme.longest.length) if scheme.longest else np.zeros(len(due), dtype=bool)
    unknown, beyond = np.isnat(due), due > course.last
    given = [CANNOT_BE_SAID, NOT_PAID, NOT_PAID, NOT_OBSERVABLE]
    reasons = [why.START_UNKNOWN, why.NOT_RUNNING, why.TOO_LONG, why.LATER]
    known = (PAID, None)
    if instalment.most is None:
        known = (NOT_STATED, why.NO_PRICE)
    elif instalment.per_hour is not None:
        known = (CANNOT_BE_SAID, why.HOURS_UNKNOWN)
    cases = [unknown, stopped, over, beyond]
    status = np.select(cases, given, default=known[0]).astype(object)
    told = np.select(cases, np.array(reasons, dtype=object), default=known[1])
    due = np.where(stopped | over, NOT_A_DAY, due)
    return Payment(name, instalment.what_for, instalment.most, instalment.per_hour is None, status, due, told)


def _amounts(payment: Payment, sure: np.ndarray, may_hold: np.ndarray, unsure_why: np.ndarray) -> dict[str, np.ndarray]:
    """Status and amounts, with what is not known of scheme and fidelity taken into account."""
    status, due, told = payment.status.copy(), payment.due.copy(), payment.why.copy()
    refused = ~may_hold
    status[refused], due[refused], told[refused] = NOT_PAID, NOT_A_DAY, why.LOW_FIDELITY
    unsure = ~sure & ~refused & (status == PAID)
    status[unsure], told[unsure] = CANNOT_BE_SAID, unsure_why[unsure]
    most = np.nan if payment.most is None else payment.most
    paid, unknown, none = (status == each for each in (PAID, CANNOT_BE_SAID, NOT_PAID))
    stated = payment.most is not None
    return {
        "status": status,
        "due": due,
        "why": told,
        "amount": np.where(paid, most, np.where(none, 0.0, np.nan)),
        "amount_least": np.where(paid, most, np.where(none | (unknown & stated), 0.0, np.nan)),
        "amount_most": np.where(paid | unknown, most, np.where(none, 0.0, np.nan)),
        "amount_open": np.where(status == NOT_OBSERVABLE, most, np.nan),
    }


def _cut(rows: pd.DataFrame, ceiling: Ceiling) -> pd.DataFrame:
    """Amounts cut where a person's would go beyond the ceiling: what is paid in the order of its days, then what is not known, then what
    is open.
    """
    covered = rows["kind"].ne(PERFORMANCE) if ceiling.covers == "instalments" else pd.Series(True, index=rows.index)
    whole = rows["amount_most"].fillna(0) + rows["amount_open"].fillna(0)
    above = whole.where(covered, 0).groupby(rows["person"]).sum()
    for person in above.index[above > ceiling.amount]:
        theirs = rows[rows["person"].eq(person) & covered]
        left, left_open = ceiling.amount, ceiling.amount
        for place, row in theirs[theirs["status"].eq(PAID)].sort_values(["due", "order"]).iterrows():
            given = min(row["amount"], left)
            left -= given
            if given < row["amount"]:
                cut = {"amount": given, "amount_least": given, "amount_most": given, "why": why.CUT}
                cut |= {} if given else {"status": NOT_PAID, "why": why.CEILING, "due": pd.NaT}
                rows.loc[place, list(cut)] = pd.Series(cut, dtype=object)
        left_open = left
        for place, row in theirs[theirs["status"].eq(CANNOT_BE_SAID)].iterrows():
            rows.loc[place, "amount_most"] = min(row["amount_most"], left)
            left -= rows.loc[place, "amount_most"]
        for place, row in theirs[theirs["status"].eq(NOT_OBSERVABLE)].sort_values(["due", "order"]).iterrows():
            if not np.isnan(row["amount_open"]):
                rows.loc[place, "amount_open"] = min(row["amount_open"], left_open)
                left_open -= rows.loc[place, "amount_open"]
    return rows


def assumptions_of(settings: Funding, scheme: Scheme, payment: str) -> tuple[str, ...]:
    """What a payment's amount or day rests on and no source says: the clauses' own words, and that funding begins at inclusion where it is so taken.

    Whom the scheme is for, when, and at which fidelity counts for each of its payments.
    """
    rule = scheme.performance
    clauses: list[Any] = []
    if payment == PERFORMANCE and rule is not None:
        clauses += [rule, rule.wage, rule.offered, scheme.longest]
        clauses += [settings.minimum_wage] if rule.wage else []
        clauses += [scheme.ceiling] if scheme.ceiling and scheme.ceiling.covers == "all" else []
    else:
        clauses += [scheme.instalments[payment], scheme.ceiling, scheme.longest]
    clauses += [scheme.eligible, scheme.valid, scheme.fidelity]
    own = tuple(dict.fromkeys(each.assumption for each in clauses if each is not None and each.assumption))
    if settings.funded_start is None and not (payment in scheme.instalments and scheme.instalments[payment].at == "inclusion"):
        own = (say(FROM_INCLUSION), *own)
    return (*own, say(NO_ENDS)) if settings.trajectory_end is None and _hangs_on_end(scheme, payment) else own


def _hangs_on_end(scheme: Scheme, payment: str) -> bool:
    """Whether it matters for a payment when the trajectory ended."""
    if payment == PERFORMANCE:
        return True
    instalment = scheme.instalments[payment]
    return instalment.at == "end" or (instalment.after is not None and instalment.while_running)
