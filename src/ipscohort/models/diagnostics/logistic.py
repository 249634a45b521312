"""Checks of a logistic regression: whom it tells apart, how far its probabilities are off, and Firth's estimate beside it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from ipscohort.models.diagnostics.subject import NAN, Check, Subject, not_computed
from ipscohort.models.families.base import NotFittedError
from ipscohort.models.families.logistic import FIRTH, penalised
from ipscohort.models.guards import few_events
from ipscohort.words import later, say

DELONG = later("area under the ROC curve with DeLong's interval, of the persons that the model was fitted to: not corrected for optimism")
BRIER = later(
    "mean squared distance of probability and outcome, of the persons that the model was fitted to; limit: of a model without variables"
)
SCALED = later("1 - Brier score / that of a model without variables, of the persons that the model was fitted to")
ONE_ALONE = later("One person with or without the outcome: no interval can be computed.")
NO_WIDTH = later("All with the outcome are told apart from all without, so that the interval has no width; it is not certain for that.")
MOST_GROUPS, PERSONS_IN_A_GROUP = 10, 15
DIGITS = 10
"""Significant digits to which probabilities of the same persons' variables are the same."""


def discrimination(subject: Subject) -> Iterator[Check]:
    """C-statistic: of a person with and a person without the outcome, how often the first has the higher probability.

    Source: DeLong, DeLong & Clarke-Pearson 1988, doi 10.2307/2531595; by ranks, Sun & Xu 2014, doi 10.1109/LSP.2014.2337313.
    """
    from scipy.special import ndtri

    area, error = c_statistic(_alike(subject.probability), subject.y)
    width = float(ndtri(0.5 + subject.spec.confidence / 2)) * error
    said = say(ONE_ALONE) if np.isnan(error) else say(NO_WIDTH) if error == 0 else ""
    limits = (NAN, NAN) if np.isnan(error) else (max(0.0, area - width), min(1.0, area + width))
    yield Check("c_statistic", area, DELONG, conf_low=limits[0], conf_high=limits[1], warning=said)


def c_statistic(score: np.ndarray, outcome: np.ndarray) -> tuple[float, float]:
    """Area under the ROC curve and DeLong's standard error.

    Parameters
    ----------
    score : ndarray, shape (n,)
    outcome : ndarray of 0 and 1, shape (n,)
        Both occur.

    Returns
    -------
    area, error : float
        The error is NaN where one of both occurs once.
    """
    from scipy.stats import rankdata

    case = outcome == 1
    n, m = int(case.sum()), int((~case).sum())
    ranks = rankdata(score)
    above = (ranks[case] - rankdata(score[case])) / m
    below = 1 - (ranks[~case] - rankdata(score[~case])) / n
    area = float(above.mean())
    if min(n, m) < 2:
        return area, NAN
    return area, float(np.sqrt(above.var(ddof=1) / n + below.var(ddof=1) / m))


def accuracy(subject: Subject) -> Iterator[Check]:
    """Brier score, beside that of a model without variables."""
    score = float(((subject.y - subject.probability) ** 2).mean())
    of_mean = float(((subject.y - subject.y.mean()) ** 2).mean())
    yield Check("brier", score, BRIER, "ok" if score < of_mean else "look", limit=of_mean)
    yield Check("scaled_brier", 1 - score / of_mean, SCALED, "ok" if score < of_mean else "look")


def firth_beside(subject: Subject) -> Iterator[Check]:
    """Firth's penalised estimate beside that of maximum likelihood, where events are few and the settings ask for it."""
    if not subject.firth_beside or subject.penalised or not few_events(subject.sample, subject.design, subject.spec):
        return
    try:
        found = penalised(subject.problem)
    except NotFittedError as reason:
        for _, level in subject.levels:
            yield not_computed("firth", FIRTH, str(reason), term=subject.spec.exposure, level=level)
        return
    for column, level in subject.levels:
        low, high = found.conf_low[column], found.conf_high[column]
        differs = subject.no_difference(low, high) != subject.no_difference(
            subject.solution.conf_low[column], subject.solution.conf_high[column]
        )
        yield Check(
            "firth",
            subject.read(found.estimate[column]),
            FIRTH,
            "look" if differs else "ok",
            conf_low=subject.read(low),
            conf_high=subject.read(high),
            p_value=float(found.p_value[column]),
            term=subject.spec.exposure,
            level=level,
        )


def calibration(subject: Subject) -> Iterator[dict[str, Any]]:
    """Points of the figure: mean probability and share with the outcome in groups of rising probability, ties together.

    At most 10 groups; fewer in a small model, so that each has 15 persons or so.
    """
    from scipy.stats import rankdata

    probability, n = _alike(subject.probability), len(subject.y)
    groups = max(2, min(MOST_GROUPS, n // PERSONS_IN_A_GROUP))
    group = np.floor((rankdata(probability) - 0.5) * groups / n).astype(int)
    for each in np.unique(group):
        here = group == each
        events = int(subject.y[here].sum())
        yield {
            "plot": "calibration",
            "x": float(subject.probability[here].mean()),
            "y": events / int(here.sum()),
            "n": int(here.sum()),
            "n_events": events,
        }


def _alike(probability: np.ndarray) -> np.ndarray:
    """Probabilities in which the last bits, which hang on the order of additions, break no ties."""
    size = 10.0 ** (DIGITS - 1 - np.floor(np.log10(np.maximum(probability, 1e-300))))
    return np.round(probability * size) / size
