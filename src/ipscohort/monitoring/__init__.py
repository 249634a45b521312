"""A programme while it runs: employment of the active caseload by calendar quarter and site, as numbers, table and run chart."""

from ipscohort.monitoring.chart import draw_quarters
from ipscohort.monitoring.quarters import quarters
from ipscohort.monitoring.table import quarters_table

__all__ = ["draw_quarters", "quarters", "quarters_table"]
