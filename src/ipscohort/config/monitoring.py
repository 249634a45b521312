"""Monitoring of a programme while it runs, by calendar quarter."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ipscohort.config.base import Strict, Text


class Monitoring(Strict):
    """Monitoring by calendar quarter and site: who is on the active caseload, who of them worked, jobs begun, days to the first job.
    It needs dates of inclusion and of jobs.
    """

    site: Text | None = None
    """A category of the participants, such as the agency or the team; without it, everybody together."""
    benchmarks: dict[Text, Annotated[float, Field(gt=0, lt=100)]] = {}
    """Lines in the figure: name -> percent of the active caseload that worked in a quarter, such as
    `{minimal: 31, average: 41, excellent: 50}`."""
