"""Alternatives that can't be, and keys that would change nothing, are told before anything runs."""

import pytest

from ipscohort.config import load_cohort
from ipscohort.errors import UserError
from tests.unit.config.test_loader import GOOD, write  # noqa: F401  (a fixture)

CHOICES = """\
replication:
  printed_values: printed.csv
  source: A paper
  choices:
    - choice: A day with two jobs
      here: counts once
      alternatives:
        counts twice: {outcomes.overlap: sum}
    - choice: Split
      here: as printed
      alternatives:
        midpoint: {exposures.experience.split: midpoint}
        a year later: {exposures.experience.split: 2016-11-19, outcomes.long_term: 200}
"""


@pytest.fixture
def load(write):  # noqa: F811
    def _load(*changes, text=GOOD + CHOICES):
        file = write(*changes, text=text)
        file.with_name("printed.csv").write_text("id\n", encoding="utf-8")
        return load_cohort(file)

    return _load


def mistakes(load, *changes, **more):
    with pytest.raises(UserError) as caught:
        load(*changes, **more)
    return str(caught.value)


def test_alternatives_load(load):
    assert [list(choice.alternatives) for choice in load().settings.replication.choices] == [["counts twice"], ["midpoint", "a year later"]]


def test_every_alternative_is_tried_and_named(load):
    text = mistakes(
        load,
        ("outcomes.overlap: sum", "outcomes.overlapp: sum"),
        ("split: midpoint}", "split.day: midpoint}"),
        ("outcomes.long_term: 200", "exposures.experience.variable: sexe"),
    )
    assert "replication.choices.1.alternatives.counts twice: outcomes.overlapp: no such key" in text
    line = GOOD.count("\n") + 1 + CHOICES.split("\n").index("        counts twice: {outcomes.overlap: sum}")
    assert f", line {line}, replication.choices.1" in text
    assert "did you mean 'overlap'?" in text
    assert "choices.2.alternatives.midpoint: exposures.experience.split.day: there are no keys below split" in text
    assert "choices.2.alternatives.a year later: exposures.experience.variable: there is no variable 'sexe'" in text


def test_an_alternative_that_is_no_other_is_a_mistake(load):
    assert "counts twice: this is what the study does already" in mistakes(load, ("outcomes.overlap: sum", "outcomes.overlap: union"))


PANEL = (
    "      shape: spells\n      file: jobs.csv\n      id: pid\n      columns: {start: van, end: tot, competitive: comp}\n",
    '      shape: panel\n      columns: "month{n}"\n      unit: months\n      counted_from: calendar\n'
    "      codes: {1: employed, 0: not_employed}\n",
)


@pytest.mark.parametrize(
    "key", ["last_day: not_counted", "period_worked: middle_day", "ongoing_end: unknown", "unknown_end: last_day_observed"]
)
def test_a_rule_on_jobs_is_refused_where_there_are_none(load, key):
    panel = [PANEL, ("time_unit: days", "time_unit: months"), ("competitive: column", "competitive: all_jobs")]
    text = mistakes(load, *panel, text=GOOD + f"outcomes: {{{key}}}\n")
    assert f"outcomes.{key.partition(':')[0]}: this is about the dates of jobs, and the records hold none" in text


def test_what_is_known_in_part_is_a_choice_of_jobs_and_panels_only(load):
    panel = [
        (PANEL[0], PANEL[1].replace("month{n}", "w_{year}_{month}")),
        ("time_unit: days", "time_unit: months"),
        ("competitive: column", "competitive: all_jobs"),
    ]
    text = GOOD + "outcomes: {partly_known: unknown}\n"
    assert load(*panel, text=text).settings.outcomes.partly_known == "unknown"
    given = PANEL[0], "      shape: outcomes\n      columns: {time_worked: days}\n"
    said = "outcomes.partly_known: the study gives its times as totals, of which no part is unknown"
    assert said in mistakes(load, given, ("competitive: column", "competitive: all_jobs"), text=text)


def test_a_calendar_panel_has_calendar_months(load):
    panel = [PANEL, ("time_unit: days", "time_unit: months\n  month: 30 days"), ("competitive: column", "competitive: all_jobs")]
    assert "study.month: the panel records counts calendar months" in mistakes(load, *panel, text=GOOD)


def test_age_that_is_not_computed_has_no_rule(load):
    inserted = ("    inclusion_date: included\n", "    inclusion_date: included\n    age: completed_years\n")
    assert "age is not computed: there is no birth_date" in mistakes(load, inserted, text=GOOD)
    born = ("    inclusion_date: included\n", "    inclusion_date: included\n    birth_date: born\n    age: completed_years\n")
    assert "age is mapped as a variable, not computed" in mistakes(load, born, text=GOOD)
    both = ("    inclusion_date: included\n", "    inclusion_date: included\n    birth_date: born\n    birth_year: year\n")
    assert "the date of birth is mapped, which says more" in mistakes(load, both, text=GOOD)


def test_months_of_days_need_no_inclusion_dates(load):
    undated = [
        ("    inclusion_date: included\n", ""),
        ("  end_of_observation: {data_lock: 2020-01-31}", "  end_of_observation: {complete: yes}"),
    ]
    text = GOOD.replace(
        "  experience: {variable: inclusion_date, split: 2015-11-19, levels: [first half, second half], reference: first half}\n", ""
    )
    assert "set study.month to a number of days" in mistakes(load, *undated, text=text)
    settings = load(*undated, ("time_unit: days", "time_unit: days\n  month: 30 days"), text=text).settings
    assert settings.study.days_per_month == 30


@pytest.mark.parametrize("path", ["title: x", "results_dir: x", "survival.horizons: [90]", "replication.on_mismatch: fail"])
def test_what_changes_no_recomputed_value_is_no_alternative(load, path):
    assert f"{path.partition(':')[0]} does not change a recomputed value" in mistakes(load, ("outcomes.overlap: sum", path))


def test_an_alternative_reads_the_same_records(load):
    # Records are read from the files of the study: another file would seem to change no figure.
    assert "an alternative reads the same records" in mistakes(load, ("outcomes.overlap: sum", "ingest.participants.file: printed.csv"))
