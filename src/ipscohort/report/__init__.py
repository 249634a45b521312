"""The report: one page with flow, tables, figures, definitions, what was cleaned, and what made it."""

from ipscohort.report.inputs import ReportInputs
from ipscohort.report.page import write_report

__all__ = ["ReportInputs", "write_report"]
