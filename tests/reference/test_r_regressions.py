"""Every regression equals R's: coefficients, standard errors, tests, limits, likelihoods, to 1e-8 relative."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from ipscohort.config.analysis import Exposure, Models
from ipscohort.contracts import PERSONS
from ipscohort.models.fit import fit_models
from tests.reference import cohorts
from tests.reference.compare import ESTIMATE_KEY, ESTIMATE_NUMBERS, FIT_KEY, agree, compare, compare_estimates, compare_fits, reference
from tests.support import shipped
from tests.support.parts import for_models


@pytest.fixture(scope="module")
def rossi():
    return fit_models(
        cohorts.rossi(), cohorts.ROSSI_CODEBOOK, for_models(cohorts.ROSSI_EXPOSURES, cohorts.rossi_models(cohorts.ROSSI_CONFOUNDERS))
    )


def test_rossi_equals_r(rossi):
    assert compare_estimates(rossi.estimates, rossi.confounder_estimates, reference("rossi_estimates")) == []
    assert compare_fits(rossi.fits, reference("rossi_fits")) == []


def test_education_as_exposure_equals_r():
    others = [name for name in cohorts.ROSSI_CONFOUNDERS if name != "education"]
    fitted = fit_models(cohorts.rossi(), cohorts.ROSSI_CODEBOOK, for_models(cohorts.EDUCATION_EXPOSURE, cohorts.rossi_models(others)))
    assert compare_estimates(fitted.estimates, fitted.confounder_estimates, reference("rossi_education_estimates")) == []
    assert compare_fits(fitted.fits, reference("rossi_education_fits")) == []
    assert (fitted.fits["global_df"] == 4).all()


def test_missing_covariates_equal_r():
    fitted = fit_models(cohorts.small(), cohorts.SMALL_CODEBOOK, for_models(cohorts.SMALL_EXPOSURES, cohorts.small_models()))
    assert compare_estimates(fitted.estimates, fitted.confounder_estimates, reference("small_estimates")) == []
    assert compare_fits(fitted.fits, reference("small_fits")) == []


def test_linear_and_poisson_equal_r():
    fitted = fit_models(cohorts.rossi(), cohorts.ROSSI_CODEBOOK, for_models(cohorts.FAMILIES_EXPOSURES, cohorts.rossi_families()))
    assert set(fitted.fits["status"]) == {"fitted"}
    assert compare_estimates(fitted.estimates, fitted.confounder_estimates, reference("rossi_families_estimates")) == []
    assert compare_fits(fitted.fits, reference("rossi_families_fits")) == []


def test_a_flipped_sign_is_found(rossi):
    wrong = rossi.estimates.copy()
    at = wrong.index[wrong["method"] != "reference"][0]
    wrong.loc[at, "estimate"] = -wrong.loc[at, "estimate"]
    found = compare_estimates(wrong, rossi.confounder_estimates, reference("rossi_estimates"))
    assert len(found) == 1
    assert found[0].startswith("job_obtained / financial_aid / crude / financial_aid / yes: estimate")


@pytest.mark.parametrize("column", ESTIMATE_NUMBERS[:6])
def test_a_difference_in_the_7th_digit_is_found(rossi, column):
    wrong = rossi.estimates.copy()
    wrong[column] = wrong[column] * (1 + 1e-7)
    assert len(compare_estimates(wrong, rossi.confounder_estimates, reference("rossi_estimates"))) == 12


def test_a_missing_row_is_found(rossi):
    assert compare_estimates(rossi.estimates, rossi.confounder_estimates.iloc[1:], reference("rossi_estimates")) == [
        "job_obtained / financial_aid / crude / intercept: not in ours"
    ]


def test_profile_likelihood_limits_equal_r(rossi):
    """As R's likelihood gives them. R's confint() interpolates its profile, so it agrees to 3e-4 relative only."""
    others = [name for name in cohorts.ROSSI_CONFOUNDERS if name != "education"]
    education = fit_models(cohorts.rossi(), cohorts.ROSSI_CODEBOOK, for_models(cohorts.EDUCATION_EXPOSURE, cohorts.rossi_models(others)))
    ours = pd.concat([rossi.estimates, education.estimates])
    ours = ours[(ours["model"] == "job_obtained") & (ours["method"] != "reference") & (ours["adjustment"] != "crude_on_adjusted_rows")]
    expected = reference("rossi_profile")
    assert len(expected) == 2 * (1 + 1 + 4)
    assert compare(ours, expected, ESTIMATE_KEY, ("profile_low", "profile_high")) == []
    as_confint = ours.rename(columns={"profile_low": "confint_low", "profile_high": "confint_high"})
    assert compare(as_confint, expected, ESTIMATE_KEY, ("confint_low", "confint_high"), rtol=3e-4) == []


AGES = [23, 31, 45, 52, 38, 29, 41, 60, 35, 27, 33, 48, 55, 22, 39, 30, 44, 51, 26, 37]
FIRTH_CASES = {
    "zero_cell": ([0] * 9 + [1] * 11, ["a"] * 15 + ["b"] * 5, AGES, []),
    "adjusted": ([0] * 9 + [1] * 11, ["a"] * 15 + ["b"] * 5, AGES, ["age"]),
}


def separated(case: str):
    outcome, group, age, confounders = FIRTH_CASES[case]
    persons = PERSONS.conform(
        pd.DataFrame(
            {
                "id": [str(i) for i in range(len(outcome))],
                "row": range(len(outcome)),
                "job_obtained": ["yes" if y else "no" for y in outcome],
                "group": pd.Series(group, dtype="string"),
                "age": pd.Series(age, dtype="Float64"),
            }
        )
    )
    book = cohorts.codebook(cohorts.category("group", "a", "b"), cohorts.numeric("age"))
    models = Models(regressions={"m": {"outcome": "job_obtained", "model": "logistic", "confounders": confounders}})
    return fit_models(persons, book, for_models({"group": Exposure(variable="group", reference="a")}, models))


@pytest.mark.parametrize("case", FIRTH_CASES)
def test_penalised_estimates_equal_r(case):
    """Looser than 1e-8 nowhere but in the limits (1e-7): firthmodels stops where the likelihood is within 1e-9 of its target."""
    fitted = separated(case)
    adjustment = "adjusted" if case == "adjusted" else "crude"
    ours = pd.concat([fitted.estimates, fitted.confounder_estimates])
    ours = ours[(ours["method"] != "reference") & (ours["adjustment"] == adjustment)]
    ours["term"] = ours["term"].map({"intercept": "(Intercept)", "group": "groupb", "age": "age"})
    expected = reference("firth")
    expected = expected[expected["case"] == case]
    assert compare(ours, expected, ("term",), ("estimate", "std_error", "statistic", "p_value")) == []
    assert compare(ours, expected, ("term",), ("conf_low", "conf_high"), rtol=1e-7) == []


def test_a_penalised_odds_ratio_of_a_2_by_2_table_adds_one_half_to_each_cell():
    """The closed form of Firth's estimate in a saturated model: Firth 1993, doi 10.1093/biomet/80.1.27; Haldane 1956."""
    row = separated("zero_cell").estimates.query("level == 'b'").iloc[0]
    assert agree(np.array([row["ratio"]]), np.array([(5.5 / 0.5) / (6.5 / 9.5)]))[0]


def test_negative_binomial_equals_r():
    """To 1e-8: both go to the maximum of the same likelihood; the dispersion too, on which standard errors hang."""
    regressions = {
        "count": {"outcome": "time_worked", "model": "negative_binomial"},
        "rate": {"outcome": "time_worked", "model": "negative_binomial", "offset": "time_observed"},
        "convictions": {"outcome": "prior_convictions", "model": "negative_binomial"},
    }
    plain = {"crude_on_adjusted_rows": False, "mutual_adjustment": False}
    men = Models(confounders=["age", "race", "marital_status", "parole"], regressions=regressions, **plain)
    settings, derived = shipped.cohort().settings, shipped.shipped().derived
    days = Models(
        confounders=settings.models.confounders, regressions={"days": {"outcome": "time_worked", "model": "negative_binomial"}}, **plain
    )
    found = [
        fit_models(cohorts.rossi(), cohorts.ROSSI_CODEBOOK, for_models(cohorts.FAMILIES_EXPOSURES, men)),
        fit_models(derived.persons, derived.codebook, for_models(settings.exposures, days)),
    ]
    estimates, others, fits = (pd.concat([getattr(f, name) for f in found]) for name in ("estimates", "confounder_estimates", "fits"))
    assert compare_estimates(estimates, others, reference("negative_binomial_estimates")) == []
    assert compare_fits(fits, reference("negative_binomial_fits")) == []
    assert compare(fits, reference("negative_binomial_fits"), FIT_KEY, ("dispersion",)) == []
