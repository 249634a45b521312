"""Outcomes and estimates of several cohorts side by side, and which of them may be pooled."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from ipscohort.arithmetic.intervals import wilson
from ipscohort.arithmetic.quantiles import quantile
from ipscohort.catalogue.measures import MEASURES
from ipscohort.compare.cohorts import Ran
from ipscohort.compare.differences import measured
from ipscohort.compare.pooling import pooled_frame
from ipscohort.models.families import FAMILIES

KEY = ["comparable", "outcome", "family", "level", "reference", "adjustment"]
"""What estimates must share to be set beside each other."""
GROUP = [*KEY, "unit", "measured"]
"""What they must share to be pooled."""
OUTCOMES = {
    name: MEASURES[name].label + (" among workers, median" if MEASURES[name].type == "number" else "")
    for name in ("job_obtained", "time_to_first_job", "time_worked")
}
"""Outcomes that are set side by side, as tables call them."""


def outcomes(cohorts: list[Ran]) -> pd.DataFrame:
    """One row per cohort and outcome.

    Returns
    -------
    DataFrame
        cohort, measure, unit, n (with a known value), n_persons (analysed), estimate (percent, or median), low, high (Wilson limits, or
        quartiles).
    """
    return pd.DataFrame([row for cohort in cohorts for row in _outcomes(cohort)])


def _outcomes(cohort: Ran) -> Iterator[dict[str, Any]]:
    persons, settings = cohort.persons, cohort.settings
    obtained = persons["job_obtained"].dropna()
    row = {"cohort": cohort.name, "n_persons": len(persons)}
    if len(obtained):
        yes = int(obtained.eq("yes").sum())
        low, high = wilson(yes, len(obtained), settings.study.confidence)
        share = {"estimate": 100 * yes / len(obtained), "low": 100 * float(low), "high": 100 * float(high)}
        yield {**row, "measure": "job_obtained", "unit": "percent", "n": len(obtained), **share}
    workers = persons["job_obtained"].eq("yes").fillna(False)
    for name in ("time_to_first_job", "time_worked"):
        values = persons[name][workers].dropna().to_numpy(dtype=float)
        low, middle, high = (quantile(values, p, settings.tables.percentiles) for p in (0.25, 0.5, 0.75))
        if len(values):
            yield {
                **row,
                "measure": name,
                "unit": str(settings.study.time_unit),
                "n": len(values),
                "estimate": middle,
                "low": low,
                "high": high,
            }


def effects(cohorts: list[Ran]) -> pd.DataFrame:
    """Estimates of exposures that are declared comparable, one row per cohort, model, level and adjustment.

    Returns
    -------
    DataFrame
        KEY, unit ('' where the estimate has none), measured (see `differences.measured`), cohort, follow_up, model,
        confounders, n, n_events, estimate, std_error, conf_low, conf_high,
        caution, warning. Estimates are coefficients, as in models/estimates.csv.
    """
    found = [row for cohort in cohorts for row in _effects(cohort)]
    frame = pd.DataFrame(found, columns=[*GROUP, "cohort", "follow_up", "model", "confounders", *ESTIMATED])
    frame = frame.astype(dict.fromkeys(NUMBERS, "Float64")).astype(dict.fromkeys(NUMBERS, float))  # absent ones are NaN
    return frame.sort_values(KEY, kind="stable", ignore_index=True)


NUMBERS = ["estimate", "std_error", "conf_low", "conf_high"]
ESTIMATED = ["n", "n_events", "estimate", "std_error", "conf_low", "conf_high", "caution", "warning"]


def _effects(cohort: Ran) -> Iterator[dict[str, Any]]:
    exposures = {name: exposure.comparable for name, exposure in cohort.settings.exposures.items() if exposure.comparable}
    fits = cohort.fits.set_index(["model", "exposure", "adjustment"])
    for _, row in cohort.estimates.iterrows():
        if row["exposure"] not in exposures or row["level"] == row["reference"] or row["adjustment"] not in ("crude", "adjusted"):
            continue
        regression = cohort.settings.models.regressions[row["model"]]
        scaled = not FAMILIES[regression.model].exponentiated
        yield {
            "comparable": exposures[row["exposure"]],
            "outcome": regression.outcome,
            "family": regression.model,
            "unit": str(cohort.settings.study.time_unit) if scaled else "",
            "measured": measured(cohort, regression.outcome, regression.model),
            "cohort": cohort.name,
            "follow_up": str(cohort.settings.study.follow_up),
            "confounders": fits.loc[(row["model"], row["exposure"], row["adjustment"]), "confounders"],
            **{name: row[name] for name in ["level", "reference", "adjustment", "model", *ESTIMATED]},
        }


def pooled(cohorts: Sequence[Ran], found: pd.DataFrame, warnings: Callable[[pd.DataFrame], Iterable[str]]) -> pd.DataFrame:
    """Pooled estimates of each group of estimates that share GROUP, of all cohorts and of all but each.

    Parameters
    ----------
    cohorts : sequence of Ran
    found : DataFrame
        See `effects`.
    warnings : callable
        Rows of a group -> what is to be said of it beside what its own numbers tell.

    Returns
    -------
    DataFrame
        GROUP, and the columns of `pooling.pooled_frame`; groups of fewer than two estimates are left out.
    """
    confidence, groups = cohorts[0].settings.study.confidence, []
    for key, rows in found.groupby(GROUP, sort=False, dropna=False):
        frame = pooled_frame(one_each(rows), confidence)
        if len(frame):
            more = list(warnings(rows))
            frame["warning"] = [" ".join(filter(None, (text, *_differing(rows), *more))) for text in frame["warning"]]
            groups.append(pd.DataFrame([dict(zip(GROUP, key, strict=True))] * len(frame)).join(frame))
    return pd.concat(groups, ignore_index=True) if groups else pd.DataFrame(columns=[*GROUP, "left_out", "method"])


def comparisons(found: pd.DataFrame, of_all: pd.DataFrame) -> Iterator[tuple[dict[str, str], pd.DataFrame, pd.DataFrame]]:
    """Each group of estimates for who shows them: what they share, a row per cohort, and their rows of `pooled`."""
    for key, rows in found.groupby(GROUP, sort=False):
        chosen = of_all[(of_all[GROUP] == list(key)).all(axis=1)] if len(of_all) else of_all
        yield dict(zip(GROUP, key, strict=True)), rows, chosen


def one_each(rows: pd.DataFrame) -> pd.DataFrame:
    """Of a cohort with several regressions of one outcome and kind, the first: a person must not count twice."""
    return rows.drop_duplicates("cohort")


def _differing(rows: pd.DataFrame) -> Iterator[str]:
    """What else a reader must know: other confounders, or estimates that are doubtful in themselves."""
    if rows["adjustment"].iloc[0] == "adjusted" and rows["confounders"].nunique(dropna=False) > 1:
        yield "The cohorts adjust for different confounders."
    doubtful = rows.loc[rows["caution"].fillna(False).astype(bool), "cohort"].tolist()
    if doubtful:
        yield f"The estimate of {', '.join(doubtful)} is to be read with caution by itself."


def ratio(value: float, family: str) -> float:
    """A coefficient as readers see it: exp where the family prints ratios."""
    return float(np.exp(value)) if FAMILIES[family].exponentiated else float(value)
