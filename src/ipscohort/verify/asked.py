"""What the kit refits: every model that the settings ask for, with whom it is about, and every Kaplan-Meier curve."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ipscohort.catalogue.adjustments import ADJUSTMENTS
from ipscohort.models.event_times import columns_of
from ipscohort.models.families import among_workers
from ipscohort.models.spec import ModelSpec
from ipscohort.verify.data import Data, Variable

OPPOSITE = {"<=": ">", "<": ">=", ">": "<=", ">=": "<"}
"""How values compare that a family can't take (`LeftOut.key`) -> how those do who are kept; alike in R and SPSS."""


@dataclass(frozen=True)
class Condition:
    """A comparison that each person in a model meets: `time_worked > 0`."""

    variable: Variable
    holds: str


@dataclass(frozen=True)
class Model:
    """One model, with the variables that its scripts name.

    Attributes
    ----------
    spec : ModelSpec
    outcome : Variable
    terms : tuple of Variable
        Exposure and confounders, in their order.
    offset : Variable or None
    event : Variable or None
        Of a time: whether it ends with the event. The outcome is the time until then, or until the person was seen last.
    known : tuple of Variable
        Of whom a value is missing in one of these is left out; the outcome first.
    workers : bool
        Whether the model is of those who obtained a job.
    conditions : tuple of Condition
    """

    spec: ModelSpec
    outcome: Variable
    terms: tuple[Variable, ...]
    offset: Variable | None
    event: Variable | None
    known: tuple[Variable, ...]
    workers: bool
    conditions: tuple[Condition, ...]

    @property
    def title(self) -> str:
        """What a comment calls it."""
        spec = self.spec
        return f"{spec.name}, {spec.exposure}: {ADJUSTMENTS[spec.adjustment]}"

    def reference_of(self, variable: Variable) -> str:
        """Reference level of a factor."""
        if variable.name == self.spec.exposure:
            return self.spec.reference
        return self.spec.references.get(variable.name) or variable.levels[0]


def model_of(spec: ModelSpec, data: Data) -> Model:
    """A model with its variables."""
    regression, of = spec.regression, data.variables
    time, event = columns_of(regression) if spec.family.outcome == "time" else (regression.outcome, "")
    outcome, offset = of[time], of.get(regression.offset or "")
    left_out = [left.key.split(" ", 1) for left in spec.family.leaves_out]
    conditions = [Condition(outcome, f"{OPPOSITE[how]} {value}") for how, value in left_out if how in OPPOSITE]
    conditions += [Condition(offset, "> 0")] if offset else []
    return Model(
        spec=spec,
        outcome=outcome,
        terms=tuple(of[name] for name in (spec.exposure, *spec.confounders)),
        offset=offset,
        event=of.get(event),
        known=tuple(
            dict.fromkeys(
                [
                    outcome,
                    *(of[name] for name in (event, regression.offset) if name),
                    of[spec.exposure],
                    *(of[name] for name in spec.complete_on),
                ]
            )
        ),
        workers=among_workers(regression.outcome, regression.model),
        conditions=tuple(conditions),
    )


def curves(by: list[str], data: Data) -> Iterator[tuple[Variable | None, str]]:
    """Each curve's exposure and level; None and 'all' for that of everybody."""
    yield None, "all"
    for name in by:
        yield from ((data.variables[name], level) for level in data.variables[name].levels)
