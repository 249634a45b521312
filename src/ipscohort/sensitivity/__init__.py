"""Alternatives to what a study does: every regression under each, as numbers, a table and a specification curve."""

from ipscohort.sensitivity.curve import draw_curve
from ipscohort.sensitivity.estimate import try_alternatives
from ipscohort.sensitivity.specify import specifications
from ipscohort.sensitivity.table import alternatives_table

__all__ = ["alternatives_table", "draw_curve", "specifications", "try_alternatives"]
