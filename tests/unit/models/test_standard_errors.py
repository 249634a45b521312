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


def test_profile_limits_of_a_2_by_2_table_are_where_its_likelihood_has_fallen_by_half_of_chi_squared():
    from scipy.optimize import brentq, minimize_scalar
    from scipy.special import xlog1py, xlogy

    # a: 4 of 10 with a job; b: 9 of 12.
    found = run(persons(22, job_obtained=yes_no("yyyynnnnnn" + "yyyyyyyyynnn"), group="a" * 10 + "b" * 12))
    row = only(found.estimates, level="b")

    def likelihood(a: float, b: float) -> float:
        return float(xlogy(4, a) + xlog1py(6, -a) + xlogy(9, b) + xlog1py(3, -b))

    def excess(log_ratio: float) -> float:
        def against(a: float) -> float:
            odds = a / (1 - a) * np.exp(log_ratio)
            return -likelihood(a, odds / (1 + odds))

        best = -minimize_scalar(against, bounds=(1e-6, 1 - 1e-6), method="bounded", options={"xatol": 1e-12}).fun
        return 2 * (likelihood(0.4, 0.75) - best) - 1.959963984540054**2

    assert row["profile_low"] == pytest.approx(brentq(excess, -5, row["estimate"]), abs=1e-6)
    assert row["profile_high"] == pytest.approx(brentq(excess, row["estimate"], 8), abs=1e-6)
    assert found.confounder_estimates["profile_low"].isna().all()


def test_profile_limits_do_not_depend_on_how_rows_are_taken_together():
    from ipscohort.models.families.profile import logistic_limits

    frame = plenty()
    x = np.column_stack([np.ones(120), frame["group"] == "b", frame["sex"] == "man"]).astype(float)
    y = (frame["job_obtained"] == "yes").to_numpy(float)
    beta = run(frame, confounders=["sex"], references={"sex": "woman"})
    beta = pd.concat([beta.confounder_estimates, beta.estimates]).query("adjustment == 'adjusted' and method != 'reference'")
    beta = beta.set_index("term").loc[["intercept", "group", "sex"], "estimate"].to_numpy(float)
    scaled = x * np.array([1.0, 1.0, 0.5])  # a column of 0 and 1/2 is taken person by person
    one, other = logistic_limits(x, y, beta, [1], 0.9), logistic_limits(scaled, y, beta * [1, 1, 2], [1], 0.9)
    assert one[1] == pytest.approx(other[1], rel=1e-9)
    assert np.isnan(one[[0, 2]]).all()


def test_only_maximum_likelihood_of_a_yes_no_outcome_has_profile_limits_beside_its_own():
    frame = plenty()
    assert run(frame).estimates["profile_low"].notna().sum() == 1
    penalised = run(persons(20, **SEPARATED))
    for found in (penalised, run(frame, "time_worked", "linear"), run(frame, "time_worked", "poisson")):
        assert found.estimates[["profile_low", "profile_high"]].isna().all(axis=None)


def test_a_profile_limit_that_is_not_found_is_left_out_and_said(monkeypatch):
    from ipscohort.models.families import logistic

    monkeypatch.setattr(logistic, "logistic_limits", lambda matrix, *_: np.full((matrix.shape[1], 2), np.nan))
    row = only(run(plenty()).estimates, level="b")
    assert pd.isna(row["profile_low"])
    assert "A limit that the profile likelihood does not give is left out." in row["warning"]


def test_crude_on_the_same_persons_is_not_fitted_twice(monkeypatch):
    from ipscohort.models import fit

    solved = []
    monkeypatch.setattr(fit, "_solve", lambda *arguments, solve=fit._solve: solved.append(arguments[1].adjustment) or solve(*arguments))
    frame = plenty()
    same = run(frame, confounders=["age"])
    assert solved == ["crude", "adjusted"]
    rows = same.estimates[same.estimates["level"] == "b"].set_index("adjustment")["estimate"]
    assert rows["crude"] == rows["crude_on_adjusted_rows"]
    frame.loc[0, "age"] = pd.NA
    run(frame, confounders=["age"])
    assert solved[2:] == ["crude", "crude_on_adjusted_rows", "adjusted"]


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
