"""A reconstructed cohort as raw files: what interviewers and employment specialists might have written down."""

from ipscohort_reconstruct.records.files import FILES, write_records

__all__ = ["FILES", "write_records"]
