"""Who tells what of a job, and when: interviews in four waves, specialists on a form every two months.

What a source finally knows of a job is its account. An account is told in pieces: a job that goes on is told as going on,
and again with its end; hours and occupation are not always known at first. Specialists' accounts are right; interviews'
accounts of the same job differ in part.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from ipscohort.arithmetic.timeline import add_months

WAVES = (0, 6, 18, 30)
FORMS = tuple(range(2, 36, 2))
"""Months after inclusion at which specialists fill in a form: until shortly after follow-up."""
SHIFT = 25
"""Days that an interview's dates are off, at most."""
SHARE = {"dates": 0.5, "hours": 0.3, "occupation": 0.08, "wave missed": 0.1, "form missed": 0.2, "told again": 0.15, "not yet known": 0.35}
"""How often something happens."""
NOT_YET_PAID = 1
"""Competitive jobs that interviews tell as unpaid; fewer than the disputed ones, so that numbers of jobs show who has precedence."""


def accounts_of(jobs: pd.DataFrame, people: pd.DataFrame, source: str, rng: np.random.Generator) -> pd.DataFrame:
    """What one source finally knows of each job that it knows of.

    Parameters
    ----------
    jobs : DataFrame
        As `jobfacts.all_jobs` gives them.
    people : DataFrame
    source : {"specialists", "interviews"}
    rng : Generator

    Returns
    -------
    DataFrame
        Rows and columns of `jobs`; `twin` says that another job of the person has the same start.
    """
    known = jobs[jobs["known_to"].isin(["both", source])].copy()
    if source == "interviews":
        known = _misremembered(known, people["last_day"].reindex(known["person"]).to_numpy(), rng)
    known["twin"] = known.duplicated(["person", "start"], keep=False) & known["start"].notna()
    return known


def _misremembered(jobs: pd.DataFrame, last_day: np.ndarray, rng: np.random.Generator) -> pd.DataFrame:
    """Jobs as told in interviews: where specialists know the job too, some facts differ, yet it is plainly the same job."""
    n = len(jobs)
    both = jobs["known_to"].eq("both").to_numpy()
    told = _other_dates(jobs, both & (rng.random(n) < SHARE["dates"]), last_day, rng)
    other_hours = both & (rng.random(n) < SHARE["hours"]) & jobs["hours"].notna().to_numpy()
    told["hours"] = jobs["hours"].mask(other_hours, (jobs["hours"] + rng.choice([-4, -2, 2.5, 4, 8], n)).clip(lower=1))
    twin = jobs.duplicated(["person", "start"], keep=False)
    told["isco"] = jobs["isco"].mask(both & ~twin & (rng.random(n) < SHARE["occupation"]))
    told["open"] = jobs["open"].mask(jobs["kind"] == "disputed", 1.0)
    counted = np.flatnonzero(both & jobs["kind"].eq("competitive").to_numpy())
    unpaid = np.isin(np.arange(n), rng.permutation(counted)[:NOT_YET_PAID])
    told["paid"] = jobs["paid"].mask(unpaid, 0.0)
    return told


def _other_dates(jobs: pd.DataFrame, off: np.ndarray, last_day: np.ndarray, rng: np.random.Generator) -> pd.DataFrame:
    """Dates some days off that still overlap with the right ones; a job of unknown end keeps its start."""
    told = jobs.copy()
    n = len(jobs)
    length = (jobs["end"] - jobs["start"]).fillna(SHIFT).to_numpy()
    start = jobs["start"] + np.minimum(rng.integers(-SHIFT, SHIFT + 1, n), length)
    start = start.mask((start <= 0) & (jobs["start"] > 0), 1)  # a job at the first interview would be one at entry
    end = (jobs["end"] + rng.integers(-SHIFT, SHIFT + 1, n)).clip(upper=np.maximum(last_day, jobs["end"].fillna(0)))
    end = np.maximum(end, np.maximum(start, jobs["start"]))
    off = off & jobs["status"].ne("unknown").to_numpy()
    told["start"], told["end"] = jobs["start"].mask(off, start), jobs["end"].mask(off, end)
    # Interviews must not tell two jobs of one person with the same start where there are none: they would be taken for one.
    clash = told.duplicated(["person", "start"], keep=False) & told["start"].notna()
    back = told["person"].isin(told.loc[clash, "person"])
    told.loc[back, ["start", "end"]] = jobs.loc[back, ["start", "end"]]
    return told


def occasions(people: pd.DataFrame, source: str, rng: np.random.Generator) -> pd.DataFrame:
    """When each person is interviewed, or a form filled in.

    Returns
    -------
    DataFrame
        Columns person, number (wave, or months), day (since inclusion), before and long_before (day of the occasion before
        and of that before it; -inf where there is none), by person and day. Persons left out are interviewed once.
    """
    numbers = np.array(WAVES if source == "interviews" else FORMS)
    inclusion = people["inclusion"].to_numpy().astype("datetime64[D]")[:, None]
    day = (add_months(inclusion, numbers[None, :]) - inclusion).astype(int) + rng.integers(0, 10, (len(people), len(numbers)))
    if source == "interviews":
        day[:, 0] = 0
        day[:, -1] += 15  # the last interview tells of all of follow-up
    shape = day.shape
    frame = pd.DataFrame({"person": np.repeat(people.index, shape[1]), "number": np.tile(numbers, shape[0]), "day": day.ravel()})
    if source == "interviews":
        missed = frame["number"].isin(WAVES[1:-1]) & (rng.random(len(frame)) < SHARE["wave missed"])
        stranger = people["left_out"].notna().to_numpy()[frame["person"]] & frame["number"].gt(0)
        frame = frame[~missed & ~stranger]
    earlier = {
        name: frame.groupby("person")["day"].shift(k).astype(float).fillna(-np.inf) for k, name in ((1, "before"), (2, "long_before"))
    }
    return frame.assign(**earlier)


def told(accounts: pd.DataFrame, when: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Accounts told in pieces: one row per job and occasion on which it is told.

    Parameters
    ----------
    accounts : DataFrame
        As `accounts_of` gives them.
    when : DataFrame
        As `occasions` gives it.
    rng : Generator

    Returns
    -------
    DataFrame
        Columns of both; end and status as known on that occasion.
    """
    over = accounts["end"].mask(accounts["status"] == "ongoing", np.inf)
    over = over.fillna(accounts["start"] + rng.integers(10, 60, len(accounts)))
    rows = accounts.assign(over=over, job=accounts.index).merge(when, on="person")
    undated = rows["start"].isna()
    begun = (rows["start"] <= rows["day"]) & (rows["over"] > rows["before"])
    again = rows["over"].between(rows["long_before"], rows["before"]) & (rng.random(len(rows)) < SHARE["told again"])
    rows = rows[begun | again | (undated & rows["number"].gt(0))].reset_index(drop=True)
    going_on = rows["start"].notna() & (rows["over"] > rows["day"])
    rows["end"] = rows["end"].mask(going_on)
    rows["status"] = rows["status"].mask(going_on, "ongoing")
    return _less_at_first(rows, rng)


def _less_at_first(rows: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Some facts not known the first time that a job is told, and some forms never filled in; the last one always is."""
    in_time = rows.sort_values("day")
    first, last = (~in_time.duplicated("job", keep=keep).sort_index() for keep in ("first", "last"))
    early = first & ~last & rows["start"].notna()
    no_hours, no_group, missed = rng.random((3, len(rows)))
    rows["hours"] = rows["hours"].mask(early & (no_hours < SHARE["not yet known"]))
    rows["isco"] = rows["isco"].mask(early & (no_group < SHARE["not yet known"]) & ~rows["twin"])
    return rows[last | rows["start"].isna() | (missed >= SHARE["form missed"])]


def some_twice(rows: pd.DataFrame, count: int, rng: np.random.Generator) -> pd.DataFrame:
    """Rows of which some were typed in twice: the copy stands right below."""
    copies = pd.Series(1, index=rows.index)
    copies.iloc[rng.permutation(len(rows))[:count]] = 2
    return rows.loc[rows.index.repeat(copies)]
