"""Read a cohort's records and map them onto the contract: participants, jobs, panel, and why values are missing."""

from ipscohort.ingest.cohort import Records, read_cohort

__all__ = ["Records", "read_cohort"]
