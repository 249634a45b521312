"""What `models.left_early` needs: a logistic regression of having obtained a job."""

from __future__ import annotations

from ipscohort.config.base import as_text
from ipscohort.config.plain import Report, at, mapping

KEYS = ("models", "left_early")
OUTCOME, MODEL = "job_obtained", "logistic"


def check_left_early(values: dict, report: Report) -> None:
    """Report that no regression can be weighted.

    Parameters
    ----------
    values : dict
    report : callable
        Takes a key path, what is wrong and what to do.
    """
    if at(values, *KEYS) is None:
        return
    regressions = mapping(values, "models", "regressions").values()
    if not any(as_text(at(each, "outcome")) == OUTCOME and at(each, "model") == MODEL for each in regressions):
        what = f"no {MODEL} regression of {OUTCOME} is declared, and no other is weighted for who left early"
        report(KEYS, what, f"add one under models.regressions ({{outcome: {OUTCOME}, model: {MODEL}}}), or leave models.left_early out")
