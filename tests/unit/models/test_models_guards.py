"""Separation, collinearity, few events, tiny cells, and models that can't be fitted: each in words."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from ipscohort.config.analysis import Exposure, Models
from ipscohort.models.families import logistic
from ipscohort.models.fit import fit_models
from tests.support.models import BOOK, only, persons, plenty, run, yes_no
from tests.support.parts import for_models


def test_separation_by_the_exposure_gives_a_penalised_estimate():
    frame = persons(20, job_obtained=yes_no("n" * 9 + "y" * 6 + "y" * 5), group="a" * 15 + "b" * 5)
    found = run(frame)
    row = only(found.estimates, level="b")
    assert only(found.fits)["status"] == "penalised"
    assert "Firth" in row["method"]
    assert "Group 'b' predicts the outcome without exception" in row["warning"]
    assert row["ratio"] == pytest.approx((5.5 / 0.5) / (6.5 / 9.5))
    assert row["conf_low"] < row["estimate"] < row["conf_high"]
    assert pd.isna(only(found.fits)["log_likelihood"])
    assert "confounder" not in row["warning"]


def test_separation_by_a_confounder_is_named():
    frame = plenty()
    frame["site"] = pd.Series(["south"] * 8 + ["north"] * 112, dtype="string")
    frame.loc[:7, "job_obtained"] = "yes"
    row = only(run(frame, confounders=["site"]).estimates, level="b", adjustment="adjusted")
    assert "Site 'south' predicts the outcome" in row["warning"]
    assert "Group" not in row["warning"]
    assert "a confounder's level of few persons can be joined with another, or declared missing" in row["warning"]


def test_separation_by_a_number_is_found():
    n = 40
    frame = persons(n, job_obtained=yes_no("n" * 20 + "y" * 20), group="ab" * 20, age=range(20, 20 + n))
    row = only(run(frame, confounders=["age"]).fits, adjustment="adjusted")
    assert row["status"] == "penalised"
    assert "Age" in row["warning"] and "level of few persons" not in row["warning"]


def test_a_penalised_exposure_of_three_levels_has_no_joint_test_and_says_so():
    frame = persons(30, job_obtained=yes_no("y" * 5 + "n" * 5 + "y" * 6 + "n" * 4 + "y" * 10), three="x" * 10 + "y" * 10 + "z" * 10)
    row = only(run(frame, exposure="three").fits)
    assert pd.isna(row["global_p_value"])
    assert "joint test of the levels is left out" in row["warning"]


def test_strong_but_finite_associations_stay_maximum_likelihood():
    # Age tells nearly everybody apart: probabilities come within 1e-6 of 0 and 1, but the estimate is finite.
    age = [*range(18, 60), 39.5, 38.5]
    obtained = ["yes" if a >= 39 else "no" for a in range(18, 60)] + ["no", "yes"]
    frame = persons(44, job_obtained=obtained, group="ab" * 21 + "aa", age=age)
    row = only(run(frame, confounders=["age"]).fits, adjustment="adjusted")
    assert row["status"] == "fitted"


def test_a_confounder_that_others_determine_is_dropped_and_named():
    frame = plenty()
    frame["age_months"] = frame["age"] * 12 + 3
    both, one = run(frame, confounders=["age", "age_months"]), run(frame, confounders=["age"])
    row, alone = (only(found.estimates, level="b", adjustment="adjusted") for found in (both, one))
    assert row["estimate"] == pytest.approx(alone["estimate"])
    assert "Age_months is not in the model, because it is determined by Age." in row["warning"]
    assert only(both.confounder_estimates, term="age_months")["method"] == "not estimated"


def test_a_confounder_with_one_level_is_not_adjusted_for_and_said():
    frame = plenty()
    frame["site"] = pd.Series(["south"] * 120, dtype="string")
    row = only(run(frame, confounders=["site"]).estimates, level="b", adjustment="adjusted")
    assert "Site: everybody in the model is at 'south', so it is not adjusted for." in row["warning"]


def test_a_level_without_persons_is_dropped_and_said():
    frame = plenty(three=np.resize(["x", "z"], 120))
    found = run(frame, exposure="three")
    row = only(found.estimates, level="y")
    assert pd.isna(row["estimate"])
    assert row["n_level"] == 0
    assert "Nobody in 'y'." in row["warning"]
    assert "Three: nobody in the model at 'y'." in only(found.fits)["warning"]
    assert pd.isna(only(found.fits)["global_df"])


@pytest.mark.parametrize(
    ("events", "confounders", "said"),
    [
        (
            12,
            ["age", "sex"],
            "12 events for 3 coefficients besides the intercept (4.0 each, fewer than 10): the estimates may be unstable.",
        ),
        (
            2,
            ["age", "sex"],
            "2 events for 3 coefficients besides the intercept: fewer events than coefficients, so the estimates are not reliable.",
        ),
        (112, ["age", "sex"], "8 persons without the event for 3 coefficients"),
    ],
)
def test_few_events_are_said(events, confounders, said):
    frame = plenty()
    frame["job_obtained"] = pd.Series(yes_no("n" * 120), dtype="string")
    frame.loc[np.random.default_rng(8).permutation(120)[:events], "job_obtained"] = "yes"
    row = only(run(frame, confounders=confounders).fits, adjustment="adjusted")
    assert said in row["warning"]
    assert row["events_per_coefficient"] == pytest.approx(min(events, 120 - events) / 3)


def test_enough_events_are_not_remarked_on():
    assert pd.isna(only(run(plenty()).fits)["warning"])


def test_small_cells_are_said_on_their_row():
    frame = persons(60, job_obtained=yes_no("y" * 20 + "n" * 20 + "yyy" + "n" * 14 + "yyn"), three="x" * 40 + "y" * 17 + "z" * 3)
    rows = run(frame, exposure="three").estimates.set_index("level")["warning"]
    assert "Only 3 events in 'y'." in rows["y"]
    assert "Only 3 persons in 'z'." in rows["z"]
    assert "in 'z'" not in rows["y"]


def test_exactly_five_events_or_persons_are_not_remarked_on():
    # x: 10 of 20; y: 5 of 12; z: 4 of 12.
    frame = persons(
        44, job_obtained=yes_no("y" * 10 + "n" * 10 + "y" * 5 + "n" * 7 + "y" * 4 + "n" * 8), three="x" * 20 + "y" * 12 + "z" * 12
    )
    rows = run(frame, exposure="three", few_events=1).estimates.set_index("level")
    assert pd.isna(rows.loc["y", "warning"])
    assert rows.loc["z", "warning"] == "Only 4 events in 'z'."
    assert rows["caution"].tolist()[1:] == [False, True]
    five = persons(25, time_worked=range(1, 26), job_obtained=["yes"] * 25, group="a" * 20 + "b" * 5)
    assert pd.isna(only(run(five, "time_worked", "log_linear", few_events=1).estimates, level="b")["warning"])


def test_a_level_without_events_says_none_and_is_marked():
    frame = persons(40, job_obtained=yes_no("y" * 10 + "n" * 10 + "n" * 20), group="a" * 20 + "b" * 20)
    row = only(run(frame).estimates, level="b")
    assert row["warning"].startswith("No events in 'b'.")
    assert row["caution"]


def test_a_log_linear_model_is_of_workers_only():
    frame = persons(8, job_obtained=yes_no("yyyyyynn"), time_worked=[1, 10, 100, 20, 20, 200, 5, 7], group="aaabbbab")
    found = run(frame, "time_worked", "log_linear")
    fitted = only(found.fits)
    assert (fitted["population"], fitted["n_population"], fitted["n"]) == ("those who obtained a job", 6, 6)
    assert only(found.estimates, level="b")["ratio"] == pytest.approx((20 * 20 * 200) ** (1 / 3) / 10)


def test_a_variable_that_is_missing_is_named_once():
    frame = persons(9, job_obtained=yes_no("ynynynyn."), smokes=yes_no("yn.nynynn"))
    exposures = {"smokes": Exposure(variable="smokes", reference="no")}
    for outcome, why in (("smokes", "Smokes missing (1)"), ("job_obtained", "Job obtained missing (1); Smokes missing (1)")):
        models = Models(regressions={"m": {"outcome": outcome, "model": "logistic", "confounders": []}})
        row = fit_models(frame, BOOK, for_models(exposures, models)).fits.iloc[0]
        assert row["why_excluded"].endswith(f"left out: {why}")


def test_those_who_left_early_are_listed_from_the_reference_on():
    frame = plenty(full_follow_up=[False] * 120)
    models = Models(regressions={"m": {"outcome": "job_obtained", "model": "logistic", "confounders": []}})
    row = fit_models(frame, BOOK, for_models({"group": Exposure(variable="group", reference="b")}, models)).fits.iloc[0]
    assert row["warning"].index("in 'b'") < row["warning"].index("in 'a'")


def test_those_who_left_early_without_a_job_are_counted_by_group():
    early = [False] * 3 + [True] * 117
    frame = plenty(full_follow_up=early)
    frame.loc[:2, "job_obtained"] = ["no", "no", "yes"]
    frame.loc[:2, "group"] = ["a", "b", "b"]
    n = frame["group"].value_counts()
    row = only(run(frame).estimates, level="b")
    assert f"counted as no: 1 of {n['a']} in 'a'; 1 of {n['b']} in 'b'." in row["warning"]


def test_closed_records_are_not_told_as_leaving():
    frame = plenty(full_follow_up=[False] * 4 + [True] * 116)
    frame.loc[:3, "job_obtained"] = ["no", "no", "yes", "no"]
    frame.loc[:3, "group"] = ["a", "b", "b", "b"]
    n = frame["group"].value_counts()
    frame["ended_by"] = pd.Series(["data lock", "moved", "data lock", "data lock", *[pd.NA] * 116], dtype="string")
    said = only(run(frame).estimates, level="b")["warning"]
    assert f"Left before the end of follow-up and counted as no: 0 of {n['a']} in 'a'; 1 of {n['b']} in 'b'." in said
    assert f"Records closed before the end of follow-up (data lock) and counted as no: 1 of {n['a']} in 'a'; 1 of {n['b']} in 'b'." in said
    frame["ended_by"] = pd.Series(["data lock"] * 4 + [pd.NA] * 116, dtype="string")
    said = only(run(frame).estimates, level="b")["warning"]
    assert "Left before" not in said and f"counted as no: 1 of {n['a']} in 'a'; 2 of {n['b']} in 'b'." in said


# Guards: not fitted


NOT_FITTED = [
    ("no event", persons(6, job_obtained=["no"] * 6, group="ababab"), {}, "Nobody of the 6 persons in the model has the outcome"),
    ("all events", persons(6, job_obtained=["yes"] * 6, group="ababab"), {}, "Everybody of the 6 persons"),
    ("one level", persons(4, job_obtained=yes_no("ynyn"), group="aaaa"), {}, "everybody in the model is in the group 'a'"),
    ("no reference", persons(4, job_obtained=yes_no("ynyn"), group="bbbb"), {}, "nobody in the model is in the reference group 'a'"),
    ("no complete case", persons(4, job_obtained=yes_no("ynyn"), group="...."), {}, "Nobody has all of the values that the model needs"),
    ("nobody", persons(0, job_obtained=[], group=[]), {}, "There is nobody in the population"),
    ("no outcome", persons(4, group="abab"), {}, "Job obtained missing (4)"),
    (
        "no worker",
        persons(4, job_obtained=["no"] * 4, time_worked=[0] * 4, group="abab"),
        {"outcome": "time_worked", "model": "log_linear"},
        "There is nobody in the population (those who obtained a job)",
    ),
    (
        "two persons",
        persons(2, job_obtained=["yes"] * 2, time_worked=[3, 9], group="ab"),
        {"outcome": "time_worked", "model": "log_linear"},
        "2 persons are too few for 2 coefficients",
    ),
    (
        "same outcome",
        persons(6, job_obtained=["yes"] * 6, time_worked=[7] * 6, group="ababab"),
        {"outcome": "time_worked", "model": "log_linear"},
        "Everybody in the model has the same outcome",
    ),
    (
        "exact fit",
        persons(6, job_obtained=["yes"] * 6, time_worked=[7, 11] * 3, group="ababab"),
        {"outcome": "time_worked", "model": "log_linear"},
        "residual variance zero",
    ),
]


@pytest.mark.parametrize(("frame", "arguments", "said"), [case[1:] for case in NOT_FITTED], ids=[case[0] for case in NOT_FITTED])
def test_what_cannot_be_fitted_says_why(frame, arguments, said):
    found = run(frame, **arguments)
    row = only(found.fits)
    assert row["status"] == "not fitted"
    assert said in row["warning"]
    assert found.estimates["estimate"].isna().all()
    estimate = only(found.estimates, level="b")
    assert said in estimate["warning"]
    assert estimate["method"] == "not estimated"
    assert len(found.confounder_estimates) == 0


def test_an_exposure_that_a_confounder_determines_is_not_estimated():
    frame = plenty()
    frame["site"] = frame["group"].map({"a": "north", "b": "south"})
    found = run(frame, confounders=["site"])
    assert only(found.fits, adjustment="crude")["status"] == "fitted"
    row = only(found.fits, adjustment="adjusted")
    assert row["status"] == "not fitted"
    assert row["warning"].startswith("Group 'b' can't be told apart from Site 'south'")


def test_more_coefficients_than_persons():
    frame = persons(4, job_obtained=yes_no("ynyn"), group="abba", age=[20, 31, 40, 52], sex=["man", "woman", "man", "man"])
    row = only(run(frame, confounders=["age", "sex"]).fits, adjustment="adjusted")
    assert row["warning"] == "4 persons are too few for 4 coefficients."


def test_a_date_is_no_confounder():
    frame = plenty()
    frame["referred"] = pd.to_datetime("2015-01-01") + pd.to_timedelta(range(120), unit="D")
    row = only(run(frame, confounders=["referred"]).fits, adjustment="adjusted")
    assert "Date of referral is a date" in row["warning"]


def test_an_estimation_that_does_not_converge_is_withheld(monkeypatch):
    monkeypatch.setattr(logistic, "maximum_likelihood", lambda problem: (None, True))
    row = only(run(plenty()).fits)
    assert (row["status"], row["warning"]) == ("not fitted", "The estimation did not converge, so no estimate is given.")


def test_one_model_that_fails_does_not_stop_the_others():
    frame = plenty()
    frame["worked_long"] = pd.Series(["no"] * 120, dtype="string")
    regressions = {name: {"outcome": name, "model": "logistic"} for name in ("worked_long", "job_obtained")}
    found = fit_models(frame, BOOK, for_models({"group": Exposure(variable="group", reference="a")}, Models(regressions=regressions)))
    assert found.fits.set_index("model")["status"].to_dict() == {"worked_long": "not fitted", "job_obtained": "fitted"}


def test_no_regression_gives_empty_tables():
    found = fit_models(plenty(), BOOK, for_models({"group": Exposure(variable="group", reference="a")}, Models()))
    assert [len(frame) for frame in (found.estimates, found.confounder_estimates, found.fits, found.exclusions)] == [0, 0, 0, 0]


def test_the_slow_import_waits_for_separation():
    code = (
        "import sys; from tests.unit.models.test_models import plenty, run; run(plenty()); "
        "sys.exit(any(m in sys.modules for m in ('firthmodels', 'sklearn', 'lifelines', 'seaborn')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=Path(__file__).parents[3]).returncode == 0


@pytest.mark.parametrize(("outcome", "model"), [("job_obtained", "logistic"), ("time_worked", "log_linear"), ("time_to_first_job", "cox")])
def test_an_exposure_of_one_level_says_in_its_row_that_there_is_nothing_to_compare(outcome, model):
    times = {"follow_time": range(1, 21), "first_job_event": [i % 2 for i in range(20)], "time_worked": range(1, 21)}
    frame = persons(20, job_obtained=yes_no("yn" * 10), group="a" * 20, **times)
    frame["first_job_event"] = frame["first_job_event"].astype("boolean")
    book = replace(BOOK, variables={**BOOK.variables, "group": replace(BOOK.variables["group"], levels=("a",))})
    models = Models(regressions={"m": {"outcome": outcome, "model": model, "confounders": []}})
    found = fit_models(frame, book, for_models({"group": Exposure(variable="group", reference="a")}, models))
    row = only(found.estimates)
    assert row["method"] == "reference" and "so there is nothing to compare" in row["warning"]
    assert only(found.fits)["status"] == "not fitted"


def test_the_reference_of_a_model_that_is_fitted_has_no_warning():
    assert pd.isna(only(run(plenty()).estimates, level="a")["warning"])
