"""What it says of a number of persons that a median, a mean or an estimate stands, or that it does not.

By the rules that a release declares, one that stands is of persons enough. Only a median of too few is hidden beside others of its row; where that
would tell a count too closely, the whole row is hidden, and then says nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import inf

from ipscohort.release.inputs import ReleaseInputs
from ipscohort.release.judge import Judged
from ipscohort.release.keys import PERSONS
from ipscohort.release.models import ModelId
from ipscohort.release.protect import Said

OF_ROW, OF_ESTIMATE = 2.0, 10.0
"""What a row of medians, or a cell with a mean, and what a model's estimates are worth to a reader."""


def row_of(inputs: ReleaseInputs, judged: Judged) -> str:
    """The row of medians that a median stands in: of one selection of persons or jobs, by one exposure."""
    exposures = [name for name, _ in judged.base.chosen if name in inputs.settings.exposures]
    rest = [f"{name} = {' or '.join(sorted(levels))}" for name, levels in judged.base.chosen if name not in exposures]
    return f"medians of {judged.column} of {judged.base.population} ({', '.join(rest)}) by {' and '.join(exposures)}"


def model_of(model: ModelId) -> str:
    """The name by which all estimates of a model are hidden."""
    return f"estimates of {' '.join(model)}"


def of_summary(inputs: ReleaseInputs, judged: Judged, cell: str) -> Iterator[Said]:
    """What a cell with a median, a mean or a sum says of how many it is of.

    Parameters
    ----------
    cell : str
        By which name a mean or sum is hidden.
    """
    counted, few = inputs.counted[judged.base.population], inputs.rules.threshold
    enough, row = counted.behind(judged.base) >= few, row_of(inputs, judged) if judged.summary == "median" else cell
    if enough:
        yield Said(judged.base, float(few), inf, row, OF_ROW)
    elif judged.summary == "median" and judged.base.population == PERSONS:
        yield Said(judged.base, 0.0, float(few - 1), row, OF_ROW)


def of_models(inputs: ReleaseInputs, cell_of) -> Iterator[Said]:
    """What released models say of who is in them; `cell_of` names the cell with which a model's means are hidden."""
    for model, k, n in inputs.models.enough(inputs.rules, inputs.counted[PERSONS]):
        yield Said(k, float(n), inf, model_of(model), OF_ESTIMATE, cell_of(model))
