"""What a reader must know of a model of repeated measures, each in a sentence; and what can't be modelled at all."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ipscohort.catalogue.small_numbers import FEW_AT_LEVEL, TINY
from ipscohort.contracts.codebook import Codebook
from ipscohort.display import printing
from ipscohort.display.naming import level_word
from ipscohort.models.design import INTERCEPT, Design, term_label
from ipscohort.models.families.base import NotFittedError
from ipscohort.models.sample import label_of
from ipscohort.repeated.gee import Marginal
from ipscohort.repeated.mixed import Conditional
from ipscohort.repeated.sample import Asked, Chosen, Matrix
from ipscohort.words import later, say, say_n

FEW = 40
"""Persons below which robust errors are too small even after the correction is small comfort. Source: Mancl and DeRouen 2001."""
BADLY = 2.0
"""Scale beyond which, or below 1 over which, the model of the variance fits badly."""
FAR_APART = 3.0
"""Standard deviation of the intercepts beyond which persons are all but always or never employed."""
EVERYBODY = later(
    "Everybody in '{level}' was employed in every week or month observed, so that the odds ratio has no finite estimate (separation)."
)
NOBODY = later(
    "Nobody in '{level}' was employed in any week or month observed, so that the odds ratio has no finite estimate (separation)."
)
SEPARATED = later(
    "{terms}: some persons were always, or never, employed without exception (separation), so that there is no finite estimate."
)
NO_ERRORS = later("Persons do not differ in what the model leaves unexplained, so that there are no robust errors: no estimate is given.")
NOT_CONVERGED = later("The estimation did not converge: no estimate is given.")


def refuse(chosen: Chosen) -> None:
    """Raise NotFittedError where there is nobody, or nothing to tell apart."""
    if not len(chosen.rows):
        raise NotFittedError(say("Nobody has all of the values that the model needs ({why}).", why=chosen.why))
    months, events = int(chosen.observed.sum()), int((chosen.employed & chosen.observed).sum())
    if not events:
        raise NotFittedError(say("Nobody was employed in any week or month observed, so that there is nothing to model."))
    if events == months:
        raise NotFittedError(say("Everybody was employed in every week or month observed, so that there is nothing to model."))


def refuse_separated(chosen: Chosen, asked: Asked, design: Design) -> None:
    """Raise NotFittedError where a level of the exposure has only employment, or none."""
    for level in (asked.reference, *design.codings[0].levels):
        here = chosen.at(asked.exposure, level)
        months, events = int(chosen.observed[here].sum()), int((chosen.employed & chosen.observed)[here].sum())
        if events in (0, months):
            raise NotFittedError(say(EVERYBODY if events else NOBODY, level=level_word(level)))
    if len(chosen.rows) <= design.matrix.shape[1] + 1:
        raise NotFittedError(say("{n} persons are too few for the coefficients of the model.", n=len(chosen.rows)))


def why_not_converged(chosen: Chosen, design: Design, codebook: Codebook) -> str:
    """Separation by a confounder, named, or that the search found no solution."""
    from firthmodels import detect_separation

    which = np.nonzero(chosen.observed)
    scaled = design.matrix / np.maximum(np.abs(design.matrix).max(axis=0), 1e-300)
    found = detect_separation(scaled[which[0]][:, 1:], chosen.employed[which].astype(float))
    terms = [
        term for term, finite in zip(design.terms, np.asarray(found.is_finite), strict=True) if not finite and term.variable != INTERCEPT
    ]
    if not found.separation or not terms:
        return say(NOT_CONVERGED)
    return say(SEPARATED, terms=", ".join(term_label(term, codebook) for term in terms))


def rests_on_few(chosen: Chosen, exposure: str, level: str) -> str | None:
    """That next to nobody at a level was ever employed, or ever not; None where more were. No gate: it would hide the strongest differences."""
    here = chosen.at(exposure, level)
    observed, employed = chosen.observed[here], chosen.employed[here]
    if len(observed) < FEW_AT_LEVEL:
        return None
    ever, without = (int(each.any(axis=1).sum()) for each in (employed & observed, ~employed & observed))
    if ever < TINY:
        return say_n(
            "Only {n} person in '{level}' was ever employed: the odds ratio, its limits and p rest on so few.",
            "Only {n} persons in '{level}' were ever employed: the odds ratio, its limits and p rest on so few.",
            ever,
            level=level_word(level),
        )
    if without < TINY:
        return say_n(
            "Only {n} person in '{level}' was ever without a job: the odds ratio, its limits and p rest on so few.",
            "Only {n} persons in '{level}' were ever without a job: the odds ratio, its limits and p rest on so few.",
            without,
            level=level_word(level),
        )
    return None


def untested_by_time(chosen: Chosen, exposure: str, levels: tuple[str, ...]) -> str | None:
    """Why exposure by time is not tested: few persons at a level; None where it is."""
    here = {level: int(chosen.at(exposure, level).sum()) for level in levels}
    few = [level for level, n in here.items() if 0 < n < FEW_AT_LEVEL]
    if not few:
        return None
    return say(
        "Exposure by time is not tested, as that needs {least} persons at each level: {few}.",
        least=FEW_AT_LEVEL,
        few=", ".join(f"'{level_word(level)}' ({here[level]})" for level in few),
    )


def of_sample(chosen: Chosen, asked: Asked, design: Design, codebook: Codebook) -> Iterator[str]:
    """Few persons, in all or at a level, and whose weeks or months are not all there."""
    n = len(chosen.rows)
    if n < FEW:
        yield say("Only {n} persons (clusters): robust errors need more than {few}, and limits are likely too narrow.", n=n, few=FEW - 1)
    for level in (asked.reference, *design.codings[0].levels):
        here = int(chosen.at(asked.exposure, level).sum())
        if here < FEW_AT_LEVEL:
            yield say_n(
                "Only {n} person in '{level}': the odds ratio, its limits and p rest on so few, and errors without the correction are not given.",
                "Only {n} persons in '{level}': the odds ratio, its limits and p rest on so few, and errors without the correction are not given.",
                here,
                level=level_word(level),
            )
        few = rests_on_few(chosen, asked.exposure, level)
        if few:
            yield few
    for coding in design.codings[1:]:
        for level in (coding.reference, *coding.levels) if coding.reference is not None else ():
            here = chosen.at(coding.variable, level)
            if int(here.sum()) == 1:
                yield say("{label}: only one person at '{level}'.", label=label_of(coding.variable, codebook), level=level_word(level))
    short = ~chosen.observed.all(axis=1)
    if short.any():
        yield say(
            "{n} of {total} persons have fewer weeks or months than follow-up: marginal models need them to be missing completely at random given what is in "
            "the model, conditional ones at random.",
            n=int(short.sum()),
            total=n,
        )
    yield from design.warnings


def of_marginal(found: Marginal, matrix: Matrix) -> Iterator[str]:
    """That no pair of periods tells of a correlation, or that the variance fits badly."""
    if np.isnan(found.correlation) and not has_pairs(matrix):
        yield say("No person has two weeks or months, so that there is no correlation to estimate.")
    if not 1 / BADLY <= found.scale <= BADLY:
        yield say(
            "The mean squared residual is {scale} where 1 is expected: under this working correlation some weeks or months are fitted as all but "
            "impossible. Read another working correlation.",
            scale=printing.number(found.scale, 1),
        )


def has_pairs(matrix: Matrix) -> bool:
    """Whether anybody has two weeks or months."""
    return bool((matrix.panel.observed.sum(axis=1) > 1).any())


def of_mixed(found: Conditional) -> Iterator[str]:
    """That the intercepts have no variance, or so much that a person is all but always or never employed."""
    if found.sd == 0:
        yield say(
            "The standard deviation of the random intercepts is estimated as 0 (singular fit): the model is the ordinary logistic one."
        )
    elif found.sd > FAR_APART:
        yield say(
            "Persons differ so much (standard deviation {sd} log odds) that most are all but always, or never, employed: the conditional odds ratio lies "
            "much further from 1 than a marginal one, and hangs on the normal distribution assumed of the intercepts.",
            sd=printing.number(found.sd, 1),
        )
