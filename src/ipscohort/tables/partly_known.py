"""Notes on work that is known only in part: how many persons, and how far it leaves a median, a mean or a share open."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from ipscohort.arithmetic.quantiles import quantile
from ipscohort.display import printing
from ipscohort.display.partly_known import bounds_of, could_reach, partly_known, what_is_unknown
from ipscohort.display.styles import Style
from ipscohort.tables.groups import ALL, PersonGroup
from ipscohort.tables.inputs import TableInputs


def median_notes(inputs: TableInputs, groups: list[PersonGroup], name: str, members: np.ndarray) -> tuple[str, ...]:
    """The footnote of a median of workers."""
    return _range_notes(inputs, groups, name, members, "workers", "median", lambda values: quantile(values, 0.5, inputs.tables.percentiles))


def mean_notes(inputs: TableInputs, groups: list[PersonGroup], name: str, members: np.ndarray, who: str = "persons") -> tuple[str, ...]:
    """The footnote of a mean."""
    return _range_notes(inputs, groups, name, members, who, "mean", np.mean)


def _range_notes(
    inputs: TableInputs,
    groups: list[PersonGroup],
    name: str,
    members: np.ndarray,
    who: str,
    statistic: str,
    of: Callable[[np.ndarray], float],
) -> tuple[str, ...]:
    panel = inputs.codebook.shape == "panel"
    part, bounds = (of_persons(inputs.persons, name, panel=panel) for of_persons in (partly_known, bounds_of))
    said = []
    for group in groups:
        inside = group.members & members & ~np.isnan(bounds[0])
        if n := int((part & inside).sum()):
            low, high = (printing.number(of(bound[inside]), inputs.tables.decimals, style=inputs.style) for bound in bounds)
            said.append(f"{_name(group, groups)} {low} and {high} ({n} of {int(inside.sum())})")
    if not said:
        return ()
    return (
        f"Some {who} {_treated(inputs)}. Counting what is unknown, from none to as much as can be, the {statistic} lies between: "
        f"{'; '.join(said)}.",
    )


def left_out_notes(inputs: TableInputs, groups: list[PersonGroup], name: str) -> tuple[str, ...]:
    """The footnote of a mean of everybody on who worked and is left out: those without work stay in it as 0."""
    persons, least, most = inputs.persons, *(inputs.persons[f"{name}_{end}"].to_numpy(float, na_value=np.nan) for end in ("least", "most"))
    out = (persons["job_obtained"].eq("yes") & persons[name].isna()).fillna(False).to_numpy(dtype=bool) & ~np.isnan(most) & (least == 0)
    value = persons[name].to_numpy(float, na_value=np.nan)
    counts, ranges = [], []
    for group in groups:
        inside = group.members & (out | ~np.isnan(value))
        if n := int((out & inside).sum()):
            ends = (np.where(np.isnan(bound), value, bound)[inside].mean() for bound in (least, most))
            low, high = (printing.number(end, inputs.tables.decimals, style=inputs.style) for end in ends)
            counts.append(f"{_name(group, groups)} {n}")
            ranges.append(f"{_name(group, groups)} {low} and {high}")
    if not counts:
        return ()
    why = "the weeks or months that they worked are unknown" if inputs.codebook.shape == "panel" else "none of their jobs has both dates"
    return (
        f"Left out, though they worked, as {why}: {'; '.join(counts)}. With them in, at the fewest and at the most that can be, the mean "
        f"lies between: {'; '.join(ranges)}.",
    )


def _treated(inputs: TableInputs) -> str:
    """What some have that is unknown, and what the settings make of it."""
    what = what_is_unknown(inputs.codebook, inputs.outcomes)
    if inputs.outcomes.partly_known == "unknown":
        return f"also have {what}, so that their time worked is unknown and they are left out"
    return f"also have {what}, {'which are' if inputs.codebook.shape == 'panel' else 'whose time is'} not counted"


def long_notes(inputs: TableInputs, groups: list[PersonGroup]) -> tuple[str, ...]:
    """The footnote on who counts as not having worked long, but could have."""
    could, long = could_reach(inputs.persons), inputs.persons["worked_long"]
    said = []
    for group in groups:
        if n := int((could & group.members).sum()):
            said.append(f"{_name(group, groups)} {n}{_share_range(long[group.members], n, inputs.style)}")
    if not said:
        return ()
    return (f"Counted as no, but with {what_is_unknown(inputs.codebook, inputs.outcomes)} could have worked so long: {'; '.join(said)}.",)


def _share_range(values: pd.Series, could: int, style: Style) -> str:
    """What the share can be where no person is missing; where one is, the cell's own footnote says it."""
    if values.isna().any():
        return ""
    n, yes = len(values), int(values.eq("yes").sum())
    low, high = (printing.percent(part, n, style.percent_decimals, style) for part in (yes, yes + could))
    return f" (so {yes} to {yes + could} of {n}, {low}% to {high}%)"


def reach_of_unknown(persons: pd.DataFrame, members: np.ndarray) -> int:
    """Of these persons, how many more than those known to have worked long can have: unknown, or counted as no."""
    unknown = persons["worked_long"].isna() & persons["worked_long_most"].ne("no").fillna(True)
    return int(((unknown.to_numpy(dtype=bool) | could_reach(persons)) & members).sum())


def job_notes(inputs: TableInputs, groups: list[PersonGroup]) -> tuple[str, ...]:
    """The footnote on who counts as no job in a panel, but is unknown in some period."""
    if inputs.codebook.shape != "panel":
        return ()
    persons = inputs.persons
    could = (persons["job_obtained"].eq("no") & persons["time_worked_most"].gt(0)).fillna(False).to_numpy(dtype=bool)
    said = []
    for group in groups:
        if n := int((could & group.members).sum()):
            known = persons["job_obtained"][group.members].dropna()
            yes = int(known.eq("yes").sum())
            low, high = (printing.percent(part, len(known), inputs.style.percent_decimals, inputs.style) for part in (yes, yes + n))
            said.append(f"{_name(group, groups)} {n} (so {yes} to {yes + n} of {len(known)}, {low}% to {high}%)")
    return (f"Counted as no, but with unknown periods could have worked: {'; '.join(said)}.",) if said else ()


def _name(group: PersonGroup, groups: list[PersonGroup]) -> str:
    """A group by its level; with the exposure where two have levels of one name."""
    if group.exposure == "all":
        return ALL.lower()
    alone = [other.level for other in groups].count(group.level) == 1
    return group.level if alone else f"{group.column.spanner}, {group.level}"
