"""Printed values that a cohort's run is compared with, and the choices that a paper leaves open."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from ipscohort.config.base import FileName, Strict, Text


class Choice(Strict):
    """A choice that the paper leaves open, or that could have been made otherwise, and what else could have been chosen."""

    choice: Text
    """What is left open, or could have been chosen otherwise."""
    here: Text
    """What this study does."""
    alternatives: Annotated[dict[Text, dict[Text, Any]], Field(min_length=1)]
    """Alternative by name -> key of this file -> its value, such as: `counted twice: {outcomes.overlap: sum}`."""


class Replication(Strict):
    """Values that a paper printed, compared with those of this run. Without it, nothing is compared."""

    printed_values: FileName
    """CSV file of the printed values; data/published/README.md says what its columns mean."""
    source: Text
    """The paper that printed them, as the report names it."""
    on_mismatch: Literal["report", "fail"] = "report"
    """`fail`: a run in which a value does not match ends with an error, after the report is written."""
    rounding: Literal["half_away", "half_even"] = "half_away"
    """How a recomputed value is rounded to the printed decimals: half away from zero, or half to even. Tables and
    figures round half away from zero in any case."""
    choices: list[Choice] = []
    """Choices that the paper leaves open, each tried against the printed values on request."""
