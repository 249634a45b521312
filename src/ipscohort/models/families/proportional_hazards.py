"""The score test of proportional hazards of a Cox model, and scaled Schoenfeld residuals.

Under the alternative, a coefficient changes with a function of time. The score at no change is tested, as in R's cox.zph from
survival 3.0 on; earlier versions, and other programs, give an approximation to it. The function is 1 minus the Kaplan-Meier
estimate just before, R's `km`. Source: Grambsch & Therneau 1994, doi 10.1093/biomet/81.3.515; Therneau & Grambsch 2000,
Modeling Survival Data, chapter 6.
"""

from __future__ import annotations

import numpy as np

from ipscohort.models.families.base import Hazards
from ipscohort.models.families.risk_sets import Moments
from ipscohort.words import later, say

METHOD = later("score test of proportional hazards, in the time scale of the Kaplan-Meier estimate (as R's cox.zph)")
GLOBAL = "global"
"""Term of the test of all terms together."""
SINGULAR = 1e-10
"""Share of a term's information that must be left once the others explain what they can."""


def test_hazards(moments: Moments, information: np.ndarray, beta: np.ndarray, variables: list[str]) -> Hazards:
    """Test each variable, and all together.

    Parameters
    ----------
    moments : Moments
        At the estimate.
    information : ndarray, shape (k, k)
    beta : ndarray, shape (k,)
    variables : list of str, length k
        Variable that each column belongs to.

    Returns
    -------
    Hazards
        Without tests, with the reason, where all events fall on one time; a term that can't be tested has NaN.
    """
    sets, residuals = moments.sets, moments.residuals
    scaled = residuals @ np.linalg.inv(information) * len(sets.at) + beta
    times = sets.times[sets.at]
    if sets.n_times < 2:
        return Hazards(warning=say("All events fall on one time, so proportional hazards can't be tested."), times=times, residuals=scaled)
    when = _function_of_time(moments)
    crossed, squared = moments.informations(when, when**2)
    score = (residuals * when[:, None]).sum(axis=0)
    # Once the coefficients themselves are allowed for: the information on change, and its score (theirs is 0).
    left = squared - crossed @ np.linalg.solve(information, crossed)
    tests = []
    for name in [*dict.fromkeys(variables), GLOBAL]:
        columns = [i for i, variable in enumerate(variables) if name in (variable, GLOBAL)]
        tests.append((name, *_chi_squared(score[columns], left[np.ix_(columns, columns)], squared.diagonal()[columns])))
    return Hazards(tests=tuple(tests), times=times, residuals=scaled)


def _function_of_time(moments: Moments) -> np.ndarray:
    """Kaplan-Meier just before each event, of all in the model, as it falls from its mean over events, shape (events,)."""
    sets = moments.sets
    at_risk, events = sets.ends, np.bincount(sets.at)
    before = np.r_[1.0, np.cumprod(1 - events / at_risk)[:-1]]
    when = before[sets.at]
    return when.mean() - when


def _chi_squared(score: np.ndarray, information: np.ndarray, whole: np.ndarray) -> tuple[float, int, float]:
    """Chi-squared, degrees of freedom and p; NaN where nothing is left to test with."""
    from scipy.special import chdtrc

    size = np.sqrt(np.maximum(whole, 1e-300))
    if np.linalg.eigvalsh(information / np.outer(size, size)).min() <= SINGULAR:
        return float("nan"), len(score), float("nan")
    chi2 = float(score @ np.linalg.solve(information, score))
    return chi2, len(score), float(chdtrc(len(score), chi2))
