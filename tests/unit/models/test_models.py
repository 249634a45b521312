"""Who is in each model, what is estimated, and what is said beside the numbers."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tests.support.models import only, persons, plenty, run, yes_no

# Estimates


def test_a_crude_odds_ratio_is_the_cross_product():
    # a: 4 of 10 with a job; b: 9 of 12.  OR = (9 / 3) / (4 / 6) = 4.5; se of ln OR = root of the sum of 1 / cell.
    frame = persons(22, job_obtained=yes_no("yyyynnnnnn" + "yyyyyyyyynnn"), group="a" * 10 + "b" * 12)
    row = only(run(frame).estimates, level="b")
    assert row["ratio"] == pytest.approx(4.5)
    assert row["std_error"] == pytest.approx((1 / 4 + 1 / 6 + 1 / 9 + 1 / 3) ** 0.5)
    assert (row["n"], row["n_events"], row["n_level"], row["n_events_level"]) == (22, 13, 12, 9)
    assert row["ratio_low"] == pytest.approx(np.exp(row["conf_low"]))


def test_a_crude_log_linear_ratio_is_that_of_geometric_means():
    frame = persons(6, job_obtained=["yes"] * 6, time_worked=[1, 10, 100, 20, 20, 200], group="aaabbb")
    found = run(frame, "time_worked", "log_linear")
    assert only(found.estimates, level="b")["ratio"] == pytest.approx((20 * 20 * 200) ** (1 / 3) / 10)
    assert pd.isna(only(found.estimates, level="b")["n_events"])
    assert 0 < only(found.fits)["r_squared"] < 1


def test_the_reference_is_a_row_without_estimate():
    row = only(run(plenty()).estimates, method="reference")
    assert (row["level"], row["reference"]) == ("a", "a")
    assert pd.isna(row["estimate"])
    assert row["n_level"] > 0


def test_a_coefficient_does_not_depend_on_the_scale_of_another():
    frame = plenty()
    frame["income"] = frame["age"] * 1e9 + 1e12
    by_age, by_income = (only(run(frame, confounders=[c]).estimates, level="b", adjustment="adjusted") for c in ("age", "income"))
    assert by_income["estimate"] == pytest.approx(by_age["estimate"], rel=1e-9)
    slopes = [only(run(frame, confounders=[c]).confounder_estimates, term=c)["estimate"] for c in ("age", "income")]
    assert slopes[1] * 1e9 == pytest.approx(slopes[0], rel=1e-9)


def test_the_reference_of_a_confounder_can_be_chosen():
    first, chosen = (run(plenty(), confounders=["sex"], **more).confounder_estimates for more in ({}, {"references": {"sex": "woman"}}))
    woman, man = only(first, level="woman", adjustment="adjusted"), only(chosen, level="man", adjustment="adjusted")
    assert man["estimate"] == pytest.approx(-woman["estimate"])
    assert man["reference"] == "woman"


def test_the_confidence_level_is_that_of_the_settings():
    wide, narrow = (only(run(plenty(), confidence=c).estimates, level="b") for c in (0.95, 0.9))
    ratio = (narrow["conf_high"] - narrow["conf_low"]) / (wide["conf_high"] - wide["conf_low"])
    assert ratio == pytest.approx(1.6448536269514722 / 1.959963984540054)


def test_an_exposure_of_three_levels_has_a_joint_test():
    frame = plenty(three=np.resize(["x", "y", "z"], 120))
    row = only(run(frame, exposure="three").fits)
    assert row["global_df"] == 2
    assert 0 < row["global_p_value"] < 1
    assert pd.isna(only(run(frame).fits)["global_df"])


# Who is in


def test_exclusions_are_counted_by_variable_and_in_words():
    frame = persons(8, job_obtained=yes_no("ynynyny."), group="ab.babab", age=[30, 31, 32, None, 34, 35, 36, None])
    found = run(frame, confounders=["age"])
    crude, adjusted = only(found.fits, adjustment="crude"), only(found.fits, adjustment="adjusted")
    assert (crude["n_population"], crude["n"], crude["n_excluded"]) == (8, 6, 2)
    assert crude["why_excluded"] == "2 left out: Job obtained missing (1); Group missing (1)"
    assert (adjusted["n"], adjusted["n_excluded"]) == (5, 3)
    said = "3 left out: Job obtained missing (1); Group missing (1); Age missing (2) (a person may miss several)"
    assert adjusted["why_excluded"] == said
    counts = found.exclusions[found.exclusions["adjustment"] == "adjusted"].set_index("variable")["n"].to_dict()
    assert counts == {"job_obtained": 1, "group": 1, "age": 2}


def test_the_population_of_time_worked_is_those_with_a_job():
    frame = persons(7, job_obtained=yes_no("yyyyynn"), time_worked=[5, 9, 30, None, 12, 0, 0], group="abababa")
    row = only(run(frame, "time_worked", "log_linear").fits)
    assert row["population"] == "those who obtained a job"
    assert (row["n_population"], row["n"]) == (5, 4)
    assert row["why_excluded"] == "1 left out: Time worked unknown, as no job has both dates (1)"


def test_workers_are_known_by_their_time_where_job_obtained_is_not_given():
    frame = persons(6, time_worked=[5, 9, 30, 12, 0, None], group="ababab")
    row = only(run(frame, "time_worked", "log_linear").fits)
    assert (row["n_population"], row["n"]) == (4, 4)
    assert "unknown whether they obtained a job: 1" in row["warning"]


def test_a_value_without_logarithm_is_left_out_and_said():
    frame = persons(6, pay=[0, 4, 5, 9, 2, -1], group="ababab")
    found = run(frame, "pay", "log_linear")
    assert only(found.fits)["why_excluded"] == "2 left out: Pay 0 or below, which has no logarithm (2)"
    assert only(found.exclusions)["variable"] == "pay <= 0"


def test_a_crude_model_on_the_adjusted_rows():
    frame = plenty()
    frame.loc[:19, "age"] = pd.NA
    found = run(frame, confounders=["age"], crude_on_adjusted_rows=True)
    assert found.fits.set_index("adjustment")["n"].to_dict() == {"crude": 120, "crude_on_adjusted_rows": 100, "adjusted": 100}
    on_rows = only(found.estimates, adjustment="crude_on_adjusted_rows", level="b")
    assert on_rows["estimate"] == pytest.approx(only(run(frame[20:]).estimates, level="b")["estimate"])


def test_without_confounders_there_is_no_adjusted_model():
    assert list(run(plenty(), crude_on_adjusted_rows=True).fits["adjustment"]) == ["crude"]


# Guards: fitted, with a warning
