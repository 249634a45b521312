"""A panel of months or weeks in a study counted in days: work is placed in days by a declared rule."""

from __future__ import annotations

import pytest

from ipscohort.errors import UserError
from ipscohort.outcomes import definitions
from ipscohort.tables import make_table
from tests.support.pipeline import table_inputs
from tests.support.small import by_id, load, rule_of, run

STUDY = {"follow_up": "4 months", "end_of_observation": {"observed_until": "yes"}, "competitive": "all_jobs", "time_unit": "days"}
CODES = {1: "employed", 0: "not_employed"}
MONTHS = {"shape": "panel", "columns": "m{n}", "unit": "months", "counted_from": "inclusion", "codes": CODES}
WEEKS = {**MONTHS, "columns": "w{n}", "unit": "weeks"}
# All are included on 1 January 2015. Month 1: days 0-30, 2: 31-58, 3: 59-89, 4: 90-119.
PEOPLE = """\
id,incl,until,m1,m2,m3,m4
A,2015-01-01,,0,1,1,0
B,2015-01-01,,1,0,0,1
C,2015-01-01,,0,0,0,0
D,2015-01-01,,0,,1,1
E,2015-01-01,2015-03-10,0,0,1,
F,2015-01-01,,0,,0,0
G,2015-01-01,,,0,0,0
H,2015-01-01,,,,,
"""
FIRST_TO_LAST, MIDDLE = {"panel_in_days": "first_to_last_day"}, {"panel_in_days": "middle_to_middle_day"}


def values(outcomes, source=MONTHS, study=None, people=None):
    named = {"id": "id", "inclusion_date": "incl", "observed_until": "until"} if people is None else people
    ingest = {"participants": named, "jobs": {"p": source}}
    return {"study": {**STUDY, **(study or {})}, "ingest": ingest, "outcomes": {"long_term": 59, **outcomes}}


def words(folder, settings_values, analysis, text=PEOPLE):
    settings = load(folder, settings_values, {"participants": text}).settings
    return definitions(settings.study, settings.outcomes, analysis.records.codebook).set_index("name")["rule"]


TIMES = ("time_to_first_job", "follow_time", "first_job_event", "follow_time_best", "follow_time_worst")
COUNTS = ("job_obtained", "time_worked", "worked_long", "time_observed", "last_day", "full_follow_up")


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    folder = tmp_path_factory.mktemp("first_to_last")
    return run(folder, values(FIRST_TO_LAST), participants=PEOPLE), folder


class TestFirstToLastDay:
    def test_time_to_first_job(self, found):
        assert by_id(found[0].derived.persons, *TIMES) == {
            "A": [31, 31, True, 31, 31],
            "B": [0, 0, True, 0, 0],
            "C": [None, 119, False, 119, 119],
            "D": [None, None, None, 31, 59],  # month 2 is unknown: the first day of month 2 or of month 3
            "E": [59, 59, True, 59, 59],
            "F": [None, 30, False, 30, 30],  # the last day before the unknown month
            "G": [None, 0, False, 0, 0],  # nothing is known before it
            "H": [None, None, None, None, None],
        }

    def test_days_worked(self, found):
        assert by_id(found[0].derived.persons, *COUNTS) == {
            "A": ["yes", 28 + 31, "yes", 120, 119, True],
            "B": ["yes", 31 + 30, "yes", 120, 119, True],
            "C": ["no", 0, "no", 120, 119, True],
            "D": ["yes", 31 + 30, "yes", 120, 119, True],
            "E": ["yes", 10, "no", 69, 68, False],  # 1 to 10 March, days 59 to 68
            "F": ["no", 0, "no", 120, 119, True],
            "G": ["no", 0, "no", 120, 119, True],
            "H": [None, None, None, 120, 119, True],
        }
        assert by_id(found[0].derived.persons, "weeks_worked")["A"] == pytest.approx(59 / 7)

    def test_rates_are_those_of_the_months(self, found):
        assert found[0].derived.rates["n"].tolist() == [6, 5, 7, 6]
        assert found[0].derived.rates["n_employed"].tolist() == [1, 1, 3, 2]

    def test_survival_is_in_days(self, found):
        shares = found[0].survived.estimates.query("exposure == 'all' and measure == 'survival'")
        assert shares["time"].tolist() == [119]
        # B on day 0 of six (A, B, C, E, F, G; G censored then), F censored on 30, A on 31 of three, E on 59 of two.
        assert shares["estimate"].tolist() == pytest.approx([5 / 6 * 2 / 3 * 1 / 2])

    def test_the_rule_is_said(self, found):
        analysis, folder = found
        said = words(folder, values(FIRST_TO_LAST), analysis)
        assert said["panel_in_days"].startswith(
            "The records hold a status per month. A month worked is worked from its first to its last day"
        )
        assert said["time_to_first_job"].startswith("First day of the first month worked - inclusion, in days")
        assert "in months known to be worked, each from its first to its last day observed" in rule_of(analysis, "time_worked")
        assert rule_of(analysis, "job_obtained").startswith("Employed in any month observed of 4 months")
        assert rule_of(analysis, "weeks_worked").startswith("Days worked / 7")

    def test_the_table_names_months_that_are_unknown(self, found):
        analysis, folder = found
        settings = load(folder, values(FIRST_TO_LAST), {"participants": PEOPLE}).settings
        table = make_table("outcomes", table_inputs(analysis, settings))
        row = next(row for row in table.rows() if "Kaplan-Meier" in row.label)
        assert "censored at the first unknown month, though followed further: 2." in row.notes[0]  # F and G, not C


class TestMiddleToMiddleDay:
    def test_all(self, tmp_path):
        analysis = run(tmp_path, values(MIDDLE), participants=PEOPLE)
        # Middle days: month 1: 15 (15 before, 15 after), 2: 45 (14 before, 13 after), 3: 74, 4: 105.
        assert by_id(analysis.derived.persons, *TIMES) == {
            "A": [45, 45, True, 45, 45],
            "B": [15, 15, True, 15, 15],
            "C": [None, 119, False, 119, 119],
            "D": [None, None, None, 45, 74],
            "E": [68, 68, True, 68, 68],  # observed to day 68 only: before the middle
            "F": [None, 30, False, 30, 30],
            "G": [None, 0, False, 0, 0],
            "H": [None, None, None, None, None],
        }
        assert by_id(analysis.derived.persons, "time_worked") == {
            "A": 74 - 45 + 1,
            "B": 1 + (119 - 105 + 1),  # begins and ends in month 1; goes on at the end of follow-up
            "C": 0,
            "D": 31 + 30,  # whether it began in month 3 is not known: from its first day
            "E": 1,
            "F": 0,
            "G": 0,
            "H": None,
        }
        said = words(tmp_path, values(MIDDLE), analysis)
        assert said["time_to_first_job"].startswith("Middle day of the first month worked - inclusion, in days")
        assert "from the middle day of one in which work begins" in said["time_worked"]


def test_weeks_in_days(tmp_path):
    study = {"follow_up": "3 weeks", "period": "weeks"}
    people = "id,incl,until,w1,w2,w3\nA,2015-01-01,,0,1,0\nB,2015-01-01,,0,0,1\n"
    analysis = run(tmp_path, values(FIRST_TO_LAST | {"long_term": 7}, WEEKS, study), participants=people)
    assert by_id(analysis.derived.persons, "time_to_first_job", "time_worked", "weeks_worked") == {"A": [7, 7, 1], "B": [14, 7, 1]}
    assert rule_of(analysis, "weeks_worked").startswith("Number of weeks worked")


def test_calendar_months_in_days(tmp_path):
    # Inclusion on 20 January: January is days 0-11, February 12-39, March 40-70, the last of three.
    source = {**MONTHS, "columns": "m{year}_{month}", "counted_from": "calendar"}
    people = "id,incl,until,m2015_1,m2015_2,m2015_3\nA,2015-01-20,,0,1,0\nB,2015-01-20,,0,0,0\nC,2015-01-20,2015-02-10,0,1,\n"
    study = {"follow_up": "3 months"}
    persons = run(tmp_path, values(FIRST_TO_LAST, source, study), participants=people).derived.persons
    assert by_id(persons, "follow_time", "time_worked", "last_day", "full_follow_up") == {
        "A": [12, 28, 70, True],
        "B": [70, 0, 70, True],
        "C": [12, 10, 21, False],  # 1 to 10 February
    }
    assert by_id(run(tmp_path, values(MIDDLE, source, study), participants=people).derived.persons, "follow_time", "time_worked") == {
        "A": [26, 1],
        "B": [70, 0],
        "C": [21, 1],  # the middle day, 26, lies after the last day observed
    }


def test_without_dates_months_have_a_number_of_days(tmp_path):
    people = "id,u,m1,m2,m3\nA,2,0,1,\nB,,0,0,1\n"
    named = {"id": "id", "observed_until": "u"}
    study = {"follow_up": "3 months", "month": "30 days"}
    persons = run(tmp_path, values(FIRST_TO_LAST, MONTHS, study, named), participants=people).derived.persons
    names = ("time_to_first_job", "time_worked", "time_observed", "last_day")
    assert by_id(persons, *names) == {"A": [30, 30, 60, 59], "B": [60, 30, 90, 89]}
    with pytest.raises(UserError) as caught:
        load(tmp_path, values(FIRST_TO_LAST, MONTHS, {"follow_up": "3 months"}, named), {"participants": people})
    assert "months need inclusion dates" in str(caught.value)
    assert "study.month" in str(caught.value)


@pytest.mark.parametrize(
    ("outcomes", "source", "study", "says"),
    [
        ({}, MONTHS, {}, "outcomes.panel_in_days: the panel counts months, the time unit is days, and nothing says which days are worked"),
        (FIRST_TO_LAST, WEEKS, {}, "study.period: the panel counts weeks and the period is months\n      -> set study.period: weeks"),
        (FIRST_TO_LAST, MONTHS, {"time_unit": "months"}, "outcomes.panel_in_days: this places a panel's weeks or months in days"),
        ({"panel_in_days": "middle"}, MONTHS, {}, "'middle' is not possible here"),
    ],
)
def test_what_must_be_said(tmp_path, outcomes, source, study, says):
    with pytest.raises(UserError) as caught:
        load(tmp_path, values({**outcomes, "long_term": 3}, source, study), {"participants": PEOPLE})
    assert says in str(caught.value)
