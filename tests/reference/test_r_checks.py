"""Checks of regressions equal R's to 1e-8 relative: pROC, car, sandwich, lmtest, stats, and models fitted again without each person."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest

from ipscohort.config.analysis import Exposure, Models
from ipscohort.contracts import PERSONS
from ipscohort.models.fit import fit_models
from tests.reference import cohorts
from tests.reference.compare import compare, reference
from tests.support import shipped
from tests.support.parts import for_models

KEY = ("model", "exposure", "adjustment", "check", "term", "level")
NUMBERS = ("value", "conf_low", "conf_high", "p_value")
ALONE = ("crude", "crude_on_adjusted_rows", "adjusted")
OWN = ("events_per_coefficient", "firth")
"""Checks that R's values do not have: a count, and those of firth.csv."""


def ours(diagnostics: pd.DataFrame) -> pd.DataFrame:
    """As R tells them: the score of a model without variables is a row of its own."""
    found = diagnostics[~diagnostics["check"].isin(OWN)]
    brier = found[found["check"] == "brier"]
    if brier.empty:
        return found
    return pd.concat([found, brier.assign(check="brier_of_mean", value=brier["limit"])])


def expected(name: str) -> pd.DataFrame:
    frame = reference(name)
    return frame.assign(check=frame["check"].astype("string"))


@cache
def rossi():
    models = cohorts.rossi_models(cohorts.ROSSI_CONFOUNDERS)
    return fit_models(cohorts.rossi(), cohorts.ROSSI_CODEBOOK, for_models(cohorts.ROSSI_EXPOSURES, models))


def differences(found: pd.DataFrame, name: str) -> list[str]:
    """To 1e-8; p of Shapiro-Wilk to 1e-6, as SciPy and R hold the constants of Royston's polynomials to other digits, and what hangs on
    penalised estimates of one event to 1e-5, as firthmodels stops where the likelihood is flat."""
    r = expected(name)
    loose_p = ("shapiro_wilk",)
    exact, shapiro, one = (
        [frame[rows(frame)] for frame in (found, r)]
        for rows in (
            lambda f: ~f["check"].isin(loose_p) & (f["model"] != "one_event"),
            lambda f: f["check"].isin(loose_p),
            lambda f: f["model"] == "one_event",
        )
    )
    close = compare(*shapiro, KEY, ("value",)) + compare(*shapiro, KEY, ("p_value",), rtol=1e-6)
    return compare(*exact, KEY, NUMBERS) + close + compare(*one, KEY, NUMBERS, rtol=1e-5)


def of(diagnostics: pd.DataFrame, adjustments: tuple[str, ...]) -> pd.DataFrame:
    return ours(diagnostics[diagnostics["adjustment"].isin(adjustments)])


def test_checks_of_rossi_equal_r():
    assert differences(of(rossi().diagnostics, ("crude", "adjusted")), "rossi_checks") == []


def test_checks_of_linear_and_poisson_models_equal_r():
    chosen = {name: cohorts.FAMILIES_EXPOSURES[name] for name in ("financial_aid", "education")}
    models = cohorts.rossi_families()
    models = models.model_copy(update={"regressions": {k: v for k, v in models.regressions.items() if k != "convictions"}})
    fitted = fit_models(cohorts.rossi(), cohorts.ROSSI_CODEBOOK, for_models(chosen, models))
    assert differences(of(fitted.diagnostics, ("adjusted",)), "rossi_families_checks") == []


def test_checks_of_the_shipped_cohort_equal_r():
    assert differences(of(shipped.shipped().fitted.diagnostics, ALONE), "ips_mis_checks") == []


def test_a_check_of_another_sign_is_found():
    wrong = of(shipped.shipped().fitted.diagnostics, ALONE).reset_index(drop=True)
    at = wrong.index[wrong["check"] == "hc3"][0]
    wrong.loc[at, "value"] = 1 / wrong.loc[at, "value"]
    assert len(differences(wrong, "ips_mis_checks")) == 1


@pytest.mark.parametrize("name", ["rossi", "ips_mis"])
def test_points_of_calibration_equal_r(name):
    fitted = rossi() if name == "rossi" else shipped.shipped().fitted
    found, r = numbered(fitted.diagnostic_points.query("plot == 'calibration'")), reference(f"{name}_calibration")
    r = numbered(r[r["adjustment"] == "adjusted"])
    assert len(r) == 2 * (10 if name == "rossi" else 6)
    assert compare(found, r, ("exposure", "point"), ("x", "y", "n", "n_events")) == []


def test_points_of_residuals_equal_r():
    points = shipped.shipped().fitted.diagnostic_points
    r = numbered(reference("ips_mis_residuals"))
    found = numbered(points[points["plot"] != "calibration"])
    assert compare(found, r, ("exposure", "plot", "point"), ("x", "y"), rtol=1e-8) == []


def numbered(points: pd.DataFrame) -> pd.DataFrame:
    """Points by their place along the horizontal axis."""
    by = [name for name in ("model", "exposure", "plot") if name in points]
    points = points.sort_values([*by, "x"], kind="stable")
    return points.assign(point=points.groupby(by).cumcount())


@cache
def made():
    rows = pd.read_csv(cohorts_path())
    frames = []
    for case, here in rows.groupby("case", sort=False):
        model = here["model"].iloc[0]
        yes_no = model == "logistic"
        outcome = here["y"].map({0: "no", 1: "yes"}) if yes_no else here["y"]
        persons = PERSONS.conform(
            pd.DataFrame(
                {
                    "id": [f"{case}{i}" for i in range(len(here))],
                    "row": range(len(here)),
                    "job_obtained": outcome if yes_no else "yes",
                    "time_worked": 1.0 if yes_no else outcome.to_numpy(),
                    "group": here["group"].astype("string").to_numpy(),
                    "age": here["age"].astype("Float64").to_numpy(),
                }
            )
        )
        book = cohorts.codebook(cohorts.category("group", "a", "b"), cohorts.numeric("age"))
        regression = {"outcome": "job_obtained" if yes_no else "time_worked", "model": model, "confounders": ["age"]}
        models = Models(regressions={case: regression}, crude_on_adjusted_rows="no")
        frames.append(fit_models(persons, book, for_models({"group": Exposure(variable="group", reference="a")}, models)))
    return frames


def cohorts_path():
    from tests.reference.compare import VALUES

    return VALUES / "made_checks_input.csv"


def test_checks_at_the_edge_equal_r():
    found = ours(pd.concat([fitted.diagnostics for fitted in made()]))
    found = found[found["verdict"] != "not computed"]
    assert differences(found, "made_checks") == []


def test_a_penalised_model_says_why_its_influence_is_not_computed():
    rows = made()[0].diagnostics.query("check == 'influence'")
    assert set(rows["verdict"]) == {"not computed"}
    assert set(rows["warning"]) == {"Not computed for penalised estimates."}


def test_one_event_has_no_delong_interval():
    row = made()[1].diagnostics.query("check == 'c_statistic' and adjustment == 'crude'").iloc[0]
    assert pd.isna(row["conf_low"]) and pd.isna(row["conf_high"])
    assert row["warning"] == "One person with or without the outcome: no interval can be computed."


FEW = "nynnynnnnynnyynynyyn"


def test_firth_beside_equals_r():
    """Limits to 1e-7, as those after separation."""
    age = [23, 31, 45, 52, 38, 29, 41, 60, 35, 27, 33, 48, 55, 22, 39, 30, 44, 51, 26, 37]
    columns = {
        "id": [str(i) for i in range(20)],
        "row": range(20),
        "job_obtained": ["yes" if letter == "y" else "no" for letter in FEW],
        "group": pd.Series(["a"] * 12 + ["b"] * 8, dtype="string"),
        "age": pd.Series(age, dtype="Float64"),
    }
    book = cohorts.codebook(cohorts.category("group", "a", "b"), cohorts.numeric("age"))
    regressions = {"m": {"outcome": "job_obtained", "model": "logistic", "confounders": ["age"]}}
    for asked in ("yes", "no"):
        models = Models(regressions=regressions, firth_beside=asked)
        fitted = fit_models(
            PERSONS.conform(pd.DataFrame(columns)), book, for_models({"group": Exposure(variable="group", reference="a")}, models)
        )
        found = fitted.diagnostics.query("check == 'firth' and adjustment == 'adjusted'")
        assert len(found) == (asked == "yes")
        if asked == "yes":
            r = reference("firth")
            r = r[(r["case"] == "few") & (r["term"] == "groupb")].iloc[0]
            np.testing.assert_allclose(found["value"].astype(float), np.exp(r["estimate"]), rtol=1e-8)
            np.testing.assert_allclose(found["p_value"].astype(float), r["p_value"], rtol=1e-8)
            limits = found[["conf_low", "conf_high"]].astype(float).to_numpy()[0]
            np.testing.assert_allclose(limits, np.exp([r["conf_low"], r["conf_high"]]), rtol=1e-7)
