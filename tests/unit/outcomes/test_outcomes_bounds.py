"""How far unknown dates leave time worked and the rates open. Inclusion 1 September 2015, six months: days 0 to 181.

October is days 30-60, November 61-90, December 91-121, January 122-152, February 153-181.
"""

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.clean.frames import codebook, derive, panel, people, spells, study

RANGE = ["time_worked", "time_worked_least", "time_worked_most"]
LONG = ["worked_long", "worked_long_least", "worked_long_most"]
UNKNOWN = {"partly_known": "unknown"}


def row(derived, *columns, person="a"):
    """Values of one person, None where missing."""
    found = derived.persons.set_index("id").loc[person, list(columns)]
    return [None if pd.isna(value) else value for value in found]


def job(start=None, end=None, **more):
    """A job; without an end it is unknown."""
    return {"start": start, "end": end, **({} if end or more.get("end_status") else {"end_status": "unknown"}), **more}


def counts(derived):
    """Of every month: persons with those left out, worked in at least, at most."""
    rates = derived.rates
    return [rates[name].tolist() for name in ("n_bounded", "n_employed_least", "n_employed_most")]


class TestTimeWorked:
    OCTOBER = job("2015-10-01", "2015-10-31")  # days 30-60: 31 days

    @pytest.mark.parametrize(
        ("undated", "most"),
        [
            (job("2015-10-21"), 31 + 121),  # from day 50 to the last, of which 61-181 are new: 121
            (job(None, "2015-10-10"), 31 + 30),  # from inclusion to day 39, of which 0-29 are new
            (job(None, "2015-12-31"), 31 + 30 + 61),  # to day 121: 0-29 and 61-121
            (job(), 182),  # the whole of follow-up
        ],
    )
    def test_a_dated_and_an_undated_job(self, undated, most):
        derived = derive(people({}), spells(self.OCTOBER, undated))
        assert row(derived, *RANGE) == [31, 31, most]

    @pytest.mark.parametrize(("undated", "most"), [(job("2015-10-21"), 31 + 132), (job(None, "2015-10-10"), 31 + 40), (job(), 31 + 182)])
    def test_summed_over_jobs(self, undated, most):
        derived = derive(people({}), spells(self.OCTOBER, undated), outcomes={"overlap": "sum"})
        assert row(derived, *RANGE) == [31, 31, most]  # 50-181 are 132 days, 0-39 are 40

    def test_only_to_the_last_day_observed(self):
        at = study(end_of_observation={"observed_until": True})
        jobs = spells(job("2015-10-01", "2015-10-10"), job("2015-10-21"))
        derived = derive(people({"observed_until": "2015-10-31"}), jobs, at=at)
        assert row(derived, *RANGE) == [10, 10, 21]  # 21 to 31 October are 11 days

    def test_last_day_not_counted(self):
        derived = derive(people({}), spells(self.OCTOBER, job("2015-12-01")), outcomes={"last_day": "not_counted"})
        assert row(derived, *RANGE) == [30, 30, 30 + 90]  # days 91-180: as an ongoing job, whose last day is the last observed

    def test_in_months(self):
        derived = derive(people({}), spells(self.OCTOBER, job("2015-12-15")), at=study(time_unit="months"), outcomes={"long_term": 4})
        assert row(derived, *RANGE) == [1, 1, 4]  # October; December, January, February can be
        assert row(derived, *LONG) == ["no", "no", "yes"]

    def test_weeks_worked_have_them_too(self):
        derived = derive(people({}), spells(self.OCTOBER, job("2015-10-21")), outcomes={"overlap": "sum"})
        assert row(derived, "weeks_worked", "weeks_worked_least", "weeks_worked_most") == pytest.approx([31 / 7, 31 / 7, 152 / 7])

    def test_where_every_date_is_known_there_is_nothing_open(self):
        derived = derive(people({}, {}), spells(self.OCTOBER))
        assert row(derived, *RANGE) == [31] * 3
        assert row(derived, *RANGE, person="b") == [0] * 3
        assert row(derived, *LONG, person="b") == ["no"] * 3

    def test_an_end_taken_as_the_last_day_is_known(self):
        jobs = spells(self.OCTOBER, job("2015-10-21"))
        derived = derive(people({}), jobs, outcomes={"unknown_end": "last_day_observed"})
        assert row(derived, *RANGE) == [152] * 3

    def test_an_ongoing_job_taken_as_of_unknown_end_is_open(self):
        jobs = spells(self.OCTOBER, job("2015-10-21", end_status="ongoing"))
        assert row(derive(people({}), jobs), *RANGE) == [152] * 3
        assert row(derive(people({}), jobs, outcomes={"ongoing_end": "unknown"}), *RANGE) == [31, 31, 152]

    def test_a_worker_without_a_dated_job_is_missing_with_bounds(self):
        derived = derive(people({}), spells(job("2015-10-21")))
        assert row(derived, *RANGE) == [None, 0, 132]
        assert row(derived, *LONG) == [None, "no", "no"]  # 132 of 183 days

    def test_records_without_jobs_have_no_bounds(self):
        derived = derive(people({"given_time_worked": 70.0}), book=codebook("outcomes"))
        assert row(derived, *RANGE) == [70, None, None]


class TestWorkedLong:
    JOBS = spells(
        job("2015-10-01", "2015-10-31", id="a"),
        job("2015-10-21", id="a"),  # 31 to 152 days
        job("2015-10-01", "2015-10-31", id="b"),
        job(None, "2015-09-05", id="b"),  # 31 to 36
        job("2015-10-01", "2015-12-31", id="c"),
        job("2016-01-10", id="c"),  # 92 to 92 + 51, as 10 January is day 131
    )

    def test_counted(self):
        derived = derive(people({}, {}, {}), self.JOBS, outcomes={"long_term": 60})
        assert [row(derived, *LONG, person=p) for p in "abc"] == [["no", "no", "yes"], ["no"] * 3, ["yes"] * 3]

    def test_unknown_where_the_threshold_could_still_be_reached(self):
        derived = derive(people({}, {}, {}), self.JOBS, outcomes={"long_term": 60, **UNKNOWN})
        assert [row(derived, *LONG, person=p) for p in "abc"] == [[None, "no", "yes"], ["no"] * 3, ["yes"] * 3]
        assert [row(derived, *RANGE, person=p) for p in "abc"] == [[None, 31, 152], [None, 31, 36], [None, 92, 143]]
        assert [row(derived, "weeks_worked", person=p) for p in "abc"] == [[None]] * 3

    def test_unknown_leaves_what_is_known_alone(self):
        jobs = spells(job("2015-09-01", "2016-02-29"), job("2015-10-21"))  # every day is worked already
        derived = derive(people({}, {}), jobs, outcomes=UNKNOWN)
        assert row(derived, *RANGE) == [182] * 3
        assert row(derived, *RANGE, person="b") == [0] * 3

    def test_the_words_tell_which(self):
        said = {
            word: derive(people({}, {}, {}), self.JOBS, outcomes={"partly_known": word}).availability.set_index("measure")["rule"]
            for word in ("counted", "unknown")
        }
        assert "some lack a date, so that only the others count: 3" in said["counted"]["time_worked"]
        assert "some lack a date, so that it is not known: 3" in said["unknown"]["time_worked"]
        assert "unknown for a worker with a job whose unknown dates could add to it" in said["unknown"]["time_worked"]
        assert "unknown where unknown dates decide" in said["unknown"]["worked_long"]
        assert "unknown where" not in said["counted"]["worked_long"]


class TestPanel:
    def test_unknown_months_are_open(self):
        rows = people({}, {}, {}, {}, dated=False)
        statuses = panel(a="1100??", b="000000", c="?00000", d="??????")
        at, book = PANEL_AT, codebook("panel", dated=False)
        derived = derive(rows, None, statuses, book, at, {"long_term": 3})
        assert [row(derived, *RANGE, person=p) for p in "abcd"] == [[2, 2, 4], [0, 0, 0], [0, 0, 1], [None, 0, 6]]
        assert row(derived, *LONG) == ["no", "no", "yes"]
        assert counts(derived) == [[4] * 6, [1, 1, 0, 0, 0, 0], [3, 2, 1, 1, 2, 2]]
        unknown = derive(rows, None, statuses, book, at, {"long_term": 3, **UNKNOWN})
        assert [row(unknown, *RANGE, person=p) for p in "abc"] == [[None, 2, 4], [0, 0, 0], [None, 0, 1]]
        assert [row(unknown, "worked_long", person=p) for p in "abcd"] == [[None], ["no"], ["no"], [None]]
        assert unknown.rates.equals(derived.rates)

    def test_months_after_the_last_observed_are_not_open(self):
        derived = derive(people({"observed_until_count": 3}, dated=False), None, panel(a="1?0"), codebook("panel", dated=False), PANEL_AT)
        assert row(derived, *RANGE) == [1, 1, 2]
        assert counts(derived) == [[1, 1, 1, 0, 0, 0], [1, 0, 0, 0, 0, 0], [1, 1, 0, 0, 0, 0]]


PANEL_AT = study(time_unit="months", end_of_observation={"observed_until": True})


class TestRates:
    def test_a_person_of_unknown_start_is_in_with_what_is_known_and_with_what_can_be(self):
        # a: a job that ended on day 39, in October, is worked then, and can be in September; one in December
        # b: no job
        jobs = spells(job(None, "2015-10-10"), job("2015-12-01", "2015-12-15"))
        derived = derive(people({}, {}), jobs)
        assert derived.rates["n"].tolist() == [1] * 6
        assert derived.rates["rate"].tolist() == [0] * 6
        assert counts(derived) == [[2] * 6, [0, 1, 0, 1, 0, 0], [1, 1, 0, 1, 0, 0]]
        assert derived.rates["rate_most"].tolist() == [0.5, 0.5, 0, 0.5, 0, 0]
        assert derived.rates["rate_least"].tolist() == [0, 0.5, 0, 0.5, 0, 0]

    def test_an_unknown_end_can_be_any(self):
        derived = derive(people({}, {}), spells(job("2015-11-10")))
        assert derived.rates["n_employed"].tolist() == [0, 0, 1, 0, 0, 0]
        assert counts(derived) == [[2] * 6, [0, 0, 1, 0, 0, 0], [0, 0, 1, 1, 1, 1]]

    def test_an_unknown_start_with_an_end_after_the_last_day_is_worked_on_that_day(self):
        derived = derive(people({}), spells(job(None, "2016-05-31")))  # it was obtained while observed
        assert counts(derived) == [[1] * 6, [0, 0, 0, 0, 0, 1], [1] * 6]

    def test_no_date_at_all(self):
        derived = derive(people({}), spells(job()))
        assert counts(derived) == [[1] * 6, [0] * 6, [1] * 6]

    def test_not_where_nobody_was_observed(self):
        at = study(end_of_observation={"observed_until": True})
        derived = derive(people({"observed_until": "2015-10-31"}), spells(job()), at=at)
        assert counts(derived) == [[1, 1, 0, 0, 0, 0], [0] * 6, [1, 1, 0, 0, 0, 0]]
        assert derived.rates["rate_most"].isna().tolist() == [False, False, True, True, True, True]

    def test_without_unknown_dates_they_are_the_rate(self):
        rates = derive(people({}, {}), spells(job("2015-10-01", "2015-10-31"))).rates
        assert rates["n_bounded"].tolist() == rates["n"].tolist()
        for name in ("rate_least", "rate_most"):
            assert rates[name].tolist() == rates["rate"].tolist()

    def test_the_rule_counts_who_is_open(self):
        derived = derive(people({}, {}), spells(job(None, "2015-10-10", id="a"), job("2015-10-10", id="b")))
        rule = derived.availability.set_index("measure").loc["employment_rate", "rule"]
        assert "persons with a job of unknown start, who are left out: 1" in rule
        assert "persons with a job of unknown end, who are not taken as employed after its first day: 1" in rule


FAST = settings(max_examples=30, deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow])
LAST = {"a": 181, "b": 181, "c": 69}
PEOPLE = people(
    {}, {"inclusion_date": "2016-02-29", "observed_until": "2016-08-28"}, {"inclusion_date": "2015-01-31", "observed_until": "2015-04-10"}
)
AT = {"end_of_observation": {"observed_until": True}}
jobs_of = st.lists(
    st.tuples(st.sampled_from("abc"), st.integers(0, 181), st.integers(0, 120), st.sampled_from(["known", "end", "start", "both"])),
    max_size=7,
)


def recorded(jobs, complete=None):
    """Records of (person, start, length, what is unknown); with `complete`, its dates in place of the unknown."""
    first = dict(zip("abc", PEOPLE["inclusion_date"], strict=True))
    rows = []
    for number, (person, start, length, unknown) in enumerate(jobs):
        if start > LAST[person]:
            continue
        days = {"start": start, "end": start + length}
        hidden = {"start": ["start"], "end": ["end"], "both": ["start", "end"]}.get(unknown, [])
        if complete is not None:
            days |= dict(zip(("start", "end"), complete(days, hidden, LAST[person]), strict=True))
            hidden = []
        dates = {name: None if name in hidden else first[person] + pd.Timedelta(days=day) for name, day in days.items()}
        rows.append({"id": person, "hours_per_week": number + 1, **job(**dates)})
    return spells(*rows)


def at_random(random):
    """Any dates that agree with the known ones: begun in follow-up while observed."""

    def complete(days, hidden, last):
        start, end = days["start"], days["end"]
        if "start" in hidden:
            start = int(random.integers(0, (last if "end" in hidden else min(end, last)) + 1))
        if "end" in hidden:
            end = int(random.integers(start, last + 30))
        return start, end

    return complete


def longest(days, hidden, last):
    """The dates with the most days."""
    return (0 if "start" in hidden else days["start"], last if "end" in hidden else days["end"])


def by_day(table, spare):
    """Days worked of each person ticked off one by one: distinct ones, and summed over jobs."""
    days, total = {p: set() for p in "abc"}, dict.fromkeys("abc", 0)
    first = dict(zip("abc", PEOPLE["inclusion_date"], strict=True))
    for item in table.itertuples():
        start, end = (min((day - first[item.id]).days, LAST[item.id]) for day in (item.start, item.end))
        counted = range(start, end + 1 - spare)
        days[item.id] |= set(counted)
        total[item.id] += len(counted)
    return {p: len(d) for p, d in days.items()}, total


@FAST
@given(
    jobs_of,
    st.integers(0, 10**6),
    st.sampled_from(["union", "sum"]),
    st.sampled_from(["counted", "not_counted"]),
    st.sampled_from(["any_day", "middle_day", "last_day"]),
    st.sampled_from(["days", "months"]),
)
def test_bounds_hold_whatever_the_unknown_dates_were(jobs, seed, overlap, last_day, period_worked, unit):
    chosen = {"overlap": overlap, "last_day": last_day, "period_worked": period_worked, "long_term": 60 if unit == "days" else 2}
    at, random = study(time_unit=unit, **AT), np.random.default_rng(seed)

    def run(table):
        return derive(PEOPLE, table, at=at, same_start_twice="keep", outcomes=chosen)

    derived = run(recorded(jobs))
    table = derived.persons.set_index("id")
    for complete in [longest, *[at_random(random) for _ in range(3)]]:
        truth = recorded(jobs, complete)
        other = run(truth)
        time = other.persons.set_index("id")["time_worked"]
        if unit == "days":  # not by the code under test alone
            union, total = by_day(truth, last_day == "not_counted")
            assert time.to_dict() == (union if overlap == "union" else total)
        assert (table["time_worked_least"] <= time).all()
        assert (time <= table["time_worked_most"]).all()
        long = other.persons.set_index("id")["worked_long"]
        assert not (table["worked_long_least"].eq("yes") & long.eq("no")).any()
        assert not (table["worked_long_most"].eq("no") & long.eq("yes")).any()
        assert other.rates["n"].tolist() == derived.rates["n_bounded"].tolist()
        assert (derived.rates["n_employed_least"] <= other.rates["n_employed"]).all()
        assert (other.rates["n_employed"] <= derived.rates["n_employed_most"]).all()
        if complete is longest:
            assert (time == table["time_worked_most"]).all()
            assert other.rates["n_employed"].tolist() == derived.rates["n_employed_most"].tolist()
    known = table["time_worked"].notna()
    assert (table.loc[known, "time_worked"] == table.loc[known, "time_worked_least"]).all()


@FAST
@given(st.lists(st.text("01?", min_size=6, max_size=6), min_size=3, max_size=3), st.integers(0, 10**6))
def test_bounds_of_a_panel_hold_whatever_the_unknown_months_were(texts, seed):
    at, book, rows = (
        study(time_unit="months", end_of_observation={"observed_until": True}),
        codebook("panel", dated=False),
        people({}, {}, {}, dated=False),
    )
    derived = derive(rows, None, panel(**dict(zip("abc", texts, strict=True))), book, at)
    random = np.random.default_rng(seed)
    for _ in range(3):
        full = ["".join(random.choice(["0", "1"]) if mark == "?" else mark for mark in text) for text in texts]
        other = derive(rows, None, panel(**dict(zip("abc", full, strict=True))), book, at)
        time = [text.count("1") for text in full]
        assert (derived.persons["time_worked_least"] <= time).all() and (time <= derived.persons["time_worked_most"]).all()
        assert (derived.rates["n_employed_least"] <= other.rates["n_employed"]).all()
        assert (other.rates["n_employed"] <= derived.rates["n_employed_most"]).all()
    assert derived.persons["time_worked_most"].tolist() == [text.count("1") + text.count("?") for text in texts]


def test_a_panel_placed_in_days_is_open_by_its_unknown_weeks_and_by_where_work_beside_them_ends():
    # Three weeks: worked, unknown, not worked. By the middle of weeks work begins on day 3.
    # Counted: to the end of week 1, day 6 (4 days). Least: week 2 not worked, so that work ends in the middle of week 1 (1 day).
    # Most: week 2 worked to its middle, day 10 (8 days).
    at = study(time_unit="days", period="weeks", follow_up="3 weeks", end_of_observation={"observed_until": True})
    placed = {"panel_in_days": "middle_to_middle_day", "long_term": 5}
    rows = people({"observed_until_count": None}, dated=False)
    derived = derive(rows, None, panel(a="1?0"), codebook("panel", dated=False), at, placed)
    assert row(derived, *RANGE) == [4, 1, 8]
    assert row(derived, *LONG) == ["no", "no", "yes"]
    assert row(derived, "weeks_worked", "weeks_worked_least", "weeks_worked_most") == [1, 1, 2]


def test_weeks_after_the_last_one_observed_do_not_end_work_in_its_middle():
    # Of three weeks one is observed, and worked: nothing is unknown, so days 3 to 6 count in all three ways.
    at = study(time_unit="days", period="weeks", follow_up="3 weeks", end_of_observation={"observed_until": True})
    placed = {"panel_in_days": "middle_to_middle_day", "long_term": 4}
    rows = people({"observed_until_count": 1}, {"observed_until_count": 2}, {"observed_until_count": None}, dated=False)
    derived = derive(rows, None, panel(a="1", b="?1", c="111"), codebook("panel", dated=False), at, placed)
    assert row(derived, *RANGE) == [4, 4, 4]
    assert row(derived, *RANGE, person="b") == [7, 4, 11]
    assert row(derived, *RANGE, person="c") == [18, 18, 18]
    assert row(derived, *LONG) == ["yes", "yes", "yes"]
