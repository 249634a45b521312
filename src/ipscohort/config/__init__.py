"""A cohort's settings: the only source of keys, defaults, bounds and their documentation."""

from ipscohort.config.loader import Cohort, load_cohort
from ipscohort.config.settings import STAGE_READS, Settings, Slice, slice_for

__all__ = ["STAGE_READS", "Cohort", "Settings", "Slice", "load_cohort", "slice_for"]
