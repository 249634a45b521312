"""What the search hands to the writer of raw files: the cohort as it should look once its records are cleaned."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class Reconstructed:
    """A synthetic cohort as cleaning should leave it.

    Attributes
    ----------
    persons : DataFrame
        One row per person, in the order of inclusion; the index is 0, 1, ...

        - inclusion, birth : datetime64[s]
        - sex : "female" or "male"
        - married, living_independently, born_netherlands, psychotic_disorder : bool
        - education : "low", "medium" or "high"
        - worked_past_5_years : "yes", "no" or missing
        - benefits : "disability benefits", "social assistance", "no benefits" or missing
        - mhi5 : multiples of 4 in 0-100, or missing
        - self_esteem : whole numbers in 0-30, or missing
    jobs : DataFrame
        One row per competitive job in follow-up, by person and start (an undated job first).

        - person : index of the person in `persons`
        - isco : ISCO-08 major group as text ("2" ... "9"), or missing
        - hours : hours per week in halves, or missing
        - start : first day of the job, days since inclusion, or missing
        - end : last day of the job, days since inclusion (of an ongoing job the last day of follow-up), or missing
        - end_status : "known", "ongoing" (it goes on beyond follow-up) or "unknown" (start known, end not; or neither)
    last_day : Series of int
        Last day of each person's follow-up, days since inclusion.
    """

    persons: pd.DataFrame
    jobs: pd.DataFrame
    last_day: pd.Series
