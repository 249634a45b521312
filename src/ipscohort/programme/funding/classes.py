"""The scheme that applied to each person, as a class: by payer and period."""

from __future__ import annotations

import numpy as np

from ipscohort.config.funding import Funding, Offered
from ipscohort.programme.funding.course import Course, falls_under

TOGETHER = " + "
"""Between the schemes of a person for whom two payers pay a trajectory."""


def classes_of(course: Course, settings: Funding) -> np.ndarray:
    """Label of the class of each person; None where it is not known, or no scheme applies.

    Parameters
    ----------
    course : Course
    settings : config.funding.Funding

    Returns
    -------
    ndarray of str or None, shape (persons,)
    """
    n = len(course.persons)
    found, unknown = [[] for _ in range(n)], np.zeros(n, dtype=bool)
    for label, name, offered in settings.classes():
        scheme = settings.schemes[name]
        sure, possible = falls_under(course, scheme)
        unknown |= possible & ~sure
        if offered is not None:
            sure &= inside(course.start, scheme.performance.offered) == offered
        for place in np.flatnonzero(sure):
            found[place].append(label)
    labels = [TOGETHER.join(each) if each and not lacks else None for each, lacks in zip(found, unknown, strict=True)]
    return np.array(labels, dtype=object)


def inside(days: np.ndarray, offered: Offered) -> np.ndarray:
    """Whether days lie in the time in which payment for performance is offered; never where they are not known."""
    found = ~np.isnat(days)
    if offered.first is not None:
        found &= days >= np.datetime64(offered.first, "D")
    if offered.last is not None:
        found &= days <= np.datetime64(offered.last, "D")
    return found


def levels_of(labels: np.ndarray, settings: Funding) -> tuple[str, ...]:
    """The classes that anybody has: in the settings' order, then those of two payers."""
    there = {each for each in labels if each is not None}
    own = [label for label, _, _ in settings.classes() if label in there]
    return (*own, *sorted(there - set(own)))
