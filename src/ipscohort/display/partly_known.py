"""Who has work that is known only in part (a job without both dates, an unknown period of a panel), and the words for it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ipscohort.config.analysis import DerivedOutcomes
from ipscohort.contracts.codebook import Codebook
from ipscohort.words import later, say


def partly_known(persons: pd.DataFrame, name: str, *, panel: bool = False) -> np.ndarray:
    """Whose amount of work `name` is known in part, be it that none is known so far, and can be more. Shape (persons,)."""
    least, most = bounds_of(persons, name, panel=panel)
    return most > least


def bounds_of(persons: pd.DataFrame, name: str, *, panel: bool = False) -> tuple[np.ndarray, np.ndarray]:
    """The fewest and the most that a number can be; itself where the records give it as a total, NaN where nothing is known of it.

    Whose work is unknown altogether has no bounds here: they are missing and counted as such. In a panel, who is not known to
    have worked has some known period.
    """
    columns = [persons[column].to_numpy(dtype=float, na_value=np.nan) for column in (name, f"{name}_least", f"{name}_most")]
    value, least, most = columns
    least, most = (np.where(np.isnan(bound), value, bound) for bound in (least, most))
    nothing = np.isnan(value) & ~(least > 0)
    if panel:
        nothing &= ~persons["job_obtained"].eq("no").fillna(False).to_numpy(dtype=bool)
    return np.where(nothing, np.nan, least), np.where(nothing, np.nan, most)


def could_reach(persons: pd.DataFrame) -> np.ndarray:
    """Who counts as not having worked long, but could have. Shape (persons,)."""
    no, can = persons["worked_long"].eq("no"), persons["worked_long_most"].eq("yes")
    return (no & can).fillna(False).to_numpy(dtype=bool)


OPEN_JOBS = {
    "after_last_day": later("Counted as no, but have a job that began in follow-up after their last day observed: {groups}."),
    "kind_unknown": later("Counted as no, but had a job of which it is not recorded whether it was competitive: {groups}."),
    "periods_unknown": later("Counted as no, but with unknown periods could have worked: {groups}."),
}
"""Why somebody counts as not having obtained a job, but could have (`open_job` of PERSONS) -> how that is said of {groups}."""


def open_jobs(persons: pd.DataFrame) -> dict[str, np.ndarray]:
    """Who counts as not having obtained a job, but could have, by the reasons that occur. Each of shape (persons,)."""
    told = persons["open_job"].notna().to_numpy(dtype=bool)
    few = persons.loc[told, ["job_obtained", "open_job"]]  # mostly nobody: of a million persons the rest need not be looked at
    found = {}
    for why in OPEN_JOBS:
        theirs = (few["job_obtained"].eq("no") & few["open_job"].eq(why)).fillna(False).to_numpy(dtype=bool)
        if theirs.any():
            found[why] = np.zeros(len(persons), dtype=bool)
            found[why][np.flatnonzero(told)[theirs]] = True
    return found


def what_is_unknown(codebook: Codebook, outcomes: DerivedOutcomes | None = None) -> str:
    """'a job of unknown start or end'; of a panel 'unknown weeks or months'. Without settings, what they can say."""
    if codebook.shape == "panel":
        return say("unknown periods")
    only_start = outcomes is not None and outcomes.unknown_end == "last_day_observed"
    return say("a job of unknown start" if only_start else "a job of unknown start or end")
