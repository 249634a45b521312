"""Outcomes by the shape of the records: what each gives, what is absent by name, and what is unknown."""

import pandas as pd
import pytest

from ipscohort.catalogue.measures import MEASURES
from ipscohort.config.analysis import DerivedOutcomes
from ipscohort.contracts import PERSONS
from ipscohort.contracts.codebook import Codebook
from ipscohort.errors import UserError
from ipscohort.outcomes import definitions
from tests.unit.clean.frames import clean, codebook, derive, panel, people, spells, study

WEEKS = study(follow_up="6 weeks", time_unit="weeks", period="weeks", end_of_observation={"observed_until": True})
PANEL = codebook("panel", dated=False)


def values(derived, *columns):
    """Columns of persons as lists, None where missing."""
    table = derived.persons.set_index("id")[list(columns)].astype(object)
    return {person: [None if pd.isna(v) else v for v in row] for person, row in zip(table.index, table.to_numpy(), strict=True)}


def measure(derived, name):
    return derived.availability.set_index("measure").loc[name]


class TestPanel:
    STATUSES = panel(a="010110", b="000000", c="000000", d="0?0110", e="0?0000", f="??????", g="?00000", h="1?0?00")

    @pytest.fixture
    def derived(self):
        rows = people({}, {}, {"observed_until_count": 3}, {}, {}, {}, {}, {}, dated=False)
        return derive(rows, None, self.STATUSES, PANEL, WEEKS, {"long_term": 2})

    def test_time_to_first_job(self, derived):
        names = ("job_obtained", "time_to_first_job", "follow_time", "first_job_event", "follow_time_best", "follow_time_worst")
        assert values(derived, *names) == {
            "a": ["yes", 2, 2, True, 2, 2],
            "b": ["no", None, 6, False, 6, 6],
            "c": ["no", None, 3, False, 3, 3],
            "d": ["yes", None, None, None, 2, 4],  # unknown before the first week worked
            "e": ["no", None, 1, False, 1, 1],  # censored at the last week before the gap
            "f": [None, None, None, None, None, None],  # nothing known
            "g": ["no", None, 0, False, 0, 0],
            "h": ["yes", 1, 1, True, 1, 1],  # unknown after the first week worked
        }

    def test_time_worked(self, derived):
        assert values(derived, "time_worked", "worked_long", "weeks_worked", "time_observed") == {
            "a": [3, "yes", 3, 6],
            "b": [0, "no", 0, 6],
            "c": [0, "no", 0, 3],
            "d": [2, "yes", 2, 6],
            "e": [0, "no", 0, 6],
            "f": [None, None, None, 6],
            "g": [0, "no", 0, 6],
            "h": [1, "no", 1, 6],
        }

    def test_rates_leave_unknown_weeks_out(self, derived):
        # week 1: all but f and g; week 2: a b c h known less h unknown ...
        known = [list(t) for t in zip(*["010110", "000000", "000...", "0?0110", "0?0000", "??????", "?00000", "1?0?00"], strict=True)]
        assert derived.rates["n"].tolist() == [sum(mark in "01" for mark in week) for week in known]
        assert derived.rates["n_employed"].tolist() == [sum(mark == "1" for mark in week) for week in known]

    def test_remarks_count_the_unknown(self, derived):
        assert "an unknown period before the first one worked, whose time is unknown: 1" in measure(derived, "time_to_first_job")["rule"]
        assert "unknown periods inside observation, which are not counted as worked: 4" in measure(derived, "time_worked")["rule"]

    def test_what_a_panel_can_not_give_is_absent_by_name(self, derived):
        for name in ("n_jobs", "longest_job", "hours_worked", "hours_per_week", "wages_earned", "worked_half_time"):
            assert not measure(derived, name)["available"]
            assert "not in which job" in measure(derived, name)["why_not"]
            assert derived.persons[name].isna().all()

    def test_months_are_not_weeks(self):
        at = study(time_unit="months")
        derived = derive(people({}, dated=False), None, panel(a="110000"), PANEL, at)
        assert values(derived, "time_worked", "weeks_worked") == {"a": [2, None]}
        assert not measure(derived, "weeks_worked")["available"]

    def test_a_week_that_nobody_was_observed_in_stands_in_the_rates(self):
        derived = derive(people({"observed_until_count": 2}, dated=False), None, panel(a="010000"), PANEL, WEEKS)
        assert derived.rates["n"].tolist() == [1, 1, 0, 0, 0, 0]
        assert derived.rates["rate"].isna().tolist() == [False, False, True, True, True, True]

    def test_a_period_without_a_row_is_unknown(self):
        statuses = panel(a="010110")
        derived = derive(people({}, dated=False), None, statuses[statuses["period"] != 1], PANEL, WEEKS)
        assert values(derived, "time_to_first_job", "follow_time_best", "follow_time_worst") == {"a": [None, 1, 2]}


class TestSpells:
    def test_what_a_reader_must_know_stands_beside_the_rule(self):
        jobs = spells(
            {"id": "a", "start": "2015-10-01", "end": "2015-10-02"},
            {"id": "a", "start": "2015-11-01", "end_status": "unknown"},
            {"id": "b", "start": "2015-08-01", "end": "2015-10-02"},
        )
        at = study(end_of_observation={"observed_until": True})
        rows = people({}, {}, {"observed_until": "2015-12-31"})
        derived = derive(rows, jobs, at=at, employed_at_entry="clip")
        assert "some lack a date, so that only the others count: 1" in measure(derived, "time_worked")["rule"]
        assert "kept, whose job is not counted as obtained: 1" in measure(derived, "job_obtained")["rule"]
        assert "without a job who were not observed to the end: 1" in measure(derived, "job_obtained")["rule"]

    def test_a_worker_without_a_dated_job_has_unknown_days_and_not_none(self):
        derived = derive(people({}, {}), spells({"end_status": "unknown"}, {"start": "2015-10-01", "end_status": "unknown"}))
        names = ("job_obtained", "time_worked", "worked_long", "weeks_worked", "hours_worked", "n_jobs")
        assert values(derived, *names)["a"] == ["yes", None, None, None, None, 2]
        assert values(derived, *names)["b"] == ["no", 0, "no", 0, 0, 0]

    def test_bounds_of_an_unknown_time(self):
        jobs = spells(
            {"id": "a", "end_status": "unknown"},  # any day up to the last
            {"id": "b", "end": "2015-10-01"},  # day 30 at the latest
            {"id": "b", "start": "2015-10-11", "end": "2015-10-12"},  # day 40
            {"id": "c", "end": "2016-12-31"},
            {"id": "c", "start": "2015-10-11", "end": "2015-10-12"},
        )
        derived = derive(people({}, {}, {}), jobs)
        names = ("follow_time", "first_job_event", "follow_time_best", "follow_time_worst")
        assert values(derived, *names) == {"a": [None, None, 0, 181], "b": [None, None, 0, 30], "c": [None, None, 0, 40]}
        assert len(derived.periods) == 0
        assert "a job of unknown start, whose time is unknown: 3" in measure(derived, "time_to_first_job")["rule"]

    def test_hours_wages_and_tenure(self):
        jobs = spells(
            {"start": "2015-10-01", "end": "2015-10-14", "hours_per_week": 10, "wage": 12},  # 14 days = 20 hours
            {"start": "2015-11-01", "end": "2015-11-07", "hours_per_week": 40, "wage": None},  # 7 days = 40 hours
            {"start": "2015-12-01", "end": "2015-12-21", "hours_per_week": None, "wage": 12},  # 21 days
        )
        derived = derive(people({}, {}), jobs)
        names = ("hours_worked", "hours_per_week", "wages_earned", "longest_job", "worked_half_time")
        assert values(derived, *names) == {"a": [60, (14 * 10 + 7 * 40) / 21, 240, 21, "yes"], "b": [0, None, 0, None, "no"]}
        assert "left out: 1 of 3" in measure(derived, "hours_worked")["rule"]
        assert "left out: 2 of 3" in measure(derived, "wages_earned")["rule"]

    @pytest.mark.parametrize(("per", "wages"), [("hour", 21 / 7 * 20 * 12), ("week", 21 / 7 * 12), ("month", 21 / 30.4375 * 12)])
    def test_what_a_wage_is_paid_for(self, per, wages):
        jobs = spells({"start": "2015-12-01", "end": "2015-12-21", "wage": 12})
        derived = derive(people({}), jobs, book=codebook(wage_per=per))
        assert derived.persons["wages_earned"].tolist() == [pytest.approx(wages)]
        assert f"wage per {per}" in measure(derived, "wages_earned")["rule"]

    def test_hours_of_an_undated_job_weigh_nothing(self):
        jobs = spells(
            {"start": "2015-10-01", "end": "2015-10-14", "hours_per_week": 10},
            {"start": "2015-11-01", "end_status": "unknown", "hours_per_week": 40},
        )
        assert values(derive(people({}), jobs), "hours_worked", "hours_per_week", "worked_half_time") == {"a": [20, 10, "yes"]}

    def test_half_time_is_unknown_where_hours_that_could_reach_it_are(self):
        low, unknown = {"start": "2015-10-01", "hours_per_week": 19.9}, {"start": "2015-10-01", "hours_per_week": None}
        jobs = spells(
            {"id": "a", **low}, {"id": "a", **unknown}, {"id": "b", **low}, {"id": "c", **low, "hours_per_week": 20}, {"id": "c", **unknown}
        )
        assert values(derive(people({}, {}, {}), jobs, same_start_twice="keep"), "worked_half_time") == {
            "a": [None],
            "b": ["no"],
            "c": ["yes"],
        }

    def test_records_without_hours_or_wage_say_so(self):
        derived = derive(people({}), spells({"start": "2015-10-01", "end": "2015-10-14", "hours_per_week": None}))
        assert "no hours" in measure(derived, "hours_worked")["why_not"]
        assert "no wage" in measure(derived, "wages_earned")["why_not"]
        assert measure(derived, "longest_job")["available"]
        assert derived.persons["hours_worked"].isna().all()

    def test_records_without_dates_count_days_since_inclusion(self):
        at = study(follow_up="60 days", period="weeks", end_of_observation={"observed_until": True})
        jobs = spells({"id": "a", "start_day": 3, "end_day": 16}, {"id": "b", "start_day": 40, "end_status": "ongoing"})
        rows = people({}, {"observed_until_count": 49}, dated=False)
        derived = derive(rows, jobs, book=codebook(dated=False), at=at)
        assert values(derived, "time_to_first_job", "time_worked", "last_day") == {"a": [3, 14, 59], "b": [40, 10, 49]}
        # a works in weeks 1-3 of 9 (days 56-59 are the last, part week); b in weeks 6-8 of the 8 observed
        assert derived.rates["n_employed"].tolist() == [1, 1, 1, 0, 0, 1, 1, 1, 0]
        assert derived.rates["n"].tolist() == [2] * 8 + [1]

    def test_weeks_in_a_follow_up_of_months(self):
        # 11 months from 1 March 2014 are 337 days: 48 weeks and a day, a week of its own (11 average months are 47.8 weeks)
        at = study(follow_up="11 months", time_unit="weeks", period="weeks")
        rows, jobs = people({"inclusion_date": "2014-03-01"}), spells({"start": "2015-01-31", "end": "2015-01-31"})
        assert clean(rows, jobs, at=at).participants["last_period"].tolist() == [49]
        derived = derive(rows, jobs, at=at)
        assert values(derived, "time_observed", "time_to_first_job", "time_worked") == {"a": [49, 49, 1]}
        assert derived.rates["n_employed"].tolist() == [0] * 48 + [1]

    def test_nobody_has_a_job(self):
        derived = derive(people({}, {}))
        assert values(derived, "time_worked", "follow_time") == {"a": [0, 181], "b": [0, 181]}
        assert len(derived.job_measures) == 0


class TestDurations:
    ROWS = (
        {"given_time_to_first_job": 10.0, "given_exit": "job"},
        {"given_time_to_first_job": 90.0, "given_exit": "no_job"},
        {"given_time_to_first_job": 30.0, "given_exit": "died"},
        {"given_time_to_first_job": None, "given_exit": "job"},
        {"given_time_to_first_job": 30.0, "given_exit": None},
        {"given_time_to_first_job": None, "given_exit": "no_job"},
    )

    @pytest.fixture
    def derived(self):
        return derive(people(*self.ROWS), book=codebook("durations"), at=study(end_of_observation={"data_lock": "2020-01-01"}))

    def test_outcomes(self, derived):
        names = ("job_obtained", "time_to_first_job", "follow_time", "first_job_event", "follow_time_best", "follow_time_worst", "ended_by")
        assert values(derived, *names) == {
            "a": ["yes", 10, 10, True, 10, 10, None],
            "b": ["no", None, 90, False, 90, 90, None],
            "c": ["no", None, 30, False, 30, 30, "died"],
            "d": ["yes", None, None, None, 0, 181, None],
            "e": [None, None, None, None, None, None, None],
            "f": ["no", None, None, None, None, None, None],
        }

    def test_other_exits_are_counted_and_said(self, derived):
        assert "died: 1" in measure(derived, "time_to_first_job")["rule"]

    def test_the_rest_is_absent_by_name(self, derived):
        there = set(derived.availability.loc[derived.availability["available"], "measure"])
        assert there == {"job_obtained", "time_to_first_job"}
        assert derived.persons["time_worked"].isna().all()
        assert len(derived.rates) == len(derived.periods) == 0


class TestGivenOutcomes:
    ROWS = (
        {"given_job_obtained": "yes", "given_time_to_first_job": 10.0, "given_time_worked": 70.0},
        {"given_job_obtained": "no", "given_time_to_first_job": None, "given_time_worked": None},
        {"given_job_obtained": "yes", "given_time_to_first_job": None, "given_time_worked": None},
        {"given_job_obtained": None, "given_time_to_first_job": None, "given_time_worked": None},
    )

    def test_everything_given(self):
        derived = derive(people(*self.ROWS), book=codebook("outcomes"), outcomes={"long_term": 70})
        names = ("job_obtained", "time_to_first_job", "follow_time", "first_job_event", "time_worked", "worked_long", "weeks_worked")
        assert values(derived, *names) == {
            "a": ["yes", 10, 10, True, 70, "yes", 10],
            "b": ["no", None, 181, False, 0, "no", 0],
            "c": ["yes", None, None, None, None, None, None],
            "d": [None, None, None, None, None, None, None],
        }

    def test_without_the_end_of_observation_there_is_no_censoring_time(self):
        at = study(end_of_observation={"data_lock": "2020-01-01"})
        derived = derive(people(*self.ROWS), book=codebook("outcomes"), at=at)
        assert values(derived, "time_to_first_job", "follow_time")["a"] == [10, None]
        assert derived.persons["follow_time"].isna().all()
        assert "no Kaplan-Meier estimate" in measure(derived, "time_to_first_job")["rule"]

    @pytest.mark.parametrize(("unit", "observed"), [("days", [122, 122, 181]), ("weeks", [18, 18, 26])])
    def test_a_data_lock_says_how_long_each_was_observed_and_who_without_a_job_left_early(self, unit, observed):
        early = {"inclusion_date": "2015-01-01"}
        at = study(end_of_observation={"data_lock": "2015-12-31"}, time_unit=unit, period="months" if unit == "days" else unit)
        rows = [{"given_job_obtained": "yes"}, {"given_job_obtained": "no"}, {"given_job_obtained": "no", **early}]
        derived = derive(people(*rows), book=codebook("outcomes"), at=at)
        assert derived.persons["full_follow_up"].tolist() == [False, False, True]
        assert derived.persons["ended_by"].tolist() == ["data lock", "data lock", "end of follow-up"]
        assert [round(value) for value in derived.persons["time_observed"]] == observed
        assert "persons without a job who were not observed to the end: 1" in measure(derived, "job_obtained")["rule"]

    def test_the_last_day_observed_is_said_as_the_settings_give_it(self):
        said = {
            "Everybody was observed for the whole follow-up, as the settings say.": study(),
            "The earliest of the last possible day, the data lock, 2015-12-31.": study(end_of_observation={"data_lock": "2015-12-31"}),
        }
        for rule, at in said.items():
            table = definitions(at, DerivedOutcomes(), codebook("outcomes")).set_index("name")["rule"]
            assert table["last_day_observed"] == rule

    def test_only_days_worked(self):
        derived = derive(people({"given_time_worked": 70.0}, {}), book=codebook("outcomes"))
        assert not measure(derived, "job_obtained")["available"]
        assert values(derived, "job_obtained", "time_worked") == {"a": [None, 70], "b": [None, None]}


def test_every_measure_is_listed_once_and_the_eight_of_bond_are_among_them():
    derived = derive(people({}), spells({"start": "2015-10-01", "end": "2015-10-14", "wage": 1}))
    assert list(derived.availability["measure"]) == list(MEASURES)
    assert derived.availability["available"].all()
    named = derived.availability.dropna(subset="bond_2012").set_index("measure")["bond_2012"].to_dict()
    assert named == {name: m.bond_2012 for name, m in MEASURES.items() if m.bond_2012} and len(named) == 8
    assert set(MEASURES) - {"employment_rate"} <= set(PERSONS.names())


@pytest.mark.parametrize("shape", ["spells", "panel", "durations", "outcomes"])
@pytest.mark.parametrize("unit", ["days", "weeks", "months"])
def test_definitions_name_the_settings_used(shape, unit):
    period = unit if unit != "days" else "months"
    at = study(follow_up="30 months", time_unit=unit, period=period, end_of_observation={"observed_until": True, "data_lock": "2020-02-29"})
    table = definitions(at, DerivedOutcomes(long_term=77), Codebook(shape, True)).set_index("name")["rule"]
    assert "30 months" in table["follow_up"]
    assert f"77 {unit}" in table["worked_long"]
    assert table.str.endswith(".").all()
    assert shape in ("durations", "outcomes") or "2020-02-29" in table["last_day_observed"]


@pytest.mark.parametrize("name", ["n_jobs", "last_period", "last_possible_day", "latest_time"])
def test_a_variable_with_the_name_of_a_column_that_is_made_is_refused(name):
    from dataclasses import replace

    book = codebook()
    book = replace(book, variables={**book.variables, name: replace(book.variables["age"], name=name)})
    rows = people({})
    with pytest.raises(UserError, match=name):
        derive(rows.assign(**{name: 1.0}), book=book)


@pytest.mark.parametrize("shape", ["spells", "panel", "durations", "outcomes"])
def test_no_column_is_made_whose_name_a_variable_may_have(shape):
    from ipscohort.config.analysis import Exposure
    from ipscohort.config.crosschecks import RESERVED

    rows = people({"given_exit": "job", "given_job_obtained": "yes", "given_time_to_first_job": 3.0, "given_time_worked": 4.0})
    periods = panel(a="010110") if shape == "panel" else None
    book, at = codebook(shape), study(time_unit="months")
    assert set(clean(rows, None, periods, book, at).participants) - {"age", "sex"} <= RESERVED
    exposures = {"gender": Exposure.model_validate({"variable": "sex", "reference": "man"})}
    derived = derive(rows, None, periods, book, at, exposures=exposures)
    assert set(derived.persons) - {"age", "sex", "gender"} <= RESERVED
