"""Checks that every kind of regression has: events per coefficient, and how far its variables can be told apart."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ipscohort.display.printing import number
from ipscohort.models.design import INTERCEPT
from ipscohort.models.diagnostics.subject import Check, Subject
from ipscohort.models.guards import per_coefficient
from ipscohort.models.sample import label_of
from ipscohort.words import later, say

COUNTED = later("events, persons without the event, or persons, whichever are fewest, per coefficient besides the intercept")
GENERALISED = later(
    "generalised variance inflation factor to the power of 1 / its degrees of freedom: on the scale of a factor of one column"
)
VIF_LIMIT = 5.0
VIF_TOLD = 10.0
"""Variance inflation of the exposure above which it is said beside the estimates."""
HARDLY_APART = later(
    "{label} can hardly be told apart from the confounders (variance inflation {vif}): its interval is as wide as it is for that reason."
)


def events_per_coefficient(subject: Subject) -> Iterator[Check]:
    """Events per coefficient; where they are few, the model says so already."""
    value, limit = per_coefficient(subject.sample, len(subject.design.terms) - 1, subject.spec), float(subject.spec.few_events)
    yield Check("events_per_coefficient", value, COUNTED, "ok" if value >= limit else "look", limit=limit)


def variance_inflation(subject: Subject) -> Iterator[Check]:
    """How much wider intervals are as a variable is related to the others; none where there is only one variable.

    Source: Fox & Monette 1992, doi 10.1080/01621459.1992.10475190: of the correlations of the coefficients, by the information of
    the model (not its robust errors).
    """
    variables = [v for v in dict.fromkeys(term.variable for term in subject.design.terms) if v != INTERCEPT]
    if len(variables) < 2:
        return
    covariance = subject.inverse[1:, 1:]  # without the intercept
    scale = np.sqrt(np.diag(covariance))
    r = covariance / np.outer(scale, scale)
    whole = np.linalg.slogdet(r)[1]
    for variable in variables:
        of = np.array([column - 1 for column in subject.design.columns_of(variable)])
        others = np.setdiff1d(np.arange(len(r)), of)
        parts = sum(np.linalg.slogdet(r[np.ix_(some, some)])[1] for some in (of, others))
        value = float(np.exp((parts - whole) / len(of)))
        tell = variable == subject.spec.exposure and value > VIF_TOLD
        said = say(HARDLY_APART, label=label_of(variable, subject.codebook), vif=number(value)) if tell else ""
        verdict = "look" if value > VIF_LIMIT else "ok"
        yield Check("vif", value, GENERALISED, verdict, limit=VIF_LIMIT, term=variable, warning=said, tell=tell)
