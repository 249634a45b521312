"""Which cohort gives no estimate, and why; and why something that is declared comparable is not pooled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from ipscohort.compare.cohorts import Ran
from ipscohort.compare.effects import GROUP, KEY, one_each
from ipscohort.compare.pooling import usable
from ipscohort.compare.words import compared_words
from ipscohort.display.printing import absent


def why_absent(cohorts: Sequence[Ran], rows: pd.DataFrame) -> Iterator[str]:
    """A sentence for each cohort that gives no estimate to a group, of those whose settings declare it comparable."""
    counted = one_each(rows)
    for cohort in cohorts:
        own = counted[counted["cohort"].eq(cohort.name)]
        if not usable(own).any():
            yield f"No estimate of {cohort.name}: {_why(own)}."


def _why(rows: pd.DataFrame) -> str:
    if rows.empty:
        return "it has no such model"
    row = rows.iloc[0]
    if not absent(row["warning"]):
        return str(row["warning"]).rstrip(".")
    return "it was not estimated" if pd.isna(row["estimate"]) else "it has no standard error"


def declaring(cohorts: Sequence[Ran], comparable: str) -> list[Ran]:
    """Cohorts that call an exposure so."""
    return [each for each in cohorts if comparable in {exposure.comparable for exposure in each.settings.exposures.values()}]


def not_pooled(cohorts: Sequence[Ran], found: pd.DataFrame) -> list[str]:
    """Why what is declared comparable is not pooled, a sentence for each exposure or estimate."""
    names = {exposure.comparable for cohort in cohorts for exposure in cohort.settings.exposures.values() if exposure.comparable}
    said = [text for name in sorted(names) for text in _of_exposure(cohorts, name, found[found["comparable"] == name])]
    return list(dict.fromkeys(said))


def _of_exposure(cohorts: Sequence[Ran], name: str, rows: pd.DataFrame) -> Iterator[str]:
    among = declaring(cohorts, name)
    without = [cohort.name for cohort in cohorts if cohort not in among]
    if without:
        yield f"{name}: not among the comparable exposures of {', '.join(without)}."
    none = [cohort.name for cohort in among if cohort.name not in set(rows["cohort"])]
    if none:
        yield f"{name}: no estimate in {', '.join(none)}, where no regression is about it."
    if _levels_differ(rows):
        yield f"{name}: levels have other names in some cohorts, so that their estimates are not pooled."
        return
    if len(among) < 2:
        return
    for key, group in rows.groupby(KEY, sort=False, dropna=False):
        yield from _of_estimates(among, dict(zip(KEY, key, strict=True)), group)


def _levels_differ(rows: pd.DataFrame) -> bool:
    levels = rows.groupby(["outcome", "family", "adjustment", "cohort"], sort=False)[["level", "reference"]]
    sets = levels.agg(lambda values: tuple(sorted(set(values)))).reset_index()
    return any(len(group.drop_duplicates()) > 1 for _, group in sets.groupby(["outcome", "family", "adjustment"])[["level", "reference"]])


def _of_estimates(cohorts: Sequence[Ran], key: Mapping[str, Any], rows: pd.DataFrame) -> Iterator[str]:
    """Estimates of one outcome and level."""
    kinds = rows.drop_duplicates(["cohort", *GROUP])
    if len(kinds[["unit", "measured"]].drop_duplicates()) > 1:
        each = "; ".join(" ".join(filter(None, (row["cohort"], _in(row["unit"]), row["measured"]))) for _, row in kinds.iterrows())
        yield f"{compared_words(key)}: not pooled, as it is not the same in each: {each}."
        return
    counted = one_each(rows)
    with_one = list(counted.loc[usable(counted), "cohort"])
    if len(with_one) < 2:
        who = f"only {with_one[0]} has" if with_one else "no cohort has"
        yield " ".join([f"{compared_words(key)}: not pooled, as {who} an estimate.", *why_absent(cohorts, rows)])


def _in(unit: str) -> str:
    return f"in {unit}" if unit else ""
