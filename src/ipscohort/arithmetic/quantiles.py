"""Medians and quartiles by the rule that the settings name, for every table and outcome."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ipscohort.config.analysis import Percentiles
from ipscohort.words import later, say

WORDS: dict[Percentiles, str] = {
    "n_plus_1": later("weighted average at (n + 1) p"),
    "linear": later("linear interpolation at 1 + (n - 1) p"),
    "averaged_steps": later("the value at n p rounded up, the mean of two where n p is whole"),
    "tukey_hinges": later("Tukey's hinges, medians of the lower and the upper half with the middle value in both"),
}
"""Rule -> how tables name it, to be said there."""

BLANK = later("blank where (n + 1) p is below 1, or n or more (a median exists from n = 1)")
"""What is not defined under `n_plus_1`."""


def rule_in_words(rule: Percentiles) -> str:
    """One sentence on how medians and quartiles are computed."""
    text = f"{say(WORDS[rule])}; {say(BLANK)}" if rule == "n_plus_1" else say(WORDS[rule])
    return f"{text[0].upper()}{text[1:]}."


def quantile(values: Any, p: float, rule: Percentiles = "n_plus_1") -> float:
    """A quantile of the values that are there.

    Parameters
    ----------
    values : array-like of numbers
        Any shape; missing values are left out and n counts the others.
    p : float
        0 < p < 1.
    rule : {"n_plus_1", "linear", "averaged_steps", "tukey_hinges"}
        `tables.percentiles`.

    Returns
    -------
    float
        NaN where there is no value. Under `n_plus_1` also where (n + 1) p < 1 or (n + 1) p >= n, so that three values
        have no third quartile; the median exists from n = 1 on.

    Raises
    ------
    ValueError
        p is not between 0 and 1; or a hinge is asked for that is no quartile.

    Notes
    -----
    n_plus_1: SPSS FREQUENCIES (definition HAVERAGE) since release 18; IBM technote swg21484728 for the upper end. The
    lower end is read in the same way. linear: type 7 of Hyndman & Fan 1996, the default of R. averaged_steps: their
    type 2, the default of SAS (PCTLDEF=5) and Stata. tukey_hinges: R's fivenum, SPSS EXAMINE.
    """
    if not 0 < p < 1:
        raise ValueError("p lies between 0 and 1")
    numbers = np.asarray(values.to_numpy(dtype=float, na_value=np.nan) if hasattr(values, "to_numpy") else values, dtype=float)
    numbers = numbers[~np.isnan(numbers)]
    return float(RULES[rule](np.sort(numbers, axis=None), p)) if numbers.size else float("nan")


def _n_plus_1(numbers: np.ndarray, p: float) -> float:
    n = numbers.size
    if n == 1 and p == 0.5:
        return numbers[0]
    # (n + 1) p is compared after rounding away the last bit, so that (9 + 1) * 0.9 counts as 9.
    position = round((n + 1) * p, 9)
    return np.nan if position < 1 or position >= n else np.quantile(numbers, p, method="weibull")


def _linear(numbers: np.ndarray, p: float) -> float:
    return np.quantile(numbers, p, method="linear")


def _averaged_steps(numbers: np.ndarray, p: float) -> float:
    position = round(numbers.size * p, 9)
    return numbers[[int(np.ceil(position)) - 1, int(np.floor(position))]].mean()


def _tukey_hinges(numbers: np.ndarray, p: float) -> float:
    if p not in (0.25, 0.5, 0.75):
        raise ValueError("Tukey's hinges are quartiles")
    half = (numbers.size + 1) // 2
    return np.median({0.25: numbers[:half], 0.5: numbers, 0.75: numbers[-half:]}[p])


RULES: dict[Percentiles, Callable[[np.ndarray, float], float]] = {
    "n_plus_1": _n_plus_1,
    "linear": _linear,
    "averaged_steps": _averaged_steps,
    "tukey_hinges": _tukey_hinges,
}
"""Rule -> its function of the sorted values. A new rule is a word in `config.analysis.Percentiles`, a line here and one in WORDS."""
