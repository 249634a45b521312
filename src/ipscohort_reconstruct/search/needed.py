"""What the search must be told: values that are missing, can't be read or contradict each other, found before it begins."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from ipscohort.errors import Problem
from ipscohort_reconstruct.search.targets import Targets
from ipscohort_reconstruct.search.values import GROUPS

SHARES = ("male", "married", "independent", "bornnl", "edu_lowmid", "worked5y", "disability", "psychotic")
"""Counts of Table 1, by the short names in the ids of the printed values."""
MODELS = ("m_exp_or", "m_exp_b", "m_fund_or", "m_fund_b")
COUNTS = (
    "t1_n",
    *(f"t1_{name}_n" for name in SHARES),
    *(f"t1_{name}_valid" for name in ("worked5y", "disability", "rse")),
    *("t2_employed_n", "t2_days_to_job_valid", "t2_days_worked_valid", "res_183_n", "f1_valid"),
    *(f"t3_{name}_n" for name in GROUPS),
    *("t3_all_hours_valid", "t3_all_days_valid", "m_exp_or_n", "m_exp_b_n", "m_fund_b_n"),
)
RANKED = ("t2_days_to_job", "t2_days_worked", "t3_all_hours", "t3_all_days")
"""Values with a median and both quartiles."""
MAY_LACK_QUARTILES = tuple(f"t3_{name}_{measure}" for name in GROUPS for measure in ("hours", "days"))
NUMBERS = (
    *(f"t1_{name}_{quantity}" for name in ("age", "mhi5", "rse") for quantity in ("mean", "sd")),
    *(f"{name}_{quantity}" for name in RANKED for quantity in ("q1", "median", "q3")),
    *(f"{name}_median" for name in MAY_LACK_QUARTILES),
    *(f"{name}{end}" for name in MODELS for end in ("", "_lo", "_hi", "_p")),
    *("m_exp_b_r2", "m_fund_b_r2", "f1_month2_pct", "f1_month22_pct"),
)
DAYS = ("inc_first", "inc_split", "inc_last")
AT_MOST = {
    "t1_n": ("t1_rse_valid", "t1_worked5y_valid", "t1_disability_valid", "t2_employed_n", "f1_valid", "m_exp_or_n"),
    "t1_worked5y_valid": ("t1_worked5y_n",),
    "t1_disability_valid": ("t1_disability_n",),
    "t2_employed_n": ("t2_days_to_job_valid", "t2_days_worked_valid", "res_183_n", "m_exp_b_n", "m_fund_b_n"),
}
"""A count -> counts that can't be above it."""


def faults(targets: Targets) -> Iterator[Problem]:
    """Why no cohort can be searched for: every value that is missing, can't be read, or contradicts another."""
    needed = {name: kind for names, kind in ((COUNTS, targets.count), (NUMBERS, targets.number), (DAYS, targets.day)) for name in names}
    absent = [name for name in needed if name not in targets]
    if absent:
        yield Problem("column id", f"the search needs values that are not there: {', '.join(absent)}", "add them")
    unreadable = [name for name, kind in needed.items() if name in targets and not _readable(kind, name)]
    unreadable += [name for name in _quartiles(targets) if not _readable(targets.number, name)]
    words = {targets.count: "a whole number", targets.number: "a number with a decimal point", targets.day: "a date such as 2015-11-19"}
    for name in unreadable:
        yield Problem(f"column printed, {name}", "it can't be read", f"write {words[needed.get(name, targets.number)]}")
    if not absent and not unreadable:
        yield from _contradictions(targets)


def _quartiles(targets: Targets) -> list[str]:
    """Quartiles that a group of jobs may have or lack."""
    return [f"{name}_{end}" for name in MAY_LACK_QUARTILES for end in ("q1", "q3") if f"{name}_{end}" in targets]


def _readable(kind, name: str) -> bool:
    try:
        return abs(value) < 1e6 if isinstance(value := kind(name), int | float) else True
    except ValueError:
        return False


def _contradictions(targets: Targets) -> Iterator[Problem]:
    remedy = "look both up in the paper"
    whole = {**AT_MOST, "t1_n": (*AT_MOST["t1_n"], *(f"t1_{name}_n" for name in SHARES))}
    for most, parts in whole.items():
        above = [part for part in parts if not 0 <= targets.count(part) <= targets.count(most)]
        if above:
            yield Problem("column printed", f"{', '.join(above)} can't be above {most} or below 0", remedy)
    jobs = sum(targets.count(f"t3_{name}_n") for name in GROUPS)
    above = [name for name in ("t3_all_hours_valid", "t3_all_days_valid") if targets.count(name) > jobs]
    if above:
        yield Problem("column printed", f"{', '.join(above)} can't be above the jobs of all groups", remedy)
    rising = [[f"{name}_{end}" for end in ("q1", "median", "q3")] for name in (*RANKED, *MAY_LACK_QUARTILES)]
    rising += [[f"{name}_lo", name, f"{name}_hi"] for name in MODELS]
    for names in rising:
        for low, high in pairwise(name for name in names if name in targets):
            if targets.number(low) > targets.number(high):
                yield Problem("column printed", f"{low} is above {high}", remedy)
    for low, high in pairwise(DAYS):
        if targets.day(low) >= targets.day(high):
            yield Problem("column printed", f"{low} is not before {high}", remedy)
