"""Exposures adjusted for each other, how far they go together, and absolute differences, equal to R's (R/mutual.R, R/standardised.R)."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
import pytest

from ipscohort.config.analysis import Bootstrap, Models
from ipscohort.models.fit import Fitted, fit_models
from tests.reference import cohorts
from tests.reference.compare import compare, compare_estimates, compare_fits, reference
from tests.support.parts import for_models
from tests.support.shipped import cohort, shipped

TOGETHER = ["alone_on_mutual_rows", "mutual"]
KEY = ("model", "exposure", "adjustment", "approach", "measure", "level")
NUMBERS = ("estimate", "std_error", "conf_low", "conf_high", "n", "n_level")
EXPOSURES = {**cohorts.ROSSI_EXPOSURES, **cohorts.EDUCATION_EXPOSURE}


@cache
def rossi() -> Fitted:
    regressions = {
        **cohorts.ROSSI_REGRESSIONS,
        "weeks": {"outcome": "time_worked", "model": "linear"},
        "rate": {"outcome": "time_worked", "model": "poisson", "offset": "time_observed"},
        "count": {"outcome": "time_worked", "model": "poisson"},
    }
    others = [name for name in cohorts.ROSSI_CONFOUNDERS if name != "education"]
    models = Models(confounders=others, regressions=regressions)
    # education stands among the confounders of the other two in R, and is an exposure of its own here
    two = Models(confounders=cohorts.ROSSI_CONFOUNDERS, regressions=regressions)
    found = [
        fit_models(cohorts.rossi(), cohorts.ROSSI_CODEBOOK, for_models(exposures, chosen))
        for exposures, chosen in ((EXPOSURES, models), (cohorts.ROSSI_EXPOSURES, two))
    ]
    keep = [found[0].standardised.query("exposure == 'education'"), found[1].standardised]
    return replace(found[1], associations=found[0].associations, standardised=pd.concat(keep))


def together(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[frame["adjustment"].isin(TOGETHER)]


@pytest.mark.parametrize("cohort", ["ips_mis", "rossi"])
def test_exposures_in_one_model_equal_r(cohort):
    fitted = shipped().fitted if cohort == "ips_mis" else rossi()
    known = reference(f"{cohort}_mutual_fits")
    of = known["model"].unique()
    parts = [together(frame[frame["model"].isin(of)]) for frame in (fitted.estimates, fitted.confounder_estimates, fitted.fits)]
    assert compare_estimates(parts[0], parts[1], reference(f"{cohort}_mutual_estimates")) == []
    assert compare_fits(parts[2], known) == []


def test_the_published_reading_of_both_exposures_in_one_model():
    row = shipped().fitted.estimates.query("model == 'job_obtained' and adjustment == 'mutual' and level == 'second half'").iloc[0]
    assert [round(row[name], 2) for name in ("ratio", "ratio_low", "ratio_high")] == [4.40, 1.54, 12.58]
    assert (row["n"], row["n_excluded"]) == (94, 9)


def standardised(cohort: str) -> pd.DataFrame:
    frame = (shipped().fitted if cohort == "ips_mis" else rossi()).standardised.copy()
    return frame.assign(approach=frame["approach"].astype("string"))


def expected_of(cohort: str) -> pd.DataFrame:
    found = reference("standardised").query("cohort == @cohort")
    return found.assign(approach=found["approach"].where(found["approach"].eq("plain"), "model").astype("string"))


@pytest.mark.parametrize("cohort", ["ips_mis", "rossi"])
def test_absolute_differences_equal_r(cohort):
    expected = expected_of(cohort)
    assert len(expected) >= 60
    assert compare(standardised(cohort), expected, KEY, NUMBERS) == []


@pytest.mark.parametrize("column", NUMBERS[:4])
def test_a_flipped_sign_of_an_absolute_effect_is_found(column):
    wrong, expected = standardised("ips_mis"), expected_of("ips_mis")
    at = wrong.index[wrong["measure"].eq("difference")]
    wrong.loc[at, column] *= -1
    assert len(compare(wrong, expected, KEY, NUMBERS)) == len(at)


def test_crude_risks_are_the_shares_themselves():
    rows = shipped().fitted.standardised.query("model == 'job_obtained' and adjustment == 'crude' and exposure == 'experience'")
    found = rows.set_index(["measure", "level"])["estimate"]
    assert found["mean", "first half"] == pytest.approx(20 / 54, rel=1e-12)
    assert found["mean", "second half"] == pytest.approx(27 / 49, rel=1e-12)
    assert found["difference", "second half"] == pytest.approx(27 / 49 - 20 / 54, rel=1e-11)
    assert found["ratio", "second half"] == pytest.approx(27 / 49 / (20 / 54), rel=1e-12)


def test_associations_of_exposures_equal_r():
    expected = reference("exposures_associated")
    names = ("cramers_v", "phi", "statistic", "df", "p_value", "n")
    expected["other"] = expected["other"].astype("string")
    ours = pd.concat([shipped().fitted.associations, rossi().associations])
    ours = ours[~(ours["exposure"].eq("work_experience") & ours["other"].eq("education"))]
    assert compare(ours, expected, ("exposure", "other"), names) == []


def drawn_as_in_r(replicates: int, n: int) -> np.ndarray:
    """How often each person is in each draw of R/bootstrap.R: the generator of Park & Miller."""
    state, counts = 1, np.zeros((replicates, n), dtype=int)
    for draw in counts:
        for _ in range(n):
            state = state * 16807 % 2147483647
            draw[int(state / 2147483647 * n)] += 1
    return counts


def test_bootstrap_limits_equal_r(monkeypatch):
    """To 1e-8: every draw is fitted to its maximum in both."""
    from ipscohort.models import standardised as module

    monkeypatch.setattr(module, "draws_of", lambda spec, n: drawn_as_in_r(400, n))
    settings, derived = cohort().settings, shipped().derived
    models = settings.models.model_copy(update={"bootstrap": Bootstrap(), "mutual_adjustment": False})
    fitted = fit_models(derived.persons, derived.codebook, for_models(settings.exposures, models))
    ours = fitted.standardised.query("adjustment == 'adjusted'")
    expected = reference("bootstrap")
    smeared = expected["approach"].eq("plain")
    expected["approach"] = np.where(smeared, "plain", "model")
    assert compare(ours, expected, ("model", "exposure", "approach", "measure", "level"), ("bootstrap_low", "bootstrap_high")) == []


@pytest.mark.parametrize("name", ["ips_mis", "rossi"])
def test_two_part_means_equal_r(name):
    if name == "ips_mis":
        persons, book, exposures = shipped().derived.persons, shipped().derived.codebook, cohort().settings.exposures
        models = cohort().settings.models.model_copy(update={"two_part": True, "mutual_adjustment": False})
        found = [fit_models(persons, book, for_models(exposures, models))]
    else:
        more = {"regressions": cohorts.ROSSI_REGRESSIONS, "two_part": True, "mutual_adjustment": False}
        others = [name for name in cohorts.ROSSI_CONFOUNDERS if name != "education"]
        found = [
            fit_models(cohorts.rossi(), cohorts.ROSSI_CODEBOOK, for_models(exposures, Models(confounders=confounders, **more)))
            for exposures, confounders in ((cohorts.ROSSI_EXPOSURES, cohorts.ROSSI_CONFOUNDERS), (cohorts.EDUCATION_EXPOSURE, others))
        ]
    ours = pd.concat([each.standardised for each in found]).query("approach == 'two_part'")
    expected = reference("two_part").query("cohort == @name")
    expected = expected.assign(approach=expected["approach"].astype("string"))
    assert compare(ours, expected, KEY, (*NUMBERS, "n_events")) == []
