"""Cohort studies of Individual Placement and Support, from raw records to tables."""
