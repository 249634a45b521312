"""The fidelity of each person's agency at inclusion: the last review on that day or before it, never a later one unless asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from ipscohort.config.programme import Fidelity
from ipscohort.contracts.programme import AGENCY, ALL, FIDELITY_COVER, FIDELITY_PERSONS, UNKNOWN
from ipscohort.scales.ips_fidelity import class_of

BEFORE_FIRST, NEVER, NO_TOTAL = "included before the first review", "agency never reviewed", "review without a total"
NO_AGENCY, NO_INCLUSION = "agency not known", "day of inclusion not known"
COUNTED = {
    "n_before_first": BEFORE_FIRST,
    "n_never": NEVER,
    "n_no_total": NO_TOTAL,
    "n_no_agency": NO_AGENCY,
    "n_no_inclusion": NO_INCLUSION,
}
"""Column of the counts -> the reason counted."""
DAY = "datetime64[D]"
ALL_OF_IT = 1e-10
"""What is left of the total's variance below it is rounding."""


def at_inclusion(persons: pd.DataFrame, reviews: pd.DataFrame, settings: Fidelity) -> pd.DataFrame:
    """Fidelity at inclusion of each person.

    Parameters
    ----------
    persons : DataFrame
        PERSONS, with the column of agencies.
    reviews : DataFrame
        FIDELITY_REVIEWS. A review on the day of inclusion counts as before it.
    settings : config.programme.Fidelity
        `between_reviews: interpolated` puts a person between two reviews on the straight line from one to the next (after the last review the
        last one counts).

    Returns
    -------
    DataFrame
        FIDELITY_PERSONS, in the order of persons. A total is missing, with the reason, where no review lies before inclusion, where the review has
        none, or where agency or day are not known; no other review stands in for it.
    """
    of_agency = {name: rows.sort_values("date") for name, rows in reviews.groupby("agency")}
    agencies, included = persons[settings.participants_agency], persons["inclusion_date"]
    found = [_of_person(agency, day, of_agency, settings) for agency, day in zip(agencies, included, strict=True)]
    frame = pd.DataFrame(found, columns=[name for name in FIDELITY_PERSONS.names() if name not in ("id", "agency")])
    frame["id"], frame["agency"] = persons["id"].to_numpy(), agencies.to_numpy()
    return FIDELITY_PERSONS.conform(frame)


def _of_person(agency: Any, day: Any, of_agency: Mapping[str, pd.DataFrame], settings: Fidelity) -> dict[str, Any]:
    if pd.isna(agency):
        return {"why_missing": NO_AGENCY}
    if pd.isna(day):
        return {"why_missing": NO_INCLUSION}
    if agency not in of_agency:
        return {"why_missing": NEVER}
    rows = of_agency[agency]
    days, totals = rows["date"].to_numpy(dtype=DAY), rows["total"].to_numpy(dtype=float, na_value=np.nan)
    last = int(np.searchsorted(days, np.datetime64(day, "D"), side="right")) - 1
    if last < 0:
        return {"why_missing": BEFORE_FIRST}
    since = int((np.datetime64(day, "D") - days[last]).astype(int))
    told: dict[str, Any] = {"review_date": pd.Timestamp(days[last]), "days_since": since}
    total = totals[last]
    if settings.between_reviews == "interpolated" and since and last + 1 < len(days):
        told["next_date"] = pd.Timestamp(days[last + 1])
        total += (totals[last + 1] - total) * since / (days[last + 1] - days[last]).astype(int)
    if np.isnan(total):
        return {**told, "why_missing": NO_TOTAL}
    return {**told, "total": float(total), "class": class_of(total, settings.limits.each)}


def covered(found: pd.DataFrame, inclusion: pd.Series, agencies: tuple[str, ...]) -> pd.DataFrame:
    """Who has a fidelity at inclusion, how old it is, and how far it goes with the date of inclusion.

    Parameters
    ----------
    found : DataFrame
        FIDELITY_PERSONS.
    inclusion : Series of datetime64[s]
        Of the same persons.
    agencies : tuple of str
        In their order.

    Returns
    -------
    DataFrame
        FIDELITY_COVER: everybody, each agency, and those whose agency is not known where there are any.
    """
    inclusion = inclusion.set_axis(found.index)
    rows = [{"group": group, "agency": agency, **_counts(found[of], inclusion[of])} for group, agency, of in _groups(found, agencies)]
    return FIDELITY_COVER.conform(pd.DataFrame(rows))


def _groups(found: pd.DataFrame, agencies: tuple[str, ...]) -> Iterator[tuple[str, str | None, pd.Series]]:
    yield ALL, None, pd.Series(True, index=found.index)
    for agency in agencies:
        yield AGENCY, agency, found["agency"].eq(agency).fillna(False).astype(bool)
    if found["agency"].isna().any():
        yield UNKNOWN, None, found["agency"].isna()


def _counts(found: pd.DataFrame, inclusion: pd.Series) -> dict[str, Any]:
    known = found["total"].notna()
    days, totals = found.loc[known, "days_since"], found.loc[known, "total"]
    ends = {
        "days_median": days.median() if len(days) else None,
        "days_least": days.min() if len(days) else None,
        "days_most": days.max() if len(days) else None,
        "total_least": totals.min() if len(totals) else None,
        "total_most": totals.max() if len(totals) else None,
    }
    return {
        "n": len(found),
        "n_known": int(known.sum()),
        **{column: int(found["why_missing"].eq(reason).sum()) for column, reason in COUNTED.items()},
        "n_interpolated": int((known & found["next_date"].notna()).sum()),
        **ends,
        "n_agencies": int(found.loc[known, "agency"].nunique()),
        **with_calendar(totals, inclusion[known], found.loc[known, "agency"]),
    }


def with_calendar(totals: pd.Series, inclusion: pd.Series, agencies: pd.Series) -> dict[str, Any]:
    """Distinct totals, and how far they go with the date of inclusion, over all agencies and within each.

    Parameters
    ----------
    totals : Series of float
        None missing.
    inclusion : Series of datetime64[s]
        Of the same persons.
    agencies : Series of str
        Of the same persons; none missing.

    Returns
    -------
    dict
        n_values, pearson and spearman (Pearson's of the mid-ranks), within (Pearson's of what is left once each agency has its own means),
        r_squared of the total on agency and date, and vif, its variance inflation. None where either does not vary; vif also where
        agency and date explain all.
    """
    total = totals.to_numpy(dtype=float)
    day = inclusion.to_numpy(dtype=DAY).astype(float)
    values = {"n_values": len(np.unique(total))}
    own_total, own_day = (_about_means(each, agencies.to_numpy()) for each in (total, day))
    within = _correlation(own_total, own_day)
    explained = _explained(total, own_total, within)
    return values | {
        "within": within,
        "r_squared": explained,
        "vif": None if explained is None or explained > 1 - ALL_OF_IT else 1 / (1 - explained),
        "pearson": _correlation(total, day),
        "spearman": _correlation(pd.Series(total).rank().to_numpy(), pd.Series(day).rank().to_numpy()),
    }


def _about_means(values: np.ndarray, agencies: np.ndarray) -> np.ndarray:
    """Each value less the mean of its agency; exactly 0 where an agency's do not vary."""
    left = np.zeros(len(values))
    for agency in pd.unique(agencies):
        of = agencies == agency
        if len(np.unique(values[of])) > 1:
            left[of] = values[of] - values[of].mean()
    return left


def _explained(total: np.ndarray, own: np.ndarray, within: float | None) -> float | None:
    """R squared of the total on agency and date: of its variance, what is between agencies, and of the rest what goes with the date."""
    if len(total) < 2 or len(np.unique(total)) < 2:
        return None
    rest = float(np.sum(own**2) / np.sum((total - total.mean()) ** 2))
    return float(np.clip(1 - rest * (1 - (within or 0.0) ** 2), 0, 1))


def _correlation(one: np.ndarray, other: np.ndarray) -> float | None:
    if len(one) < 2 or len(np.unique(one)) < 2 or len(np.unique(other)) < 2:
        return None
    return float(np.clip(np.corrcoef(one, other)[0, 1], -1, 1))
