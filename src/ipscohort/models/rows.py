"""Rows of the tables ESTIMATES, FITS and EXCLUSIONS for one model, fitted or not."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd

from ipscohort.contracts.codebook import Codebook
from ipscohort.display.naming import level_word
from ipscohort.models.design import INTERCEPT, Coding, Design, Term
from ipscohort.models.families.base import Solution
from ipscohort.models.guards import per_coefficient, tiny_cells
from ipscohort.models.sample import Sample
from ipscohort.models.solve import joint_test
from ipscohort.models.spec import ModelSpec
from ipscohort.words import say

NUMBERS = ("estimate", "std_error", "conf_low", "conf_high", "statistic", "p_value")
RATIOS = {"ratio": "estimate", "ratio_low": "conf_low", "ratio_high": "conf_high"}
"""Column of ESTIMATES -> what it is the exponential of, where the family's estimates are read so."""
REFERENCE = "reference"
NOT_ESTIMATED = "not estimated"


def estimate_rows(
    spec: ModelSpec, sample: Sample, codings: list[Coding], fitted: tuple[Design, Solution] | None, why: str, caution: bool = False
) -> list[dict]:
    """One row per level (the reference's included), number, and the intercept.

    Parameters
    ----------
    spec : ModelSpec
    sample : Sample
    codings : list of Coding
        The variables to write rows for.
    fitted : tuple of Design and Solution, or None where the model could not be fitted
    why : str
        What holds for the whole model: warnings, or why it could not be fitted.
    caution : bool
        Whether all of its estimates are to be read with care; a level of few persons or events always is.
    """
    shared = common(spec, sample)
    rows = [] if fitted is None or not spec.family.intercept else [_row(spec, shared, Term(INTERCEPT), fitted, {}, [why], caution)]
    for coding in codings:
        if coding.reference is None:
            rows.append(_row(spec, shared, Term(coding.variable), fitted, {}, [why], caution))
            continue
        counts = {level: _counts(sample, spec, coding.variable, level) for level in _levels(coding)}
        rows.append({**shared, **_names(Term(coding.variable, coding.reference, coding.reference)), **counts[coding.reference]})
        rows[-1]["method"] = REFERENCE
        if fitted is None and len(counts) == 1:  # an exposure of one level: no other row can say why
            rows[-1]["warning"] = why or None
        for level in [x for x in _levels(coding) if x != coding.reference]:
            term = Term(coding.variable, level, coding.reference)
            tiny = _cells(spec, term, counts)
            rows.append(_row(spec, shared, term, fitted, counts[level], [*tiny, why], caution or bool(tiny)))
    return rows


def _levels(coding: Coding) -> list[str]:
    return [coding.reference, *coding.levels, *(level for level in coding.empty if level != coding.reference)]


def _cells(spec: ModelSpec, term: Term, counts: dict[str, dict]) -> list[str]:
    here, reference = counts[term.level], counts[term.reference]
    if here["n_level"] == 0:
        return [say("Nobody in '{level}'.", level=level_word(term.level))]
    cells = ((term.level, here), (term.reference, reference))
    return tiny_cells([(level, cell["n_level"], cell["n_events_level"]) for level, cell in cells], spec)


def common(spec: ModelSpec, sample: Sample) -> dict[str, Any]:
    """What all rows of one model share: which it is, and who is in it."""
    return {
        "model": spec.name,
        "outcome": spec.regression.outcome,
        "exposure": spec.exposure,
        "adjustment": spec.adjustment,
        "role": spec.regression.role,
        "n": len(sample.rows),
        "n_events": _events(sample, spec, np.ones(len(sample.rows), dtype=bool)),
        "n_excluded": sample.n_excluded,
    }


def _names(term: Term) -> dict[str, Any]:
    return {"term": term.variable, "level": term.level, "reference": term.reference}


def _events(sample: Sample, spec: ModelSpec, of: np.ndarray) -> int | None:
    return None if spec.family.outcome == "number" else int(sample.outcome[of].sum())


def _counts(sample: Sample, spec: ModelSpec, variable: str, level: str) -> dict[str, Any]:
    at = (sample.rows[variable] == level).fillna(False).to_numpy(bool)
    return {"n_level": int(at.sum()), "n_events_level": _events(sample, spec, at)}


def _row(
    spec: ModelSpec, shared: dict, term: Term, fitted: tuple[Design, Solution] | None, counts: dict, warnings: list[str], caution: bool
) -> dict[str, Any]:
    row = {**shared, **_names(term), **counts, "method": NOT_ESTIMATED, "warning": " ".join(w for w in warnings if w) or None}
    if fitted is None or term not in fitted[0].terms:
        return row
    design, solution = fitted
    column = design.terms.index(term)
    numbers = {name: known(getattr(solution, name)[column]) for name in NUMBERS}
    row |= numbers
    if solution.profile_low is not None:
        row |= {"profile_low": known(solution.profile_low[column]), "profile_high": known(solution.profile_high[column])}
    if spec.family.exponentiated:
        row |= {name: exponential(numbers[of]) for name, of in RATIOS.items()}
    row["method"], row["caution"] = NOT_ESTIMATED if numbers["estimate"] is None else solution.method, caution
    return row


def known(value: float) -> float | None:
    """A finite number; None for any other."""
    return float(value) if math.isfinite(value) else None


def exponential(value: float | None) -> float | None:
    """Its exponential; None where it is none, or beyond what a float holds."""
    if value is None or value > 700:
        return None
    return math.exp(value)


def fit_row(spec: ModelSpec, sample: Sample, fitted: tuple[Design, Solution] | None, warning: str) -> dict[str, Any]:
    """The row of FITS for one model."""
    row = {key: value for key, value in common(spec, sample).items() if key != "role"}
    row |= {
        "confounders": ";".join(spec.confounders) or None,
        "population": sample.population,
        "n_population": sample.n_population,
        "why_excluded": sample.why or None,
        "status": "not fitted",
        "warning": warning or None,
    }
    if fitted is None:
        return row
    design, solution = fitted
    row |= {
        "status": solution.status,
        "log_likelihood": known(solution.log_likelihood),
        "r_squared": known(solution.r_squared),
        "dispersion": known(solution.dispersion),
        "events_per_coefficient": per_coefficient(sample, len(design.terms) - 1, spec),
    }
    columns = [column for column in design.columns_of(spec.exposure) if math.isfinite(solution.estimate[column])]
    if len(columns) > 1 and solution.status == "fitted":
        row["global_statistic"], row["global_df"], row["global_p_value"] = joint_test(solution, columns)
    return row


def exclusion_rows(spec: ModelSpec, sample: Sample) -> list[dict[str, Any]]:
    """The rows of EXCLUSIONS for one model."""
    names = {"model": spec.name, "exposure": spec.exposure, "adjustment": spec.adjustment}
    return [{**names, "variable": variable, "n": n} for variable, n in sample.exclusions.items()]


def as_frame(rows: list[dict[str, Any]], contract: Any) -> pd.DataFrame:
    """Rows as a table that conforms to its contract."""
    return contract.conform(pd.DataFrame(rows, columns=contract.names())) if rows else contract.empty()


def unfitted_codings(spec: ModelSpec, codebook: Codebook) -> list[Coding]:
    """The exposure's levels where no design could be made; of a number itself."""
    info = codebook.variables.get(spec.exposure)
    if info is not None and info.type == "number":
        return [Coding(spec.exposure)]
    levels = info.levels if info is not None else ()
    return [Coding(spec.exposure, spec.reference, tuple(level for level in levels if level != spec.reference), ())]
