"""What payments came to: of each payment, of performance, and per person, per job and per time worked for each payer and scheme."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from ipscohort.arithmetic.few import put_together
from ipscohort.arithmetic.intervals import wilson
from ipscohort.arithmetic.quantiles import quantile
from ipscohort.config.funding import Funding, Scheme
from ipscohort.contracts.funding import (
    ALL,
    CLASS,
    FUNDING_CLASSES,
    FUNDING_CLAUSES,
    FUNDING_COSTS,
    FUNDING_PAYMENTS,
    FUNDING_PERFORMANCE,
    NOBODY,
    PAYER,
    SCHEME,
)
from ipscohort.contracts.programme import CANNOT_BE_SAID, NOT_OBSERVABLE, NOT_PAID, NOT_STATED, PAID, PERFORMANCE
from ipscohort.programme.funding import why
from ipscohort.programme.funding.bootstrap import FEW, Ratio, largest, ratio, smallest
from ipscohort.programme.funding.either import bounds_of
from ipscohort.programme.funding.payments import assumptions_of
from ipscohort.words import later, say

STATUS_COLUMNS = {
    "n_paid": PAID,
    "n_not_paid": NOT_PAID,
    "n_not_observable": NOT_OBSERVABLE,
    "n_unknown": CANNOT_BE_SAID,
    "n_not_stated": NOT_STATED,
}
REASON_COLUMNS = {
    "n_not_offered": why.NOT_OFFERED,
    "n_low_fidelity": why.LOW_FIDELITY,
    **dict(zip(("n_no_job", "n_before", "n_late", "n_few_hours", "n_low_wage", "n_short"), why.REASONS, strict=True)),
}
NO_PRICE = later("No price is stated.")
PART_STATED = later("Without payments whose price is not stated (persons with such: {n}).")
UNCERTAIN = later("Persons of whom it can't be said what was paid, who are in the least and the most alone: {n}.")
OPEN = later("Without what can still fall due after the last day observed (persons with such: {n}).")
TOO_FEW = later("Limits need at least {few} persons, and {few} with a job: {n} and {jobs} here.")
NO_MEDIAN = later("A median with quartiles needs at least {few} persons, or it would tell of one or two: {n} here.")
QUARTILES_FROM = 2 * FEW
"""Persons without whom there are no median and quartiles."""
NO_LIMIT = later("{n} of {times} bootstrap samples hold nobody who worked, so that there is no upper limit.")


def clauses(settings: Funding) -> pd.DataFrame:
    """FUNDING_CLAUSES: every clause of every scheme, with its source."""
    rows = [
        {
            "scheme": name,
            "payer": scheme.payer,
            "clause": clause,
            "amount": getattr(each, "amount", None),
            "says": each.says,
            "doi": each.doi,
            "assumption": each.assumption,
        }
        for name, scheme in settings.schemes.items()
        for clause, each in scheme.clauses()
    ]
    return FUNDING_CLAUSES.conform(pd.DataFrame(rows))


def _sums(rows: pd.DataFrame) -> dict[str, Any]:
    """Totals of payments with a price; all missing where none has one."""
    priced = rows[_priced(rows)]
    if priced.empty:
        return dict.fromkeys(("total", "total_least", "total_most", "total_open"))
    least, most = float(priced["amount_least"].sum()), float(priced["amount_most"].sum())
    certain = not priced["status"].eq(CANNOT_BE_SAID).any() or least == most
    return {
        "total": least if certain else None,
        "total_least": least,
        "total_most": most,
        "total_open": float(priced["amount_open"].sum()),
    }


def _ends(rows: pd.DataFrame, by_person: pd.DataFrame) -> dict[str, float | None]:
    """The same totals by what each person's payments can come to together; none where none has a price."""
    if by_person.empty:
        return {}
    least, most = (float(by_person[name].sum()) for name in ("amount_least", "amount_most"))
    certain = least == most or not rows.loc[_priced(rows), "status"].eq(CANNOT_BE_SAID).any()
    return {"total": least if certain else None, "total_least": least, "total_most": most}


def _priced(rows: pd.DataFrame) -> pd.Series:
    """Whether a payment's price is stated."""
    return rows["amount_most"].notna() | rows["amount_open"].notna()


def _joined(texts: Iterator[str] | list[str]) -> str | None:
    return " ".join(dict.fromkeys(texts)) or None


def of_payments(payments: pd.DataFrame, may: dict[str, int], settings: Funding) -> pd.DataFrame:
    """FUNDING_PAYMENTS: a row for each payment of each scheme, in the settings' order.

    Parameters
    ----------
    payments : DataFrame
        PAYMENTS.
    may : dict of str -> int
        Scheme -> persons of whom it is not known whether it applies.
    settings : Funding
    """
    rows = []
    for name, scheme in settings.schemes.items():
        names = {key: (each.what_for, each.most) for key, each in scheme.instalments.items()}
        names |= {PERFORMANCE: (PERFORMANCE, scheme.performance.amount)} if scheme.performance else {}
        for payment, (kind, amount) in names.items():
            of = payments[payments["scheme"].eq(name) & payments["payment"].eq(payment)]
            counts = {column: int(of["status"].eq(status).sum()) for column, status in STATUS_COLUMNS.items()}
            head = {"scheme": name, "payer": scheme.payer, "payment": payment, "kind": kind, "amount": amount}
            assumed = _joined(list(assumptions_of(settings, scheme, payment)))
            rows.append({**head, "n": len(of), "n_may": may[name], **counts, **_sums(of), "assumption": assumed})
    return FUNDING_PAYMENTS.conform(pd.DataFrame(rows))


def of_performance(payments: pd.DataFrame, may: dict[str, int], settings: Funding, confidence: float) -> pd.DataFrame:
    """FUNDING_PERFORMANCE: a row for each scheme with a payment for performance."""
    rows = []
    for name, scheme in settings.schemes.items():
        if scheme.performance is None:
            continue
        of = payments[payments["scheme"].eq(name) & payments["payment"].eq(PERFORMANCE)]
        counts = {column: int(of["status"].eq(status).sum()) for column, status in STATUS_COLUMNS.items() if status != NOT_STATED}
        reasons = {column: int((of["why"].eq(reason) & of["status"].eq(NOT_PAID)).sum()) for column, reason in REASON_COLUMNS.items()}
        not_offered = reasons.pop("n_not_offered")
        offered = len(of) - not_offered
        decided = counts["n_paid"] + counts["n_not_paid"] - not_offered
        limits = wilson(counts["n_paid"], decided, confidence) if 0 < decided == offered else (None, None)
        open_too = counts["n_paid"] + counts["n_unknown"] + counts["n_not_observable"]
        rows.append(
            {
                **{"scheme": name, "payer": scheme.payer, "n": len(of), "n_may": may[name], **counts},
                **reasons | reasons_together({key: n for key, n in reasons.items() if key not in lacking(scheme)}, settings.hide_below),
                **{"n_not_offered": not_offered, "n_wage_taken": _wage_taken(of, scheme, settings.hide_below)},
                **{"n_decided": decided, "n_offered": offered},
                "share": counts["n_paid"] / decided if decided else None,
                "conf_low": None if limits[0] is None else float(limits[0]),
                "conf_high": None if limits[1] is None else float(limits[1]),
                "share_least": counts["n_paid"] / offered if offered else None,
                "share_most": open_too / offered if offered else None,
                "assumption": _joined(list(assumptions_of(settings, scheme, PERFORMANCE))),
            }
        )
    return FUNDING_PERFORMANCE.conform(pd.DataFrame(rows)) if rows else FUNDING_PERFORMANCE.empty()


def reasons_together(reasons: dict[str, int], hide_below: int) -> dict[str, int | None]:
    """Counts of reasons, those of few persons put together, but for no job: how many have one is told in other tables, so it would follow.

    Parameters
    ----------
    reasons : dict of str -> int
        FUNDING_PERFORMANCE's columns of the reasons that there can be -> persons.
    hide_below : int

    Returns
    -------
    dict
        The same, None where they are put together; and `n_together`, their sum, None where none are.
    """
    others = [name for name in reasons if name != "n_no_job"]
    hidden = [others[place] for place in put_together([reasons[name] for name in others], hide_below)]
    shown = {name: None if name in hidden else n for name, n in reasons.items()}
    return {**shown, "n_together": sum(reasons[name] for name in hidden) if hidden else None}


def lacking(scheme: Scheme) -> set[str]:
    """FUNDING_PERFORMANCE's columns of conditions that a scheme's payment for performance does not have."""
    rule = scheme.performance
    has = {
        "n_not_offered": rule.offered is not None,
        "n_wage_taken": rule.wage is not None and rule.wage.unknown == "met",
        "n_few_hours": rule.hours_per_week > 0,
        "n_low_wage": rule.wage is not None,
        "n_low_fidelity": scheme.fidelity is not None,
    }
    return {name for name, there in has.items() if not there}


def _wage_taken(of: pd.DataFrame, scheme: Scheme, hide_below: int) -> int | None:
    """Who earned it by a wage that is taken for met; None where none is, or where they, or the others, are few."""
    if "n_wage_taken" in lacking(scheme):
        return None
    taken = int((of["wage_taken"] & of["status"].eq(PAID)).sum())
    others = int(of["status"].eq(PAID).sum()) - taken
    return None if put_together([taken, others], hide_below) else taken


def of_groups(
    payments: pd.DataFrame,
    persons: pd.DataFrame,
    unsure: dict[str, np.ndarray],
    ways: dict[str, list[frozenset[str]]],
    settings: Funding,
    percentiles: Any,
    confidence: float,
) -> pd.DataFrame:
    """FUNDING_COSTS: everybody funded, each payer, each scheme, and those without a scheme.

    Parameters
    ----------
    payments : DataFrame
        PAYMENTS.
    persons : DataFrame
        PERSONS.
    unsure : dict of str -> ndarray of bool, shape (persons,)
        Scheme -> of whom it is not known whether it applies.
    ways : dict of str -> list of frozenset of str
        Person -> the schemes that apply, in each way in which what is not known can be (`either.ways_of`).
    settings : Funding
    percentiles : str
        `tables.percentiles`.
    confidence : float
    """
    payers = list(dict.fromkeys(scheme.payer for scheme in settings.schemes.values()))
    groups: list[tuple[str, str | None, list[str]]] = [(ALL, None, list(settings.schemes))]
    groups += [(PAYER, payer, [name for name, each in settings.schemes.items() if each.payer == payer]) for payer in payers]
    groups += [(SCHEME, name, [name]) for name in settings.schemes]
    rows = []
    for group, name, schemes in groups:
        of = payments[payments["scheme"].isin(schemes)]
        may = np.logical_or.reduce([unsure[each] for each in schemes])
        assumed = [text for each in schemes for text in _of_scheme(settings, each)]
        rows.append({"group": group, "name": name, **_costs(of, persons, ways, settings, percentiles, confidence)})
        ids = persons["id"].astype("string")
        surely = set(of.loc[~of["id"].isin(ids[may]), "id"])
        rows[-1] |= {"n_may": rows[-1]["n"] - len(surely), "assumption": _joined(assumed)}
    lacking = ~persons["id"].astype("string").isin(payments["id"])
    counts = dict.fromkeys(("n_may", "n_priced", "n_known", "n_open", "n_not_stated", "n_jobs", "n_time", "resamples"), 0)
    rows.append({"group": NOBODY, "name": None, "n": int(lacking.sum()), **counts})
    return FUNDING_COSTS.conform(pd.DataFrame(rows))


def _of_scheme(settings: Funding, name: str) -> list[str]:
    scheme = settings.schemes[name]
    return [text for payment in scheme.payments() for text in assumptions_of(settings, scheme, payment)]


def _costs(
    of: pd.DataFrame, persons: pd.DataFrame, ways: dict[str, list[frozenset[str]]], settings: Funding, percentiles: Any, confidence: float
) -> dict[str, Any]:
    by_person = bounds_of(of[_priced(of)], ways)
    sums = _sums(of) | _ends(of, by_person)
    not_stated = of.loc[of["status"].eq(NOT_STATED), "id"].nunique()
    n_open = of.loc[of["status"].eq(NOT_OBSERVABLE), "id"].nunique()
    ids = persons["id"].astype("string")
    members = persons[ids.isin(of.loc[_priced(of), "id"])]
    counts = {
        "n": int(ids.isin(of["id"]).sum()),
        "n_priced": len(members),
        "n_open": int(n_open),
        "n_not_stated": int(not_stated),
        **sums,
        "resamples": 0,
    }
    if sums["total_least"] is None:
        warning = say(NO_PRICE) if not_stated else None
        return {**counts, "n_known": 0, "n_jobs": 0, "n_time": 0, "warning": warning}
    by_person = by_person.reindex(members["id"].astype("string"))
    least, most = (by_person[name].to_numpy(dtype=float) for name in ("amount_least", "amount_most"))
    belongs = by_person["belongs"].to_numpy(dtype=bool)
    sure = (least == most) & belongs
    found = _ratios(members, least, most, sure, belongs, settings, confidence)
    paid = pd.Series(least[sure])
    few = len(paid) < QUARTILES_FROM
    quantiles = {
        name: np.nan if few else quantile(paid, p, percentiles)
        for name, p in (("lower_quartile", 0.25), ("median", 0.5), ("upper_quartile", 0.75))
    }
    told = list(found.pop("said"))
    told += [say(NO_MEDIAN, few=QUARTILES_FROM, n=len(paid))] if few and len(paid) else []
    told += [say(UNCERTAIN, n=int((~sure).sum()))] if not sure.all() else []
    told += [say(OPEN, n=int(n_open))] if n_open else []
    told += [say(PART_STATED, n=int(not_stated))] if not_stated else []
    known = {name: None if np.isnan(value) else value for name, value in quantiles.items()}
    return {**counts, "n_known": int(sure.sum()), **known, **found, "warning": _joined(told)}


def _ratios(
    members: pd.DataFrame, least: np.ndarray, most: np.ndarray, sure: np.ndarray, belongs: np.ndarray, settings: Funding, confidence: float
) -> dict[str, Any]:
    """Costs per person, per job and per time worked, with limits and with the least and the most that they can be."""
    obtained, time = members["job_obtained"], members["time_worked"].to_numpy(dtype=float, na_value=np.nan)
    jobs, known = obtained.eq("yes").to_numpy(dtype=bool, na_value=False), sure & obtained.notna().to_numpy(dtype=bool)
    timed = sure & ~np.isnan(time)
    ends = [[_yes(members, "job_obtained", end), _number(members, "time_worked", end)] for end in ("least", "most")]
    one = np.ones(len(members))
    divided = {
        "per_person": (sure, one, one, one),
        "per_job": (known, jobs.astype(float), ends[0][0], ends[1][0]),
        "per_time": (timed, time, ends[0][1], ends[1][1]),
    }
    found: dict[str, Any] = {"resamples": settings.bootstrap.times if sure.sum() >= FEW else 0, "n_jobs": int(jobs[sure].sum())}
    found |= {"n_time": int(timed.sum()), "time_worked": float(time[timed].sum()) if timed.any() else None}
    said = []
    for name, (who, by, fewest, greatest) in divided.items():
        estimated = ratio(least[who], by[who], settings.bootstrap, confidence)
        bounds = smallest(least, greatest, belongs), largest(most, fewest, belongs)
        found |= _columns(name, estimated, *bounds)
        if np.isnan(estimated.high) and estimated.n_empty:
            said = [say(NO_LIMIT, n=estimated.n_empty, times=settings.bootstrap.times)]
    few = min(int(sure.sum()), int(jobs[sure].sum())) < FEW
    return {**found, "said": [say(TOO_FEW, few=FEW, n=int(sure.sum()), jobs=int(jobs[sure].sum()))] if few else said}


def _yes(members: pd.DataFrame, name: str, end: str) -> np.ndarray:
    return members[f"{name}_{end}"].eq("yes").to_numpy(dtype=float, na_value=0)


def _number(members: pd.DataFrame, name: str, end: str) -> np.ndarray:
    return np.nan_to_num(members[f"{name}_{end}"].to_numpy(dtype=float, na_value=np.nan))


def _columns(name: str, found: Ratio, low: float, high: float) -> dict[str, Any]:
    """The columns of a cost."""
    values = {"": found.value, "_low": found.low, "_high": found.high, "_least": low, "_most": high}
    return {f"{name}{end}": float(value) if np.isfinite(value) else None for end, value in values.items()}


def of_classes(persons: pd.DataFrame, labels: np.ndarray, levels: tuple[str, ...]) -> pd.DataFrame:
    """FUNDING_CLASSES: all persons, those of each class, and those of none that is known.

    Parameters
    ----------
    persons : DataFrame
        PERSONS.
    labels : ndarray of str or None, shape (persons,)
    levels : tuple of str
    """
    obtained = persons["job_obtained"].eq("yes").to_numpy(dtype=bool, na_value=False)
    none = np.array([each is None for each in labels], dtype=bool)
    groups = [(ALL, None, np.ones(len(labels), dtype=bool)), *((CLASS, level, labels == level) for level in levels), (NOBODY, None, none)]
    rows = [
        {"group": group, "funding_class": level, "n": int(who.sum()), "n_jobs": int((who & obtained).sum())} for group, level, who in groups
    ]
    return FUNDING_CLASSES.conform(pd.DataFrame(rows))
