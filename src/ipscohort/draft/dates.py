"""How a column writes its dates: the format that reads most of them, and those that read as many otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from ipscohort.ingest.dates import FIRST, LAST, from_text

ISO = "%Y-%m-%d"
"""The one way that needs no word in the settings."""
MARKS = "-/."
ORDERS = ("d m Y", "m d Y", "Y m d", "d m y", "m d y", "y m d")
IN_WORDS = ("%d %B %Y", "%d-%b-%Y", "%d %b %Y", "%B %d, %Y", "%b %d, %Y")
TIMES = ("", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p")
EIGHT_DIGITS = r"(19|20)\d{6}"
LIKE_A_DATE = r"\d{1,4}[-/. ]+\d{1,2}\b|\d{1,2}[-/. ]+[A-Za-z]{3}|[A-Za-z]{3,9} \d{1,2},|\d{8}\b"
"""How texts begin that may be dates; formats are tried on no others, for each of them takes its time."""
MOST = 0.9
"""Share of a column's texts that are dates at least, by one format or another; the rest are slips."""
NEARLY = 0.9
"""A format that reads this share of what the best one reads is a rival where it reads other days: a slip may have made the difference."""
HALF = 0.5
"""A format that reads this share, and some that the best one doesn't, is a rival too: dates of two habits stand in one column."""


@dataclass(frozen=True)
class Written:
    """How dates are written.

    Attributes
    ----------
    reads : dict of str -> int
        Format -> cells that it reads: the best first, then those that may be meant as well.
    cells : int
        Cells that hold something.
    """

    reads: dict[str, int]
    cells: int

    @property
    def best(self) -> str:
        """The format that reads most cells."""
        return next(iter(self.reads))

    @property
    def unread(self) -> int:
        """Cells that the best format doesn't read."""
        return self.cells - self.reads[self.best]


def written(counts: pd.Series) -> Written | None:
    """How a column's texts write dates; None where they are none.

    Parameters
    ----------
    counts : Series of int
        Cells by their distinct text.
    """
    texts, cells = pd.Series(counts.index, dtype="string"), counts.to_numpy()
    if texts.str.match(LIKE_A_DATE).mean() < MOST:
        return None
    days = {way: _days(texts, way) for way in _ways(texts)}
    read = {way: int(cells[found.notna()].sum()) for way, found in days.items() if found.notna().any()}
    if not read or pd.concat([days[way].notna() for way in read], axis=1).any(axis=1).mean() < MOST:
        return None
    best = max(read, key=lambda way: read[way])
    rivals = [way for way in read if way != best and _is_rival(days[way], days[best], read[way] / read[best], read[way] / cells.sum())]
    return Written({way: read[way] for way in (best, *rivals)}, int(cells.sum()))


def _ways(texts: pd.Series) -> Iterator[str]:
    """Formats that the texts may be of; texts of digits only are dates where year, month and day have eight of them."""
    if texts.str.fullmatch(r"[+-]?\d+(?:[.,]\d+)?").all():
        yield from ("%Y%m%d",) if texts.str.fullmatch(EIGHT_DIGITS).all() else ()
        return
    yield ISO
    dates = [mark.join(f"%{part}" for part in order.split()) for order in ORDERS for mark in MARKS]
    for time in TIMES if texts.str.contains(":").any() else ("",):
        yield from (f"{date}{time}" for date in (*dates, *IN_WORDS, "%Y%m%d") if f"{date}{time}" != ISO)


def _days(texts: pd.Series, way: str) -> pd.Series:
    """What the workflow itself would read by a format."""
    days = from_text(texts, None if way == ISO else way)[0].dates.dt.normalize()
    return days.where(days.between(FIRST, LAST))


def _is_rival(other: pd.Series, best: pd.Series, of_best: float, of_all: float) -> bool:
    """Whether another format than the best may be the right one."""
    otherwise = (other.notna() & best.notna() & (other != best)).any()
    more = (other.notna() & best.isna()).any()
    return bool(otherwise and (of_best >= NEARLY or (more and of_all >= HALF)))
