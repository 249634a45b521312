"""Multiple imputation equals R's mice: what draws are made from, pooled estimates of its own data sets, and the scatter over seeds (R/imputation*.R)."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
import pytest

from ipscohort.config.analysis import Exposure, Imputation, Models
from ipscohort.contracts import PERSONS
from ipscohort.models.design import build_design
from ipscohort.models.fit import specify
from ipscohort.models.imputation.draws import LIKELIHOODS, Target, least_squares, with_added
from ipscohort.models.imputation.estimate import complete_df, imputed_data
from ipscohort.models.imputation.likelihoods import _back, logistic
from ipscohort.models.imputation.pooled import DIFFERENCE, JOINT, pooled_rows
from ipscohort.models.imputation.rubin import pool
from ipscohort.models.imputation.variables import cumulative_hazard
from ipscohort.models.sample import draw_sample
from ipscohort.models.solve import Problem
from tests.reference.cohorts import category, codebook, numeric
from tests.reference.compare import reference
from tests.support.shipped import cohort, shipped

COMMON = ("experience", "funding", "sex", "age", "education", "worked_past_5_years", "mhi5")
TERM = "experiencesecond half"


@cache
def parts() -> tuple[pd.DataFrame, pd.DataFrame]:
    return reference("imputation_parts_data"), reference("imputation_parts")


def wanted(method: str) -> tuple[np.ndarray, np.ndarray]:
    rows = parts()[1].query("method == @method")
    beta = rows.query("what == 'coefficient'")["value"].to_numpy(float)
    return beta, rows.query("what == 'covariance'")["value"].to_numpy(float).reshape(len(beta), len(beta))


def design() -> np.ndarray:
    data = parts()[0]
    return np.repeat(np.column_stack([np.ones(len(data)), data["age"], data["sex"], data["job"]])[None], 3, axis=0)


def model(name: str, method: str, n_levels: int):
    values = parts()[0][name].to_numpy(float)
    known = ~np.isnan(values)
    return LIKELIHOODS[method](*with_added(design(), Target(values[known], known, n_levels, 5)), n_levels, None)


@pytest.mark.parametrize(
    ("name", "method", "n_levels", "rtol"),
    [("two", "logistic", 2, 1e-8), ("apart", "logistic", 2, 1e-8), ("several", "multinomial", 3, 1e-6)],  # nnet's optimiser stops at 1e-8
)
def test_levels_are_drawn_from_the_augmented_model_of_mice(name, method, n_levels, rtol):
    found, (beta, covariance) = model(name, method, n_levels), wanted(name)
    for i in range(3):
        np.testing.assert_allclose(found.coefficients[i], beta, rtol=rtol)
        np.testing.assert_allclose(found.covariance[i], covariance, rtol=rtol)


def test_levels_in_order_are_drawn_from_proportional_odds():
    found, (beta, covariance) = model("ordered", "ordinal", 3), wanted("ordered")
    theta = _back(found.coefficients, 2)
    np.testing.assert_allclose(theta[1], beta, rtol=1e-8)
    by_polr = parts()[1].query("method == 'ordered_polr'")["value"].to_numpy(float)
    np.testing.assert_allclose(theta[1], by_polr, rtol=1e-6)  # where polr's optimiser stops
    turned = np.eye(5)
    turned[1, 0], turned[1, 1] = 1, theta[1, 1] - theta[1, 0]
    np.testing.assert_allclose(turned @ found.covariance[1] @ turned.T, covariance, rtol=1e-8)


def test_numbers_are_matched_by_the_least_squares_of_r():
    values = parts()[0]["number"].to_numpy(float)
    known = ~np.isnan(values)
    beta, inverse, squares, ridged = least_squares(design()[:, known], values[known])
    expected, covariance = wanted("number")
    told = parts()[1].query("method == 'number'").set_index("what")["value"]
    np.testing.assert_allclose(beta[0], expected, rtol=1e-8)
    np.testing.assert_allclose(inverse[0], covariance, rtol=1e-8)
    assert squares[0] == pytest.approx(told["squares"], rel=1e-8)
    assert known.sum() - 4 == told["df"] and not ridged.any()


def test_the_cumulative_hazard_is_nelson_aalens():
    data, told = parts()
    hazard = cumulative_hazard(data["time"].to_numpy(float), data["event"].to_numpy(float))
    np.testing.assert_allclose(hazard, told.query("method == 'hazard'")["value"].to_numpy(float), rtol=1e-12)


@cache
def adjusted(name: str):
    settings = cohort().settings
    models = [spec for spec in specify(settings.exposures, settings.models, 0.95) if spec.name == name]
    return models, next(spec for spec in models if spec.exposure == "experience" and spec.adjustment == "adjusted")


def imputed_by_mice() -> list[pd.DataFrame]:
    """PERSONS with what mice filled in, ten times."""
    persons, rows = shipped().derived.persons.reset_index(drop=True), reference("imputation_data")
    sets = []
    for _, each in rows.groupby("imputation"):
        filled = each.sort_values("person").reset_index(drop=True)
        sets.append(persons.assign(**{name: filled[name].astype(persons[name].dtype) for name in COMMON}))
    return sets


@pytest.mark.parametrize("name", ["job_obtained", "days_worked", "time_to_first_job"])
def test_data_sets_of_mice_pool_to_its_estimates(name):
    _, spec = adjusted(name)
    book, fits = shipped().derived.codebook, []
    for persons in imputed_by_mice():
        sample = draw_sample(persons, book, spec)
        matrix = build_design(sample, book, spec)
        fits.append((matrix, spec.family.fit(Problem.of(sample, matrix, spec, book)), sample))
    matrix, solution, sample = fits[0]
    events = None if spec.family.outcome == "number" else int(sample.outcome.sum())
    estimates, errors = (np.array([getattr(fit, field) for _, fit, _ in fits]) for field in ("estimate", "std_error"))
    pooled = pool(estimates, errors**2, complete_df(spec, matrix, solution, events), 0.95)
    at = matrix.columns_of("experience")[0]
    row = reference("imputation_pooled").query("model == @name and term == @TERM").iloc[0]
    for field in ("estimate", "std_error", "statistic", "df", "p_value", "conf_low", "conf_high", "fmi", "riv", "monte_carlo"):
        assert getattr(pooled, field)[at] == pytest.approx(row[field], rel=1e-8), field
    assert pooled.missing_share[at] == pytest.approx(row["lambda"], rel=1e-8)


OUTCOMES = {
    "logistic": "job_obtained",
    "linear": "score",
    "log_linear": "time_worked",
    "cox": "time_to_first_job",
    "poisson": "n_jobs",
}
BOOK = codebook(category("school", "low", "medium", "high"), category("sex", "man", "woman"), numeric("age"), numeric("score"))
LEVELS = {"school": ("low", "medium", "high"), "sex": ("man", "woman")}


@cache
def of_mice(family: str) -> pd.DataFrame:
    """IMPUTED of an exposure of three levels, in the data sets that mice imputed."""
    data, sets = reference("imputation_tests_data"), reference("imputation_tests_sets").sort_values(["imputation", "person"])
    job = data["job"].eq(1)
    frame = pd.DataFrame(
        {
            "id": [str(i) for i in range(len(data))],
            "row": range(len(data)),
            "job_obtained": job.map({True: "yes", False: "no"}).astype("string"),
            "time_worked": data["days"].astype("Float64"),
            "follow_time": data["time"].astype("Float64"),
            "first_job_event": job.astype("boolean"),
            "n_jobs": data["jobs"].astype("Float64"),
            "score": data["score"].astype("Float64"),
            "school": data["school"].astype("string"),
            "sex": data["sex"].astype("string"),
            "age": data["age"].astype("Float64"),
        }
    )
    models = Models(confounders=["age", "sex"], regressions={"it": {"outcome": OUTCOMES[family], "model": family}}, diagnostics=False)
    specs = list(specify({"school": Exposure(variable="school", reference="low")}, models, 0.95))
    ours = imputed_data(specs, PERSONS.conform(frame), BOOK, Imputation(m=8, iterations=1))
    values = {}
    for name in ("school", "sex", "age"):
        column = sets[name].map({level: float(code) for code, level in enumerate(LEVELS[name])}) if name in LEVELS else sets[name]
        values[name] = column.to_numpy(float).reshape(8, -1)[:, ours.sample.rows.index]
        assert np.isfinite(values[name]).all() and set(ours.variables) == {"school", "sex", "age"}
    theirs = replace(ours, imputed=replace(ours.imputed, values=values))
    (adjusted,) = (spec for spec in specs if spec.adjustment == "adjusted")
    return pd.DataFrame(pooled_rows(adjusted, theirs, BOOK, {name: [] for name in values})).set_index("level")


@pytest.mark.parametrize("level", ["medium", "high"])
@pytest.mark.parametrize("family", list(OUTCOMES))
def test_joint_tests_and_absolute_differences_in_data_sets_of_mice_equal_r(family, level):
    ours, theirs = of_mice(family).loc[level], reference("imputation_tests").query("model == @family and level == @level").iloc[0]
    fields = {"missing_share": "lambda", **{name: name for name in ("estimate", "std_error", "fmi", *JOINT)}}
    if family != "cox":
        fields |= {name: name for name in DIFFERENCE}
    for mine, name in fields.items():
        assert ours[mine] == pytest.approx(theirs[name], rel=1e-8), mine
    assert family != "cox" or "difference" not in ours


SEEDS, M = 80, 5


def sparse() -> pd.DataFrame:
    """The shipped cohort with many values missing, as the R script takes them away."""
    persons = shipped().derived.persons.reset_index(drop=True)
    person, job = np.arange(1, len(persons) + 1), persons["job_obtained"].eq("yes").to_numpy(bool)
    lacks = {
        "mhi5": ((person % 3 == 0) & job) | (person % 5 == 0),
        "sex": (person % 4 == 1) & ~job,
        "education_levels": (person % 7 < 2) & persons["experience"].eq("first half").to_numpy(bool),
    }
    return persons.assign(**{name: persons[name].mask(mask) for name, mask in lacks.items()})


def over_seeds(name: str) -> tuple[np.ndarray, np.ndarray]:
    """Pooled estimates and standard errors of many seeds: all chains run at once, and each five of them are pooled."""
    models, spec = adjusted("job_obtained" if name == "sparse" else name)
    persons = sparse() if name == "sparse" else shipped().derived.persons
    if name == "sparse":
        models = [
            replace(each, confounders=tuple("education_levels" if c == "education" else c for c in each.confounders)) for each in models
        ]
        spec = next(each for each in models if each.exposure == "experience" and each.adjustment == "adjusted")
    data = imputed_data(models, persons, shipped().derived.codebook, Imputation(m=SEEDS * M, iterations=5))
    incomplete = [v for v in (spec.exposure, *spec.confounders) if data.variables[v].missing.any()]
    values = []
    for i in range(SEEDS * M):
        sample = data.data_set(incomplete, i)
        matrix = build_design(sample, shipped().derived.codebook, spec)
        values.append((sample, matrix))
    at = values[0][1].columns_of("experience")[0]
    if spec.family.name == "logistic":
        fits = logistic(np.stack([matrix.matrix for _, matrix in values]), data.sample.outcome, np.ones(len(data.sample.outcome)))
        estimates, variances = fits.coefficients[:, at], fits.covariance[:, at, at]
    elif spec.family.name == "log_linear":
        x = np.stack([matrix.matrix for _, matrix in values])
        beta, inverse, squares, _ = least_squares(x, data.sample.outcome)
        estimates, variances = beta[:, at], inverse[:, at, at] * squares / (x.shape[1] - x.shape[2])
    else:
        found = [spec.family.fit(Problem.of(sample, matrix, spec, shipped().derived.codebook)) for sample, matrix in values]
        estimates, variances = np.array([fit.estimate[at] for fit in found]), np.array([fit.std_error[at] ** 2 for fit in found])
    each = [pool(estimates[i : i + M, None], variances[i : i + M, None], 50.0, 0.95) for i in range(0, SEEDS * M, M)]
    return np.array([p.estimate[0] for p in each]), np.array([p.std_error[0] for p in each])


@pytest.mark.parametrize("name", ["job_obtained", "days_worked", "time_to_first_job", "sparse"])
def test_pooled_estimates_scatter_over_seeds_as_those_of_mice(name):
    told = reference("imputation_seeds").query("model == @name").set_index("what")
    for what, ours in zip(("estimate", "std_error"), over_seeds(name), strict=True):
        row = told.loc[what]
        noise = np.sqrt(row["sd"] ** 2 / row["seeds"] + ours.var(ddof=1) / SEEDS)
        assert abs(ours.mean() - row["mean"]) < 4 * noise, f"{what}: {ours.mean()} beside {row['mean']}"
        assert 0.7 < ours.std(ddof=1) / row["sd"] < 1.45, f"{what}: spread {ours.std(ddof=1)} beside {row['sd']}"
