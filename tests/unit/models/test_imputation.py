"""Multiple imputation: who and what is imputed, what can't be, and what is said of it."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest

from ipscohort.config.analysis import Exposure, Imputation, Models
from ipscohort.contracts import IMPUTED, IMPUTED_VARIABLES, PERSONS
from ipscohort.models.families import FAMILIES
from ipscohort.models.fit import fit_models, specify
from ipscohort.models.imputation.chained import impute, scale_reduction
from ipscohort.models.imputation.draws import Target, draw
from ipscohort.models.imputation.estimate import imputed_data
from ipscohort.models.imputation.rubin import pool
from ipscohort.models.imputation.variables import Variable, cumulative_hazard, outcome_columns
from tests.benchmark import imputation as simulation
from tests.conftest import ROOT
from tests.reference.cohorts import category, codebook, numeric
from tests.support.models import only
from tests.support.parts import for_models, parts

BOOK = codebook(
    category("group", "a", "b"),
    category("sex", "man", "woman"),
    category("school", "low", "medium", "high"),
    numeric("age"),
    numeric("score"),
)
EXPOSURES = {"group": Exposure(variable="group", reference="a")}


def people(n=150, seed=4, **lacking) -> pd.DataFrame:
    """A cohort in which score and group go with having a job; `lacking` names variables and the share of persons who miss them."""
    rng = np.random.default_rng(seed)
    group, age = rng.random(n) < 0.5, rng.normal(40, 10, n)
    score = 50 + 8 * group + rng.normal(0, 10, n)
    sex, school = rng.random(n) < 0.4, rng.integers(0, 3, n)
    job = rng.random(n) < 1 / (1 + np.exp(-(-0.6 + 0.9 * group + 0.05 * (score - 50) + 0.3 * sex)))
    frame = pd.DataFrame(
        {
            "id": [str(i) for i in range(n)],
            "row": range(n),
            "job_obtained": pd.Series(np.where(job, "yes", "no"), dtype="string"),
            "time_worked": pd.Series(np.where(job, rng.integers(1, 300, n), 0), dtype="Float64"),
            "follow_time": pd.Series(rng.integers(1, 60, n), dtype="Float64"),
            "first_job_event": pd.Series(job, dtype="boolean"),
            "group": pd.Series(np.where(group, "b", "a"), dtype="string"),
            "sex": pd.Series(np.where(sex, "woman", "man"), dtype="string"),
            "school": pd.Series(np.array(["low", "medium", "high"], dtype=object)[school], dtype="string"),
            "age": pd.Series(age, dtype="Float64"),
            "score": pd.Series(score, dtype="Float64"),
        }
    )
    for name, share in lacking.items():
        frame[name] = frame[name].mask(rng.random(n) < share)
    return PERSONS.conform(frame)


def fitted(frame, confounders=("sex", "age", "score"), outcome="job_obtained", model="logistic", exposures=EXPOSURES, **imputation):
    models = Models(
        confounders=list(confounders),
        regressions={"job": {"outcome": outcome, "model": model}},
        imputation=Imputation(**imputation),
        diagnostics=False,
    )
    return fit_models(frame, BOOK, for_models(exposures, models))


def row_of(found, adjustment="adjusted", **where):
    return only(found.imputed, adjustment=adjustment, **where)


def test_without_the_key_nothing_is_imputed():
    models = Models(regressions={"job": {"outcome": "job_obtained", "model": "logistic"}}, confounders=["score"], diagnostics=False)
    found = fit_models(people(score=0.3), BOOK, for_models(EXPOSURES, models))
    assert found.imputed.empty and found.imputed_variables.empty
    assert list(found.imputed) == IMPUTED.names() and list(found.imputed_variables) == IMPUTED_VARIABLES.names()


def test_everybody_of_known_outcome_is_in_the_pooled_model_and_who_is_imputed_is_counted():
    frame = people(score=0.3, sex=0.1)
    frame.loc[:4, "job_obtained"] = pd.NA
    found = fitted(frame)
    row, rest = row_of(found), frame.iloc[5:]
    complete = int((rest["score"].notna() & rest["sex"].notna()).sum())
    assert (row["n"], row["n_complete"], row["n_imputed"], row["n_excluded"]) == (145, complete, 145 - complete, 5)
    assert row["n_complete"] == only(found.fits, adjustment="adjusted")["n"] and row["role"] == "sensitivity" and row["m"] == 20
    counts = found.imputed_variables.set_index("variable")
    assert counts["n_imputed"].to_dict() == {"sex": rest["sex"].isna().sum(), "score": rest["score"].isna().sum()}
    assert counts.loc["sex", "method"] == "logistic regression" and counts.loc["score", "method"] == "predictive mean matching"
    assert row["ratio"] == pytest.approx(np.exp(row["estimate"])) and row["conf_low"] < row["estimate"] < row["conf_high"]
    assert 0 < row["fmi"] < 0.5 and row["df"] < 145 - 5 and row["monte_carlo"] > 0


@pytest.mark.parametrize(("outcome", "model"), [("job_obtained", "logistic"), ("time_worked", "linear"), ("time_to_first_job", "cox")])
def test_where_nobody_misses_a_value_it_is_the_estimate_of_complete_cases(outcome, model):
    found = fitted(people(), outcome=outcome, model=model)
    row, complete = row_of(found), only(found.estimates, adjustment="adjusted", level="b", model="job")
    for name in ("estimate", "std_error", "conf_low", "conf_high", "p_value"):
        assert row[name] == complete[name]
    assert "Nobody in the model misses a value" in row["warning"] and row["n_imputed"] == 0 and row["fmi"] == 0
    assert found.imputed_variables.empty


def test_the_same_seed_gives_the_same_numbers_and_another_one_others():
    frame = people(score=0.3)
    first, again, other = (row_of(fitted(frame, seed=seed))["estimate"] for seed in (1, 1, 2))
    assert first == again != other
    assert abs(first - other) < 6 * row_of(fitted(frame))["monte_carlo"]


def test_imputation_follows_the_sign_of_the_exposure():
    frame = people(score=0.3)
    turned = frame.assign(group=frame["group"].map({"a": "b", "b": "a"}).astype("string"))
    assert row_of(fitted(frame, m=50))["estimate"] == pytest.approx(-row_of(fitted(turned, m=50))["estimate"], abs=0.05)
    assert row_of(fitted(frame))["estimate"] > 0.5


def test_the_outcome_is_in_the_imputation_model():
    """Of those who miss the score, who obtained a job is given higher ones, as the others have them."""
    frame = people(n=2000, score=0.4)
    specs = list(
        specify(EXPOSURES, Models(confounders=["score"], regressions={"job": {"outcome": "job_obtained", "model": "logistic"}}), 0.95)
    )
    data = imputed_data(specs, frame, BOOK, Imputation(m=5))
    job, lacks = frame["job_obtained"].eq("yes").to_numpy(bool), frame["score"].isna().to_numpy(bool)
    values, known = data.imputed.values["score"].mean(axis=0), frame["score"].to_numpy(float, na_value=np.nan)
    gap = np.nanmean(known[job]) - np.nanmean(known[~job])
    assert values[job & lacks].mean() - values[~job & lacks].mean() == pytest.approx(gap, abs=2)
    assert set(data.imputed.values["score"][:, lacks].ravel()) <= set(known[~lacks])


def test_a_variable_missing_of_everybody_is_not_imputed_and_the_model_says_why():
    found = fitted(people(score=1.0, sex=0.1))
    row = row_of(found)
    assert pd.isna(row["estimate"]) and row["warning"] == "Score is missing of everybody, so it can't be imputed."
    assert row["method"] == "not estimated" and row["n_complete"] == 0
    said = only(found.imputed_variables, variable="score")
    assert pd.isna(said["method"]) and said["n_imputed"] == 0
    assert only(found.imputed_variables, variable="sex")["n_imputed"] > 0


def test_a_variable_of_one_known_value_is_not_imputed():
    frame = people(sex=0.2)
    frame["sex"] = frame["sex"].where(frame["sex"].isna(), "man")
    assert "is the same in everybody of whom it is known" in row_of(fitted(frame))["warning"]


def test_without_any_complete_case_there_is_an_estimate_that_says_so():
    frame = people()
    frame["score"] = frame["score"].mask(np.arange(150) % 2 == 0)
    frame["sex"] = frame["sex"].mask(np.arange(150) % 2 == 1)
    found = fitted(frame)
    assert only(found.fits, adjustment="adjusted")["status"] == "not fitted"
    row = row_of(found)
    assert row["n_complete"] == 0 and row["n_imputed"] == 150 and not pd.isna(row["estimate"])
    assert "Nobody of the 150 persons has all values" in row["warning"]


def test_few_complete_cases_and_too_few_imputations_are_said():
    row = row_of(fitted(people(score=0.6, sex=0.2), m=3))
    assert "persons have all values of the model, so much rests on the imputation models." in row["warning"]
    assert "imputations or more are advised, not 3." in row["warning"]


def test_an_outcome_that_all_have_gives_no_estimate():
    row = row_of(fitted(people(score=0.3).assign(job_obtained=pd.Series(["yes"] * 150, dtype="string"))))
    assert pd.isna(row["estimate"]) and row["warning"].startswith("Everybody of the 150 persons in the model has the outcome")


def test_where_nobodys_outcome_is_known_it_is_said():
    frame = people(score=0.3)
    frame["job_obtained"] = pd.Series([pd.NA] * 150, dtype="string")
    row = row_of(fitted(frame))
    assert pd.isna(row["estimate"]) and row["n"] == 0 and row["warning"].startswith("Nobody has all of the values")


def test_one_event_has_no_pooled_estimate_or_a_warned_one():
    frame = people(score=0.3)
    frame["job_obtained"] = pd.Series(["yes", *["no"] * 149], dtype="string")
    row = row_of(fitted(frame))
    assert pd.isna(row["estimate"]) and "No pooled estimate" in row["warning"]


def test_separation_in_the_analysis_gives_no_pooled_estimate_and_says_in_how_many():
    frame = people(score=0.3)
    frame["job_obtained"] = frame["job_obtained"].mask(frame["group"].eq("b"), "yes")
    row = row_of(fitted(frame))
    assert pd.isna(row["estimate"]) and "in 20 of 20 imputed data sets" in row["warning"] and "separation" in row["warning"]


def test_separation_in_an_imputation_model_is_said():
    frame = people(sex=0.2)
    frame["sex"] = frame["sex"].where(frame["sex"].isna(), np.where(frame["age"] > 40, "woman", "man"))
    found = fitted(frame, confounders=("sex", "score"), auxiliary=["age"])
    assert "(separation)" in only(found.imputed_variables, variable="sex")["warning"]
    assert "(separation)" in row_of(found)["warning"] and not pd.isna(row_of(found)["estimate"])


def test_a_level_of_one_person_is_imputed_with_the_others():
    frame = people(score=0.2)
    frame["school"] = pd.Series(["high", *np.where(np.arange(149) % 2, "low", "medium")], dtype="string").mask(np.arange(150) % 9 == 5)
    found = fitted(frame, confounders=("school", "score"))
    assert only(found.imputed_variables, variable="school")["method"] == "multinomial regression"
    assert re.search(r"in \d+ of 20 imputed data sets\. School 'high' predicts", row_of(found)["warning"])  # it is that of one person
    of_numbers = fitted(frame, confounders=("school", "score"), outcome="time_worked", model="linear")
    assert not pd.isna(row_of(of_numbers)["estimate"])


def test_a_variable_known_of_too_few_is_not_imputed():
    frame = people(score=0.3)
    frame["school"] = frame["school"].mask(np.arange(150) > 3)
    found = fitted(frame, confounders=("school", "sex", "age", "score"))
    assert "too few for the" in row_of(found)["warning"] and pd.isna(row_of(found)["estimate"])
    assert only(found.imputed_variables, variable="score")["n_imputed"] > 0


def test_methods_may_be_chosen():
    found = fitted(people(school=0.2), confounders=("school",), methods={"school": "ordinal"})
    assert only(found.imputed_variables, variable="school")["method"] == "proportional odds regression"


def test_an_incomplete_exposure_is_imputed_and_its_crude_model_too():
    found = fitted(people(group=0.2))
    assert found.imputed["adjustment"].tolist() == ["crude", "adjusted"]
    assert row_of(found, "crude")["n"] == 150 > only(found.fits, adjustment="crude")["n"]


def test_only_one_incomplete_variable_needs_no_iterations():
    assert pd.isna(only(fitted(people(score=0.3)).imputed_variables, variable="score")["scale_reduction"])
    assert fitted(people(score=0.3, sex=0.2)).imputed_variables["scale_reduction"].between(0.8, 1.2).all()


def test_chains_that_do_not_mix_are_told_apart():
    rng = np.random.default_rng(1)
    assert scale_reduction(rng.normal(size=(8, 20))) < 1.1
    assert scale_reduction(rng.normal(size=(8, 20)) + 3 * np.arange(20)) > 3
    assert np.isnan(scale_reduction(np.zeros((2, 20)))) and scale_reduction(np.zeros((5, 4))) == 1
    by_hand = np.array([[0.0, 1.0], [2.0, 3.0], [1.0, 5.0]])  # within (1 + 4) / 2, between (3 - 1)^2 / 2
    assert scale_reduction(by_hand) == pytest.approx(np.sqrt(2 / 3 + 2 / 2.5))


def test_the_cumulative_hazard_of_ties_by_hand():
    time, event = np.array([1.0, 2, 2, 3, 4]), np.array([1.0, 1, 0, 1, 0])
    assert cumulative_hazard(time, event).tolist() == pytest.approx([0.2, 0.45, 0.45, 0.95, 0.95])


def test_rubins_rules_by_hand():
    found = pool(np.array([[1.0], [2.0], [3.0]]), np.full((3, 1), 0.5), 1e12, 0.95)
    assert found.estimate[0] == 2 and found.std_error[0] ** 2 == pytest.approx(0.5 + 4 / 3)
    assert found.riv[0] == pytest.approx((4 / 3) / 0.5) and found.monte_carlo[0] == pytest.approx(np.sqrt(1 / 3))
    assert found.df[0] == pytest.approx(2 / ((4 / 3) / (0.5 + 4 / 3)) ** 2)


@pytest.mark.parametrize(("method", "n_levels"), [("logistic", 2), ("ordinal", 3), ("multinomial", 3)])
def test_levels_are_drawn_with_their_chances(method, n_levels):
    """Without anything that tells, draws have the shares of those known, spread by what is not known of these."""
    rng = np.random.default_rng(3)
    values = np.repeat(np.arange(n_levels), [200, 100, 50][:n_levels]).astype(float)
    known = np.r_[np.ones(len(values), bool), np.zeros(50, bool)]
    x = np.ones((2000, len(known), 1))
    drawn, _ = draw(method, x, Target(values, known, n_levels, 5), rng)
    shares = np.bincount(drawn.ravel().astype(int), minlength=n_levels) / drawn.size
    np.testing.assert_allclose(shares, np.bincount(values.astype(int)) / len(values), atol=0.02)
    share, spread = (values == 0).mean(), (drawn == 0).mean(axis=1).std()
    assert spread == pytest.approx(np.sqrt(share * (1 - share) * (1 / 50 + 1 / len(values))), rel=0.05)
    assert spread > 1.02 * np.sqrt(share * (1 - share) / 50)  # more than that of 50 persons of a known share


def test_matching_takes_a_value_of_one_of_the_nearest():
    rng = np.random.default_rng(3)
    age = np.linspace(20, 60, 101)
    known = np.arange(101) % 10 != 5
    target = Target(2 * age[known], known, 0, 3)
    drawn, _ = draw("pmm", np.repeat(np.column_stack([np.ones(101), age])[None], 40, axis=0), target, rng)
    assert np.abs(drawn - 2 * age[~known]).max() <= 2.5  # the line is exact, and neighbours lie 0.8 apart
    assert {len(set(column)) for column in drawn.T} <= {2, 3, 4} and len(set(drawn[:, 5])) > 1


def test_the_line_that_is_matched_on_is_drawn_too():
    """With one donor a line as it is estimated would give the same person each time."""
    rng = np.random.default_rng(5)
    x = np.linspace(0, 1, 20)
    known = np.arange(20) != 10
    y = (10 * x + rng.normal(0, 3, 20))[known]
    drawn, _ = draw("pmm", np.repeat(np.column_stack([np.ones(20), x])[None], 50, axis=0), Target(y, known, 0, 1), rng)
    assert len(set(drawn[:, 0])) > 3


def test_values_imputed_together_go_together():
    """Of who misses both of two numbers that are nearly the same, each imputation gives both nearly the same."""
    rng = np.random.default_rng(6)
    one = rng.normal(0, 1, 300)
    other, lacks = one + rng.normal(0, 0.2, 300), np.arange(300) < 60
    pair = [Variable(name, np.where(lacks, np.nan, values), (), "pmm") for name, values in (("one", one), ("other", other))]
    values = impute(pair, rng.normal(0, 1, (300, 1)), m=10, iterations=5, donors=5, rng=rng).values
    each = [np.corrcoef(values["one"][i, lacks], values["other"][i, lacks])[0, 1] for i in range(10)]
    assert min(each) > 0.85


def test_the_page_has_simulated_samples_in_which_imputation_keeps_its_promise():
    page = (ROOT / "docs" / "imputation.md").read_text(encoding="utf-8")
    covered = [float(share) for share in re.findall(r"\| imputed \|.*?\| ([\d.]+)% \(MC error", page)]
    assert len(covered) == len(simulation.DESIGNS) and all(93 <= share <= 97 for share in covered)
    assert simulation.SAMPLES == 2000


def test_a_simulated_sample_gives_an_estimate_with_limits_by_each_method():
    found = simulation.one(("mild", 1))
    assert found.shape == (11,) and np.isfinite(found).all()
    assert all(low < estimate < high for estimate, low, high in found[:9].reshape(3, 3))


def test_a_count_with_its_time_brings_both_into_the_imputation_and_any_other_outcome_itself():
    outcome, offset = np.array([0.0, 2.0, 5.0]), np.log([1.0, 2.0, 3.0])
    count, yes = parts(family=FAMILIES["poisson"]), parts(family=FAMILIES["logistic"])
    both = outcome_columns(parts(outcome=outcome, time=None, offset=offset), count)
    np.testing.assert_allclose(both, np.column_stack([outcome, [1, 2, 3]]))
    assert outcome_columns(parts(outcome=outcome, time=None, offset=None), count).shape == (3, 1)
    assert outcome_columns(parts(outcome=outcome, time=None, offset=offset), yes).shape == (3, 1)
