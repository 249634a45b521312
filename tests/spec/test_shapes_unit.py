"""A time unit of any length: two weeks, counted 1, 2, ... since inclusion."""

from __future__ import annotations

import pytest

from ipscohort.config import Slice, slice_for
from ipscohort.config.analysis import half_a_year
from ipscohort.config.study import OwnUnit, singular
from ipscohort.errors import UserError
from ipscohort.figures.style import time_ticks
from ipscohort.outcomes import definitions
from ipscohort.report.cards import cards
from ipscohort.tables import make_table
from tests.support.page import inputs_of
from tests.support.pipeline import table_inputs
from tests.support.small import by_id, load, rule_of, run

TWO_WEEKS = {"name": "two weeks", "days": 14}
STUDY = {"follow_up": "84 days", "end_of_observation": {"observed_until": "yes"}, "competitive": "all_jobs"}
STUDY |= {"time_unit": TWO_WEEKS, "period": "two weeks"}
SPELLS = {"shape": "spells", "id": "id", "blank_end": "ongoing", "columns": {"start": "van", "end": "tot"}}
# Period 1: days 0-13, 2: 14-27, 3: 28-41, 4: 42-55, 5: 56-69, 6: 70-83.
PEOPLE = "id,until\nA,\nB,\nC,40\nD,\n"
JOBS = "id,van,tot\nA,14,27\nB,13,14\nD,70,\n"


def values(source=SPELLS, study=None, outcomes=None, people=None):
    ingest = {"participants": {"id": "id", "observed_until": "until", **(people or {})}, "jobs": {"s": source}}
    return {"study": {**STUDY, **(study or {})}, "ingest": ingest, "outcomes": {"long_term": 2} if outcomes is None else outcomes}


@pytest.fixture(scope="module")
def cohort(tmp_path_factory):
    folder = tmp_path_factory.mktemp("two_weeks")
    analysis = run(folder, values(), participants=PEOPLE, s=JOBS)
    return analysis, load(folder, values(), {"participants": PEOPLE, "s": JOBS}).settings


def test_spells(cohort):
    persons = cohort[0].derived.persons
    names = ("time_to_first_job", "follow_time", "first_job_event", "time_worked", "worked_long", "time_observed")
    assert by_id(persons, *names) == {
        "A": [2, 2, True, 1, "no", 6],
        "B": [1, 1, True, 2, "yes", 6],
        "C": [None, 3, False, 0, "no", 3],
        "D": [6, 6, True, 1, "no", 6],
    }


def test_rates(cohort):
    # C is observed on the first days of periods 1, 2 and 3.
    rates = cohort[0].derived.rates
    assert rates["n"].tolist() == [4, 4, 4, 3, 3, 3]
    assert rates["n_employed"].tolist() == [1, 2, 0, 0, 0, 1]


def test_the_horizon_is_the_last_period(cohort):
    found = cohort[0].survived.estimates.query("exposure == 'all' and measure == 'survival'")
    assert found["time"].tolist() == [6]
    assert found["estimate"].tolist() == [0]  # B in 1, A in 2, C censored in 3, D in 6
    assert cohort[0].survived.estimates.query("measure == 'median'")["estimate"].tolist() == [4]  # exactly 1/2 from 2 to 6


def test_words(cohort):
    analysis, settings = cohort
    assert rule_of(analysis, "time_to_first_job").startswith("Number of the period of two weeks since inclusion (1, 2, ...)")
    assert rule_of(analysis, "time_worked").startswith("Number of periods of two weeks of 84 days of follow-up with any day worked")
    assert rule_of(analysis, "worked_long").startswith("Time worked of 2 periods of two weeks or more")
    rules = definitions(settings.study, settings.outcomes, analysis.records.codebook).set_index("name")["rule"]
    assert rules["time_unit"] == "A period of two weeks is 14 days; number k holds the days 14 x (k - 1) to 14 x k - 1 since inclusion."
    said = [note.text for note in cards(inputs_of(analysis, settings))[0].notes]
    assert any("21 person-periods of two weeks observed" in text for text in said)


def test_tables(cohort):
    inputs = table_inputs(*cohort)
    labels = [row.label for row in make_table("outcomes", inputs).rows()]
    assert "Time observed, total person-periods of two weeks" in labels
    assert "Periods of two weeks to first job among workers, median [IQR]" in labels
    assert "Worked 2 periods of two weeks or more, of all persons, n (%)" in labels
    survival = make_table("survival", inputs)
    assert "period of two weeks 6" in [column.label for column in survival.columns]
    assert "Median periods of two weeks to first job" in [column.spanner for column in survival.columns]
    assert "Censored at the last period of two weeks observed." in survival.notes


def test_a_panel_of_own_periods(tmp_path):
    panel = {
        "shape": "panel",
        "columns": "p{n}",
        "unit": "two weeks",
        "counted_from": "inclusion",
        "codes": {1: "employed", 0: "not_employed"},
    }
    people = "id,until,p1,p2,p3,p4,p5,p6\nA,,0,1,1,0,0,0\nB,3,0,0,0,,,\n"
    analysis = run(tmp_path, values(panel), participants=people)
    assert by_id(analysis.derived.persons, "time_to_first_job", "follow_time", "time_worked") == {"A": [2, 2, 2], "B": [None, 3, 0]}
    assert "Employed in any period of two weeks observed" in rule_of(analysis, "job_obtained")
    assert not analysis.derived.availability.set_index("measure").loc["weeks_worked", "available"]


def test_durations(tmp_path):
    durations = {"shape": "durations", "time": "t", "event": {"column": "e", "codes": {1: "job", 0: "no_job"}}}
    people = "id,until,t,e\nA,,2,1\nB,,6,0\nC,3,3,0\nD,,9,1\n"
    persons = run(tmp_path, values(durations), participants=people).derived.persons
    # D: the job came after the sixth period, the last of follow-up.
    assert by_id(persons, "follow_time", "first_job_event") == {"A": [2, True], "B": [6, False], "C": [3, False], "D": [6, False]}


def test_half_a_year_is_rounded_to_whole_units(tmp_path):
    # 365.25 / 2 = 182.625 days: 13.04 of two weeks, 2.007 of 91 days, 0.5003 of 365 days, 0.25 of 730 (1 at least).
    lengths = {14: 13, 91: 2, 365: 1, 730: 1, 2: 91, 10: 18}
    assert {days: half_a_year(OwnUnit(name="own", days=days)) for days in lengths} == lengths
    assert [half_a_year(unit) for unit in ("days", "weeks", "months")] == [183, 26, 6]
    settings = load(tmp_path, values(study={"follow_up": "52 weeks"}, outcomes={}), {"participants": PEOPLE, "s": JOBS}).settings
    assert settings.outcomes.long_term == 13


def test_half_a_year_longer_than_follow_up_is_told(tmp_path):
    with pytest.raises(UserError) as caught:
        load(tmp_path, values(outcomes={}), {"participants": PEOPLE, "s": JOBS})
    assert "outcomes.long_term: 13 periods of two weeks is longer than the follow-up" in str(caught.value)


def test_settings_come_back_from_plain_values(cohort):
    study = cohort[1].study
    assert Slice(slice_for("clean", cohort[1])).study == study
    assert study.period == study.time_unit == OwnUnit(name="two weeks", days=14)


@pytest.mark.parametrize(
    ("name", "one", "many"),
    [
        ("two weeks", "period of two weeks", "periods of two weeks"),
        ("fortnights", "fortnight", "fortnights"),
        ("quarter", "quarter", "quarters"),
    ],
)
def test_one_and_many(name, one, many):
    unit = OwnUnit(name=name, days=14)
    assert (singular(unit), str(unit)) == (one, many)
    assert (singular("months"), singular("days")) == ("month", "day")


def test_steps_of_a_time_axis_are_round():
    assert time_ticks(26, OwnUnit(name="two weeks", days=14), most=6) == [0, 5, 10, 15, 20, 25]
    assert time_ticks(6, OwnUnit(name="two weeks", days=14)) == [0, 1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize(
    ("study", "source", "says"),
    [
        ({"period": "months"}, {}, "study.period: the period is months and the time unit two weeks\n      -> set study.period: two weeks"),
        ({"period": "two wekes"}, {}, "study.period: 'two wekes' is not possible here"),
        ({"time_unit": "weeks", "period": "two weeks"}, {}, "study.period: 'two weeks' is not possible here"),
        ({"time_unit": {"name": "weeks", "days": 14}}, {}, "study.time_unit.name: weeks is a unit already"),
        ({"time_unit": {"name": "day", "days": 2}}, {}, "study.time_unit.name: day is a unit already"),
        ({"time_unit": {"name": "single", "days": 1}}, {}, "study.time_unit.days"),
        ({"time_unit": {"name": "two weeks"}}, {}, "study.time_unit.days: this key is missing"),
        ({"time_unit": "fortnight"}, {}, "study.time_unit: 'fortnight' is not possible here"),
        ({}, {"shape": "panel", "unit": "weeks"}, "the panel counts weeks, the time unit is two weeks"),
        ({}, {"shape": "panel", "unit": "two wekes"}, "ingest.jobs.s.unit: 'two wekes' is no unit"),
    ],
)
def test_what_does_not_fit_together(tmp_path, study, source, says):
    panel = {"columns": "p{n}", "counted_from": "inclusion", "codes": {1: "employed"}}
    with pytest.raises(UserError) as caught:
        load(tmp_path, values({**panel, **source} if source else SPELLS, study), {"participants": PEOPLE} | ({} if source else {"s": JOBS}))
    assert says in str(caught.value)
