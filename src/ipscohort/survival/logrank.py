"""The log-rank test of an exposure."""

from __future__ import annotations

import pandas as pd

from ipscohort.arithmetic.between_levels import compared
from ipscohort.display.naming import level_word
from ipscohort.words import later, say, say_n

METHOD = later("log-rank test")
EVENTS = later("first jobs")


def logrank_row(persons: pd.DataFrame, timed: pd.DataFrame, exposure: str, levels: list[str], no_times: str) -> dict:
    """One row of SURVIVAL_TESTS.

    Parameters
    ----------
    persons : DataFrame
        PERSONS; n_excluded counts those of unknown exposure or time.
    timed : DataFrame
        Those whose time to first job or censoring is known.
    exposure : str
    levels : list of str
    no_times : str
        What is said where nobody's time is known.
    """
    known = timed[timed[exposure].notna()]
    event = known["first_job_event"].to_numpy(bool)
    time = known["follow_time"].to_numpy(float)
    row = {"exposure": exposure, "n": len(known), "n_events": int(event.sum()), "n_excluded": len(persons) - len(known), "method": METHOD}
    notes = said_unknown_group(persons, exposure)
    if not len(timed):
        return {**row, "warning": no_times}
    if not event.any():
        return {**row, "warning": " ".join([say("Nobody obtained a job, so there is nothing to test."), *notes])}
    # A group in which everybody left before the first event expects no events: it has no part in the test, as in R's survdiff.
    group = known[exposure].astype(str).to_numpy()
    first_event = time[event].min()
    tested = [level for level in levels if (time[group == level] >= first_event).any()]
    out = [
        say("Not in the test, as nobody there was at risk: '{level}'.", level=level_word(level)) for level in levels if level not in tested
    ]
    notes = out + notes
    if len(tested) < 2:
        return {**row, "warning": " ".join([say("Fewer than two groups had anybody at risk, so there is nothing to compare."), *notes])}
    rule = compared([(level, int((group == level).sum()), int(event[group == level].sum())) for level in tested], EVENTS)
    here = pd.Series(group).isin([level for level in tested if level not in rule.out]).to_numpy()
    if rule.out:
        row |= {"n": int(here.sum()), "n_events": int(event[here].sum()), "n_excluded": len(persons) - int(here.sum())}
    found = _test(time[here], group[here], event[here])
    found |= {} if rule.p else {"p_value": None}
    return {**row, **found, "warning": " ".join([*rule.said, *notes]) or None}


def said_unknown_group(persons: pd.DataFrame, exposure: str) -> list[str]:
    """How many are left out as their group is unknown; nothing where nobody is."""
    n = int(persons[exposure].isna().sum())
    people = say_n("{n} person", "{n} persons", n)
    return [say("Left out, as their group is unknown: {people}.", people=people)] if n else []


def _test(time, group, event) -> dict:
    from lifelines.statistics import multivariate_logrank_test

    test = multivariate_logrank_test(time, group, event)
    return {"statistic": max(0.0, float(test.test_statistic)), "df": int(test.degrees_of_freedom), "p_value": float(test.p_value)}
