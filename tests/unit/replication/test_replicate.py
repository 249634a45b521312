"""Each statistic by hand, what counts as a match, and values that are not there."""

from __future__ import annotations

import pandas as pd
import pytest

from ipscohort import contracts as c
from ipscohort.catalogue.statistics import STATISTICS
from ipscohort.printed_values.agreement import agreement
from ipscohort.replication import replicate
from ipscohort.replication.recompute import COMPUTED
from tests.unit.replication.paper import JOBS, codebook, printed, results, settings

MODEL = "model=job_obtained;exposure=half;adjustment=adjusted"


def one(rounding="half_away", frames=None, **entry):
    compared = replicate(printed(entry), frames or results(), settings(rounding), codebook())
    return compared.iloc[0]


def test_every_statistic_is_computed():
    assert {name for name, statistic in STATISTICS.items() if "persons" in statistic.frames} == set(COMPUTED)


@pytest.mark.parametrize(
    ("entry", "exact", "n"),
    [
        ({"statistic": "count", "printed": "10"}, "10", 10),
        ({"statistic": "count", "column": "sex=male", "printed": "6"}, "6", 9),
        ({"statistic": "count", "column": "sex=male|female", "printed": "9"}, "9", 9),
        ({"statistic": "percent", "column": "sex=male", "printed": "67"}, "66.66666666666667", 9),
        ({"statistic": "percent_of_all", "column": "sex=male", "printed": "60"}, "60.0", 10),
        ({"statistic": "percent", "column": "sex=female", "select": "job_obtained=no", "printed": "75"}, "75.0", 4),
        ({"statistic": "valid", "column": "time_to_first_job", "printed": "4"}, "4", 4),
        ({"statistic": "mean", "column": "age", "printed": "40.1"}, "40.05", 3),
        # 100 200 300 61: squares around 165.25 sum to 34490.75, / 3, root
        ({"statistic": "sd", "column": "time_worked", "select": "job_obtained=yes;half=second half", "printed": "107.2"}, None, 4),
        ({"statistic": "median", "column": "time_to_first_job", "printed": "30.0"}, "30.0", 4),
        # at (n + 1) p: position 1.25 of 10 20 40 80, and 3.75
        ({"statistic": "q1", "column": "time_to_first_job", "printed": "12.5"}, "12.5", 4),
        ({"statistic": "q3", "column": "time_to_first_job", "printed": "70"}, "70.0", 4),
        ({"statistic": "iqr", "column": "time_to_first_job", "printed": "12.5\u201370.0"}, "12.5-70.0", 4),
        ({"statistic": "iqr", "column": "time_to_first_job", "printed": "12.5\u201370"}, "12.5-70.0", 4),
        ({"statistic": "q3", "column": "age", "printed": "-"}, "-", 3),  # three values have no third quartile
        ({"statistic": "iqr", "column": "age", "printed": "-"}, "-", 3),
        ({"statistic": "median", "column": "time_to_first_job", "unit": "months", "printed": "0.99"}, repr(30 / 30.4375), 4),
        ({"statistic": "first", "column": "inclusion_date", "printed": "2014-03-10"}, "2014-03-10", 10),
        ({"statistic": "last", "column": "inclusion_date", "printed": "2017-07-27"}, "2017-07-27", 10),
        ({"statistic": "last", "column": "time_worked", "printed": "300"}, "300.0", 10),
        ({"frame": "jobs", "statistic": "count", "select": "occupation=", "printed": "2"}, "2", 2),
        ({"frame": "jobs", "statistic": "percent_of_all", "column": "occupation=Managers|Professionals", "printed": "60"}, "60.0", 5),
        (
            {"frame": "jobs", "statistic": "median", "column": "hours_per_week", "select": "occupation=|Managers", "printed": "24"},
            "24.0",
            3,
        ),
        ({"frame": "rates", "statistic": "value", "select": "period=2", "column": "rate", "unit": "percent", "printed": "11"}, None, 9),
        ({"frame": "rates", "statistic": "value", "column": "n", "printed": "9"}, "9", 9),  # alike in both periods
        ({"frame": "estimates", "statistic": "value", "select": MODEL, "column": "ratio", "printed": "3.83"}, "3.834", 8),
        ({"frame": "estimates", "statistic": "value", "select": MODEL, "column": "ratio_high", "printed": "10.30"}, "10.296", 8),
        ({"frame": "estimates", "statistic": "value", "select": MODEL, "column": "p_value", "printed": "<0.001"}, "0.0004", 8),
        ({"frame": "fits", "statistic": "value", "select": MODEL, "column": "n", "printed": "8"}, "8", 8),
    ],
    ids=lambda value: " ".join(map(str, value.values())) if isinstance(value, dict) else "",
)
def test_a_statistic_by_hand(entry, exact, n):
    row = one(**entry, n=n)
    assert row["match"], row.to_dict()
    assert row["match_n"]
    assert exact is None or row["recomputed"] == exact
    other = one(**entry, n=n + 1)
    assert (other["match_value"], other["match_n"], other["match"]) == (True, False, False)


def test_a_value_that_differs_is_a_mismatch():
    row = one(statistic="count", column="sex=male", printed="7", n=9)
    assert (row["match_value"], row["match_n"], row["match"]) == (False, True, False)
    assert row["recomputed_as_printed"] == "6"


def test_no_printed_n_is_not_compared():
    row = one(statistic="count", column="sex=male", printed="6")
    assert row["match_n"] is pd.NA
    assert row["match"]
    assert row["n_recomputed"] == 9


def test_a_dash_is_a_printed_value():
    assert not one(statistic="median", column="age", printed="-")["match"]
    assert not one(statistic="q3", column="age", printed="50.0")["match"]


def test_rounding_is_as_the_settings_say():
    entry = {"statistic": "percent", "column": "job_obtained=yes", "select": "sex=male"}  # 5 of 6
    assert one(**entry, printed="83.3")["match"]
    half = {"statistic": "q1", "column": "time_to_first_job"}  # 12.5
    assert one(**half, printed="13")["match"]
    assert one(**half, printed="12", rounding="half_even")["match"]
    assert not one(**half, printed="12")["match"]


def test_a_bound_that_is_not_reached_differs():
    row = one(frame="estimates", statistic="value", select=MODEL, column="p_value", printed="<0.0001")
    assert not row["match"]
    assert row["recomputed_as_printed"] == "0.0004"


def test_what_the_settings_state_is_given_and_not_counted():
    compared = replicate(
        printed(
            {"frame": "settings", "statistic": "given", "column": "exposures.half.split", "printed": "midpoint", "n": 10},
            {"frame": "settings", "statistic": "given", "column": "outcomes.long_term", "printed": "183"},
            {"statistic": "count", "printed": "10"},
        ),
        results(),
        settings(),
        codebook(),
    )
    assert compared["given"].tolist() == [True, True, False]
    assert compared["match_value"].tolist() == [True, False, True]  # this cohort's long_term is 60
    assert compared["match_n"].isna().all()
    assert agreement(compared).sentence == "1 of 1 printed values match."


def test_the_association_of_two_columns():
    """Of 9 with a sex, 5 of 6 men and 0 of 3 women have a job: 9 x (5 x 3 - 1 x 0)^2 / (6 x 3 x 5 x 4)."""
    row = one(statistic="chi2", column="job_obtained by sex", printed="5.63", n=9)
    assert row["match"] and row["recomputed"] == "5.625"
    assert row["definition"].startswith("Pearson's chi-squared, without continuity correction, of '")
    assert one(statistic="chi2_p", column="job_obtained by sex", printed="0.018", n=9)["match"]
    assert one(statistic="chi2", column="job_obtained by sex", select="sex=male", printed="-")["match"]  # one group has none


def test_what_is_not_covered_has_its_reason_and_is_not_counted():
    silent = {"frame": "none", "statistic": "not_covered", "printed": "2.50", "n": 10, "note": "no such test"}
    compared = replicate(printed(silent, {"statistic": "count", "printed": "10"}), results(), settings(), codebook())
    assert compared["not_covered"].tolist() == [True, False]
    assert compared["why_not"].fillna("").tolist() == ["no such test", ""]
    assert agreement(compared).sentence == "1 of 1 printed values match. 1 more is printed and not covered; it stands with its reason."
    assert agreement(compared[1:]).sentence == "1 of 1 printed values match."


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        ({"frame": "estimates", "select": MODEL.replace("job_obtained", "days_worked"), "column": "ratio"}, "no complete case"),
        ({"frame": "fits", "select": MODEL.replace("job_obtained", "days_worked"), "column": "r_squared"}, "no complete case"),
        ({"frame": "estimates", "select": MODEL.replace("adjusted", "crude"), "column": "ratio"}, "estimates holds no row with"),
        ({"frame": "rates", "column": "rate"}, "the 2 rows selected differ in rate"),
        ({"frame": "estimates", "select": MODEL, "column": "odds"}, "estimates has no column 'odds'"),
        ({"statistic": "median", "column": "wages_earned"}, "no value of 'wages_earned' is recorded: the job records hold no wage"),
        ({"statistic": "mean", "column": "sex"}, "'sex' holds no numbers"),
        ({"statistic": "count", "column": "eyes=blue"}, "persons has no column 'eyes'"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_value_that_is_not_there_is_a_mismatch_with_its_reason(entry, why):
    row = one(**{"statistic": "value", "printed": "-", **entry})
    assert not row["match"]
    assert row["recomputed"] is pd.NA
    assert why in row["why_not"]


def test_records_without_jobs_have_no_count_of_jobs():
    frames = results(jobs=c.JOB_MEASURES.empty())
    frames["persons"] = frames["persons"].assign(n_jobs=pd.array([pd.NA] * 10, dtype="Int64"))
    row = one(frame="jobs", statistic="count", printed="0", frames=frames)
    assert not row["match"]
    assert row["why_not"] == "the records hold no jobs"
    frames["persons"] = results()["persons"]  # job records there were, none of them counted
    assert one(frame="jobs", statistic="count", printed="0", frames=frames)["match"]


def test_the_definition_says_statistic_population_n_and_rules():
    row = one(statistic="median", column="time_to_first_job", select="half=second half", printed="30.0", n=4)
    assert (
        row["definition"]
        == "Median of 'Time to first job (days)' over persons analysed with 'Half of inclusion' = second half with a value (N)."
    )
    assert "Time to first job (days): First start - inclusion." in row["rule"]
    assert "'second half' from the midpoint of inclusion on" in row["rule"]
    assert "(n + 1) p" in row["rule"]
    assert row["source"] == "outcomes/persons.parquet: time_to_first_job [half = second half]"
    estimate = one(frame="estimates", statistic="value", select=f"{MODEL};level=second half", column="ratio", printed="3.83")
    for text in ("of 'Half of inclusion' second half against first half", "adjusted for Sex, Age (years)", "complete cases of all persons"):
        assert text in estimate["definition"], estimate["definition"]


def test_a_rule_comes_with_those_that_it_builds_on():
    rules = pd.DataFrame(
        {
            "name": ["worked_long", "time_worked", "days_in_a_job", "competitive"],
            "rule": ["60 or more.", "Distinct.", "End - start.", "Paid."],
        }
    )
    row = one(statistic="percent", column="worked_long=yes", printed="1", frames=results(definitions=rules))
    assert [part.partition(": ")[2] for part in row["rule"].split(" | ")] == ["60 or more.", "Distinct.", "End - start.", "Paid."]
    job = one(frame="jobs", statistic="median", column="days_worked", printed="1", frames=results(definitions=rules))
    assert job["rule"].startswith("Days in a job: End - start. | Competitive: Paid. | Quantiles")


def test_a_value_of_a_model_says_its_method_and_what_each_confounder_is():
    fitted = one(frame="fits", statistic="value", select=MODEL, column="r_squared", printed="0.23")
    assert fitted["definition"].startswith("R-squared of the whole model: the adjusted model of job_obtained (ML) on 'Half of")
    estimate = one(frame="estimates", statistic="value", select=f"{MODEL};level=second half", column="ratio", printed="3.83")
    assert "in the adjusted model of job_obtained (ML), adjusted for" in estimate["definition"]
    assert "(numbers linearly); N: complete cases" in estimate["definition"]
    assert "Sex: column geslacht." in estimate["rule"]
    penalised = results(estimates=results()["estimates"].assign(method="Firth"))
    again = one(frame="estimates", statistic="value", select=MODEL, column="ratio", printed="3.83", frames=penalised)
    assert "model of job_obtained (Firth), adjusted" in again["definition"]


def test_every_value_of_the_paper_has_a_definition_and_a_source():
    from ipscohort.printed_values.file import read_printed
    from tests.unit.replication.paper import ROOT

    paper = read_printed(ROOT / "data" / "published" / "vukadin2022.csv")
    compared = replicate(paper, results(), settings(), codebook())
    assert compared["definition"].str.len().gt(20).all()
    assert not compared["definition"].str.contains("[{}]|None|nan", regex=True).any()
    assert len(compared) == 125
    assert not compared["match"].all()


def test_rows_alike_in_value_but_not_in_n_match_no_printed_n():
    differing = c.RATES.conform(results()["rates"].assign(n=[9, 8], n_employed=[1, 1]))
    row = one(frame="rates", statistic="value", column="n_employed", printed="1", n=9, frames=results(rates=differing))
    assert (row["match_value"], row["match_n"], row["match"]) == (True, False, False)


@pytest.mark.parametrize(("rule", "printed_so"), [("n_plus_1", "12.5-70.0"), ("linear", "17.5-50.0"), ("tukey_hinges", "15.0-60.0")])
def test_both_quartiles_follow_the_rule(rule, printed_so):
    chosen = settings()
    chosen = chosen.model_copy(update={"tables": chosen.tables.model_copy(update={"percentiles": rule})})
    entry = printed({"statistic": "iqr", "column": "time_to_first_job", "printed": printed_so})
    assert replicate(entry, results(), chosen, codebook())["match"].all()


@pytest.mark.parametrize(
    ("value", "text", "match"),
    [
        (-0.7294, "-0.73", True),
        (-0.7294, "\u22120.73", True),
        (-0.7294, "\u20130.73", True),
        (-0.7294, "0.73", False),
        (0.7294, "-0.73", False),
        (-0.725, "-0.73", True),  # half away from zero
        (-0.725, "-0.72", False),
        (-0.003, "-0.00", True),
        (-0.003, "0.00", True),
        (0.003, "-0.00", False),
        (0.003, "0.00", True),
        (0.0004, "<0.0004", False),
        (0.00039, "<0.0004", True),
        (0.0149, "0.01", True),
        (0.015, "0.01", False),
        (0.0, "-", False),
    ],
)
def test_signs_bounds_and_halves(value, text, match):
    frames = results(estimates=results()["estimates"].assign(estimate=value))
    row = one(frame="estimates", statistic="value", select=f"{MODEL};level=second half", column="estimate", printed=text, frames=frames)
    assert row["match"] == match, row["recomputed_as_printed"]


def test_what_is_infinite_is_no_dash():
    endless = results(estimates=results()["estimates"].assign(ratio_high=float("inf")))
    entry = {"frame": "estimates", "statistic": "value", "select": MODEL, "column": "ratio_high"}
    row = one(**entry, printed="-", frames=endless)
    assert not row["match"]
    assert row["recomputed_as_printed"] == "infinite"


def test_numbers_as_conditions_compare_as_numbers():
    frames = results(jobs=c.JOB_MEASURES.conform(JOBS))
    assert one(frame="jobs", statistic="count", select="hours_per_week=10.0|20", printed="2", frames=frames)["match"]
    assert one(statistic="count", select="inclusion_date=2014-03-10", printed="1")["match"]
