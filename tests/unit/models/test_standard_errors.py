"""Standard errors and degrees of freedom against closed forms, so that a slip in either is seen without R."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tests.support.models import only, persons, plenty, run, yes_no

SEPARATED = {"job_obtained": yes_no("n" * 9 + "y" * 6 + "y" * 5), "group": "a" * 15 + "b" * 5}
AGES = [23, 31, 45, 52, 38, 29, 41, 60, 35, 27, 33, 48, 55, 22, 39, 30, 44, 51, 26, 37]


def information_errors(x: np.ndarray, beta: np.ndarray) -> np.ndarray:
    """Standard errors from the information of a logistic model at beta."""
    p = 1 / (1 + np.exp(-x @ beta))
    return np.sqrt(np.diag(np.linalg.inv(x.T @ np.diag(p * (1 - p)) @ x)))


def test_a_penalised_error_of_a_2_by_2_table_is_that_of_the_logistic_model_itself():
    # Firth's estimate adds 1/2 to each cell; the information is that of the 15 and 5 persons, not of 16 and 6.
    row = only(run(persons(20, **SEPARATED)).estimates, level="b")
    a, b = 6.5 / 16, 5.5 / 6
    assert row["std_error"] == pytest.approx((1 / (15 * a * (1 - a)) + 1 / (5 * b * (1 - b))) ** 0.5, rel=1e-7)


def test_penalised_errors_of_an_adjusted_model_are_those_of_its_information():
    found = run(persons(20, **SEPARATED, age=AGES), confounders=["age"])
    rows = pd.concat([found.confounder_estimates, found.estimates[found.estimates["level"] == "b"]])
    rows = rows[rows["adjustment"] == "adjusted"].set_index("term").loc[["intercept", "group", "age"]]
    assert rows["method"].str.contains("Firth").all()
    x = np.column_stack([np.ones(20), [0.0] * 15 + [1.0] * 5, AGES])
    expected = information_errors(x, rows["estimate"].to_numpy(float))
    assert rows["std_error"].to_numpy(float) == pytest.approx(expected, rel=1e-9)


def test_the_joint_f_of_three_groups_is_that_of_a_one_way_analysis_of_variance():
    from scipy.stats import f_oneway

    days = {"x": [3, 9, 20, 41], "y": [12, 30, 55, 8, 90], "z": [100, 250, 37]}
    three = "".join(level * len(values) for level, values in days.items())
    frame = persons(12, job_obtained=["yes"] * 12, time_worked=[d for values in days.values() for d in values], three=three)
    row = only(run(frame, "time_worked", "log_linear", exposure="three").fits)
    f, p = f_oneway(*(np.log(values) for values in days.values()))
    assert (row["global_statistic"], row["global_df"]) == (pytest.approx(f, rel=1e-10), 2)
    assert row["global_p_value"] == pytest.approx(p, rel=1e-10)


@pytest.mark.parametrize("model", ["log_linear", "linear"])
def test_the_joint_f_of_an_adjusted_model_is_that_of_two_nested_models(model):
    from scipy.stats import f as f_distribution

    frame = plenty(24, three=np.resize(["x", "y", "z"], 24))
    frame["job_obtained"] = pd.Series(["yes"] * 24, dtype="string")
    row = only(run(frame, "time_worked", model, exposure="three", confounders=["age"]).fits, adjustment="adjusted")
    y = frame["time_worked"].to_numpy(float)
    y = np.log(y) if model == "log_linear" else y
    without = np.column_stack([np.ones(24), frame["age"].to_numpy(float)])
    with_it = np.column_stack([without, frame["three"] == "y", frame["three"] == "z"]).astype(float)
    rss = [float(((y - x @ np.linalg.lstsq(x, y, rcond=None)[0]) ** 2).sum()) for x in (without, with_it)]
    f = (rss[0] - rss[1]) / 2 / (rss[1] / (24 - 4))
    assert row["global_statistic"] == pytest.approx(f, rel=1e-9)
    assert row["global_p_value"] == pytest.approx(f_distribution.sf(f, 2, 20), rel=1e-9)


def test_a_logistic_joint_test_is_chi_squared():
    from scipy.stats import chi2

    row = only(run(plenty(three=np.resize(["x", "y", "z"], 120)), exposure="three").fits)
    assert row["global_p_value"] == pytest.approx(chi2.sf(row["global_statistic"], 2), rel=1e-10)
