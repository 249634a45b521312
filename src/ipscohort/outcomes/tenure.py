"""How long the first job lasted, and whether it ended while its person was observed."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ipscohort.outcomes.parts import number
from ipscohort.outcomes.spell_arrays import Spells


def first_job_tenure(spells: Spells, last_day: np.ndarray) -> dict[str, pd.Series]:
    """Columns of the first job obtained: its days, and whether it ended.

    Parameters
    ----------
    spells : Spells
        Ends without a date as the settings take them.
    last_day : ndarray of float, shape (persons,)
        Last day observed, as days since inclusion.

    Returns
    -------
    dict of str -> Series
        `first_job_days`, in days, up to the last day observed where the job goes on; `first_job_ended`. Of several begun on one day
        it is the one that lasted longest. Missing without a job, and where the start of any of a person's jobs, or the end of one
        that may be the first, is unknown.
    """
    obtained = ~spells.at_entry
    first = spells.least(spells.start, obtained & ~np.isnan(spells.start))
    at_first = obtained & (spells.start == first[spells.person])
    open_start, open_end = spells.any(obtained & np.isnan(spells.start)), spells.any(at_first & np.isnan(spells.end))
    end = -spells.least(-spells.end, at_first & ~np.isnan(spells.end))
    known = np.isfinite(first) & ~open_start & ~open_end
    begun, ended = np.where(known, first, np.nan), np.where(known, end <= last_day, False)
    days = np.minimum(end, last_day) - begun + (1 if spells.last_day_counted else 0)
    return {"first_job_days": number(np.where(known, days, np.nan)), "first_job_ended": pd.Series(ended, dtype="boolean").mask(~known)}
