"""The statistics by which a printed value can be recomputed, and the frames that they are computed from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Frame:
    """Results that printed values are recomputed from.

    Attributes
    ----------
    name : str
        What the printed file calls it.
    file : str
        Name of the file between stages; '' for the settings, and for what no results hold.
    rows : str
        What its rows are, where statistics are computed over them; '' where single cells are looked up.
    """

    name: str
    file: str
    rows: str = ""


_FRAMES = (
    Frame("persons", "persons", "persons analysed"),
    Frame("jobs", "job_measures", "competitive jobs obtained"),
    Frame("rates", "rates"),
    Frame("estimates", "estimates"),
    Frame("fits", "fits"),
    Frame("settings", ""),
    Frame("none", ""),
)
FRAMES: dict[str, Frame] = {frame.name: frame for frame in _FRAMES}
"""Every frame by name."""

ROWS = tuple(name for name, frame in FRAMES.items() if frame.rows)
"""Frames that hold a row per person or job: statistics are computed from them."""
CELLS = tuple(name for name, frame in FRAMES.items() if frame.file and not frame.rows)
"""Frames in which single cells are looked up."""


@dataclass(frozen=True)
class Statistic:
    """How a printed value is recomputed.

    Attributes
    ----------
    name : str
    frames : tuple of str
        Frames that it is possible with.
    counts : bool
        Whether its column says what is counted: column=value.
    of_numbers : bool
        Whether it needs a numeric column.
    quantile : bool
        Whether it hangs on the rule of quantiles.
    pair : bool
        Whether it is of two columns, written `one by other`.
    """

    name: str
    frames: tuple[str, ...] = ROWS
    counts: bool = False
    of_numbers: bool = False
    quantile: bool = False
    pair: bool = False


_STATISTICS = (
    Statistic("count", counts=True),
    Statistic("percent", counts=True),
    Statistic("percent_of_all", counts=True),
    Statistic("valid"),
    Statistic("mean", of_numbers=True),
    Statistic("sd", of_numbers=True),
    Statistic("median", of_numbers=True, quantile=True),
    Statistic("q1", of_numbers=True, quantile=True),
    Statistic("q3", of_numbers=True, quantile=True),
    Statistic(
        "iqr",
        of_numbers=True,
        quantile=True,
    ),
    Statistic("first"),
    Statistic("last"),
    Statistic("chi2", pair=True),
    Statistic("chi2_p", pair=True),
    Statistic("value", frames=CELLS),
    Statistic("given", frames=("settings",)),
    Statistic("not_covered", frames=("none",)),
)
STATISTICS: dict[str, Statistic] = {statistic.name: statistic for statistic in _STATISTICS}
"""Every statistic by name."""

UNITS: dict[str, tuple[str, ...]] = {
    "months": tuple(name for name, statistic in STATISTICS.items() if statistic.of_numbers),
    "percent": ("value",),
}
"""Unit as printed -> statistics that it is possible with."""
