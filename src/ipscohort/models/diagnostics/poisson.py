"""The check of a Poisson regression: whether counts vary more than it has it. Its standard errors allow for that."""

from __future__ import annotations

from collections.abc import Iterator

from ipscohort.models.diagnostics.subject import Check, Subject
from ipscohort.models.families.poisson import OVERDISPERSED
from ipscohort.words import later

PEARSON = later("Pearson's chi-squared per residual degree of freedom; the standard errors are robust")


def dispersion(subject: Subject) -> Iterator[Check]:
    """Pearson's chi-squared per residual degree of freedom; where it is large, the model says so already."""
    n, k = subject.x.shape
    value = float(((subject.y - subject.expected) ** 2 / subject.expected).sum()) / (n - k)
    yield Check("dispersion", value, PEARSON, "look" if value > OVERDISPERSED else "ok", limit=OVERDISPERSED)
