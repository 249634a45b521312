"""The Supported Employment Fidelity Scale (IPS-25): 25 items rated 1-5 by reviewers of an agency, higher is closer to the model.

Items by number, in the scale's order and three sections, named shortly here; anchors and protocol stand in the manual (Becker, Swanson, Reese, Bond &
McLeman 2015, Supported Employment Fidelity Review Manual, 3rd edition). Validation: Bond, Peterson, Becker & Drake 2012, doi
10.1176/appi.ps.201100476.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ipscohort.words import later

LOW, HIGH = 1, 5
"""Lowest and highest rating of an item."""
STAFFING, ORGANIZATION, SERVICES = "staffing", "organization", "services"
SECTIONS: dict[str, str] = {STAFFING: later("Staffing"), ORGANIZATION: later("Organization"), SERVICES: later("Services")}
"""Section -> its word."""
_NAMES: dict[str, tuple[str, ...]] = {
    STAFFING: (
        later("Caseload size"),
        later("Employment services staff"),
        later("Vocational generalists"),
    ),
    ORGANIZATION: (
        later("Integration with mental health treatment: team assignment"),
        later("Integration with mental health treatment: frequent contact"),
        later("Collaboration with vocational rehabilitation"),
        later("Vocational unit"),
        later("Role of the employment supervisor"),
        later("Zero exclusion"),
        later("Agency's focus on competitive employment"),
        later("Support by the executive team"),
    ),
    SERVICES: (
        later("Work incentives planning"),
        later("Disclosure"),
        later("Ongoing, work-based assessment"),
        later("Rapid job search"),
        later("Individualized job search"),
        later("Job development: frequent contact with employers"),
        later("Job development: quality of contact with employers"),
        later("Diversity of job types"),
        later("Diversity of employers"),
        later("Competitive jobs"),
        later("Individualized follow-along supports"),
        later("Time-unlimited follow-along supports"),
        later("Community-based services"),
        later("Assertive engagement and outreach"),
    ),
}
ITEMS: tuple[tuple[str, str], ...] = tuple((section, name) for section, names in _NAMES.items() for name in names)
"""Section and name of each item, item 1 first."""
N_ITEMS = len(ITEMS)
CLASSES = ("not IPS", "fair", "good", "exemplary")
"""Classes of the total from the lowest."""
CLASS_WORDS: dict[str, str] = {
    "not IPS": later("not IPS"),
    "fair": later("fair"),
    "good": later("good"),
    "exemplary": later("exemplary"),
}
"""Class -> its word."""


def score_fidelity(items: np.ndarray, prorate_up_to: int = 0) -> np.ndarray:
    """Total of the 25 items, 25-125.

    Parameters
    ----------
    items : ndarray, shape (n, 25)
        Ratings 1-5 of n reviews; NaN where an item was not rated.
    prorate_up_to : int
        How many items may be missing and count as the mean of the others; by default none.

    Returns
    -------
    ndarray, shape (n,)
        NaN where more items are missing. A prorated total need not be whole.
    """
    return subtotal(items, prorate_up_to)


def subtotal(items: np.ndarray, prorate_up_to: int = 0) -> np.ndarray:
    """Sum over some items of n reviews, as `score_fidelity` has it of all.

    Parameters
    ----------
    items : ndarray, shape (n, k)
    prorate_up_to : int

    Returns
    -------
    ndarray, shape (n,)
    """
    items = np.asarray(items, dtype=float)
    k, rated = items.shape[1], np.isfinite(items).sum(axis=1)
    filled = np.nansum(items, axis=1) / np.maximum(rated, 1) * k
    whole = np.where(rated == k, np.nansum(items, axis=1), filled)
    return np.where((k - rated <= prorate_up_to) & (rated > 0), whole, np.nan)


def class_of(total: float, limits: Sequence[float]) -> str | None:
    """The class of a total: 'not IPS' below the first limit, 'exemplary' from the last on; None where there is no total.

    Parameters
    ----------
    total : float
        NaN where it is missing. A prorated total is not rounded before.
    limits : sequence of float
        Lowest totals of fair, good and exemplary.
    """
    return None if np.isnan(total) else CLASSES[int(np.searchsorted(np.asarray(limits, dtype=float), total, side="right"))]


def columns_of(section: str) -> list[int]:
    """Positions of a section's items, counted from 0."""
    return [k for k, (name, _) in enumerate(ITEMS) if name == section]
