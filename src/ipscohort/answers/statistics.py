"""What the statistic of a number is called beside it."""

from __future__ import annotations

from ipscohort.words import later, say

WITH_A_WORD = (
    later("n"),
    later("of"),
    later("percent"),
    later("mean"),
    later("standard deviation"),
    later("median"),
    later("lower quartile"),
    later("upper quartile"),
    later("estimate"),
    later("conf_low"),
    later("conf_high"),
    later("lower limit"),
    later("upper limit"),
    later("p"),
    later("events"),
    later("R-squared"),
    later("total"),
    later("longest"),
    later("shortest"),
    later("left out"),
    later("partly known"),
    later("at risk"),
    later("person-days"),
    later("person-weeks"),
    later("person-months"),
    later("n excluded"),
    later("n events"),
    later("events per coefficient"),
    later("n level"),
    later("n events level"),
    later("value"),
    later("limit"),
    later("conf low"),
    later("conf high"),
)
"""Statistics that have a word in every language; any other is called as it is."""


def statistic_words(name: str) -> str:
    """A statistic in the language spoken."""
    return say(name)
