"""The design matrix: treatment coding with the declared references, numbers linear, nothing that can't be estimated."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ipscohort.contracts.codebook import Codebook
from ipscohort.display.naming import level_word
from ipscohort.models.families.base import NotFittedError
from ipscohort.models.sample import Sample, label_of
from ipscohort.models.spec import ModelSpec
from ipscohort.words import say

INTERCEPT = "intercept"
ALIASED = 1e-8
"""Share of a centred column's length that must be left once the other columns explain what they can."""


@dataclass(frozen=True)
class Term:
    """One coefficient: the intercept, a number, or a level against its reference."""

    variable: str
    level: str | None = None
    reference: str | None = None


@dataclass(frozen=True)
class Coding:
    """How one variable enters.

    Attributes
    ----------
    variable : str
    reference : str or None
        None for a number.
    levels : tuple of str
        Levels with persons in the model, the reference left out.
    empty : tuple of str
        Levels without any.
    """

    variable: str
    reference: str | None = None
    levels: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()


@dataclass(frozen=True)
class Design:
    """A design matrix of full rank.

    Attributes
    ----------
    matrix : ndarray, shape (n, k)
    terms : tuple of Term, length k
        The intercept, then the exposure's levels, then the confounders.
    codings : tuple of Coding
        The exposure's first.
    aliased : tuple of Term
        Confounder terms left out because other terms determine them.
    warnings : list of str
    """

    matrix: np.ndarray
    terms: tuple[Term, ...]
    codings: tuple[Coding, ...]
    aliased: tuple[Term, ...]
    warnings: list[str]

    def columns_of(self, variable: str) -> list[int]:
        """Numbers of the columns that belong to a variable."""
        return [i for i, term in enumerate(self.terms) if term.variable == variable]

    def as_if(self, variable: str) -> Iterator[np.ndarray]:
        """The matrix with everybody at each level of a categorical variable, the reference first."""
        columns = self.columns_of(variable)
        for column in (None, *columns):
            matrix = self.matrix.copy()
            matrix[:, columns] = 0.0
            if column is not None:
                matrix[:, column] = 1.0
            yield matrix

    @property
    def is_number(self) -> np.ndarray:
        """Which columns are numbers, not intercept or levels."""
        return np.array([t.variable != INTERCEPT and t.reference is None for t in self.terms])


def code_variable(variable: str, values: pd.Series, codebook: Codebook, reference: str | None) -> Coding:
    """How a variable enters, given the persons in the model (no value missing)."""
    info = codebook.variables.get(variable)
    if info is not None and info.type == "number":
        return Coding(variable)
    if info is not None and info.type == "date":
        raise NotFittedError(say("{label} is a date, which can't be adjusted for; use a number or groups made from it.", label=info.label))
    present = set(values.astype(str))
    known = info.levels if info is not None else ()
    levels = [*known, *sorted(present - set(known))]
    reference = reference if reference is not None else next((level for level in levels if level in present), levels[0])
    return Coding(
        variable,
        reference,
        tuple(level for level in levels if level in present and level != reference),
        tuple(level for level in levels if level not in present),
    )


def build_design(sample: Sample, codebook: Codebook, spec: ModelSpec) -> Design:
    """The design matrix of one model.

    Parameters
    ----------
    sample : Sample
        Complete cases, at least one.
    codebook : Codebook
        Order of levels.
    spec : ModelSpec

    Returns
    -------
    Design

    Raises
    ------
    NotFittedError
        The exposure has one level, nobody is at its reference, or it can't be told from the confounders.
    """
    rows = sample.rows
    exposure = _exposure_coding(rows, codebook, spec)
    confounders = [_confounder_coding(name, rows, codebook, spec) for name in spec.confounders]
    warnings = [w for coding in (exposure, *confounders) for w in _level_warnings(coding, codebook, coding is exposure)]
    columns, terms = [np.ones(len(rows))], [Term(INTERCEPT)]
    for coding in (exposure, *confounders):
        for term, column in _columns(coding, rows[coding.variable]):
            terms.append(term)
            columns.append(column)
    matrix = np.column_stack(columns)
    return _full_rank(matrix, terms, (exposure, *confounders), codebook, warnings)


def _exposure_coding(rows: pd.DataFrame, codebook: Codebook, spec: ModelSpec) -> Coding:
    coding = code_variable(spec.exposure, rows[spec.exposure], codebook, spec.reference)
    if coding.reference is None:
        if rows[spec.exposure].nunique() == 1:
            named = {"label": label_of(spec.exposure, codebook)}
            raise NotFittedError(say("{label}: it is the same for everybody in the model, so there is nothing to compare.", **named))
        return coding
    named = {"label": label_of(spec.exposure, codebook), "level": level_word(coding.reference)}
    if coding.reference in coding.empty or not (rows[spec.exposure] == coding.reference).any():
        raise NotFittedError(say("{label}: nobody in the model is in the reference group '{level}'.", **named))
    if not coding.levels:
        why = say("{label}: everybody in the model is in the group '{level}', so there is nothing to compare.", **named)
        raise NotFittedError(why)
    return coding


def _confounder_coding(name: str, rows: pd.DataFrame, codebook: Codebook, spec: ModelSpec) -> Coding:
    coding = code_variable(name, rows[name], codebook, spec.references.get(name))
    if coding.reference is not None and coding.reference in coding.empty:
        coding = code_variable(name, rows[name], codebook, None)
    return coding


def _level_warnings(coding: Coding, codebook: Codebook, is_exposure: bool) -> list[str]:
    label, found = label_of(coding.variable, codebook), []
    if coding.empty:
        found.append(say("{label}: nobody in the model at {levels}.", label=label, levels=_quoted(coding.empty)))
    if not is_exposure and coding.reference is not None and not coding.levels:
        found.append(
            say(
                "{label}: everybody in the model is at '{level}', so it is not adjusted for.",
                label=label,
                level=level_word(coding.reference),
            )
        )
    return found


def _columns(coding: Coding, values: pd.Series) -> list[tuple[Term, np.ndarray]]:
    if coding.reference is None:
        return [(Term(coding.variable), values.to_numpy(float))]
    text = values.astype(str).to_numpy()
    return [(Term(coding.variable, level, coding.reference), (text == level).astype(float)) for level in coding.levels]


def _full_rank(matrix: np.ndarray, terms: list[Term], codings: tuple[Coding, ...], codebook: Codebook, warnings: list[str]) -> Design:
    """Leave out confounder terms that others determine; refuse where the exposure itself is concerned."""
    exposure = codings[0].variable
    order = sorted(range(len(terms)), key=lambda i: terms[i].variable == exposure)  # the exposure's columns come last
    last = [terms[i] for i in order]
    for column in aliased(matrix[:, order]):
        if last[column].variable == exposure:
            others = _named_with(matrix[:, order], last, column, codebook)
            named = {"term": term_label(last[column], codebook), "others": others}
            raise NotFittedError(say("{term} can't be told apart from {others}: one determines the other.", **named))
    dropped = aliased(matrix)
    for column in dropped:
        others = _named_with(matrix, terms, column, codebook)
        named = {"term": term_label(terms[column], codebook), "others": others}
        warnings.append(say("{term} is not in the model, because it is determined by {others}.", **named))
    kept = [i for i in range(len(terms)) if i not in dropped]
    return Design(matrix[:, kept], tuple(terms[i] for i in kept), codings, tuple(terms[i] for i in dropped), warnings)


def aliased(matrix: np.ndarray) -> list[int]:
    """Columns that those before them determine."""
    basis = np.empty((len(matrix), 0))
    found = []
    for i in range(matrix.shape[1]):
        column = matrix[:, i]
        size = np.linalg.norm(column - column.mean() if i else column)
        rest = column - basis @ (basis.T @ column)
        rest = rest - basis @ (basis.T @ rest)  # twice: the first pass leaves rounding along the basis
        left = np.linalg.norm(rest)
        if left <= ALIASED * max(size, 1e-300) or left <= 1e-13 * np.linalg.norm(column):
            found.append(i)
        else:
            basis = np.column_stack([basis, rest / left])
    return found


def _named_with(matrix: np.ndarray, terms: list[Term], column: int, codebook: Codebook) -> str:
    """The terms before a column whose combination gives it, in words."""
    dropped = aliased(matrix[:, :column])
    others = [i for i in range(column) if i not in dropped]
    scale = np.maximum(np.abs(matrix[:, others]).max(axis=0), 1e-300)
    weights = np.linalg.lstsq(matrix[:, others] / scale, matrix[:, column], rcond=None)[0]
    used = [terms[i] for i, w in zip(others, weights, strict=True) if abs(w) > 1e-6 * max(np.abs(weights).max(), 1e-300)]
    names = [term_label(term, codebook) for term in used if term.variable != INTERCEPT]
    return say(" and ").join(names) if names else say("the intercept (it is the same for everybody)")


def term_label(term: Term, codebook: Codebook) -> str:
    """How a message names a coefficient."""
    if term.variable == INTERCEPT:
        return say("the intercept")
    label = label_of(term.variable, codebook)
    return label if term.level is None else f"{label} '{level_word(term.level)}'"


def _quoted(levels: tuple[str, ...]) -> str:
    return ", ".join(f"'{level_word(level)}'" for level in levels)
