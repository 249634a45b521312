"""How observation ended of each person in a model of having obtained a job: who is settled, who was lost and why, and when.

Settled is who obtained a job, who was followed to the end, and who left for a reason that competes with a job (death): nobody stands for
these. Lost is who left without a job for any other reason, and whose records were closed before the end of follow-up.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np
import pandas as pd

from ipscohort.catalogue.ends import LOCK

TIME, EARLIEST, LATEST = "follow_time", "follow_time_best", "follow_time_worst"


@dataclass(frozen=True)
class Ends:
    """How and when observation ended of the n persons in a model.

    Attributes
    ----------
    job : ndarray of bool, shape (n,)
        Who obtained a job.
    left, closed : ndarray of bool, shape (n,)
        Who left without a job for a reason that does not compete with one; whose records were closed before the end of follow-up.
    competing : ndarray of bool, shape (n,)
        Who left without a job for a reason that competes with one: no job, as all that could be seen was.
    unknown : ndarray of bool, shape (n,)
        Who has no job and left at an unknown time, or it is unknown whether: can't be weighted, and tells nothing of leaving.
    undated : ndarray of bool, shape (n,)
        Whose job (or competing exit) was at an unknown time: placed at `earliest` and `latest`.
    followed : ndarray of bool, shape (n,)
        Whose observation went to the end of follow-up, with a job or without.
    earliest, latest : ndarray, shape (n,)
        Time to the job, or to the last day observed without one; NaN of `unknown`.
    """

    job: np.ndarray
    left: np.ndarray
    closed: np.ndarray
    competing: np.ndarray
    unknown: np.ndarray
    undated: np.ndarray
    followed: np.ndarray
    earliest: np.ndarray
    latest: np.ndarray

    @classmethod
    def of(cls, persons: pd.DataFrame, outcome: np.ndarray, reasons: Collection[str]) -> Ends:
        """From the rows of PERSONS in the model, whether each obtained a job, and the reasons that compete with one."""
        time, early, late = (_numbers(persons, name) for name in (TIME, EARLIEST, LATEST))
        job, full = outcome == 1, persons["full_follow_up"]
        short = ~job & full.eq(False).fillna(False).to_numpy(bool)
        competing = short & persons["left_for"].isin(list(reasons)).fillna(False).to_numpy(bool)
        lost = short & ~competing
        unknown = (lost & np.isnan(time)) | (~job & full.isna().to_numpy(bool))
        lost &= ~unknown
        closed = lost & persons["ended_by"].eq(LOCK).fillna(False).to_numpy(bool)
        undated = np.isnan(time) & (job | competing)
        known = np.concatenate([values[np.isfinite(values)] for values in (time, late)])
        longest = float(known.max()) if len(known) else np.nan
        stayed = np.isnan(time) & ~unknown & ~undated  # followed to the end, whenever that was
        return cls(
            job=job,
            left=lost & ~closed,
            closed=closed,
            competing=competing,
            unknown=unknown,
            undated=undated,
            followed=full.eq(True).fillna(False).to_numpy(bool),
            earliest=np.where(undated, np.where(np.isnan(early), 0.0, early), np.where(stayed, longest, time)),
            latest=np.where(undated, np.where(np.isnan(late), longest, late), np.where(stayed, longest, time)),
        )

    @property
    def lost(self) -> np.ndarray:
        """Who left or whose records were closed, without a job: shape (n,)."""
        return self.left | self.closed

    @property
    def kept(self) -> np.ndarray:
        """Who is in the weighted regression: shape (n,)."""
        return ~self.lost & ~self.unknown

    def placed(self, group: np.ndarray) -> Iterator[np.ndarray]:
        """Times with undated ones placed: all at their earliest; then, where there are any, all at their latest, and every other way of early and late.

        Jobs and competing exits of a level, and those of all other levels, are each early or late together: a late job gives weight to who
        obtained one, a late exit to who did not, so that the two turn an odds ratio to opposite sides.

        Parameters
        ----------
        group : ndarray, shape (n,)
            Level of the exposure.
        """
        yield self.earliest
        if not self.undated.any():
            return
        yield self.latest
        done = {np.zeros_like(self.undated).tobytes(), self.undated.tobytes()}
        for level in sorted(set(group)):
            here = group == level
            parts = [self.undated & kind & place for kind in (self.job, self.competing) for place in (here, ~here)]
            for chosen in product((False, True), repeat=len(parts)):
                late = np.logical_or.reduce([part & each for part, each in zip(parts, chosen, strict=True)])
                if late.tobytes() not in done:
                    done.add(late.tobytes())
                    yield np.where(late, self.latest, self.earliest)


def _numbers(persons: pd.DataFrame, name: str) -> np.ndarray:
    return pd.to_numeric(persons[name]).to_numpy(float, na_value=np.nan)
