"""The search for a cohort that gives the printed values: stage after stage, by simulated annealing."""

from ipscohort_reconstruct.search.needed import faults
from ipscohort_reconstruct.search.stages import QUANTITIES, NotMetError, reconstruct
from ipscohort_reconstruct.search.targets import Targets

__all__ = ["QUANTITIES", "NotMetError", "Targets", "faults", "reconstruct"]
