"""The search for a cohort that gives the printed figures: stage after stage, by simulated annealing."""

from ipscohort.reconstruct.search.stages import NotMetError, reconstruct
from ipscohort.reconstruct.search.targets import Targets

__all__ = ["NotMetError", "Targets", "reconstruct"]
