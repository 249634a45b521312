"""Times of day that are midnights of another place: a date that a program stored as its local midnight, in universal time.

A date of Amsterdam, 1 March, is 28 February 23:00 (22:00 in summer) in universal time. Its date part is a day early.
"""

from __future__ import annotations

import pandas as pd

WHAT = "times of day that seem to be local midnights stored in universal time (UTC): the dates may be one day early"
REMEDY = "store dates without a time, or times in local time, and export again"

HOUR = pd.Timedelta(hours=1)
NOON = pd.Timedelta(hours=12)
QUARTER = pd.Timedelta(minutes=15)
"""All time zones lie whole quarters of an hour from universal time."""


def shifted_midnights(times: pd.Series, *, evening: bool) -> bool:
    """Whether times of day are one time for all, or two that lie an hour apart (winter and summer), and no midnight.

    Parameters
    ----------
    times : Series of timedelta
        Since midnight; missing ones don't count.
    evening : bool
        Whether only times after noon are taken for it. Where nothing says that times are universal, a time before noon,
        or noon itself, may be a program's stand-in for no time, and leaves the date as it is.
    """
    found = sorted(times.dropna().unique())
    if not 1 <= len(found) <= 2 or any(time % QUARTER != pd.Timedelta(0) for time in found):
        return False
    if len(found) == 2 and found[1] - found[0] not in (HOUR, 24 * HOUR - HOUR):
        return False
    return found[-1] > (NOON if evening else pd.Timedelta(0))
