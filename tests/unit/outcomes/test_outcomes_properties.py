"""What must hold of any jobs."""

from itertools import pairwise

import numpy as np
import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.clean.frames import codebook, derive, panel, people, spells, study

FAST = settings(max_examples=20, deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow])
PERSONS = "abc"
INCLUDED = [
    {"inclusion_date": "2015-08-31"},
    {"inclusion_date": "2016-02-29"},
    {"inclusion_date": "2015-01-31", "observed_until": "2015-04-10"},
]
AT = study(end_of_observation={"observed_until": True})
UNION = ["job_obtained", "time_to_first_job", "follow_time", "time_worked", "worked_long", "weeks_worked"]

job = st.tuples(
    st.sampled_from(PERSONS),
    st.integers(0, 200),
    st.integers(0, 120),
    st.sampled_from(["known", "known", "ongoing", "unknown", "no start"]),
)


def records(jobs):
    """Job records of dated persons from (person, first day, length, what is known)."""
    first = {person: pd.Timestamp(row["inclusion_date"]) for person, row in zip(PERSONS, INCLUDED, strict=True)}
    rows = []
    for number, (person, start, length, known) in enumerate(jobs):
        begin = first[person] + pd.Timedelta(days=start)
        end = begin + pd.Timedelta(days=length)
        row = {"id": person, "start": None if known == "no start" else begin, "hours_per_week": number + 1}
        rows.append({**row, "end": end} if known in ("known", "no start") else {**row, "end_status": known})
    return spells(*rows)


def outcome(jobs, **given):
    return derive(people(*INCLUDED), records(jobs), at=given.pop("at", AT), same_start_twice="keep", **given)


@FAST
@given(st.lists(job, max_size=8))
def test_distinct_days_are_at_most_the_sum_and_the_days_observed(jobs):
    union, total = outcome(jobs), outcome(jobs, outcomes={"overlap": "sum"})
    days, summed = (d.persons["time_worked"].to_numpy(float, na_value=np.nan) for d in (union, total))
    assert (np.isnan(days) == np.isnan(summed)).all()
    assert (days[~np.isnan(days)] <= summed[~np.isnan(days)]).all()
    assert (days[~np.isnan(days)] <= union.persons["time_observed"].to_numpy(float)[~np.isnan(days)]).all()


@FAST
@given(st.lists(job, max_size=8))
def test_distinct_days_equal_days_ticked_off_one_by_one(jobs):
    derived = outcome(jobs)
    last = dict(zip(PERSONS, derived.persons["last_day"], strict=True))
    worked = {person: set() for person in PERSONS}
    for person, start, length, known in jobs:
        if known in ("known", "ongoing") and start <= last[person]:
            end = last[person] if known == "ongoing" else min(start + length, last[person])
            worked[person] |= set(range(start, end + 1))
    expected = [float(len(worked[person])) for person in PERSONS]
    found = derived.persons["time_worked"].fillna(0).astype(float).tolist()
    assert found == expected


@FAST
@given(st.lists(job, min_size=1, max_size=6), st.integers(0, 119))
def test_a_job_split_into_two_that_touch_changes_no_union_outcome(jobs, at):
    person, start, length, _ = jobs[0]
    whole = [(person, start, length, "known"), *jobs[1:]]
    cut = min(at, max(length - 1, 0))
    parts = [(person, start, cut, "known"), (person, start + cut + 1, length - cut - 1, "known"), *jobs[1:]] if length else whole
    one, two = outcome(whole), outcome(parts)
    pd.testing.assert_frame_equal(one.persons[UNION], two.persons[UNION])
    pd.testing.assert_frame_equal(one.periods, two.periods)


@FAST
@given(st.lists(job, max_size=8), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(jobs, random):
    table, rows = records(jobs), people(*INCLUDED)
    order, who = list(range(len(table))), list(range(len(rows)))
    random.shuffle(order)
    random.shuffle(who)
    one = derive(rows, table, at=AT, same_start_twice="keep")
    two = derive(rows.iloc[who], table.iloc[order], at=AT, same_start_twice="keep")
    persons = two.persons.sort_values("id").reset_index(drop=True)
    pd.testing.assert_frame_equal(one.persons, persons, check_exact=False, rtol=1e-12)
    pd.testing.assert_frame_equal(one.periods, two.periods.sort_values(["id", "period"]).reset_index(drop=True))
    pd.testing.assert_frame_equal(one.rates, two.rates)


statuses = st.text("01", min_size=6, max_size=6)


def runs(text):
    """First and last period of each run of periods worked."""
    marks = [i for i, mark in enumerate(text, start=1) if mark == "1"]
    starts = [i for i in marks if i - 1 not in marks]
    return list(zip(starts, [i for i in marks if i + 1 not in marks], strict=True))


@FAST
@given(st.lists(statuses, min_size=3, max_size=3), st.sampled_from(["weeks", "months"]))
def test_spells_on_period_boundaries_are_the_panel(texts, unit):
    at = study(follow_up=f"6 {unit}", time_unit=unit, period=unit)
    dates = [{"inclusion_date": row["inclusion_date"]} for row in INCLUDED]
    step = pd.DateOffset(**{unit: 1})
    jobs = []
    for person, row, text in zip(PERSONS, dates, texts, strict=True):
        day = pd.Timestamp(row["inclusion_date"])
        jobs += [{"id": person, "start": day + step * (a - 1), "end": day + step * b - pd.Timedelta(days=1)} for a, b in runs(text)]
    by_spells = derive(people(*dates), spells(*jobs), at=at)
    by_panel = derive(people(*dates), None, panel(**dict(zip(PERSONS, texts, strict=True))), codebook("panel"), at=at)
    same = ["time_observed", "job_obtained", "time_to_first_job", "follow_time", "first_job_event", "time_worked", "worked_long"]
    pd.testing.assert_frame_equal(by_spells.persons[same], by_panel.persons[same])
    pd.testing.assert_frame_equal(by_spells.periods, by_panel.periods)
    pd.testing.assert_frame_equal(by_spells.rates, by_panel.rates)


@FAST
@given(st.lists(job, max_size=8), st.integers(1, 4))
def test_the_pieces_of_the_periods_are_the_whole_however_many_persons_each_holds(jobs, persons):
    derived = outcome(jobs)
    pieces = list(derived.by_period.pieces(persons))
    assert all(set(a["id"]).isdisjoint(b["id"]) for a, b in pairwise(pieces))
    pd.testing.assert_frame_equal(pd.concat(pieces, ignore_index=True), derived.periods)


@FAST
@given(st.lists(job, max_size=8))
def test_a_period_is_employed_only_if_a_job_touches_it_and_bounds_hold(jobs):
    derived = outcome(jobs)
    table = derived.persons
    known = table["follow_time"].notna()
    assert (table.loc[known, "follow_time"] == table.loc[known, "follow_time_best"]).all()
    assert (table["follow_time_best"] <= table["follow_time_worst"]).all()
    assert (table["follow_time_worst"] <= table["last_day"]).all()
    worked = derived.periods.groupby("id")["employed"].sum().reindex(list(PERSONS)).dropna()
    without = set(table.loc[table["job_obtained"] == "no", "id"])
    assert all(worked.get(person, 0) == 0 for person in without)


MONTHS = {"30 days": 30.0, "30.4375 days": 30.4375}


def days_of_month(person, number, month):
    """Days since inclusion that lie in a month, each asked by itself."""
    if month in MONTHS:
        return [day for day in range(32 * number) if (number - 1) * MONTHS[month] <= day < number * MONTHS[month]]
    included = pd.Timestamp(dict(zip(PERSONS, INCLUDED, strict=True))[person]["inclusion_date"])
    first, after = (included + pd.DateOffset(months=n) for n in (number - 1, number))
    return list(range((first - included).days, (after - included).days))


def ticked_off(jobs, last, ongoing, unknown):
    """Per person the days worked one by one, and the days of each job that has them."""
    worked, of_jobs = {person: set() for person in PERSONS}, {person: [] for person in PERSONS}
    for person, start, length, known in jobs:
        if known == "no start" or start > last[person]:
            continue
        goes_on = (known == "ongoing" and ongoing == "last_day_observed") or (known != "known" and unknown == "last_day_observed")
        if known == "known" or goes_on:
            end = last[person] if goes_on else min(start + length, last[person])
            of_jobs[person].append(range(start, end + 1))
            worked[person] |= set(of_jobs[person][-1])
        else:
            worked[person].add(start)
    return worked, of_jobs


@FAST
@given(
    st.lists(job, max_size=8),
    st.sampled_from(["calendar", *MONTHS]),
    st.sampled_from(["any_day", "middle_day", "last_day"]),
    st.sampled_from(["counted", "not_counted"]),
    st.sampled_from(["last_day_observed", "unknown"]),
    st.sampled_from(["no_days", "last_day_observed"]),
)
def test_every_definition_agrees_with_days_ticked_off(jobs, month, period_worked, last_day, ongoing, unknown):
    chosen = {"period_worked": period_worked, "last_day": last_day, "ongoing_end": ongoing, "unknown_end": unknown}
    derived = outcome(jobs, at=study(end_of_observation={"observed_until": True}, month=month), outcomes=chosen)
    last = dict(zip(PERSONS, derived.persons["last_day"], strict=True))
    worked, of_jobs = ticked_off(jobs, last, ongoing, unknown)
    spare = 0 if last_day == "counted" else 1
    expected = [float(len(set().union(*(days[: len(days) - spare] for days in of_jobs[person])))) for person in PERSONS]
    assert derived.persons["time_worked"].fillna(0).astype(float).tolist() == expected
    undated = {person for person, _, _, known in jobs if known == "no start"}
    for row in derived.rates.itertuples():
        n = employed = 0
        for person in set(PERSONS) - undated:
            days = days_of_month(person, row.period, month)
            asked = {"any_day": days, "middle_day": [days[len(days) // 2]], "last_day": days[-1:]}[period_worked]
            n += asked[0] <= last[person]
            employed += bool(asked[0] <= last[person] and worked[person] & {day for day in asked if day <= last[person]})
        assert (row.n, row.n_employed) == (n, employed)
