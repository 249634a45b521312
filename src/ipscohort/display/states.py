"""How the states of persons over time are called."""

from __future__ import annotations

from ipscohort.words import later, say

NAMES = {
    "no_job": later("without a job"),
    "job": later("in a job"),
    "left": later("left before the end"),
    "competing": later("left for a competing reason"),
}
"""State -> its name, in the order in which states are shown."""

OUTSIDE = later("A limit of the mean days lies outside of 0 to {time}, where no mean can lie.")
"""What is said of mean days, and not of the share beside them."""


def name_of(state: str) -> str:
    """A state in the language spoken."""
    return say(NAMES[state])
