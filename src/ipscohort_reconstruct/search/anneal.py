"""Simulated annealing: try a change, keep it if the values come closer, sometimes also if they don't, ever more rarely."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, Protocol

import numpy as np

Undo = Callable[[], None]


class Stage(Protocol):
    """One stage of the search: a state that can be changed and measured."""

    def change(self, rng: np.random.Generator) -> Undo | None:
        """Make one random change in place; gives what takes it back, or None where the change was not possible."""

    def cost(self) -> float:
        """0 when everything that the stage is about is met."""

    def unmet(self) -> list[str]:
        """Ids of the printed values that are not met."""


class Walk(NamedTuple):
    """Whether a stage's cost came to 0, and the steps that were taken."""

    met: bool
    steps: int


def anneal(stage: Stage, rng: np.random.Generator, steps: int, hot: float, cold: float) -> Walk:
    """Change a stage until its cost is 0 or the steps are used up.

    Parameters
    ----------
    stage : Stage
    rng : Generator
    steps : int
    hot, cold : float
        Temperature at the start and at the end, in units of the cost; it falls by a constant factor.

    Returns
    -------
    Walk
    """
    cost, temperature, factor = stage.cost(), hot, (cold / hot) ** (1 / steps)
    for step in range(steps):
        if cost == 0:
            return Walk(met=True, steps=step)
        undo = stage.change(rng)
        if undo is not None:
            new = stage.cost()
            if new <= cost or rng.random() < np.exp((cost - new) / temperature):
                cost = new
            else:
                undo()
        temperature *= factor
    return Walk(met=cost == 0, steps=steps)
