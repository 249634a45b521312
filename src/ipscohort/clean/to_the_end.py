"""Records that end before follow-up although the settings say that everybody was observed to its end (`complete: yes`)."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ipscohort.arithmetic.timeline import last_possible_day, number_of_periods
from ipscohort.clean.given import ends_of_observation, slack
from ipscohort.clean.observation import inclusion_days
from ipscohort.clean.work import Work, days_between, true, unique

SAYS = "study.end_of_observation says `complete: yes`: everybody was observed to the end"
COLUMN = "map the column that says when observation ended as ingest.participants.observed_until and set study.end_of_observation: {observed_until: yes}"


def observed_to_the_end(work: Work) -> None:
    """Times, last days and panels that end early always end the run where the settings say that nobody's do."""
    if not work.study.end_of_observation.complete:
        return
    _recorded(work)
    if work.codebook.shape == "durations":
        _durations(work)
    if work.codebook.shape == "panel":
        _panel(work)


def _refuse(work: Work, where: str, found: pd.DataFrame, what: str, remedy: str) -> None:
    if len(found):
        text = f"{what} before the end of follow-up ({work.study.follow_up}), but {SAYS}"
        work.problems.add(where, text, remedy, rows=found["row"], ids=unique(found["id"]))


def _recorded(work: Work) -> None:
    """A recorded last day, or number of the last day or period, before the last possible one."""
    people, study = work.participants, work.study
    if work.codebook.dated:
        recorded = days_between(people["inclusion_date"], people["observed_until"])
        last = pd.Series(last_possible_day(inclusion_days(work), study.follow_up, len(people), study.month), index=people.index)
    else:
        recorded, last = people["observed_until_count"], pd.Series(_last_count(work), index=people.index)
    early = true(recorded < last)
    what = "the last day observed lies" if work.codebook.shape != "panel" or work.codebook.dated else "the last period observed lies"
    remedy = (
        "set study.end_of_observation: {observed_until: yes}, or mend the rows; where the column means something else, leave out "
        "ingest.participants.observed_until"
    )
    _refuse(work, "participants, column observed_until", people[early], what, remedy)


def _last_count(work: Work) -> float:
    """Number of the last day or period of follow-up, without dates, the least that it can be."""
    if work.codebook.shape == "panel":
        return _whole_periods(work)
    unit = work.study.time_unit if work.codebook.shape in ("durations", "outcomes") else "days"
    most = number_of_periods(work.study.follow_up, unit, work.study.month)
    return most - (unit == "days") - slack(work)


def _durations(work: Work) -> None:
    """A time without a job, be it censored or another exit, before the last possible one."""
    people = work.participants
    without = people["given_exit"].notna().to_numpy() & ~true(people["given_exit"] == "job")
    early = without & true(people["given_time_to_first_job"] < ends_of_observation(work)["possible"] - slack(work))
    remedy = f"{COLUMN} (it may be the column of times itself), or mend the rows, or give study.follow_up as these records have it"
    _refuse(work, "durations, column time", people[early], "the time of a person without a job ends", remedy)


def _panel(work: Work) -> None:
    """Persons whose last period filled in comes before the last whole one; who has none at all is listed by another rule."""
    filled = work.panel[work.panel["status"].ne("unknown").to_numpy(dtype=bool)]
    last = work.participants["id"].map(filled.groupby("id")["period"].max())
    whole = np.minimum(work.participants["last_period"].astype("Float64"), _whole_periods(work))
    remedy = f"{COLUMN}, or fill the periods in, or give study.follow_up as these records have it"
    _refuse(work, f"{work.panel_table}, column columns", work.participants[true(last < whole)], "the last period filled in lies", remedy)


def _whole_periods(work: Work) -> int:
    """Whole weeks or months of follow-up: of a part one at its end nothing need be known."""
    return number_of_periods(work.study.follow_up, work.study.period, work.study.month, part=False)
