"""Notes on work that is known only in part: how many persons, and how far it leaves a median, a mean or a share open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ipscohort.arithmetic.quantiles import quantile
from ipscohort.display.naming import level_word
from ipscohort.display.numbers import Cell, Filter, Note, share_source, source, tell, together
from ipscohort.display.partly_known import OPEN_JOBS, bounds_of, could_reach, open_jobs, partly_known, what_is_unknown
from ipscohort.tables.groups import PersonGroup
from ipscohort.tables.inputs import TableInputs
from ipscohort.tables.summaries import count_cell, number_cell, percent_cell
from ipscohort.words import later, say

PARTLY, KNOWN_IN_PART = "partly known", "known at least in part"
"""Statistics: persons of whom some work is known and some is not, and those of whom some is known at all."""
LEAST, GREATEST = "least", "greatest"
"""Begin the statistics of what is counted as little, or as much, as can be."""
Where = dict[str, object]


@dataclass(frozen=True)
class _On:
    """A statistic that a note is on, and its words: by what the settings make of what is unknown."""

    statistic: str
    left_out: str
    periods: str
    time: str
    between: str


MEDIAN = _On(
    "median",
    later("Some workers also have {what}, so that their time worked is unknown and they are left out."),
    later("Some workers also have {what}, which are not counted."),
    later("Some workers also have {what}, whose time is not counted."),
    later("Counting what is unknown, from none to as much as can be, the median lies between: {ranges}."),
)
MEAN = _On(
    "mean",
    later("Some persons also have {what}, so that their time worked is unknown and they are left out."),
    later("Some persons also have {what}, which are not counted."),
    later("Some persons also have {what}, whose time is not counted."),
    later("Counting what is unknown, from none to as much as can be, the mean lies between: {ranges}."),
)


def median_notes(inputs: TableInputs, groups: list[PersonGroup], name: str, members: np.ndarray, where: Where) -> tuple[str, ...]:
    """The footnote of a median of workers, whom `where` selects too."""
    return _range_notes(inputs, groups, name, members, where, MEDIAN, lambda values: quantile(values, 0.5, inputs.tables.percentiles))


def mean_notes(inputs: TableInputs, groups: list[PersonGroup], name: str) -> tuple[str, ...]:
    """The footnote of a mean of all persons of the groups."""
    return _range_notes(inputs, groups, name, np.ones(len(inputs.persons), dtype=bool), {}, MEAN, np.mean)


def _range_notes(
    inputs: TableInputs,
    groups: list[PersonGroup],
    name: str,
    members: np.ndarray,
    where: Where,
    on: _On,
    of: Callable[[np.ndarray], float],
) -> tuple[str, ...]:
    panel = inputs.codebook.shape == "panel"
    part, bounds = (of_persons(inputs.persons, name, panel=panel) for of_persons in (partly_known, bounds_of))
    said = []
    for group in groups:
        inside = group.members & members & ~np.isnan(bounds[0])
        if n := int((part & inside).sum()):
            low, high = _ends(inputs, name, on.statistic, [of(bound[inside]) for bound in bounds], {**group.where, **where})
            counted = [
                number_cell(value, 0, statistic, source("persons", name, **{**group.where, **where}), style=inputs.style)
                for value, statistic in ((n, PARTLY), (int(inside.sum()), KNOWN_IN_PART))
            ]
            parts = {"low": low, "high": high, "n": counted[0], "all": counted[1]}
            said.append(tell("{group} {low} and {high} ({n} of {all})", group=_name(group, groups), **parts))
    if not said:
        return ()
    return (together([_treated(inputs, on), tell(on.between, ranges=together(said, "; "))], " "),)


def _ends(inputs: TableInputs, name: str, statistic: str, values: list[float], where: Where) -> list[Cell]:
    """The least and the greatest that a statistic can be."""
    return [
        number_cell(value, inputs.tables.decimals, f"{end} {statistic}", source("persons", f"{name}_{column}", **where), style=inputs.style)
        for value, (end, column) in zip(values, ((LEAST, "least"), (GREATEST, "most")), strict=True)
    ]


def left_out_notes(inputs: TableInputs, groups: list[PersonGroup], name: str) -> tuple[str, ...]:
    """The footnote of a mean of everybody on who worked and is left out: those without work stay in it as 0."""
    persons, least, most = inputs.persons, *(inputs.persons[f"{name}_{end}"].to_numpy(float, na_value=np.nan) for end in ("least", "most"))
    out = (persons["job_obtained"].eq("yes") & persons[name].isna()).fillna(False).to_numpy(dtype=bool) & ~np.isnan(most) & (least == 0)
    value = persons[name].to_numpy(float, na_value=np.nan)
    counts, ranges = [], []
    for group in groups:
        inside, called = group.members & (out | ~np.isnan(value)), _name(group, groups)
        if n := int((out & inside).sum()):
            ends = [float(np.where(np.isnan(bound), value, bound)[inside].mean()) for bound in (least, most)]
            low, high = _ends(inputs, name, "mean", ends, group.where)
            where = source("persons", name, **{**group.where, "job_obtained": "yes", name: Filter.MISSING})
            counts.append(tell("{group} {n}", group=called, n=number_cell(n, 0, "worked, time unknown", where, style=inputs.style)))
            ranges.append(tell("{group} {low} and {high}", group=called, low=low, high=high))
    if not counts:
        return ()
    text = NO_PERIODS if inputs.codebook.shape == "panel" else NO_DATES
    return (tell(text, counts=together(counts, "; "), ranges=together(ranges, "; ")),)


NO_PERIODS = later(
    "Left out, though they worked, as the weeks or months that they worked are unknown: {counts}. With them in, at the fewest and at the most "
    "that can be, the mean lies between: {ranges}."
)
NO_DATES = later(
    "Left out, though they worked, as none of their jobs has both dates: {counts}. With them in, at the fewest and at the most that can be, the "
    "mean lies between: {ranges}."
)


def _treated(inputs: TableInputs, on: _On) -> Note:
    """What some have that is unknown, and what the settings make of it."""
    panel = inputs.codebook.shape == "panel"
    text = on.left_out if inputs.outcomes.partly_known == "unknown" else on.periods if panel else on.time
    return tell(text, what=what_is_unknown(inputs.codebook, inputs.outcomes))


def long_notes(inputs: TableInputs, groups: list[PersonGroup]) -> tuple[str, ...]:
    """The footnote on who counts as not having worked long, but could have."""
    could, long = could_reach(inputs.persons), inputs.persons["worked_long"]
    said = []
    for group in groups:
        if n := int((could & group.members).sum()):
            where = {**group.where, "worked_long": "no", "worked_long_most": "yes"}
            counted = count_cell(n, source("persons", "worked_long_most", **where), style=inputs.style)
            values = long[group.members]
            if values.isna().any():  # the cell's own footnote says what the share can be
                said.append(tell("{group} {n}", group=_name(group, groups), n=counted))
            else:
                yes = int(values.eq("yes").sum())
                said.append(_open_share(inputs, group, groups, counted, (yes, yes + n, len(values)), ("worked_long", {})))
    if not said:
        return ()
    what = what_is_unknown(inputs.codebook, inputs.outcomes)
    return (tell("Counted as no, but with {what} could have worked so long: {ranges}.", what=what, ranges=together(said, "; ")),)


def _open_share(
    inputs: TableInputs, group: PersonGroup, groups: list[PersonGroup], n: Cell, counts: tuple[int, int, int], of: tuple[str, Where]
) -> Note:
    """'first half 1 (so 11 to 12 of 54, 20% to 22%)': who counts as no, but could be yes; `of` names the column, and who is in the share."""
    return tell(
        "{group} {n} (so {yes} to {most} of {all}, {low}% to {high}%)",
        group=_name(group, groups),
        n=n,
        **share_parts(inputs, group, counts, of),
    )


def share_parts(inputs: TableInputs, group: PersonGroup, counts: tuple[int, int, int], of: tuple[str, Where]) -> dict[str, Cell]:
    """How many are at yes at least and at most, of how many, and both in percent: parts of a note."""
    (yes, most, whole), (column, known) = counts, of
    style, among = inputs.style, {**group.where, **known}
    part, _, percent = share_source("persons", column, {**among, column: "yes"}, among)
    upper = source("persons", OPEN[column], **among)
    return {
        "yes": count_cell(yes, part, style=style),
        "most": number_cell(most, 0, f"{GREATEST} n", upper, style=style),
        "all": count_cell(whole, source("persons", "id", **among), style=style),
        "low": percent_cell(yes, whole, percent, style=style),
        "high": percent_cell(most, whole, upper, f"{GREATEST} percent", style=style),
    }


OPEN = {"worked_long": "worked_long_most", "job_obtained": "job_obtained_most"}
"""Yes/no outcome -> the column of persons that says who can be at yes."""


def reach_of_unknown(persons: pd.DataFrame, members: np.ndarray) -> int:
    """Of these persons, how many more than those known to have worked long can have: unknown, or counted as no."""
    unknown = persons["worked_long"].isna() & persons["worked_long_most"].ne("no").fillna(True)
    return int(((unknown.to_numpy(dtype=bool) | could_reach(persons)) & members).sum())


def job_notes(inputs: TableInputs, groups: list[PersonGroup]) -> tuple[Note, ...]:
    """The footnotes on who counts as no job, but could have had one, by the reason."""
    notes = []
    for why, could in open_jobs(inputs.persons).items():
        said = []
        for group in groups:
            if n := int((could & group.members).sum()):
                where = {**group.where, "job_obtained": "no", "open_job": why}
                known = inputs.persons["job_obtained"][group.members].dropna()
                yes = int(known.eq("yes").sum())
                counted = count_cell(n, source("persons", "open_job", **where), style=inputs.style)
                share = ("job_obtained", {"job_obtained": Filter.KNOWN})
                said.append(_open_share(inputs, group, groups, counted, (yes, yes + n, len(known)), share))
        notes += [tell(OPEN_JOBS[why], groups=together(said, "; "))] if said else []
    return tuple(notes)


def _name(group: PersonGroup, groups: list[PersonGroup]) -> str:
    """A group by its level; with the exposure where two have levels of one name."""
    if group.exposure == "all":
        return say("all participants")
    alone = [other.level for other in groups].count(group.level) == 1
    level = level_word(group.level)
    return level if alone else f"{group.column.spanner}, {level}"
