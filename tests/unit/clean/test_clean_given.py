"""Rules about outcomes that the study computed itself, and about durations."""

import pandas as pd
import pytest

from ipscohort.errors import UserError
from tests.unit.clean.frames import clean, codebook, derive, log_rows, people, study

YEAR = study(follow_up="365 days")
GIVEN = ["given_job_obtained", "given_time_to_first_job", "given_time_worked"]


def given(obtained, first, worked):
    return dict(zip(GIVEN, (obtained, first, worked), strict=True))


def values(frame, *columns):
    return [[None if pd.isna(v) else v for v in row] for row in frame[list(columns)].astype(object).to_numpy()]


class TestOutcomes:
    BOOK = codebook("outcomes")

    def stopped(self, *rows, **rules):
        with pytest.raises(UserError) as caught:
            clean(people(*rows), book=self.BOOK, at=rules.pop("at", YEAR), **rules)
        return caught.value.problems

    @pytest.mark.parametrize(
        ("row", "rule", "after"),
        [
            (given("yes", 2200.0, None), "given_beyond_follow_up", ["yes", None, None]),
            (given("yes", 365.0, None), "given_beyond_follow_up", ["yes", None, None]),  # day 0 is the first of 365
            (given("yes", None, 11000.0), "given_beyond_follow_up", ["yes", None, None]),
            (given("no", None, 100.0), "given_contradiction", [None, None, None]),
            (given("no", 50.0, None), "given_contradiction", ["no", None, None]),
            (given("yes", 10.0, 0.0), "given_contradiction", ["yes", 10, None]),
            (given("yes", 300.0, 66.0), "given_contradiction", ["yes", None, None]),
        ],
    )
    def test_what_can_not_be_stops_or_is_set_missing_and_logged(self, row, rule, after):
        (problem,) = self.stopped({}, row)
        assert (problem.rows, problem.ids) == ((3,), ("b",))
        assert problem.remedy == f"mend the rows, or set clean.{rule}: set_missing"
        done = clean(people({}, row), book=self.BOOK, at=YEAR, **{rule: "set_missing"})
        assert values(done.participants, *GIVEN)[1] == after
        assert log_rows(done) == [(rule, "participants", 1, "b", "3")]

    def test_what_can_be_passes(self):
        rows = [given("yes", 364.0, 1.0), given("yes", 0.0, 365.0), given("no", None, 0.0), given("no", None, None), given(None, 5.0, 5.0)]
        done = clean(people(*rows), book=self.BOOK, at=YEAR)
        assert values(done.participants, *GIVEN) == [list(row.values()) for row in rows]
        assert log_rows(done) == []

    def test_a_person_s_own_end_of_observation_counts(self):
        at = study(follow_up="365 days", end_of_observation={"observed_until": True, "data_lock": "2015-12-31"})
        late, locked = ({"observed_until": day, **given("yes", 100.0, None)} for day in ("2015-10-01", "2016-12-31"))
        (problem,) = self.stopped(late, locked, at=at)  # the lock is day 121
        assert problem.ids == ("a",)

    def test_periods_count_from_one(self):
        at = study(follow_up="52 weeks", time_unit="weeks", period="weeks")
        (first, worked) = self.stopped(given("yes", 52.0, 1.0), given("yes", 53.0, None), given("yes", None, 53.0), at=at)
        assert (first.ids, worked.ids) == (("b",), ("c",))

    def test_without_dates_a_long_run_of_months_is_not_refused(self):
        rows = people(given("yes", None, 915.0), given("yes", None, 930.0), dated=False)  # 30 months are 912 to 915 days
        with pytest.raises(UserError) as caught:
            clean(rows, book=codebook("outcomes", dated=False), at=study(follow_up="30 months"))
        assert caught.value.problems[0].ids == ("b",)


class TestDurations:
    BOOK = codebook("durations")
    AT = study(end_of_observation={"observed_until": True, "data_lock": "2015-12-31"})  # day 121; follow-up ends on day 181

    def run(self, *rows, **rules):
        full = [{"given_time_to_first_job": time, "given_exit": end, **more} for time, end, more in rows]
        return clean(people(*full), book=self.BOOK, at=rules.pop("at", self.AT), **rules)

    def test_observation_ends_with_the_earliest_of_all(self):
        left = {"observed_until": "2015-10-01", "observed_until_reason": "moved"}  # day 30
        rows = [(20.0, "job", left), (100.0, "no_job", left), (40.0, "job", left), (150.0, "no_job", {}), (90.0, "died", {})]
        done = self.run(*rows)
        assert values(done.participants, "given_time_to_first_job", "given_exit", "ended_by") == [
            [20, "job", None],
            [30, "no_job", "moved"],
            [30, "no_job", "moved"],
            [121, "no_job", "data lock"],
            [90, "died", "died"],
        ]
        assert values(done.participants, "left_for") == [[None], ["moved"], ["moved"], [None], ["died"]]
        assert log_rows(done) == [
            ("outside_observation", "participants", 1, "c", "4"),
            ("outside_observation", "participants", 2, "b;d", "3;5"),
        ]

    def test_a_job_after_the_data_lock_stops(self):
        with pytest.raises(UserError, match="after the data lock") as caught:
            self.run((122.0, "job", {}), (121.0, "job", {}))
        assert caught.value.problems[0].ids == ("a",)
        done = self.run((122.0, "job", {}), start_after_data_lock="drop")
        assert values(done.participants, "given_time_to_first_job", "given_exit") == [[121, "no_job"]]

    def test_observation_that_ended_before_inclusion(self):
        row = (5.0, "no_job", {"observed_until": "2015-08-31"})
        with pytest.raises(UserError, match="before inclusion"):
            self.run(row)
        done = self.run(row, (5.0, "no_job", {}), observed_until_before_inclusion="exclude")
        assert list(done.participants["id"]) == ["b"]

    def test_without_dates_the_number_of_the_last_period_counts(self):
        at = study(follow_up="52 weeks", time_unit="weeks", period="weeks", end_of_observation={"observed_until": True})
        rows = people({"given_time_to_first_job": 40.0, "given_exit": "no_job", "observed_until_count": 30}, dated=False)
        done = clean(rows, book=codebook("durations", dated=False), at=at)
        assert values(done.participants, "given_time_to_first_job") == [[30]]

    def test_the_worst_case_of_an_unknown_time_lies_inside_observation(self):
        rows = people({"given_exit": "job"}, {"given_exit": "job", "observed_until": "2015-10-01"})
        persons = derive(rows, book=self.BOOK, at=self.AT).persons
        assert persons["follow_time_worst"].tolist() == [121, 30]

    def test_weeks_in_a_follow_up_of_months(self):
        # 11 months from 1 March 2014 are 337 days: 48 weeks and a day (11 average months are 47.8 weeks)
        at = study(follow_up="11 months", time_unit="weeks", period="weeks")
        rows = people({"inclusion_date": "2014-03-01", "given_exit": "job"})
        assert derive(rows, book=self.BOOK, at=at).persons["follow_time_worst"].tolist() == [49]
        rows = people({"inclusion_date": "2014-03-01", **given("no", None, None)})
        censored = people({"inclusion_date": "2014-03-01", **given("no", None, None)}, {**given("yes", 3.0, None)})
        persons = derive(censored, book=codebook("outcomes"), at=at).persons
        assert persons["follow_time"].tolist() == [49, 3]
