"""Who is in each regression, as counts by key; and whether its estimates may be released."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from ipscohort.config import Settings
from ipscohort.models.families import among_workers
from ipscohort.models.fit import specify
from ipscohort.models.sample import Sample, draw_sample
from ipscohort.models.spec import ModelSpec
from ipscohort.release.keys import MISSING, PERSONS, Counted, Key, key
from ipscohort.release.log import FEW, HIDDEN_CELLS, NEARLY_THE_SAME, SATURATED
from ipscohort.release.rules import Rules
from ipscohort.tables.inputs import TableInputs

KINDS = ("yes_no", "number", "time")
"""Kinds of outcome for whose regressions there is a rule."""
ModelId = tuple[str, str, str]
"""Regression, exposure and adjustment, by their names."""
IN, OUT = "in", "out"


@dataclass(frozen=True)
class Modelled:
    """Who is in one regression.

    Attributes
    ----------
    spec : ModelSpec
    population, n : Key
        Whom it is about; who is in it.
    event : tuple of (str, str), or None
        Variable and level of the outcome that is counted; None of a number.
    levels : tuple of str
        Levels of the exposure.
    patterns : int
        Patterns of characteristics that occur; of times with an event the number of events.
    coefficients : int
    inside : ndarray of bool, shape (persons,)
    largest : float
        Largest share that one person has in the sum of the outcome at a level; 0 where the outcome is no sum.
    fitted : bool
    """

    spec: ModelSpec
    population: Key
    n: Key
    event: tuple[str, str] | None
    levels: tuple[str, ...]
    patterns: int
    coefficients: int
    inside: np.ndarray
    largest: float
    fitted: bool

    def at(self, level: str = "", *, events: bool = False) -> Key:
        """Who is in it at a level, or at any; those with the outcome alone."""
        more = {self.spec.exposure: {level}} if level else {}
        if events:
            if self.event is None:
                raise KeyError("events")
            more[self.event[0]] = {self.event[1]}
        return key(PERSONS, {**dict(self.n.chosen), **more})

    @property
    def tells_counts(self) -> bool:
        """Whether its estimates give the persons and events of its groups: a crude odds ratio with its limits does, and a crude hazard ratio
        nearly so, as its standard error hangs on the events of each group.
        """
        return self.event is not None and (self.saturated or not self.spec.confounders)

    @property
    def tells_risks(self) -> bool:
        """Whether adjusted risks of its groups are made: with weak confounders each, with its limits, is nearly n and events of the group."""
        return self.event is not None and self.spec.family.outcome == "yes_no" and not self.tells_counts

    def of_groups(self, counted: Counted) -> list[Key]:
        """Persons, and persons with the outcome, at each level."""
        return [counted.normal(self.at(level, events=events)) for level in self.levels for events in (False, True)]

    @property
    def tells_means(self) -> bool:
        """Whether its means are those of its groups."""
        return self.event is None and self.saturated

    @property
    def saturated(self) -> bool:
        """Whether its estimates are the counts, or means, of its groups in other words."""
        return self.patterns <= self.coefficients


@dataclass
class Models:
    """Every regression that there is a rule for, by regression, exposure and adjustment."""

    each: dict[ModelId, Modelled] = field(default_factory=dict)

    def refused(self, rules: Rules, counted: Counted, shown: dict[Key, tuple[float, float]]) -> dict[ModelId, str]:
        """Which are not released, and why: one of log.REASONS."""
        found: dict[ModelId, str] = {}
        kept: list[Modelled] = []
        for name, model in self.each.items():
            why = _why_not(model, rules, counted, shown)
            if not why and any(_nearly(model, other, rules) for other in kept):
                why = NEARLY_THE_SAME
            if why:
                found[name] = why
            else:
                kept.append(model)
        return found

    def enough(self, rules: Rules, counted: Counted) -> Iterator[tuple[ModelId, Key, int]]:
        """Of models that may be released: how many persons, at least, that says that there are; but of those whose counts all stand then."""
        for name, model in self.each.items():
            if model.tells_counts or _why_not(model, rules, counted, {}):
                continue
            found = [
                (counted.normal(model.at()), rules.min_n),
                *((counted.normal(model.at(level)), rules.threshold) for level in model.levels),
            ]
            if model.event is not None:
                for outcome in (model.event[1:], tuple(set(counted.levels[model.event[0]]) - {model.event[1], MISSING})):
                    both = {
                        at: counted.normal(key(PERSONS, {**dict(model.at(at).chosen), model.event[0]: set(outcome)}))
                        for at in ("", *model.levels)
                    }
                    found += [(k, rules.threshold if at else rules.min_events) for at, k in both.items() if outcome]
            yield from ((name, k, n) for k, n in found)

    def without_risks(self, counted: Counted, shown: dict[Key, tuple[float, float]]) -> dict[ModelId, str]:
        """Models whose adjusted risks are not released, and why: persons and events of each group must be shown as they are."""
        return {name: HIDDEN_CELLS for name, model in self.each.items() if model.tells_risks and not _exact(model, counted, shown)}


def _exact(model: Modelled, counted: Counted, shown: dict[Key, tuple[float, float]]) -> bool:
    return all(k in shown and shown[k][0] == shown[k][1] for k in model.of_groups(counted))


def _why_not(model: Modelled, rules: Rules, counted: Counted, shown: dict[Key, tuple[float, float]]) -> str:
    n = counted.count(model.n)
    at = {level: counted.count(counted.normal(model.at(level))) for level in model.levels}
    if not model.fitted or n < rules.min_n or min(at.values()) < rules.threshold:
        return FEW
    if model.event is not None:
        events = counted.count(model.at(events=True))
        of_level = [counted.count(counted.normal(model.at(level, events=True))) for level in model.levels]
        with_and_without = [m for level, e in zip(model.levels, of_level, strict=True) for m in (e, at[level] - e)]
        if min(events, n - events) < rules.min_events or min(with_and_without) < rules.threshold:
            return FEW
    if model.largest > rules.dominance:
        return FEW
    if not model.saturated and model.patterns - model.coefficients < rules.min_df:
        return SATURATED
    return HIDDEN_CELLS if model.tells_counts and not _exact(model, counted, shown) else ""


def _nearly(model: Modelled, other: Modelled, rules: Rules) -> bool:
    """Whether two models of the same terms are of the same persons but for a few: their difference would tell of these."""
    mine, others = ((each.spec.name, each.spec.exposure, each.spec.confounders) for each in (model, other))
    return mine == others and 0 < int((model.inside != other.inside).sum()) < rules.threshold


def models_of(tables: TableInputs, settings: Settings, counted: Counted) -> Models:
    """Draw each regression's persons anew; whose number is not that of its fit is left without a rule."""
    found, named = Models(), {}
    for spec in specify(settings.exposures, settings.models, settings.study.confidence):
        if spec.family.outcome not in KINDS or not spec.reference:
            continue
        sample = draw_sample(tables.persons, tables.codebook, spec)
        inside = tables.persons.index.isin(sample.rows.index)
        workers = among_workers(spec.regression.outcome, spec.regression.model)
        variable = named.setdefault((inside.tobytes(), _needed(spec), workers), f"{IN} {len(named) + 1}")
        if variable not in counted.levels:
            counted.add(variable, pd.Series(np.where(inside, IN, OUT)))
            counted.made.add(variable)
            _link(counted, variable, _needed(spec), workers=workers)
        model = _modelled(spec, sample, inside, variable, tables, counted, workers=workers)
        if model is not None:
            found.each[spec.name, spec.exposure, spec.adjustment] = model
    return found


def _needed(spec: ModelSpec) -> tuple[str, ...]:
    """Variables that must be known of each person in a model."""
    return tuple(sorted({spec.exposure, spec.regression.outcome, *spec.complete_on}))


def _link(counted: Counted, variable: str, needed: tuple[str, ...], *, workers: bool) -> None:
    """What everybody knows of who is in a model: all that it needs is known of them, and nobody else is so."""
    some = [name for name in needed if MISSING in counted.levels.get(name, ())]
    everybody = {name: set(counted.levels[name]) - {MISSING} for name in some}
    rules = [{variable: {IN}, name: {MISSING}} for name in some]
    if workers:
        none = set(counted.levels["job_obtained"]) - {"yes"}
        rules += [{variable: {IN}, "job_obtained": none}] if none else []
        everybody["job_obtained"] = {"yes"}
    for chosen in [*rules, {variable: {OUT}, **everybody}]:
        counted.rule_out_if_nobody(chosen)


def _modelled(
    spec: ModelSpec, sample: Sample, inside: np.ndarray, variable: str, tables: TableInputs, counted: Counted, *, workers: bool
) -> Modelled | None:
    where = {"model": spec.name, "exposure": spec.exposure, "adjustment": spec.adjustment}
    fits = tables.fits[(tables.fits[list(where)] == pd.Series(where)).all(axis=1)]
    if len(fits) != 1:
        return None
    among = {"job_obtained": "yes"} if workers else {}
    n = counted.normal(key(PERSONS, {variable: {IN}}))
    outcome = spec.regression.outcome
    event = None
    if spec.family.outcome in ("yes_no", "time"):
        event = (outcome if spec.family.outcome == "yes_no" else "job_obtained", "yes")
    others = [name for name in spec.confounders if name in sample.rows]
    patterns = len(sample.rows[[spec.exposure, *others]].drop_duplicates())
    if spec.family.outcome == "time":  # what its estimates rest on is the order of the events
        patterns = int(sample.outcome.sum())
    model = Modelled(
        spec,
        counted.normal(key(PERSONS, among)),
        n,
        event,
        tables.levels(spec.exposure),
        patterns,
        _coefficients(tables, where, len(tables.levels(spec.exposure)), spec),
        inside,
        _largest(sample, spec),
        str(fits.iloc[0]["status"]) != "not fitted",
    )
    return model if _agrees(model, fits.iloc[0], counted) else None


def _coefficients(tables: TableInputs, where: dict[str, str], levels: int, spec: ModelSpec) -> int:
    others = tables.confounder_estimates
    mine = others[(others[list(where)] == pd.Series(where)).all(axis=1)]
    return levels - 1 + int(spec.family.intercept) + int(mine["estimate"].notna().sum())


def _largest(sample: Sample, spec: ModelSpec) -> float:
    """Largest share that one person has in a sum of the outcome at a level."""
    name = spec.regression.outcome
    if spec.family.outcome in ("yes_no", "time") or name not in sample.rows or sample.rows.empty:
        return 0.0
    values = pd.to_numeric(sample.rows[name]).abs().groupby(sample.rows[spec.exposure].astype(str))
    return float((values.max() / values.sum()).max())


def _agrees(model: Modelled, fit: pd.Series, counted: Counted) -> bool:
    """Whether the keys count what the fit says that it is of."""
    if counted.count(model.n) != int(fit["n"]):
        return False
    return model.event is None or counted.count(model.at(events=True)) == int(fit["n_events"])
