"""How the states of persons over time are called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ipscohort.display import printing
from ipscohort.words import later, say

if TYPE_CHECKING:
    import pandas as pd

NAMES = {
    "no_job": later("without a job"),
    "job": later("in a job"),
    "left": later("left before the end"),
    "competing": later("left for a competing reason"),
}
"""State -> its name, in the order in which states are shown."""

OUTSIDE = later("A limit of the mean days lies outside of 0 to {time}, where no mean can lie.")
"""What is said of mean days, and not of the share beside them."""


def too_few(row: Mapping[str, Any]) -> bool:
    """Whether the mean days of those whose dates are known lie below the fewest that can be with those left out."""
    return not printing.absent(row["days_least"]) and not printing.absent(row["days"]) and bool(row["days"] < row["days_least"])


def below_the_fewest(frame: pd.DataFrame) -> bool:
    """Whether that is so of the days in a job of everybody at the end of follow-up.

    Parameters
    ----------
    frame : DataFrame
        TIME_IN_STATES.
    """
    rows = frame[frame["state"].eq("job") & frame["exposure"].eq("all") & frame["n"].gt(0)].sort_values("time")
    return not rows.empty and too_few(rows.iloc[-1])


def name_of(state: str) -> str:
    """A state in the language spoken."""
    return say(NAMES[state])
