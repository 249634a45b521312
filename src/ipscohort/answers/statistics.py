"""What the statistic of a number is called beside it."""

from __future__ import annotations

from ipscohort.words import later, say

STATISTICS = {
    "n": later("n"),
    "of": later("of"),
    "percent": later("percent"),
    "mean": later("mean"),
    "standard deviation": later("standard deviation"),
    "median": later("median"),
    "lower quartile": later("lower quartile"),
    "upper quartile": later("upper quartile"),
    "estimate": later("estimate"),
    "conf_low": later("conf_low"),
    "conf_high": later("conf_high"),
    "lower limit": later("lower limit"),
    "upper limit": later("upper limit"),
    "p": later("p"),
    "events": later("events"),
    "R-squared": later("R-squared"),
    "total": later("total"),
    "longest": later("longest"),
    "left out": later("left out"),
    "partly known": later("partly known"),
    "at risk": later("at risk"),
    "person-days": later("person-days"),
    "person-weeks": later("person-weeks"),
    "person-months": later("person-months"),
    "n excluded": later("n excluded"),
    "n events": later("n events"),
    "events per coefficient": later("events per coefficient"),
    "n level": later("n level"),
    "n events level": later("n events level"),
}
"""Statistic of a number -> its word beside the number; any other as it is called."""


def statistic_words(name: str) -> str:
    """A statistic in the language spoken; one that has no word is called as it is."""
    return say(STATISTICS.get(name, name))
