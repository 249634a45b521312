"""Where next to nobody is at a level, or was ever employed there: degrees of freedom, and what is not printed."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from ipscohort.config.repeated import RepeatedScore
from ipscohort.contracts.codebook import Codebook, VariableInfo
from ipscohort.repeated.degrees import joint_degrees, satterthwaite
from ipscohort.repeated.gee import AR1, EXCHANGEABLE, INDEPENDENCE, fit_gee
from ipscohort.repeated.panel import Panel
from ipscohort.repeated.waves import estimate_waves
from tests.support.repeated import of_rows, settings
from tests.unit.repeated.test_edges import mixed_up, rows

GROUPS = {"group": ("a", "b")}
APPROACHES = ("gee_ar1", "gee_exchangeable", "gee_independence", "mixed")


def at_level(few: int, outcome=mixed_up, persons: int = 60, **chosen):
    """`few` persons in b, the others in a."""
    table = rows(outcome, persons)
    return of_rows(table.assign(group=np.where(table["id"].lt(few), "b", "a")), GROUPS, [], 4, random_intercept=True, **chosen)


def exposure(found, approach: str = "gee_ar1"):
    mine = found.estimates
    return mine[mine["approach"].eq(approach) & mine["level"].eq("b")].iloc[0]


def model(found, approach: str = "gee_ar1"):
    return found.models[found.models["approach"].eq(approach)].iloc[0]


def test_degrees_of_freedom_fall_with_the_persons_of_the_smaller_level():
    degrees = [exposure(at_level(few))["df"] for few in (5, 10, 30)]
    assert 3 < degrees[0] < 5
    assert degrees == sorted(degrees)
    assert 40 < degrees[2] < 60


@pytest.mark.parametrize("few", [9, 10])
def test_errors_without_the_correction_and_exposure_by_time_are_given_from_ten_persons_at_a_level(few):
    found = at_level(few)
    assert exposure(found)[["robust_std_error", "robust_low", "robust_high", "robust_p_value"]].isna().all() == (few < 10)
    assert model(found)[["interaction_p_value", "interaction_statistic", "interaction_low"]].isna().all() == (few < 10)
    said = f"Only {few} persons in 'b': the odds ratio, its limits and p rest on so few, and errors without the correction are not given."
    by_time = f"Exposure by time is not tested, as that needs 10 persons at each level: 'b' ({few})."
    warning = str(model(found)["warning"])
    assert (said in warning) == (by_time in warning) == bool(model(found)["caution"]) == (few < 10)
    time = found.estimates[found.estimates["term"].eq("time") & found.estimates["approach"].eq("gee_ar1")]
    assert time["robust_p_value"].notna().all()


@pytest.mark.parametrize("few", [2, 3, 5, 58])
def test_odds_ratios_have_a_p_from_two_persons_at_a_level(few):
    found = at_level(few)
    for approach in APPROACHES:
        assert exposure(found, approach)[["estimate", "conf_low", "p_value"]].notna().all()
        assert "the odds ratio, its limits and p rest on so few" in model(found, approach)["warning"]
        assert bool(model(found, approach)["caution"])


@pytest.mark.parametrize("ever", [1, 4, 5])
def test_hardly_anybody_ever_employed_is_a_warning_and_hides_no_p(ever):
    found = at_level(20, lambda i, t: ((i < ever or i >= 20) and mixed_up(i, t)) or (i == 0 and t == 1) or (i < ever and t == 2))
    were = f"{ever} {'person' if ever == 1 else 'persons'} in 'b' {'was' if ever == 1 else 'were'}"
    for approach in APPROACHES:
        assert exposure(found, approach)[["estimate", "conf_low", "p_value"]].notna().all()
        assert exposure(found, approach)["conf_low"] < exposure(found, approach)["estimate"]
        assert (f"Only {were} ever employed" in str(model(found, approach)["warning"])) == (ever < 5)
    assert model(found)[["interaction_p_value", "interaction_statistic", "interaction_low"]].notna().all()
    assert bool(model(found)["caution"]) == (ever < 5)


@pytest.mark.parametrize("without", [1, 4, 5])
def test_hardly_anybody_ever_without_a_job_is_a_warning_and_hides_no_p(without):
    found = at_level(20, lambda i, t: (i < 20 and not (i < without and t in (1 + i % 3, 2))) or (i >= 20 and mixed_up(i, t)))
    assert exposure(found).notna()["p_value"]
    were = "1 person in 'b' was" if without == 1 else f"{without} persons in 'b' were"
    assert (f"Only {were} ever without a job" in str(model(found)["warning"])) == (without < 5)


def test_the_reference_counts_as_a_level():
    found = at_level(40, lambda i, t: (i >= 56 and (i + t) % 3 == 0) or (i < 40 and mixed_up(i, t)))
    assert exposure(found).notna()["p_value"]
    assert "Only 4 persons in 'a' were ever employed: the odds ratio, its limits and p rest on so few." in model(found)["warning"]


def test_the_strongest_difference_of_ten_and_ten_persons_has_its_p():
    """All but one of b in all months, nobody but one of a in any: hidden before, as hardly anybody of b was ever without a job."""
    found = at_level(10, lambda i, t: (i < 10 and (i, t) != (3, 1)) or (i, t) == (17, 2), persons=20)
    for approach in ("gee_ar1", "gee_exchangeable", "gee_independence"):
        assert exposure(found, approach)["ratio"] > 100
        assert exposure(found, approach)["p_value"] < 0.001
        assert "rest on so few" in model(found, approach)["warning"]


def panel(n: int = 30, few: int = 6, periods: int = 5) -> Panel:
    generator = np.random.default_rng(3)
    group, time = (np.arange(n) < few).astype(float), np.arange(1.0, periods + 1)
    shape = (n, periods)
    x = np.stack(
        [np.ones(shape), np.broadcast_to(group[:, None], shape), np.broadcast_to(time, shape) / 3, group[:, None] * time / 3], axis=2
    )
    own = generator.standard_normal(n)[:, None]
    return Panel((generator.random(shape) < 1 / (1 + np.exp(-own))).astype(float), np.ones(shape, bool), x, time)


def simulated(fit, contrasts: np.ndarray, draws: int = 40_000) -> np.ndarray:
    """Corrected variances of contrasts where what is left unexplained is normal, under the working model."""
    of, generator = fit.shares, np.random.default_rng(5)
    values, axes = np.linalg.eigh(of.own)
    roots = axes * np.sqrt(np.maximum(values, 0))[:, None, :]
    scores = np.einsum("nkj,dnj->dnk", roots, generator.standard_normal((draws, *roots.shape[:2])))
    left = scores - np.einsum("nkj,dj->dnk", of.own, scores.sum(axis=1))
    added = np.einsum("mk,nkj,dnj->dnm", contrasts @ of.turn.T, of.inverse, left, optimize=True)
    return np.einsum("dns,dnt->dst", added, added)


@pytest.mark.parametrize("structure", [INDEPENDENCE, EXCHANGEABLE, AR1])
def test_degrees_of_freedom_are_those_of_simulated_variances(structure):
    fit, contrast = fit_gee(panel(), structure), np.eye(4)[[1]]
    variances = simulated(fit, contrast)[:, 0, 0]
    assert satterthwaite(fit.shares, contrast)[0] == pytest.approx(2 * variances.mean() ** 2 / variances.var(), rel=0.05)
    assert joint_degrees(fit.shares, contrast) == pytest.approx(satterthwaite(fit.shares, contrast)[0], rel=1e-10)


def test_degrees_of_freedom_of_two_contrasts_are_those_of_simulated_variances():
    fit, contrasts = fit_gee(panel(), AR1), np.eye(4)[[1, 3]]
    variances = simulated(fit, contrasts)
    values, axes = np.linalg.eigh(variances.mean(axis=0))
    root = axes @ np.diag(values**-0.5) @ axes.T
    spread = (root @ variances @ root).reshape(len(variances), -1).var(axis=0).sum()
    assert joint_degrees(fit.shares, contrasts) == pytest.approx(6 / spread, rel=0.05)
    turned = np.array([[1.0, 2.0], [0.5, -1.0]]) @ contrasts
    assert joint_degrees(fit.shares, turned) == pytest.approx(joint_degrees(fit.shares, contrasts), rel=1e-9)


def test_curves_have_the_periods_of_follow_up():
    found = at_level(20)
    assert found.curves.groupby("level")["period"].apply(list).to_dict() == {"a": [1, 2, 3, 4], "b": [1, 2, 3, 4]}


def test_limits_of_curves_lie_on_both_sides_alike_in_log_odds():
    curves = at_level(20).curves.astype({"fitted": float, "conf_low": float, "conf_high": float})
    low, middle, high = (np.log(curves[name] / (1 - curves[name])) for name in ("conf_low", "fitted", "conf_high"))
    assert (high - middle).to_numpy() == pytest.approx((middle - low).to_numpy(), rel=1e-9)


def test_of_three_levels_each_difference_is_that_of_two_changes():
    generator, levels = np.random.default_rng(2), ("a", "b", "c")
    persons = pd.DataFrame({"id": [str(k) for k in range(45)], "arm": [levels[k % 3] for k in range(45)]})
    persons = persons.assign(x0=generator.normal(50, 9, 45), x6=generator.normal(50, 9, 45) + 4.0 * (np.arange(45) % 3))
    variables = {"arm": VariableInfo("arm", "Arm", "category", levels=levels)}
    variables |= {name: VariableInfo(name, name, "number") for name in ("x0", "x6")}
    asked = settings(exposures={"arm": {"variable": "arm", "reference": "a"}}, models={"first_job": False})
    score = RepeatedScore(waves={0: "x0", 6: "x6"}, confounders=[])
    asked = asked.model_copy(update={"repeated": asked.repeated.model_copy(update={"scores": {"x": score}})})
    _, rows = estimate_waves(persons, Codebook("panel", False, variables=variables), asked)
    found = {(row["measure"], row["level"]): row["estimate"] for row in rows}
    means = persons.groupby("arm")[["x0", "x6"]].mean()
    for level in levels:
        assert found["change", level] == pytest.approx(means.loc[level, "x6"] - means.loc[level, "x0"])
    for level in "bc":
        assert found["difference_in_change", level] == pytest.approx(found["change", level] - found["change", "a"])
