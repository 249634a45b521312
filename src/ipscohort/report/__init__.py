"""The report: one page with flow, tables, figures, definitions, what was cleaned, and what made it."""

from ipscohort.report.inputs import ReportInputs
from ipscohort.report.page import Page, make_page, write_report

__all__ = ["Page", "ReportInputs", "make_page", "write_report"]
