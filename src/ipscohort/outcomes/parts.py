"""What the module of one shape of records hands to `derive`, and what several of them share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import pandas as pd

from ipscohort.arithmetic.intervals import wilson
from ipscohort.config.analysis import DerivedOutcomes
from ipscohort.contracts import JOB_MEASURES, RATES_BY_EXPOSURE
from ipscohort.words import later

MANY = 50_000
"""Persons whose periods are held as a table at once: of everybody of a large cohort it would be the largest of all."""


NOT_GIVEN = later("the records do not give it")
"""Why a measure is absent, where nothing more can be said."""


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

    def of(self, members: np.ndarray) -> Periods:
        """The same of some persons, by a mask; of nobody where the records have no periods."""
        if not len(self.ids):
            return self
        return Periods(self.ids[members], self.counts[:, members], self.worked[:, members])

    def totals(self) -> tuple[np.ndarray, np.ndarray]:
        """Of each period up to the last, how many count, and how many of them worked."""
        counts, worked = self.counts[: self.last], self.worked[: self.last]
        return counts.sum(axis=1), (counts & worked).sum(axis=1)

    def pieces(self, persons: int = MANY) -> Iterator[pd.DataFrame]:
        """PERIODS, by person, so many persons at a time; one piece at least."""
        for first in range(0, max(len(self.ids), 1), persons):
            here = slice(first, first + persons)
            person, period = np.nonzero(self.counts[:, here].T)
            yield pd.DataFrame(
                {
                    "id": self.ids.array[here].take(person),
                    "period": pd.array(period + 1, dtype="Int64"),
                    "employed": pd.array(self.worked[:, here][period, person], dtype="boolean"),
                },
                copy=False,
            )

    def frame(self) -> pd.DataFrame:
        """PERIODS whole."""
        return next(self.pieces(max(len(self.ids), 1)))


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
    bounded_periods : dict of str -> ndarray of int, shape (n_periods,)
        Counts of RATES with those left out: n_bounded, n_employed_least, n_employed_most.
    job_measures : DataFrame
        JOB_MEASURES.
    """

    columns: dict[str, np.ndarray | pd.Series]
    why_not: dict[str, str] = field(default_factory=dict)
    remarks: dict[str, str] = field(default_factory=dict)
    periods: Periods = NO_PERIODS
    n_periods: int = 0
    bounded_periods: dict[str, np.ndarray] = field(default_factory=dict)
    job_measures: pd.DataFrame = field(default_factory=JOB_MEASURES.empty)


def yes_no(mask: np.ndarray, known: np.ndarray | None = None) -> pd.Series:
    """The words yes and no; missing where not known."""
    words = one_of_two(mask, ("no", "yes"))
    return words if known is None else words.where(known)


def one_of_two(second: np.ndarray, words: tuple[str, str]) -> pd.Series:
    """The second word where `second` is true, else the first; every row shares the two texts, however many there are."""
    return pd.Series(pd.array(words, dtype="string").take(np.asarray(second, dtype=int)))


def number(values: np.ndarray) -> pd.Series:
    """Float64 in which NaN is missing."""
    missing = np.isnan(values)
    return pd.Series(pd.arrays.FloatingArray(np.where(missing, 0.0, values), missing))


def worked_long(time_worked: np.ndarray, long_term: int) -> pd.Series:
    """Whether the time worked reaches long_term; missing where it is."""
    return yes_no(np.nan_to_num(time_worked) >= long_term, ~np.isnan(time_worked))


class Extent(NamedTuple):
    """An amount of work that may be known in part: what counts where that does, the fewest and the most that it can be.

    Attributes
    ----------
    counted, least, most : ndarray of float
        The known part (of a panel placed in days, with periods beside unknown ones whole); with nothing of the unknown dates or
        periods, and with as much as they allow.
    """

    counted: np.ndarray
    least: np.ndarray
    most: np.ndarray

    @classmethod
    def of_periods(cls, worked: np.ndarray, unknown: np.ndarray) -> Extent:
        """Numbers of periods, from persons x periods masks."""
        least, most = (mask.sum(axis=1).astype(float) for mask in (worked, worked | unknown))
        return cls(least, least, most)


def bounded(name: str, extent: Extent, nothing: np.ndarray, outcomes: DerivedOutcomes) -> dict[str, pd.Series]:
    """Columns of an amount of work that is known in part: as the settings count it, the fewest and the most that it can be.

    Parameters
    ----------
    name : str
        Column of PERSONS.
    extent : Extent
    nothing : ndarray of bool
        Who worked but of whose work nothing is known: missing.
    outcomes : DerivedOutcomes
    """
    unknown = nothing | ((extent.least < extent.most) & (outcomes.partly_known == "unknown"))
    return {
        name: number(np.where(unknown, np.nan, extent.counted)),
        f"{name}_least": number(extent.least),
        f"{name}_most": number(extent.most),
    }


def bounded_obtained(obtained: np.ndarray, open_job: pd.Series, known: np.ndarray | None = None) -> dict[str, pd.Series]:
    """Columns of whether a job was obtained.

    Parameters
    ----------
    obtained : ndarray of bool
    open_job : Series of str
        Why a person without a job may have obtained one (`open_job` of PERSONS), missing where nothing says so.
    known : ndarray of bool, optional
        Of whom it is known.
    """
    return {
        "job_obtained": yes_no(obtained, known),
        "job_obtained_least": yes_no(obtained),
        "job_obtained_most": yes_no(obtained | open_job.notna().to_numpy(dtype=bool)),
        "open_job": open_job.mask(obtained),
    }


def bounded_worked_long(extent: Extent, nothing: np.ndarray, outcomes: DerivedOutcomes) -> dict[str, pd.Series]:
    """Columns of having worked long; where part is unknown, it counts as no or is unknown, as the settings say."""
    reached, least, most = (days >= outcomes.long_term for days in extent)
    known = ~nothing if outcomes.partly_known == "counted" else least == most
    return {"worked_long": yes_no(reached, known), "worked_long_least": yes_no(least), "worked_long_most": yes_no(most)}


def bounded_counts(observed: np.ndarray, least: np.ndarray, most: np.ndarray, n_periods: int) -> dict[str, np.ndarray]:
    """Counts per period from periods x persons masks: observed, and worked in at least and at most."""
    masks = {"n_bounded": observed, "n_employed_least": observed & least, "n_employed_most": observed & most}
    return {name: mask.sum(axis=1)[:n_periods] for name, mask in masks.items()}


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
    """'persons with ...: 3; workers ...: 1', of those that concern anybody; the texts are said already."""
    return "; ".join(f"{text}: {int(mask.sum())}" for text, mask in counts if mask.any())


def employment_rates(periods: Periods, n_periods: int, confidence: float, counts: dict[str, np.ndarray]) -> pd.DataFrame:
    """RATES: per period of follow-up the share employed of those observed, with Wilson's interval, pointwise; its bounds beside.

    The bounds are of everybody observed, so that the share without those left out can lie outside them.
    """
    numbers = np.arange(1, n_periods + 1)
    n, employed = np.zeros((2, n_periods), dtype=int)
    n[: periods.last], employed[: periods.last] = periods.totals()
    low, high = wilson(employed, n, confidence)
    shares = {"rate": _share(employed, n), "conf_low": low, "conf_high": high}
    counts = counts or {"n_bounded": n, "n_employed_least": employed, "n_employed_most": employed}
    bounds = {f"rate_{case}": _share(counts[f"n_employed_{case}"], counts["n_bounded"]) for case in ("least", "most")}
    return pd.DataFrame(
        {
            "period": numbers,
            "n": n,
            "n_employed": employed,
            **{name: number(values) for name, values in shares.items()},
            **counts,
            **{name: number(values) for name, values in bounds.items()},
        }
    )


def rates_by_exposure(
    periods: Periods, n_periods: int, confidence: float, levels: Mapping[str, tuple[Sequence[str], pd.Series]]
) -> pd.DataFrame:
    """RATES_BY_EXPOSURE: the rates of the persons at each level of each exposure.

    Parameters
    ----------
    periods : Periods
    n_periods : int
    confidence : float
    levels : mapping of str -> (levels, Series)
        Exposure -> its levels in their order, and each person's, in the order of the persons of `periods`.
    """
    shared = list(RATES_BY_EXPOSURE.names())
    found = []
    for exposure, (names, of_person) in levels.items() if n_periods else ():
        for level in names:
            members = of_person.eq(level).fillna(False).to_numpy(dtype=bool)
            some = periods.of(members)
            found.append(employment_rates(some, n_periods, confidence, {}).assign(exposure=exposure, level=level)[shared])
    return pd.concat(found, ignore_index=True) if found else RATES_BY_EXPOSURE.empty()


def _share(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """NaN of nobody."""
    return np.divide(part, whole, out=np.full(len(whole), np.nan), where=whole > 0)
