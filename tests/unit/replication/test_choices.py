"""Which choice matters: alternatives to what the study does, tried against printed values worked out by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from ipscohort import contracts as c
from ipscohort.config.choices import overlay
from ipscohort.config.replication import Choice
from ipscohort.errors import Problem, UserError
from ipscohort.replication import compare_definitions
from tests.unit.replication.paper import JOBS, printed, results, settings

TIME = {"select": "job_obtained=yes", "column": "time_to_first_job"}

# Days to the first job: 10, 20, 40, 80. At (n + 1) p: 12.5, 30, 70; at 1 + (n - 1) p: 17.5, 30, 50.
VALUES = printed(
    {"id": "median", "printed": "30.0", "n": 4, "statistic": "median", **TIME},
    {"id": "q1", "printed": "12.5", "statistic": "q1", **TIME},
    {"id": "q3", "printed": "70.0", "n": 4, "statistic": "q3", **TIME},
    {"id": "other_q1", "printed": "17.5", "statistic": "q1", **TIME},
    {"id": "months", "printed": "0.99", "statistic": "median", "unit": "months", **TIME},
    {"id": "jobs", "printed": "5", "n": 5, "frame": "jobs", "statistic": "count"},
    {"id": "unit", "printed": "days", "frame": "settings", "column": "study.time_unit", "statistic": "given"},
)


def analyse(chosen):
    """Results by hand: with jobs summed one is lost, without the last day nothing can be computed."""
    if chosen.outcomes.last_day == "not_counted":
        raise UserError("Cleaning left nobody.", [Problem("participants", "nobody is left", rows=(7,), ids=("ANNA-1",))])
    return results(jobs=c.JOB_MEASURES.conform(JOBS.iloc[:4])) if chosen.outcomes.overlap == "sum" else results()


def choice(name, **changes):
    return Choice(choice=name, here="as it is", alternatives={f"not {name}": {k.replace("__", "."): v for k, v in changes.items()}})


def compare(*choices):
    return compare_definitions(settings().model_dump(mode="json"), choices, VALUES, analyse)


def test_values_that_no_longer_match_are_counted_and_listed():
    found = compare(
        choice("quartiles", tables__percentiles="linear"), choice("month", study__month="30 days"), choice("jobs", outcomes__overlap="sum")
    )
    assert found.alternatives[["choice", "alternative", "keys", "n_values", "n_no_longer", "n_only_so"]].to_numpy().tolist() == [
        ["quartiles", "not quartiles", "tables.percentiles: linear", 6, 2, 1],
        ["month", "not month", "study.month: 30 days", 6, 1, 0],
        ["jobs", "not jobs", "outcomes.overlap: sum", 6, 1, 0],
    ]
    names = ["choice", "id", "printed", "recomputed_as_printed", "match"]
    assert found.changed_values[names].to_numpy().tolist() == [
        ["quartiles", "q1", "12.5", "17.5", False],
        ["quartiles", "q3", "70.0", "50.0", False],
        ["quartiles", "other_q1", "17.5", "17.5", True],  # does not match here
        ["month", "months", "0.99", "1.00", False],  # 30 / 30.4375 and 30 / 30
        ["jobs", "jobs", "5", "4", False],
    ]
    assert found.changed_values[["n_printed", "n_recomputed"]].iloc[-1].tolist() == [5, 4]


def test_another_n_is_a_change_and_other_digits_behind_the_printed_ones_are_none():
    def one_less(chosen):
        persons = results()["persons"]
        if chosen.outcomes.overlap == "sum":
            persons = persons.assign(time_to_first_job=persons["time_to_first_job"].replace({10: pd.NA, 80: pd.NA, 40: 40.0001}))
        return results(persons=persons)

    found = compare_definitions(settings().model_dump(mode="json"), [choice("jobs", outcomes__overlap="sum")], VALUES, one_less)
    median = found.changed_values.set_index("id").loc["median"]
    assert (median["recomputed_as_printed"], median["n_recomputed"], median["match"]) == ("30.0", 2, False)
    assert "months" not in set(found.changed_values["id"])  # no N is printed with it, and its printed digits stay


def test_an_alternative_that_changes_no_value_says_0():
    found = compare(choice("age", ingest__participants__age="completed_years"))
    assert found.alternatives["n_no_longer"].tolist() == [0]
    assert found.changed_values.empty


def test_one_that_can_not_be_computed_says_why_without_persons_and_the_others_go_on():
    found = compare(choice("last day", outcomes__last_day="not_counted"), choice("month", study__month="30 days"))
    assert found.alternatives["why_not"].iloc[0] == "Cleaning left nobody. participants: nobody is left."
    assert found.alternatives["n_no_longer"].isna().tolist() == [True, False]
    assert "ANNA" not in found.alternatives.to_csv() and pd.isna(found.alternatives["why_not"].iloc[1])


def test_alternatives_that_are_not_possible_are_named_before_anything_is_computed():
    def never(_):
        raise AssertionError

    wrong = [choice("month", study__month="lunar"), choice("age", ingest__participants__id__column__more="x")]
    with pytest.raises(UserError) as caught:
        compare_definitions(settings().model_dump(mode="json"), wrong, VALUES, never)
    assert "choice 'month', alternative 'not month': study.month: Input should be" in str(caught.value)
    assert "choice 'age'" in str(caught.value) and "there are no keys below column" in str(caught.value)


def test_lists_and_mappings_among_the_keys_read_as_in_the_file():
    rows = [{"variable": "age", "min": 90.0, "label": "ninety"}]
    found = compare(choice("eligible", clean__eligibility=rows, models__confounders=["age"]))
    assert found.alternatives["keys"].tolist() == [
        "clean.eligibility: [{variable: age, min: 90.0, label: ninety}]; models.confounders: [age]"
    ]


def test_an_overlay_leaves_the_settings_as_they_are_and_makes_keys_where_none_are():
    values = {"outcomes": {"overlap": "union", "long_term": 60}}
    changed = overlay(values, {"outcomes.overlap": "sum", "tables.decimals": 2})
    assert changed == {"outcomes": {"overlap": "sum", "long_term": 60}, "tables": {"decimals": 2}}
    assert values == {"outcomes": {"overlap": "union", "long_term": 60}}
