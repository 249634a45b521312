"""Kaplan-Meier to the first job, overall and by exposure."""

from ipscohort.survival.estimate import Survived, estimate_survival

__all__ = ["Survived", "estimate_survival"]
