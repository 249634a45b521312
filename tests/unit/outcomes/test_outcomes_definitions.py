"""What each definition that a study may choose changes, by hand. Inclusion 1 September 2015, six months of follow-up."""

import pandas as pd
import pytest

from ipscohort.config.analysis import DerivedOutcomes
from ipscohort.contracts.codebook import Codebook
from ipscohort.outcomes import definitions
from tests.unit.clean.frames import derive, people, spells, study


def column(derived, name):
    return [None if pd.isna(value) else float(value) for value in derived.persons[name]]


def job(start, end=None, **more):
    return {"start": start, "end": end, **more}


class TestLastDay:
    JOBS = spells(
        job("2015-09-11", "2015-09-20"),
        job("2015-09-20", "2015-09-25", hours_per_week=7),
        job("2015-10-05", "2015-10-05"),
        job("2016-02-20"),
    )

    def test_counted(self):
        derived = derive(people({}), self.JOBS)
        assert derived.job_measures["days_worked"].tolist() == [10, 6, 1, 10]  # 2016-02-29 is the last day of follow-up
        assert column(derived, "time_worked") == [15 + 1 + 10]
        assert column(derived, "longest_job") == [10]

    def test_not_counted(self):
        derived = derive(people({}), self.JOBS, outcomes={"last_day": "not_counted"})
        assert derived.job_measures["days_worked"].tolist() == [9, 5, 0, 9]
        assert column(derived, "time_worked") == [14 + 0 + 9]  # the first two follow each other: 20 September is the second's
        assert column(derived, "longest_job") == [9]
        assert column(derived, "hours_worked") == [pytest.approx((9 * 20 + 5 * 7 + 0 + 9 * 20) / 7)]

    def test_summed_over_jobs_a_shared_day_tells_the_two_apart(self):
        both = [derive(people({}), self.JOBS, outcomes={"overlap": "sum", "last_day": word}) for word in ("counted", "not_counted")]
        assert [column(derived, "time_worked") for derived in both] == [[27], [23]]

    def test_the_rates_stay(self):
        one, other = (derive(people({}), self.JOBS, outcomes={"last_day": word}) for word in ("counted", "not_counted"))
        pd.testing.assert_frame_equal(one.rates, other.rates)


class TestPeriodWorked:
    # The middle of September (30 days) is the 16th: fifteen days before it, fourteen after. Of October (31) it is the 16th too.
    PEOPLE = people({}, {}, {}, {"observed_until": "2015-09-20"})
    JOBS = spells(
        job("2015-09-16", "2015-09-16", id="a"),
        job("2015-09-15", "2015-09-15", id="b"),
        job("2015-09-30", "2015-10-15", id="c"),
    )
    AT = study(end_of_observation={"observed_until": True})

    @pytest.mark.parametrize(
        ("word", "n", "employed"),
        [("any_day", [4, 3], [3, 1]), ("middle_day", [4, 3], [1, 0]), ("last_day", [3, 3], [1, 0])],
    )
    def test_months(self, word, n, employed):
        rates = derive(self.PEOPLE, self.JOBS, at=self.AT, outcomes={"period_worked": word}).rates
        assert rates["n"].tolist()[:2] == n
        assert rates["n_employed"].tolist()[:2] == employed

    @pytest.mark.parametrize(("word", "worked"), [("any_day", [1, 1, 2, 0]), ("middle_day", [1, 0, 0, 0]), ("last_day", [0, 0, 1, 0])])
    def test_months_worked(self, word, worked):
        at = study(end_of_observation={"observed_until": True}, time_unit="months")
        derived = derive(self.PEOPLE, self.JOBS, at=at, outcomes={"period_worked": word})
        assert column(derived, "time_worked") == worked
        assert column(derived, "time_observed") == [6, 6, 6, 1]

    def test_a_job_of_unknown_end_is_worked_on_its_first_day_only(self):
        jobs = spells(job("2015-09-16", id="a", end_status="unknown"), job("2015-09-15", id="b", end_status="unknown"))
        rates = derive(people({}, {}), jobs, outcomes={"period_worked": "middle_day"}).rates
        assert rates["n_employed"].tolist() == [1, 0, 0, 0, 0, 0]


class TestMonth:
    # Calendar: 30 + 31 + 30 + 31 + 31 + 29 = 182 days; 6 x 30 = 180; 6 x 30.4375 = 182.625, over on day 183.
    @pytest.mark.parametrize(("month", "days"), [("calendar", 182), ("30 days", 180), ("30.4375 days", 183)])
    def test_length_of_follow_up(self, month, days):
        derived = derive(people({}), spells(job("2016-02-20")), at=study(month=month))
        assert column(derived, "time_observed") == [days]
        assert derived.job_measures["days_worked"].tolist() == [days - 172]  # 20 February is day 172

    # Day 30 is 1 October, day 31 the 2nd; the second month begins on day 30, 30 and 31.
    @pytest.mark.parametrize(("month", "employed"), [("calendar", [0, 1]), ("30 days", [0, 1]), ("30.4375 days", [1, 0])])
    def test_boundaries(self, month, employed):
        derived = derive(people({}), spells(job("2015-10-01", "2015-10-01")), at=study(month=month))
        assert derived.rates["n_employed"].tolist()[:2] == employed
        assert len(derived.rates) == 6

    @pytest.mark.parametrize(("month", "wages"), [("calendar", 3000 * 30 / 30.4375), ("30 days", 3000)])
    def test_wages_per_month(self, month, wages):
        book = Codebook("spells", True, job_columns=("wage",), wage_per="month")
        derived = derive(people({}), spells(job("2015-09-01", "2015-09-30", wage=3000)), book=book, at=study(month=month))
        assert column(derived, "wages_earned") == [pytest.approx(wages)]

    # 182 days are 6 months and 2 days where a month has 30.
    @pytest.mark.parametrize(("month", "periods"), [("calendar", 6), ("30 days", 7), ("30.4375 days", 6)])
    def test_number_of_months_in_a_follow_up_of_days(self, month, periods):
        derived = derive(people({}), spells(job("2015-09-01")), at=study(month=month, follow_up="182 days"))
        assert derived.rates["n_employed"].tolist() == [1] * periods

    @pytest.mark.parametrize(("month", "periods"), [("calendar", 148), ("30 days", 150), ("30.4375 days", 148)])
    def test_number_of_months_in_years_of_days(self, month, periods):
        derived = derive(people({}), spells(job("2015-09-01")), at=study(month=month, follow_up="4500 days"))
        assert len(derived.rates) == periods

    # The last possible day is day 181, 179 and 182.
    @pytest.mark.parametrize(("month", "day"), [("calendar", 181), ("30 days", 179), ("30.4375 days", 182)])
    def test_where_the_records_give_times(self, month, day):
        rows = people({"given_exit": "job"}, {"given_time_to_first_job": 5.0, "given_exit": "job"})
        derived = derive(rows, book=Codebook("durations", True), at=study(month=month))
        assert column(derived, "follow_time_worst") == [day, 5]

    def test_months_of_days_need_no_dates(self):
        jobs = spells({"start_day": 29, "end_day": 30}).assign(end_status="known")
        book = Codebook("spells", False)
        derived = derive(people({}, dated=False), jobs, book=book, at=study(month="30 days"))
        assert derived.rates["n_employed"].tolist() == [1, 1, 0, 0, 0, 0]


class TestEnds:
    PEOPLE = people({}, {})
    JOBS = spells(job("2016-01-15", id="a"), job("2015-10-11", id="b", end_status="unknown"))

    @pytest.mark.parametrize(
        ("ongoing", "unknown", "days"),
        [
            ("last_day_observed", "no_days", [46, None]),  # 15 January to 29 February: 17 + 29
            ("unknown", "no_days", [None, None]),
            ("last_day_observed", "last_day_observed", [46, 142]),  # 11 October is day 40, the last is day 181
            ("unknown", "last_day_observed", [46, 142]),
        ],
    )
    def test_days(self, ongoing, unknown, days):
        derived = derive(self.PEOPLE, self.JOBS, outcomes={"ongoing_end": ongoing, "unknown_end": unknown})
        assert column(derived, "time_worked") == days
        assert [None if pd.isna(value) else value for value in derived.job_measures["days_worked"]] == days
        assert column(derived, "time_to_first_job") == [136, 40]

    @pytest.mark.parametrize(
        ("outcomes", "employed"),
        [
            ({}, [0, 1, 0, 0, 1, 1]),
            ({"ongoing_end": "unknown"}, [0, 1, 0, 0, 1, 0]),
            ({"unknown_end": "last_day_observed"}, [0, 1, 1, 1, 2, 2]),
        ],
    )
    def test_months(self, outcomes, employed):
        assert derive(self.PEOPLE, self.JOBS, outcomes=outcomes).rates["n_employed"].tolist() == employed

    def test_a_job_held_at_entry_and_still_going_on_is_worked_on_day_0(self):
        jobs = spells(job("2015-08-01", id="a"))
        derived = derive(people({}), jobs, employed_at_entry="clip", outcomes={"ongoing_end": "unknown"})
        assert derived.rates["n_employed"].tolist() == [1, 0, 0, 0, 0, 0]

    def test_an_unknown_start_stays_without_days(self):
        jobs = spells(job(None, "2015-10-01"), job(None, None, end_status="unknown"))
        derived = derive(people({}), jobs, outcomes={"unknown_end": "last_day_observed"})
        assert column(derived, "time_worked") == [None]


@pytest.mark.parametrize(
    ("outcomes", "month", "name", "words"),
    [
        ({"last_day": "not_counted"}, "calendar", "days_in_a_job", "Last day - first day (the last day is not counted), inside"),
        (
            {"ongoing_end": "unknown"},
            "calendar",
            "days_in_a_job",
            "Ongoing or end unknown: no days, employed in the month of its start only",
        ),
        ({"unknown_end": "last_day_observed"}, "calendar", "days_in_a_job", "End unknown: to the last day observed"),
        ({"unknown_end": "last_day_observed"}, "calendar", "time_worked", "only jobs with a known start"),
        ({"period_worked": "middle_day"}, "calendar", "employment_rate", "on its middle day, of those observed on that day"),
        ({"period_worked": "last_day"}, "calendar", "days_in_a_job", "employed on its first day only"),
        ({}, "30 days", "follow_up", "month m begins on the first whole day from (m - 1) x 30 days after inclusion on"),
    ],
)
def test_the_words_tell_what_was_used(outcomes, month, name, words):
    table = definitions(study(month=month), DerivedOutcomes.model_validate(outcomes), Codebook("spells", True)).set_index("name")["rule"]
    plain = definitions(study(), DerivedOutcomes(), Codebook("spells", True)).set_index("name")["rule"]
    assert words in table[name]
    assert words not in plain[name]
