"""The search for a cohort that gives the printed figures: stage after stage, by simulated annealing."""

from ipscohort.reconstruct.search.needed import faults
from ipscohort.reconstruct.search.stages import FIGURES, NotMetError, reconstruct
from ipscohort.reconstruct.search.targets import Targets

__all__ = ["FIGURES", "NotMetError", "Targets", "faults", "reconstruct"]
