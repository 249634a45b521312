"""Curves of the time to the first job that step at round times: their counts, what is estimated from these, and their table."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

import numpy as np
import pandas as pd

from ipscohort.contracts import CURVES
from ipscohort.display import printing
from ipscohort.display.naming import level_word
from ipscohort.display.numbers import Cell
from ipscohort.release.inputs import ReleaseInputs
from ipscohort.survival import curve as km
from ipscohort.tables.content import Column, Row, RowGroup, Table
from ipscohort.words import say

ALL = "all"
"""Exposure and level of everybody."""
CURVE = "first_job_within"
"""The variable by which first jobs and persons censored are counted: kind and number of the interval."""
FIGURE, TABLE = "kaplan_meier", "time_to_first_job_in_steps"
PERCENT_DECIMALS = 1


@dataclass(frozen=True)
class Steps:
    """Where a curve steps.

    Attributes
    ----------
    ends : tuple of float
        Ends of its intervals, in study.time_unit.
    events, censored : tuple of tuple of int
        Of each interval: numbers of the intervals between all curves' ends in which its first jobs lie; in which the persons censored lie that are taken
        off at its end, of which there may be none.
    """

    ends: tuple[float, ...]
    events: tuple[tuple[int, ...], ...]
    censored: tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Curve:
    """What is printed of a curve, as far as it is printed.

    Attributes
    ----------
    exposure, level : str
    ends : tuple of float
        Ends of all its intervals, whether printed or not.
    n : int or None
        Persons on it; None where that is hidden.
    events, censored : tuple of int
        First jobs in the first intervals, and persons taken off at their ends.
    """

    exposure: str
    level: str
    ends: tuple[float, ...]
    n: int | None
    events: tuple[int, ...] = ()
    censored: tuple[int, ...] = ()

    @property
    def at_risk(self) -> int:
        """Persons at risk after what is printed."""
        return max(0, (self.n or 0) - sum(self.events) - sum(self.censored))

    @property
    def risk(self) -> list[int]:
        """Persons at risk at the start of each interval that is printed."""
        gone = accumulate((d + c for d, c in zip(self.events, (*self.censored, 0), strict=False)), initial=0)
        return [max(0, self.n - before) for before, _ in zip(gone, self.events, strict=False)]

    @property
    def whole(self) -> bool:
        """Whether it is printed to its end."""
        return len(self.events) == len(self.ends)

    def estimate(self, confidence: float) -> km.Curve:
        """The Kaplan-Meier estimate of these counts, as if each first job began at the end of its interval; the first entry is of time 0."""
        times, happened, left = [], [], self.n
        for end, jobs, off in zip(self.ends, self.events, (*self.censored, 0), strict=False):
            jobs = min(jobs, left)
            off = min(off, left - jobs)
            times += [end] * (jobs + off)
            happened += [True] * jobs + [False] * off
            left -= jobs + off
        last = self.ends[len(self.events) - 1]
        return km.kaplan_meier(np.array(times + [last] * left, float), np.array(happened + [False] * left, bool), confidence)


def frame(curves: list[Curve], end: float, confidence: float) -> pd.DataFrame:
    """CURVES of them; the counts of a curve that is cut are missing from there to the end."""
    rows = []
    columns = ("time", "n_risk", "n_event", "n_censored", "survival", "conf_low", "conf_high")
    for each in curves:
        found = each.estimate(confidence)
        where = {"exposure": each.exposure, "level": each.level}
        own = pd.DataFrame({**where, **{name: getattr(found, name) for name in columns}})
        if not each.whole:
            own.loc[own.index[-1], "n_censored"] = dict(enumerate(each.censored)).get(len(each.events) - 1, 0)
        rows += own.to_dict("records")
        if not each.whole:
            rows.append({**where, "time": end})
    numbers = {c.name: "Float64" for c in CURVES.columns if c.kind in ("number", "integer")}
    return pd.DataFrame(rows, columns=CURVES.names()).astype(numbers).replace({np.nan: pd.NA})


def median_in_words(curve: Curve, confidence: float, unit: str) -> str:
    """'median 4 to 8 weeks', 'median after 28 weeks', 'median not reached'; empty where a curve is cut above it."""
    at = _interval_of(curve, curve.estimate(confidence), 0.5)
    if at is None:
        return say("median not reached") if curve.whole else ""
    return say("median {interval} {units}", interval=at, units=unit)


def _interval_of(curve: Curve, found: km.Curve, share: float) -> str | None:
    """In which interval a share without a job is reached."""
    reached = found.time[found.survival <= share + km.HALF]
    return dict(zip(curve.ends, _intervals(curve), strict=True))[float(reached[0])] if len(reached) else None


def life_table(inputs: ReleaseInputs, curves: list[Curve]) -> Table:
    """A row for each interval of each curve: at risk, first jobs, persons taken off, and the share with a job at its end."""
    tables = inputs.tables
    groups: dict[str, list[Row]] = {}
    for each in curves:
        label = say("All participants") if each.exposure == ALL else tables.label(each.exposure)
        groups.setdefault(label, []).extend(_rows(inputs, each))
    columns = (
        Column(say("At risk at its start")),
        Column(say("First jobs")),
        Column(say("First jobs so far")),
        Column(say("Taken off as censored")),
        Column(say("Share with a first job by then, % {ci}", ci=tables.style.enclosed(tables.ci))),
        Column(say("Intervals of the quartiles of the time to the first job"), text=True),
    )
    return Table(
        TABLE,
        say("Time to the first job in steps"),
        say("Interval, in {units} since inclusion", units=tables.unit),
        columns,
        tuple(RowGroup(label, tuple(rows)) for label, rows in groups.items()),
        notes(),
        tables.synthetic,
    )


def notes() -> tuple[str, ...]:
    """What is to be known of curves in steps."""
    return (
        say("Each step is of as many first jobs as the threshold, or more, and stands at the end of the interval in which they began."),
        say(
            "Persons censored are taken off the number at risk once there are as many of them, at the end of an interval; until then they count as at "
            "risk."
        ),
        say("Those who count as at risk so long after they left make the shares a little lower than exact times would."),
        say("Persons whose time is unknown count in the last interval where they are fewer, and are left out where they are more."),
        say("Shares, their limits and quartiles are Kaplan-Meier estimates of these counts."),
    )


def _rows(inputs: ReleaseInputs, curve: Curve) -> list[Row]:
    style = inputs.tables.style
    found = curve.estimate(inputs.settings.study.confidence)
    intervals = dict(zip(curve.ends, _intervals(curve), strict=True))
    quartiles = [_interval_of(curve, found, share) for share in (0.75, 0.5, 0.25)]
    said = "; ".join(at or (say("not reached") if curve.whole else say("not shown")) for at in quartiles)
    rows = [Row(level_word(curve.level), (*(Cell() for _ in range(5)), Cell(said)))]
    if curve.exposure == ALL:
        rows = [Row(say("All participants"), rows[0].cells)]
    so_far = 0
    share = {float(t): i for i, t in enumerate(found.time)}
    for number, (end, jobs, risk) in enumerate(zip(curve.ends, curve.events, curve.risk, strict=False)):
        so_far += jobs
        at = share[float(end)]
        limits = [1 - getattr(found, name)[at] for name in ("survival", "conf_high", "conf_low")]
        text = printing.with_interval(*(None if np.isnan(v) else 100 * v for v in limits), PERCENT_DECIMALS, style)
        off = curve.censored[number] if number < len(curve.censored) else 0
        cells = [Cell(printing.count(v, style)) for v in (risk, jobs, so_far)]
        cells += [Cell(printing.count(off, style) if off else printing.DASH), Cell(text), Cell()]
        rows.append(Row(intervals[end], tuple(cells), 1))
    return rows


def _intervals(curve: Curve) -> list[str]:
    """'0 to 4', '4 to 8', 'after 8'."""
    starts = [0.0, *curve.ends[:-1]]
    ended = [
        say("{start} to {end}", start=printing.short(low), end=printing.short(high))
        for low, high in zip(starts, curve.ends[:-1], strict=False)
    ]
    return [*ended, say("after {start}", start=printing.short(starts[-1]))]
