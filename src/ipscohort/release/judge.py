"""What a printed number is, for who protects it: a count by key, part of a model, a mean or sum, a median; or nothing that has a rule."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ipscohort.catalogue.adjustments import ADJUSTMENTS
from ipscohort.display.numbers import Cell, Filter, Number, Source
from ipscohort.release.inputs import ReleaseInputs
from ipscohort.release.keys import JOBS, MISSING, NOT_POSITIVE, PERSONS, POSITIVE, Key, key
from ipscohort.release.models import ModelId, Modelled

COUNTS = {"n", "of", "events"}
OF_MODELS = {"estimates", "fits", "standardised", "proportional_hazards"}
ESTIMATES = {"estimate", "lower limit", "upper limit", "percent", "p", "statistic", "r squared"}
MEANS, MEDIANS = {"mean", "standard deviation"}, {"median", "lower quartile", "upper quartile"}
POPULATIONS = {"persons": PERSONS, "job_measures": JOBS}
NUMERAL = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True)
class Judged:
    """What a cell holds.

    Attributes
    ----------
    counts : tuple of (Number, Key)
        Those that are printed.
    model : ModelId, or None
        The regression that the cell's estimates are of.
    summary : str
        'mean', 'sum' or 'median' of a cell that summarises values; '' of others.
    base : Key, or None
        Whose values it summarises.
    column : str
        Of which column.
    risk : bool
        Whether the model's estimate is a risk, or a difference or ratio of risks.
    ruled : bool
        Whether there is a rule for all that it holds.
    """

    counts: tuple[tuple[Number, Key], ...] = ()
    model: ModelId | None = None
    summary: str = ""
    base: Key | None = None
    column: str = ""
    risk: bool = False
    ruled: bool = True


UNRULED = Judged(ruled=False)
NOTHING = Judged()


def judge(inputs: ReleaseInputs, cell: Cell) -> Judged:
    """What a cell of a table holds."""
    numerals = NUMERAL.findall(cell.text)
    if not cell.numbers:
        return NOTHING if not numerals or cell.text in ("0", "1") else UNRULED
    if len(numerals) > len(cell.numbers):
        return UNRULED
    said = {number.statistic for number in cell.numbers}
    files = {number.source.file for number in cell.numbers}
    if files <= set(POPULATIONS) and len(files) == 1:
        return _summary(inputs, cell, said) or _counts(inputs, cell, said)
    return _of_model(inputs, cell, said) if files <= OF_MODELS else UNRULED


def _summary(inputs: ReleaseInputs, cell: Cell, said: set[str]) -> Judged | None:
    """A mean, a sum or a median."""
    sums = {name for name in said if name.startswith("person-")}
    kind = "mean" if said & MEANS else "median" if said & MEDIANS else "sum" if sums else ""
    if not kind:
        return None
    if said - MEANS - MEDIANS - sums - {"n"}:
        return UNRULED
    where = cell.numbers[0].source
    base = key_of(inputs, where, known=True)
    n = next((number.value for number in cell.numbers if number.statistic == "n"), None)
    if base is None or (n is not None and inputs.counted[base.population].count(base) != n):
        return UNRULED
    return Judged(summary=kind, base=base, column=where.column)


def _counts(inputs: ReleaseInputs, cell: Cell, said: set[str]) -> Judged:
    if said - COUNTS - {"percent"}:
        return UNRULED
    found = []
    for number in cell.numbers:
        if number.statistic in COUNTS:
            counted = key_of(inputs, number.source)
            if counted is None or inputs.counted[counted.population].count(counted) != number.value:
                return UNRULED
            found.append((number, counted))
    return Judged(counts=tuple(found)) if found else UNRULED


def key_of(inputs: ReleaseInputs, where: Source, *, known: bool = False) -> Key | None:
    """The key of the rows that a source selects; with `known`, of those with a value in its column. None where no key says it."""
    of_jobs = where.file == "persons" and where.column == "n_jobs" and "n_jobs" not in dict(where.where)
    population = JOBS if of_jobs else POPULATIONS[where.file]
    counted, chosen = inputs.counted[population], {}
    conditions = [*where.where, *([(where.column, Filter.KNOWN)] if known else [])]
    for name, wanted in conditions:
        if name not in counted.levels:
            return None
        levels = _levels(counted.levels[name], wanted)
        chosen[name] = chosen.get(name, levels) & levels
    return counted.normal(key(population, chosen))


def _levels(levels: tuple[str, ...], wanted: object) -> set[str]:
    if wanted is Filter.MISSING:
        return {MISSING}
    if wanted is Filter.KNOWN:
        return set(levels) - {MISSING}
    if wanted is Filter.ABOVE_0:
        return {POSITIVE}
    numeric = set(levels) <= {POSITIVE, NOT_POSITIVE, MISSING}
    return set() if numeric else {str(wanted)}


def _of_model(inputs: ReleaseInputs, cell: Cell, said: set[str]) -> Judged:
    where = [number.source for number in cell.numbers]
    named = {tuple(each.key(name) for name in ("model", "exposure", "adjustment")) for each in where}
    if len(named) != 1 or said - COUNTS - ESTIMATES:
        return UNRULED
    (model,) = named
    modelled = inputs.models.each.get(model)
    if modelled is None or model[2] not in ADJUSTMENTS or any(each.key("approach") == "two_part" for each in where):
        return UNRULED
    if not modelled.n.chosen and all(each.column == "n_excluded" for each in where):
        return NOTHING  # all persons are in it, so that 0 left out tells no more than its N
    counts = []
    for number in cell.numbers:
        if number.statistic in COUNTS:
            counted = _count_of(inputs, modelled, number)
            if counted is None:
                return UNRULED
            counts.append((number, counted))
    risk = modelled.tells_risks and any(each.file == "standardised" for each in where)
    return Judged(counts=tuple(counts), model=model, risk=risk)


def _count_of(inputs: ReleaseInputs, model: Modelled, number: Number) -> Key | None:
    column, counted = number.source.column, inputs.counted[PERSONS]
    if number.statistic == "events" and model.event is None:
        return None
    if column == "n_excluded":
        inside = next(name for name, levels in model.n.chosen) if model.n.chosen else ""
        found = key(PERSONS, {**dict(model.population.chosen), inside: {"out"}}) if inside else key(PERSONS, {})
        return found if inside and counted.count(found) == number.value else None
    level = number.source.key("level") if column.endswith("_level") else ""
    found = counted.normal(model.at(level, events=number.statistic == "events"))
    return found if counted.count(found) == number.value else None
