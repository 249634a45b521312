"""The search: stage after stage, each started anew where it does not get there, with the same result for the same seed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import count

import numpy as np

from ipscohort_reconstruct.cohort import Reconstructed
from ipscohort_reconstruct.search.anneal import Stage, anneal
from ipscohort_reconstruct.search.assemble import assemble, inclusion_dates, month_edges, workers_jobs
from ipscohort_reconstruct.search.linear import Assignment
from ipscohort_reconstruct.search.people import NoValuesError, People
from ipscohort_reconstruct.search.placing import Placing
from ipscohort_reconstruct.search.targets import Targets
from ipscohort_reconstruct.search.totals import Totals
from ipscohort_reconstruct.search.values import CrossedError, Values

Say = Callable[[str], None]
DRAWS, DRAW_SECONDS = 100, 5e-3
"""How often a stage is drawn until its values fit each other, and the seconds that a draw takes, about."""
PEOPLE = 3
"""For how many draws of characteristics fitting totals are sought."""
EFFORT = 240.0
"""When the search gives up, in seconds of an ordinary processor core: counted in steps, so that a seed gives the same cohort anywhere."""


@dataclass(frozen=True)
class Plan:
    """How one stage is annealed: steps of a try, temperatures at its start and end, number of tries, seconds that a step takes, about."""

    steps: int
    hot: float
    cold: float
    tries: int
    seconds: float


PLANS = {
    "hours per job": Plan(20_000, 2.0, 0.05, 20, 5e-5),
    "days per job and person": Plan(40_000, 3.0, 0.03, 20, 1e-4),
    "logistic models": Plan(25_000, 0.6, 0.02, 4, 3.5e-4),
    "linear models": Plan(30_000, 0.6, 0.02, 8, 5e-5),
    "jobs in time": Plan(30_000, 1.0, 0.05, 6, 1e-4),
    "persons per group": Plan(200_000, 2.0, 0.1, 5, 4e-5),
    "associations": Plan(200_000, 0.3, 0.05, 10, 3e-5),
    "numbers of persons": Plan(50_000, 1.0, 0.05, 5, 6e-5),
}
"""Each stage's name, as progress shows it, and its plan."""
QUANTITIES = {
    "hours per job": "hours per week of Table 3",
    "days per job and person": "days per job of Table 3, days worked of Table 2, the share with 183 days or more",
    "logistic models": "Table 1 and the odds ratios of both exposures",
    "linear models": "B, limits, p and R-squared of both exposures",
    "jobs in time": "days to the first job of Table 2 and the rates of Figure 1",
    "persons per group": "counts and percentages of persons",
    "associations": "chi-squared and p of two groupings",
    "numbers of persons": "means, standard deviations and ranges",
    "the whole cohort": "dates of inclusion, jobs per person and the rest of Table 1",
}
"""Each stage's name, and the values that it is about."""


class NotMetError(Exception):
    """A stage did not get there: its name, the ids of the printed values that its best try did not meet, and whether to begin again."""

    def __init__(self, stage: str, quantities: list[str], hopeless: bool = False):
        super().__init__(stage, quantities)
        self.stage, self.quantities, self.hopeless = stage, quantities, hopeless


def reconstruct(targets: Targets, seed: int, say: Say) -> Reconstructed:
    """Find a cohort that gives the printed values.

    Parameters
    ----------
    targets : Targets
    seed : int
        The same seed gives the same cohort.
    say : callable
        Is told the progress, a line at a time.

    Returns
    -------
    Reconstructed

    Raises
    ------
    NotMetError
        When the effort is used up, with the stage and the values that the last round failed at.
    """
    search = Search(np.random.default_rng(seed), say, EFFORT)
    for number in count(1):
        try:
            return _round(targets, search)
        except NotMetError as failed:
            say(f"round {number}: {failed.stage} not met ({', '.join(failed.quantities) or QUANTITIES[failed.stage]})")
            if failed.hopeless or search.effort <= 0:
                raise
    raise AssertionError("unreachable")


@dataclass
class Search:
    """What all stages share: random numbers, whom to tell the progress, and the effort that is left."""

    rng: np.random.Generator
    say: Say
    effort: float

    def reach(self, name: str, draw: Callable[[], Stage]) -> Stage:
        """Draw and anneal a stage until it is met.

        Raises
        ------
        NotMetError
            Not within the tries of its plan, or the effort is used up.
        """
        plan, best = PLANS[name], (float("inf"), [])
        for attempt in range(1, plan.tries + 1):
            stage = self._draw(name, draw)
            if stage is None:
                break
            walk = anneal(stage, self.rng, plan.steps, plan.hot, plan.cold)
            self.effort -= plan.seconds * walk.steps
            if walk.met:
                self.say(f"{name}: met ({QUANTITIES[name]}), try {attempt}")
                return stage
            best = min(best, (stage.cost(), stage.unmet()))
        raise NotMetError(name, best[1])

    def _draw(self, name: str, draw: Callable[[], Stage]) -> Stage | None:
        """A first draw of a stage; None where it does not come about, or there is no effort left."""
        for _ in range(DRAWS):
            self.effort -= DRAW_SECONDS
            if self.effort <= 0:
                return None
            try:
                with _named(name):
                    return draw()
            except CrossedError:
                continue
        return None


def _round(targets: Targets, search: Search) -> Reconstructed:
    """All stages once, each as often as its plan allows."""
    rng, reach = search.rng, search.reach
    hours = reach("hours per job", lambda: Values.draw(rng, targets, "hours"))
    totals = reach("days per job and person", lambda: Totals.draw(rng, targets))
    people, order = _people(targets, rng, totals.totals(), reach)
    with _named("the whole cohort"):
        included = inclusion_dates(rng, targets, people)
        edges = month_edges(included, len(order))
        jobs = workers_jobs(rng, targets, totals, hours, order)
    placing = reach("jobs in time", lambda: Placing.draw(rng, targets, jobs.workers(), int(jobs.worker[jobs.undated]), edges))
    with _named("the whole cohort"):
        return assemble(rng, targets, people, included, jobs, placing)


@contextmanager
def _named(stage: str) -> Iterator[None]:
    """Where values contradict each other, drawing from them ends in numbers that can't be: then the stage is not met."""
    try:
        yield
    except NoValuesError as error:
        raise NotMetError(stage, error.quantities, hopeless=True) from error
    except (ValueError, IndexError, np.linalg.LinAlgError) as error:
        raise NotMetError(stage, []) from error


def _people(targets: Targets, rng: np.random.Generator, totals: np.ndarray, reach: Callable) -> tuple[People, np.ndarray]:
    """Characteristics and totals that meet all four models; other characteristics where no totals fit them."""
    log_variance = float(np.log(totals).var(ddof=1))
    for left in reversed(range(PEOPLE)):
        people = reach("logistic models", lambda: People.draw(rng, targets, log_variance))
        try:
            return people, reach("linear models", partial(Assignment.draw, rng, targets, people, totals)).order
        except NotMetError:
            if not left:
                raise
    raise AssertionError("unreachable")
