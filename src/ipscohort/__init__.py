"""Cohort studies of Individual Placement and Support, from raw records to tables."""

__version__ = "0.1.0"
