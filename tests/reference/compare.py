"""Compare our tables with R's committed values. Each function returns the cells that differ; an empty list is agreement.

The functions take frames of the contracts ESTIMATES, FITS, CURVES, SURVIVAL_ESTIMATES, SURVIVAL_TESTS and RATES, so that
a test can give them a stage's return value or the files of a run.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

VALUES = Path(__file__).parent / "values"
RTOL = 1e-8
"""Largest relative difference that counts as agreement."""
ZERO = 1e-14
"""A log odds ratio of exactly 0 is some 1e-16 in either program; below this both count as 0 (p-values never do)."""

ESTIMATE_KEY = ("model", "exposure", "adjustment", "term", "level")
ESTIMATE_NUMBERS = ("estimate", "std_error", "statistic", "p_value", "conf_low", "conf_high", "n", "n_events")
FIT_KEY = ("model", "exposure", "adjustment")
FIT_NUMBERS = (
    "n_population", "n", "n_events", "n_excluded", "log_likelihood", "r_squared", "global_statistic", "global_df", "global_p_value",
)  # fmt: skip
CURVE_NUMBERS = ("n_risk", "n_event", "n_censored", "survival", "conf_low", "conf_high")
SHARE_NUMBERS = ("estimate", "conf_low", "conf_high", "n", "n_events")
SHARES = ("median", "survival")
TIMES = ("first_quartile", "third_quartile", "restricted_mean", "restricted_mean_difference", "follow_up_median")
TIME_NUMBERS = ("estimate", "std_error", "conf_low", "conf_high", "p_value", "n", "n_events")
TEST_NUMBERS = ("statistic", "df", "p_value", "n", "n_events")


def reference(name: str, exposures: Sequence[str] | None = None) -> pd.DataFrame:
    """One table of committed values; with `exposures`, those rows of it only (Rossi's have education as well)."""
    text = ["model", "exposure", "adjustment", "term", "level", "measure", "case", "group"]
    frame = pd.read_csv(VALUES / f"{name}.csv", dtype=dict.fromkeys(text, "string"), float_precision="round_trip", keep_default_na=True)
    return frame if exposures is None else frame[frame["exposure"].isin(exposures)]


def compare_estimates(estimates: pd.DataFrame, confounder_estimates: pd.DataFrame, expected: pd.DataFrame, rtol: float = RTOL) -> list[str]:
    """Differences of coefficients: exposures, confounders and intercepts."""
    ours = pd.concat([estimates, confounder_estimates])
    return compare(ours[ours["method"] != "reference"], expected, ESTIMATE_KEY, ESTIMATE_NUMBERS, rtol)


def compare_fits(fits: pd.DataFrame, expected: pd.DataFrame, rtol: float = RTOL) -> list[str]:
    """Differences of Ns, likelihoods, R-squared and joint tests."""
    return compare(fits, expected, FIT_KEY, FIT_NUMBERS, rtol)


def compare_curves(curves: pd.DataFrame, expected: pd.DataFrame, rtol: float = RTOL) -> list[str]:
    """Differences of Kaplan-Meier steps. R has no row at time 0 unless somebody leaves there; ours always has."""
    start = (curves["time"] == 0) & (curves["n_event"] == 0) & (curves["n_censored"] == 0)
    return compare(curves[~start], expected, ("exposure", "level", "time"), CURVE_NUMBERS, rtol)


def compare_survival_estimates(estimates: pd.DataFrame, expected: pd.DataFrame, rtol: float = RTOL) -> list[str]:
    """Differences of medians and shares. R gives no row for a time after the last observed one; ours is blank."""
    estimates = estimates[estimates["measure"].isin(SHARES)]
    blank = (estimates["measure"] == "survival") & estimates["estimate"].isna()
    return compare(estimates[~blank], expected, ("exposure", "level", "measure", "time"), SHARE_NUMBERS, rtol)


def compare_times(estimates: pd.DataFrame, expected: pd.DataFrame, rtol: float = RTOL) -> list[str]:
    """Differences of quartiles, restricted means, their differences and follow-up. A mean of no time has no row in R; ours is blank."""
    estimates = estimates[estimates["measure"].isin(TIMES)]
    blank = estimates["measure"].str.startswith("restricted_mean") & estimates["time"].isna()
    return compare(estimates[~blank], expected, ("exposure", "level", "measure", "time"), TIME_NUMBERS, rtol)


def compare_tests(tests: pd.DataFrame, expected: pd.DataFrame, rtol: float = RTOL) -> list[str]:
    """Differences of log-rank tests."""
    return compare(tests, expected, ("exposure",), TEST_NUMBERS, rtol)


def compare_rates(rates: pd.DataFrame, expected: pd.DataFrame, rtol: float = RTOL) -> list[str]:
    """Differences of employment rates per period."""
    return compare(rates, expected, ("period",), ("n", "n_employed", "rate", "conf_low", "conf_high"), rtol)


def compare(ours: pd.DataFrame, expected: pd.DataFrame, key: Sequence[str], numbers: Sequence[str], rtol: float = RTOL) -> list[str]:
    """Rows that only one side has, and cells that differ, each as a line of text."""
    left, right = _keyed(ours, key), _keyed(expected, key)
    found = [f"{_name(k)}: not in R's values" for k in left.index.difference(right.index)]
    found += [f"{_name(k)}: not in ours" for k in right.index.difference(left.index)]
    both = right.index.intersection(left.index)
    for column in numbers:
        a, b = (frame.loc[both, column].to_numpy(float, na_value=np.nan) for frame in (left, right))
        found += [
            f"{_name(both[i])}: {column} is {a[i]!r}, R has {b[i]!r}"
            for i in np.flatnonzero(~agree(a, b, rtol, 0 if column == "p_value" else ZERO))
        ]
    return found


def largest_difference(ours: pd.DataFrame, expected: pd.DataFrame, key: Sequence[str], numbers: Sequence[str]) -> float:
    """The largest relative difference among cells that both have."""
    left, right = _keyed(ours, key), _keyed(expected, key)
    both = right.index.intersection(left.index)
    a, b = (frame.loc[both, list(numbers)].to_numpy(float, na_value=np.nan) for frame in (left, right))
    with np.errstate(divide="ignore", invalid="ignore"):
        relative = np.where((a == b) | (np.abs(b) < ZERO), 0, np.abs(a - b) / np.abs(b))
    return float(np.nanmax(relative, initial=0.0))


def agree(a: np.ndarray, b: np.ndarray, rtol: float = RTOL, zero: float = 0) -> np.ndarray:
    """Whether numbers agree; missing agrees with missing only."""
    missing = (np.isnan(a) & np.isnan(b)) | ((np.abs(a) < zero) & (np.abs(b) < zero))
    with np.errstate(invalid="ignore"):
        near = np.abs(a - b) <= rtol * np.abs(b)
    return missing | near


def _keyed(frame: pd.DataFrame, key: Sequence[str]) -> pd.DataFrame:
    frame = frame.copy()
    for name in key:
        number = pd.api.types.is_numeric_dtype(frame[name])
        frame[name] = frame[name].map(lambda v: f"{v:g}" if not pd.isna(v) else "") if number else frame[name].astype("string").fillna("")
    frame = frame.set_index(list(key))
    if frame.index.has_duplicates:
        raise ValueError(f"the key {', '.join(key)} repeats")
    return frame


def _name(key: object) -> str:
    return " / ".join(str(part) for part in key if part != "") if isinstance(key, tuple) else str(key)
