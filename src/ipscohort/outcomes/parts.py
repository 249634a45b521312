"""What the module of one shape of records hands to `derive`, and what several of them share."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from ipscohort.contracts import JOB_MEASURES
from ipscohort.intervals import wilson


@dataclass(frozen=True)
class Periods:
    """Who counts in a week or month, and who worked in it. The table of it has a row for each, so it is made when asked for.

    Attributes
    ----------
    ids : Series of string
    counts, worked : ndarray of bool, shape (periods, persons)
        Whether a person is in a period's denominator; whether the person worked in it.
    """

    ids: pd.Series
    counts: np.ndarray
    worked: np.ndarray

    @property
    def last(self) -> int:
        """Number of the last period in which anybody counts; 0 where there is none."""
        return int(np.max(np.flatnonzero(self.counts.any(axis=1)) + 1, initial=0))

    def totals(self) -> tuple[np.ndarray, np.ndarray]:
        """Of each period up to the last, how many count, and how many of them worked."""
        counts, worked = self.counts[: self.last], self.worked[: self.last]
        return counts.sum(axis=1), (counts & worked).sum(axis=1)

    def frame(self) -> pd.DataFrame:
        """PERIODS, by person."""
        person, period = np.nonzero(self.counts.T)
        return pd.DataFrame(
            {
                "id": self.ids.array.take(person),
                "period": pd.array(period + 1, dtype="Int64"),
                "employed": pd.array(self.worked[period, person], dtype="boolean"),
            },
            copy=False,
        )


NO_PERIODS = Periods(pd.Series(dtype="string"), *np.zeros((2, 0, 0), dtype=bool))


@dataclass
class Parts:
    """Outcomes of the persons, in the order of the participants.

    Attributes
    ----------
    columns : dict of str -> array
        Columns of PERSONS that the records give. A measure that is not here is absent by name.
    why_not : dict of str -> str
        Measure -> why the records don't give it.
    remarks : dict of str -> str
        Measure -> what a reader must know beside its rule, with counts.
    periods : Periods
    n_periods : int
        Number of weeks or months of follow-up; 0 where the records have no periods.
    job_measures : DataFrame
        JOB_MEASURES.
    """

    columns: dict[str, np.ndarray | pd.Series]
    why_not: dict[str, str] = field(default_factory=dict)
    remarks: dict[str, str] = field(default_factory=dict)
    periods: Periods = NO_PERIODS
    n_periods: int = 0
    job_measures: pd.DataFrame = field(default_factory=JOB_MEASURES.empty)


def yes_no(mask: np.ndarray, known: np.ndarray | None = None) -> pd.Series:
    """The words yes and no; missing where not known."""
    words = pd.Series(np.where(mask, "yes", "no"), dtype="string")
    return words if known is None else words.where(known)


def number(values: np.ndarray) -> pd.Series:
    """Float64 in which NaN is missing."""
    return pd.Series(pd.array(np.where(np.isnan(values), 0.0, values), dtype="Float64")).mask(np.isnan(values))


def worked_long(time_worked: np.ndarray, long_term: int) -> pd.Series:
    """Whether the time worked reaches long_term; missing where it is."""
    return yes_no(np.nan_to_num(time_worked) >= long_term, ~np.isnan(time_worked))


def follow(event_time: np.ndarray, censored: np.ndarray, unknown: np.ndarray, best: np.ndarray, worst: np.ndarray) -> dict:
    """Columns of the time to first job.

    Parameters
    ----------
    event_time : ndarray of float
        Time of the first job; NaN without one.
    censored : ndarray of float
        End of observation without a job; NaN where not known.
    unknown : ndarray of bool
        Obtained a job at an unknown time.
    best, worst : ndarray of float
        Earliest and latest possible time of the unknown.
    """
    event_time = np.where(unknown, np.nan, event_time)
    time = np.where(np.isnan(event_time), np.where(unknown, np.nan, censored), event_time)
    event = pd.Series(~np.isnan(event_time), dtype="boolean").mask(np.isnan(time))
    return {
        "time_to_first_job": number(event_time),
        "follow_time": number(time),
        "first_job_event": event,
        "follow_time_best": number(np.where(unknown, best, time)),
        "follow_time_worst": number(np.where(unknown, worst, time)),
    }


def remark(*counts: tuple[str, np.ndarray]) -> str:
    """'persons with ...: 3; workers ...: 1', of those that concern anybody."""
    return "; ".join(f"{text}: {int(mask.sum())}" for text, mask in counts if mask.any())


def employment_rates(periods: Periods, n_periods: int, confidence: float) -> pd.DataFrame:
    """RATES: per period of follow-up the share employed of those observed, with Wilson's interval, pointwise."""
    numbers = np.arange(1, n_periods + 1)
    n, employed = np.zeros((2, n_periods), dtype=int)
    n[: periods.last], employed[: periods.last] = periods.totals()
    low, high = wilson(employed, n, confidence)
    rate = np.divide(employed, n, out=np.full(n_periods, np.nan), where=n > 0)
    return pd.DataFrame(
        {"period": numbers, "n": n, "n_employed": employed, "rate": number(rate), "conf_low": number(low), "conf_high": number(high)}
    )
