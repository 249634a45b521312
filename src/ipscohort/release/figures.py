"""Figures of a release: drawn as for the report, from protected counts and estimates that are released, and from nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property

import pandas as pd

from ipscohort import contracts
from ipscohort.catalogue.adjustments import MUTUAL
from ipscohort.catalogue.exhibits import FIGURES
from ipscohort.display.naming import level_word
from ipscohort.figures import FigureInputs, alt_text, draw_figure
from ipscohort.figures.inputs import AtTimes
from ipscohort.figures.saving import figure_bytes
from ipscohort.release.inputs import ReleaseInputs
from ipscohort.release.keys import Key
from ipscohort.release.models import ModelId
from ipscohort.release.parts import Picture
from ipscohort.release.protect import Protected
from ipscohort.release.steps import FIGURE, Curve, frame, median_in_words
from ipscohort.release.tables import METHODS as OF_TABLES
from ipscohort.release.tables import OF_MODELS
from ipscohort.words import later, say

SUFFIXES = ("svg", "pdf", "png")
MODEL = ["model", "exposure", "adjustment"]
AT_TIMES = later(
    "Points: the curve at some round times, between which {n} first jobs or more began each; straight lines join them. At risk: after the time. Persons "
    "censored count as at risk until {n} or more of them are taken off together, at one of these times, so that shares are a little lower than exact times "
    "would make them."
)
NOT_DRAWN = later("Not shown, so that nobody can be made out: {levels}.")
METHODS = {
    FIGURE: later("Kaplan-Meier curves from protected counts in intervals between round times."),
    "forest": OF_MODELS,
    "risks_and_means": OF_TABLES["absolute_differences"],
}


def time_to_first_job(inputs: ReleaseInputs, nothing: FigureInputs, curves: list[Curve], step: int) -> Picture:
    """The Kaplan-Meier figure, of curves in steps; a test is named only where all levels of its exposure are drawn to their end."""
    end = max(at for curve in curves for at in curve.ends)
    whole = {(curve.exposure, curve.level) for curve in curves if curve.whole}
    exact = inputs.rules.base == 1
    tested = [name for name in inputs.tables.exposures if exact and {(name, level) for level in inputs.tables.levels(name)} <= whole]
    tests = inputs.tables.survival_tests
    confidence = inputs.settings.study.confidence
    medians = {(curve.exposure, curve.level): median_in_words(curve, confidence, inputs.tables.unit) for curve in curves}
    drawn = replace(
        nothing,
        curves=frame(curves, end, confidence),
        survival_tests=tests[tests["exposure"].isin(tested)],
        at_times=AtTimes(" ".join([say(AT_TIMES, n=step), *_not_drawn(inputs, curves)]), medians),
    )
    return _picture(FIGURE, drawn)


def _not_drawn(inputs: ReleaseInputs, curves: list[Curve]) -> list[str]:
    """A sentence with the levels that have no curve."""
    drawn = {(curve.exposure, curve.level) for curve in curves}
    tables = inputs.tables
    levels = [
        f"{tables.label(name)}, {level_word(level)}"
        for name in tables.exposures
        for level in tables.levels(name)
        if (name, level) not in drawn
    ]
    return [say(NOT_DRAWN, levels="; ".join(levels))] if levels else []


def forest(inputs: ReleaseInputs, nothing: FigureInputs, refused: dict[ModelId, str], protected: Protected) -> Picture | None:
    """The forest plot of the estimates that are released, with the counts that are; None where there are none."""
    rows = _released(inputs, inputs.tables.estimates, refused)
    if not rows["estimate"].notna().any():
        return None
    rows = pd.DataFrame([_with_counts(row, inputs, protected) for row in rows.to_dict("records")], columns=rows.columns).astype(rows.dtypes)
    return _picture("forest", replace(nothing, estimates=rows))


def risks_and_means(inputs: ReleaseInputs, nothing: FigureInputs, refused: dict[ModelId, str], protected: Protected) -> Picture | None:
    """Standardised risks and means of the models of which they are released; None where there are none."""
    without = inputs.models.without_risks(protected.counted, protected.shown)
    rows = _released(inputs, inputs.tables.standardised, refused | without)
    return None if rows.empty else _picture("risks_and_means", replace(nothing, standardised=rows))


def nothing_of(inputs: ReleaseInputs) -> FigureInputs:
    """What figures are drawn from, without any rows."""
    settings, tables = inputs.settings, inputs.tables
    empty = {
        "rates": contracts.RATES,
        "estimates": contracts.ESTIMATES,
        "curves": contracts.CURVES,
        "survival_tests": contracts.SURVIVAL_TESTS,
    }
    parts = {"exposures": tables.exposures, "study": settings.study, "models": settings.models, "figures": settings.figures}
    more = {"codebook": tables.codebook, "tables": settings.tables, "synthetic": settings.synthetic}
    return FigureInputs(**{name: contract.empty() for name, contract in empty.items()}, **parts, **more)


def _released(inputs: ReleaseInputs, rows: pd.DataFrame, refused: dict[ModelId, str]) -> pd.DataFrame:
    """Rows of models that are released; those adjusted for the other exposures too stand in no released table."""
    kept = {model for model in inputs.models.each if model not in refused and model[2] != MUTUAL}
    return rows[[tuple(each) in kept for each in rows[MODEL].astype(str).itertuples(index=False)]]


def _with_counts(row: dict, inputs: ReleaseInputs, protected: Protected) -> dict:
    """A row of ESTIMATES with the counts that are printed, and without a warning that holds numbers."""
    model = inputs.models.each[tuple(row[name] for name in MODEL)]

    def printed(counted: Key) -> object:
        n = protected.printed(protected.counted.normal(counted))
        return pd.NA if n is None else n

    some = {"n": printed(model.at()), "n_level": printed(model.at(row["level"]))}
    if model.event is not None:
        some |= {"n_events": printed(model.at(events=True)), "n_events_level": printed(model.at(row["level"], events=True))}
    if re.search(r"\d", "" if pd.isna(row["warning"]) else str(row["warning"])):
        some |= {"warning": pd.NA}
    for whole, part in (("n", "n_events"), ("n_level", "n_events_level")):  # a cell is hidden whole, as in tables
        if part in some and (pd.isna(some[whole]) or pd.isna(some[part])):
            some |= {whole: pd.NA, part: pd.NA}
    return {**row, **some}


class Drawn(Mapping):
    """A figure in every format, by suffix; drawn when it is first asked for."""

    def __init__(self, name: str, inputs: FigureInputs, title: str, alt: str):
        self._what = (name, inputs, title, alt)

    @cached_property
    def _files(self) -> dict[str, bytes]:
        name, inputs, title, alt = self._what
        figure = draw_figure(name, inputs)
        return {kind: figure_bytes(figure, kind, inputs.figures.dpi, title, alt) for kind in SUFFIXES}

    def __getitem__(self, suffix: str) -> bytes:
        return self._files[suffix]

    def __iter__(self) -> Iterator[str]:
        return iter(SUFFIXES)

    def __len__(self) -> int:
        return len(SUFFIXES)


def _picture(name: str, inputs: FigureInputs) -> Picture:
    title, alt = say(FIGURES[name].title), alt_text(name, inputs)
    return Picture(name, title, alt, Drawn(name, inputs, title, alt), METHODS[name])
