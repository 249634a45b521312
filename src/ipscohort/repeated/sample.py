"""Persons by weeks or months, why some of them are missing, and the persons of one model."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ipscohort.config.analysis import Regression
from ipscohort.contracts.codebook import Codebook
from ipscohort.contracts.repeated import COMPLETE, LEFT, START, STATUS
from ipscohort.models.design import Design, build_design
from ipscohort.models.families import logistic
from ipscohort.models.sample import Sample, label_of
from ipscohort.models.spec import ModelSpec
from ipscohort.repeated.panel import Panel
from ipscohort.words import later, say

TIME = {"linear": ("time",), "quadratic": ("time", "time_squared"), "logarithm": ("time",)}
"""Form of time -> its terms."""
WHY = {
    START: later("the start of a job is unknown, or no week or month is known"),
    LEFT: later("not observed to the end"),
    STATUS: later("status unknown in between"),
}


@dataclass(frozen=True)
class Long:
    """Who was employed when.

    Attributes
    ----------
    persons : DataFrame
        PERSONS.
    employed, observed : ndarray of bool, shape (persons, periods)
    """

    persons: pd.DataFrame
    employed: np.ndarray
    observed: np.ndarray

    @classmethod
    def of(cls, persons: pd.DataFrame, periods: pd.DataFrame, n_periods: int) -> Long:
        """From PERIODS, up to the end of follow-up."""
        persons = persons.reset_index(drop=True)
        person = pd.Index(persons["id"]).get_indexer(periods["id"])
        period = periods["period"].to_numpy(dtype=int) - 1
        inside = (person >= 0) & (period < n_periods)
        employed, observed = np.zeros((2, len(persons), n_periods), dtype=bool)
        observed[person[inside], period[inside]] = True
        employed[person[inside], period[inside]] = periods["employed"].to_numpy(dtype=bool)[inside]
        return cls(persons, employed, observed)

    @property
    def n_periods(self) -> int:
        """Weeks or months of follow-up."""
        return self.observed.shape[1]

    def missing(self) -> dict[str, np.ndarray]:
        """Reason -> weeks or months of each person that are missing for it."""
        seen = self.observed.any(axis=1)
        last = np.where(seen, self.n_periods - self.observed[:, ::-1].argmax(axis=1), 0)
        after = np.where(seen, self.n_periods - last, 0)
        gaps = np.where(seen, last - self.observed.sum(axis=1), 0)
        return {LEFT: after, START: np.where(seen, 0, self.n_periods), STATUS: gaps}

    def missing_rows(self, members: np.ndarray, exposure: str, level: str) -> Iterator[dict]:
        """Rows of REPEATED_MISSING of some persons."""
        key = {"exposure": exposure, "level": level}
        missing = self.missing()
        whole = members & ~np.logical_or.reduce([months > 0 for months in missing.values()])
        yield {**key, "reason": COMPLETE, "n": int(whole.sum()), "n_periods": 0}
        for reason, months in missing.items():
            yield {**key, "reason": reason, "n": int((months[members] > 0).sum()), "n_periods": int(months[members].sum())}


@dataclass(frozen=True)
class Asked:
    """One sample of persons: an exposure, what is adjusted for, and on whose rows.

    Attributes
    ----------
    exposure, reference, adjustment : str
    confounders, complete_on : tuple of str
    references : dict of str -> str
        Reference levels of confounders.
    time : str
        Form of time.
    confidence : float
    """

    exposure: str
    reference: str
    adjustment: str
    confounders: tuple[str, ...]
    complete_on: tuple[str, ...]
    references: dict[str, str]
    time: str
    confidence: float

    @property
    def spec(self) -> ModelSpec:
        """The same as the design of a regression is asked for."""
        return ModelSpec(
            name="employment",
            regression=Regression(outcome="job_obtained", model=logistic.FAMILY.name),
            exposure=self.exposure,
            reference=self.reference,
            adjustment=self.adjustment,
            confounders=self.confounders,
            complete_on=self.complete_on,
            references=self.references,
            confidence=self.confidence,
            few_events=1,
        )


@dataclass(frozen=True)
class Chosen:
    """The persons of a model: those observed in some week or month of whom exposure and confounders are known.

    Attributes
    ----------
    rows : DataFrame
    employed, observed : ndarray of bool, shape (persons, periods)
    why : str
        Who was left out and why; empty where nobody was.
    n_population : int
    """

    rows: pd.DataFrame
    employed: np.ndarray
    observed: np.ndarray
    why: str
    n_population: int

    @classmethod
    def of(cls, long: Long, asked: Asked, codebook: Codebook) -> Chosen:
        """Draw them."""
        reasons = [(say(WHY[START]), ~long.observed.any(axis=1))]
        for variable in dict.fromkeys((asked.exposure, *asked.complete_on)):
            reasons.append((f"{label_of(variable, codebook)} {say('missing')}", long.persons[variable].isna().to_numpy()))
        out = np.logical_or.reduce([mask for _, mask in reasons])
        named = "; ".join(f"{words} ({int(mask.sum())})" for words, mask in reasons if mask.any())
        why = say("{n} left out: {reasons}", n=int(out.sum()), reasons=named) if out.any() else ""
        return cls(long.persons[~out].reset_index(drop=True), long.employed[~out], long.observed[~out], why, len(out))

    def at(self, exposure: str, level: str) -> np.ndarray:
        """Who is at a level."""
        return self.rows[exposure].eq(level).fillna(False).to_numpy(dtype=bool)

    def design(self, asked: Asked, codebook: Codebook) -> Design:
        """The persons' part of the design matrix; NotFittedError as regressions have it."""
        sample = Sample(self.rows, np.zeros(len(self.rows)), None, "", self.n_population, {}, self.why, [])
        return build_design(sample, codebook, asked.spec)


@dataclass(frozen=True)
class Matrix:
    """Persons by periods by coefficients, numbers centred and scaled so that they are of one size.

    Attributes
    ----------
    panel : Panel
    back : ndarray, shape (coefficients, coefficients)
        From scaled coefficients to those of the variables' own units.
    exposure, time, products : list of int
        Columns of the exposure's levels, of time, and of exposure by time.
    """

    panel: Panel
    back: np.ndarray
    exposure: list[int]
    time: list[int]
    products: list[int]

    @classmethod
    def of(cls, chosen: Chosen, design: Design, form: str, *, products: bool) -> Matrix:
        """Put the persons' columns, those of time, and their products side by side."""
        n_periods = chosen.observed.shape[1]
        spread = design.matrix[:, design.is_number].std(axis=0)
        own = np.repeat(design.matrix[:, None, :], n_periods, axis=1)
        columns, scale, centre = [own[:, :, k] for k in range(own.shape[2])], np.ones(own.shape[2]), np.zeros(own.shape[2])
        scale[design.is_number] = np.where(spread > 0, spread, 1.0)
        centre[design.is_number] = design.matrix[:, design.is_number].mean(axis=0)
        number = np.arange(1, n_periods + 1, dtype=float)
        shapes = {"linear": [number], "quadratic": [number, number**2], "logarithm": [np.log(number)]}[form]
        shapes = shapes if n_periods > len(shapes) else []
        exposure = list(range(1, 1 + len(design.codings[0].levels)))
        more, sizes, middles = [], [], []
        for shape in shapes:
            more.append(np.broadcast_to(shape, chosen.observed.shape))
            sizes.append(shape.std())
            middles.append(0.0)
        for shape in shapes if products else []:
            for column in exposure:
                more.append(columns[column] * shape)
                sizes.append(shape.std())
                middles.append(0.0)
        scale, centre = np.r_[scale, sizes], np.r_[centre, middles]
        matrix = (np.stack([*columns, *more], axis=2) - centre) / scale
        back = np.diag(1 / scale)
        back[0] -= centre / scale
        first = own.shape[2]
        time = list(range(first, first + len(shapes)))
        return cls(
            Panel((chosen.employed & chosen.observed).astype(float), chosen.observed, matrix, number),
            back,
            exposure,
            time,
            list(range(first + len(shapes), matrix.shape[2])),
        )
