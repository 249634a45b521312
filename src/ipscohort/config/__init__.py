"""A cohort's settings: the only source of keys, defaults, bounds and their documentation."""

from ipscohort.config.loader import Cohort, load_cohort
from ipscohort.config.settings import Settings, Slice, parts_read, slice_for

__all__ = ["Cohort", "Settings", "Slice", "load_cohort", "parts_read", "slice_for"]
