"""Pooled estimates beside complete cases: counts of levels, joint tests, absolute differences, and imputation models that have no estimate."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from ipscohort.config.analysis import Exposure, Imputation, Models
from ipscohort.models.fit import specify
from ipscohort.models.imputation import likelihoods, notes
from ipscohort.models.imputation.chained import coefficients_of
from ipscohort.models.imputation.draws import Target, levels
from ipscohort.models.imputation.estimate import imputed_data
from ipscohort.models.imputation.likelihoods import logistic
from ipscohort.models.imputation.rubin import joint, pool
from ipscohort.models.imputation.variables import Variable
from tests.support.models import only
from tests.unit.models.test_imputation import BOOK, EXPOSURES, fitted, people, row_of


def test_levels_are_counted_and_few_persons_or_events_at_one_are_said():
    frame = people(score=0.3)
    few = frame.index[frame["group"].eq("b") & frame["job_obtained"].eq("yes")][3:]
    row = row_of(fitted(frame.drop(few)))
    here = frame.drop(few)["group"].eq("b")
    assert (row["n_level"], row["n_events_level"]) == (here.sum(), 3)
    assert "Only 3 events in 'b'." in row["warning"] and "In an imputed data set" not in row["warning"]
    fewest = frame.drop(frame.index[frame["group"].eq("a")][3:])
    assert "Only 3 persons in 'a'." in row_of(fitted(fewest))["warning"]


def test_of_an_imputed_exposure_counts_are_means_over_data_sets_and_the_fewest_are_said():
    frame = people(group=0.2)
    few = frame.index[frame["group"].eq("b").fillna(False) & frame["job_obtained"].eq("yes")][2:]
    row = row_of(fitted(frame.drop(few)))
    known = frame.drop(few)["group"].eq("b").fillna(False).sum()
    assert row["n_level"] > known and row["n_level"] % 1 != 0 and row["n_events_level"] >= 2
    assert re.search(r"In an imputed data set: Only \d events? in 'b'\.", row["warning"])


def test_a_penalised_estimate_of_complete_cases_beside_one_that_is_not_is_explained():
    frame = people(seed=9, n=80)
    b = frame["group"].eq("b")
    lost = b & frame["job_obtained"].eq("no")  # of b only who has a job is complete
    found = fitted(frame.assign(score=frame["score"].mask(lost)))
    assert only(found.fits, adjustment="adjusted")["status"] == "penalised"
    row = row_of(found)
    assert not pd.isna(row["estimate"]) and row["warning"].startswith("The estimate of complete cases is penalised (Firth)")
    assert "penalised" not in str(row_of(fitted(people(score=0.3)))["warning"])


def test_hazards_that_only_a_penalised_estimate_has_are_not_pooled_and_nothing_stands_instead():
    frame = people(score=0.3)
    b = frame["group"].eq("b")
    frame["first_job_event"] = frame["first_job_event"].mask(b, False)
    frame["job_obtained"] = frame["job_obtained"].mask(b, "no")
    row = row_of(fitted(frame, outcome="time_to_first_job", model="cox"))
    assert pd.isna(row["estimate"]) and pd.isna(row["difference"])
    assert (
        "in 20 of 20 imputed data sets" in row["warning"] and "these are not pooled" in row["warning"] and "instead" not in row["warning"]
    )


def test_the_variance_due_to_missing_values_is_what_imputations_are_held_to():
    row = row_of(fitted(people(score=0.6, sex=0.2), m=3))
    assert row["missing_share"] == pytest.approx(row["riv"] / (1 + row["riv"])) and row["missing_share"] < row["fmi"]
    said = re.search(r"(\d+)% of the variance of the estimate is from missing values \(lambda\): (\d+) imputations or more", row["warning"])
    assert said and int(said[1]) == round(100 * row["missing_share"]) and int(said[2]) == np.ceil(100 * row["missing_share"])


def schools(**lacking) -> pd.DataFrame:
    return fitted(people(**lacking), exposures={"school": Exposure(variable="school", reference="low")}).imputed


def test_levels_have_a_joint_test_and_complete_cases_their_own():
    pooled = schools(score=0.3)
    assert pooled["joint_p_value"].nunique() == 1 and len(pooled) == 2 and set(pooled["joint_df"]) == {2}
    found = fitted(people(), exposures={"school": Exposure(variable="school", reference="low")})
    fit = only(found.fits, adjustment="adjusted")
    for name in ("statistic", "df", "p_value"):
        assert found.imputed[f"joint_{name}"].tolist() == [fit[f"global_{name}"]] * 2
    assert fitted(people(score=0.3)).imputed["joint_p_value"].isna().all()


def test_the_joint_test_of_one_coefficient_alike_in_all_data_sets_is_its_t_test_squared():
    found = joint(np.full((10, 2), [1.0, 2.0]), np.tile(np.diag([0.25, 1.0]), (10, 1, 1)), 40.0)
    assert found[0] == pytest.approx((1 / 0.25 + 4) / 2) and found[1] == 2
    assert found[2] == pytest.approx(41 / 43 * 40)  # nothing is missing: the observed degrees of freedom alone
    single = joint(np.linspace(0.5, 1.5, 9)[:, None], np.full((9, 1, 1), 0.5), 1e9)
    pooled = pool(np.linspace(0.5, 1.5, 9)[:, None], np.full((9, 1), 0.5), 1e9, 0.95)
    assert single[0] == pytest.approx(pooled.statistic[0] ** 2)


def test_where_imputations_or_persons_are_too_few_there_is_no_joint_test():
    some = np.random.default_rng(1).normal(size=(3, 2))
    assert joint(some, np.tile(np.eye(2), (3, 1, 1)), 50.0) is None  # t is 4
    assert joint(np.ones((10, 2)), np.tile(np.eye(2), (10, 1, 1)), 4.0) is None
    assert joint(np.ones((10, 2)), np.zeros((10, 2, 2)), 40.0) is None
    rows = schools(score=0.3)
    few = fitted(people(score=0.3), exposures={"school": Exposure(variable="school", reference="low")}, m=3).imputed
    assert few["joint_p_value"].isna().all() and few["warning"].str.contains("joint test of all levels is not given").all()
    assert not rows["warning"].fillna("").str.contains("joint test").any()


@pytest.mark.parametrize(("outcome", "model"), [("job_obtained", "logistic"), ("time_worked", "linear"), ("time_worked", "log_linear")])
def test_where_nobody_misses_a_value_the_absolute_difference_is_that_of_complete_cases(outcome, model):
    found = fitted(people(), outcome=outcome, model=model)
    rows = found.standardised
    rows = rows[rows["adjustment"].eq("adjusted") & rows["measure"].eq("difference") & rows["level"].eq("b")]
    one = rows[rows["approach"].eq("plain" if model == "log_linear" else "model")].iloc[0]
    row = row_of(found)
    for mine, theirs in {
        "difference": "estimate",
        "difference_error": "std_error",
        "difference_low": "conf_low",
        "difference_high": "conf_high",
    }.items():
        assert row[mine] == pytest.approx(one[theirs], rel=1e-10), mine


def test_the_difference_of_a_linear_model_is_its_coefficient_and_hazards_have_none():
    row = row_of(fitted(people(score=0.3), outcome="time_worked", model="linear"))
    assert row["difference"] == pytest.approx(row["estimate"]) and row["difference_error"] == pytest.approx(row["std_error"])
    assert pd.isna(row_of(fitted(people(score=0.3), outcome="time_to_first_job", model="cox"))["difference"])


def test_an_absolute_difference_lies_on_the_side_of_its_ratio():
    row = row_of(fitted(people(score=0.3)))
    assert 0 < row["difference"] < 1 and row["difference_low"] < row["difference"] < row["difference_high"] and row["ratio"] > 1


def test_a_method_for_two_levels_named_for_three_is_refused_with_what_to_write():
    found = fitted(people(school=0.2), confounders=("school",), methods={"school": "logistic"})
    row = row_of(found)
    assert pd.isna(row["estimate"]) and "School has 3 levels" in row["warning"] and "Write ordinal or multinomial" in row["warning"]
    assert pd.isna(only(found.imputed_variables, variable="school")["method"])
    whole = fitted(people(score=0.2), confounders=("school", "score"), methods={"school": "logistic"})
    assert not pd.isna(row_of(whole)["estimate"])


def test_a_method_named_for_a_complete_variable_is_said_not_to_be_used():
    found = fitted(people(score=0.2), methods={"sex": "logistic"})
    said = only(found.imputed_variables, variable="sex")
    assert said["n_imputed"] == 0 and said["warning"] == (
        "Nobody in this regression misses Sex, so the method logistic that the settings name for it is not used."
    )
    assert set(fitted(people(score=0.2)).imputed_variables["variable"]) == {"score"}
    assert "Sex" not in str(row_of(found)["warning"])


def test_coefficients_are_counted_by_the_model_of_the_variable():
    several = Variable("school", np.array([0.0, 1, 2]), ("low", "medium", "high"), "multinomial")
    assert coefficients_of(several, 5) == 10 and coefficients_of(replace(several, method="ordinal"), 5) == 6
    assert coefficients_of(Variable("sex", np.array([0.0, 1]), ("man", "woman"), "logistic"), 5) == 5
    assert coefficients_of(Variable("age", np.array([0.0, 1]), (), "pmm"), 5) == 5


@pytest.mark.parametrize(("known", "imputed", "warned"), [(12, False, False), (25, True, True), (59, True, True), (60, True, False)])
def test_more_than_two_levels_need_more_persons_than_coefficients_and_five_for_each_are_said(known, imputed, warned):
    """Outcome, exposure, sex, age, score and the intercept: 6 columns, of two levels against the first 12 coefficients."""
    frame = people(score=0.3)
    frame["school"] = frame["school"].mask(np.arange(150) >= known)
    said = only(fitted(frame, confounders=("school", "sex", "age", "score")).imputed_variables, variable="school")
    assert (not pd.isna(said["method"])) == imputed
    if imputed:
        assert ("fewer than 5 for each of the 12 coefficients" in str(said["warning"])) == warned
    else:
        assert "too few for the 12 coefficients" in said["warning"]


def test_an_imputation_model_without_an_estimate_is_a_row_that_says_so():
    frame = people(score=0.3)
    frame["school"] = frame["school"].mask(np.arange(150) >= 13)
    found = fitted(frame, confounders=("school", "sex", "age", "score"))
    said = only(found.imputed_variables, variable="school")
    assert pd.isna(said["method"]) and said["warning"].startswith("The imputation model of School has no estimate")
    assert pd.isna(row_of(found)["estimate"]) and row_of(found)["warning"] == said["warning"]
    assert only(found.imputed_variables, variable="score")["n_imputed"] > 0


def test_a_likelihood_that_was_not_found_draws_nothing(monkeypatch):
    outcome = np.arange(40) % 2.0
    x = np.column_stack([np.ones(40), np.arange(40) + 9 * outcome])[None]
    target = Target(outcome, outcome >= 0, 2, 5)
    assert logistic(x, outcome, np.ones(40)).converged.all()
    monkeypatch.setattr(likelihoods, "ITERATIONS", 2)
    assert not logistic(x, outcome, np.ones(40)).converged.any()
    with pytest.raises(np.linalg.LinAlgError):
        levels(logistic, x, target, np.random.default_rng(1), None)


def test_the_event_of_a_regression_is_no_auxiliary_variable():
    specs = list(
        specify(EXPOSURES, Models(confounders=["score"], regressions={"c": {"outcome": "age", "event": "sex", "model": "cox"}}), 0.95)
    )
    data = imputed_data(
        specs, people(score=0.3).assign(sex=lambda f: f["sex"].map({"man": "no", "woman": "yes"})), BOOK, Imputation(m=2, auxiliary=["sex"])
    )
    assert set(data.variables) == {"group", "score"}


def test_warnings_of_data_sets_are_told_once_and_in_how_many():
    assert notes.of_fits([["one"], ["one"]]) == ["one"] and notes.of_fits([[], []]) == []
    assert notes.of_fits([["one", "two"], ["one"], ["one", "three"]]) == [
        "one",
        "In 2 of 3 imputed data sets the model has a warning; the first: two",
    ]
