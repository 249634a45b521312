"""What work that is known only in part can do to an estimate: said beside it."""

from __future__ import annotations

import numpy as np

from ipscohort.contracts.codebook import Codebook
from ipscohort.display.partly_known import OPEN_JOBS, bounds_of, could_reach, open_jobs, partly_known
from ipscohort.display.printing import number
from ipscohort.models.design import Design, term_label
from ipscohort.models.guards import by_group
from ipscohort.models.sample import Sample
from ipscohort.models.spec import ModelSpec
from ipscohort.words import say

AMOUNTS = ("time_worked", "weeks_worked")
"""Outcomes with a least and a most."""


def notes_on_outcome(sample: Sample, design: Design, spec: ModelSpec, codebook: Codebook) -> list[str]:
    """How many in the model have an outcome of which only the known part counts, and how far that leaves the estimates open."""
    if spec.regression.outcome in AMOUNTS:
        return _of_amount(sample, design, spec, codebook)
    if spec.regression.outcome == "worked_long":
        return _of_worked_long(sample, spec, codebook)
    if spec.regression.outcome == "job_obtained":
        return [say(OPEN_JOBS[why], groups=by_group(could, sample.rows, spec)) for why, could in open_jobs(sample.rows).items()]
    return []


def _of_amount(sample: Sample, design: Design, spec: ModelSpec, codebook: Codebook) -> list[str]:
    name = spec.regression.outcome
    panel = codebook.shape == "panel"
    n = int(partly_known(sample.rows, name, panel=panel).sum())
    if not n:
        return []
    counted = say(
        "{n} of {total} also have unknown periods, which are not counted."
        if panel
        else "{n} of {total} also have a job of unknown start or end, whose time is not counted.",
        n=n,
        total=len(sample.rows),
    )
    if not spec.family.least_squares:
        return [say("{counted} How far that leaves the estimates open is not worked out.", counted=counted)]
    transform = spec.family.transform or np.asarray
    low, high = (transform(bound) for bound in bounds_of(sample.rows, name, panel=panel))
    ranges = coefficient_ranges(design.matrix, low, high)
    read = say(spec.family.layout.coefficient)
    if spec.family.exponentiated:  # on the scale on which the estimate is read
        ranges, read = np.exp(ranges), say("the {effect}", effect=say(spec.family.effect))
    named = [
        say("{term} {low} to {high}", term=term_label(design.terms[i], codebook), low=number(ranges[0][i], 2), high=number(ranges[1][i], 2))
        for i in design.columns_of(spec.exposure)
    ]
    return [
        say(
            "{counted} Counting it, from none to as much as can be in each of them, {read} lies between: {ranges}; interval and p do not "
            "show this.",
            counted=counted,
            read=read,
            ranges="; ".join(named),
        )
    ]


def coefficient_ranges(matrix: np.ndarray, low: np.ndarray, high: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Least and greatest least-squares coefficients, each by itself, over all outcomes between two.

    A coefficient is a weighted sum of the outcomes, so that it is least where those of positive weight are low and the
    others high.

    Parameters
    ----------
    matrix : ndarray, shape (n, k)
        Of full rank.
    low, high : ndarray, shape (n,)

    Returns
    -------
    two ndarrays, shape (k,)
    """
    weights = np.linalg.pinv(matrix)
    positive, negative = np.maximum(weights, 0), np.minimum(weights, 0)
    return positive @ low + negative @ high, positive @ high + negative @ low


def _of_worked_long(sample: Sample, spec: ModelSpec, codebook: Codebook) -> list[str]:
    could = could_reach(sample.rows)
    if not could.any():
        return []
    groups = by_group(could, sample.rows, spec)
    return [
        say(
            "Counted as no, but with unknown periods could have worked so long: {groups}."
            if codebook.shape == "panel"
            else "Counted as no, but with a job of unknown start or end could have worked so long: {groups}.",
            groups=groups,
        )
    ]
