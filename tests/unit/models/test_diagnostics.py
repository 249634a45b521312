"""Checks of fitted models: what is said, what is not computed and why, and that nobody is named outside internal/."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from ipscohort.catalogue.stages import FILES
from ipscohort.contracts.diagnostics import CHECKS
from ipscohort.display.checks import WORDS
from ipscohort.models.diagnostics import CHECKS_OF, least_squares, leave_one_out
from ipscohort.models.diagnostics.logistic import c_statistic
from ipscohort.models.families import FAMILIES
from tests.support import shipped
from tests.support.models import only, persons, plenty, run, yes_no


def checks(found, **where) -> pd.DataFrame:
    rows = found.diagnostics
    for name, value in where.items():
        rows = rows[rows[name] == value]
    return rows


def test_every_check_has_words_and_every_kind_of_family_is_known():
    assert set(WORDS) == set(CHECKS)
    assert {family.checks for family in FAMILIES.values()} - {""} == set(CHECKS_OF)


def test_a_study_that_asks_for_no_checks_has_none_and_the_same_estimates():
    frame = plenty()
    with_checks, without = (run(frame, confounders=["age", "sex"], diagnostics=asked) for asked in ("yes", "no"))
    assert len(with_checks.diagnostics) and len(with_checks.influence) and len(with_checks.diagnostic_points)
    assert without.diagnostics.empty and without.influence.empty and without.diagnostic_points.empty
    pd.testing.assert_frame_equal(with_checks.estimates.drop(columns="warning"), without.estimates.drop(columns="warning"))


def test_a_family_without_checks_has_none(monkeypatch):
    from dataclasses import replace

    monkeypatch.setitem(FAMILIES, "logistic", replace(FAMILIES["logistic"], checks=""))
    assert run(plenty()).diagnostics.empty


def test_a_model_that_was_not_fitted_says_why():
    row = only(checks(run(persons(4, job_obtained=yes_no("yyyy"), group="aabb"))))
    assert (row["check"], row["verdict"]) == ("model", "not computed")
    assert row["warning"] == only(run(persons(4, job_obtained=yes_no("yyyy"), group="aabb")).fits)["warning"]


def test_left_out_in_closed_form_is_the_model_without_the_person():
    frame = plenty(n=30)
    found = run(frame, "time_worked", "linear", confounders=["age"])
    named = found.influence[found.influence["adjustment"] == "adjusted"]
    assert 20 <= len(named) < 30
    for row in named.head(3).itertuples():
        other = run(frame[frame["id"] != row.id].reset_index(drop=True), "time_worked", "linear", confounders=["age"])
        estimate = only(other.estimates, adjustment="adjusted", level="b")
        assert row.estimate_without == pytest.approx(estimate["estimate"], rel=1e-10)
        assert row.conf_low_without == pytest.approx(estimate["conf_low"], rel=1e-10)


@pytest.mark.parametrize(("model", "outcome"), [("logistic", "job_obtained"), ("poisson", "n_jobs")])
def test_one_step_is_near_to_refitting(monkeypatch, model, outcome):
    frame = plenty(n=300, n_jobs=np.random.default_rng(2).poisson(2, 300))
    exact = run(frame, outcome, model, confounders=["age"]).influence
    monkeypatch.setattr(leave_one_out, "MOST_REFITTED", 10)
    step = run(frame, outcome, model, confounders=["age"]).influence
    assert set(exact["method"]) == {leave_one_out.REFITTED} and set(step["method"]) == {leave_one_out.ONE_STEP}
    both = exact.merge(step, on=["adjustment", "id"], suffixes=("", "_step"))
    assert len(both) >= 20
    for name in ("estimate_without", "conf_low_without", "conf_high_without"):
        moved = (both[name] - both[name].median()).abs().max()
        assert (both[name] - both[f"{name}_step"]).abs().max() < 0.1 * max(moved, 0.01)


def test_a_cell_that_one_person_keeps_from_separation_is_said():
    frame = persons(20, job_obtained=yes_no("y" * 5 + "n" * 7 + "y" + "n" * 7), group="a" * 12 + "b" * 8)
    row = only(checks(run(frame), check="influence"))
    assert pd.isna(row["value"]) and row["verdict"] == "look"
    assert row["warning"] == "Without one person it has no finite estimate."
    assert only(run(frame).influence.head(1))["id"] == "12"
    assert pd.isna(run(frame).influence["estimate_without"].iloc[0])


def test_a_person_alone_at_a_level_moves_no_other_estimate_and_leaves_hc3_open():
    outcome = [4.0, 6, 5, 7, 9, 3, 8, 12, 10, 11, 30]
    frame = persons(11, pay=outcome, group="aaaaaabbbbb", three="xxyyxyxyxyz")
    found = run(frame, "pay", "linear", confounders=["three"])
    rows = checks(found, adjustment="adjusted")
    assert set(rows[rows["check"].isin(["hc3", "cooks_distance", "cooks_above"])]["verdict"]) == {"not computed"}
    alone = only(found.influence, adjustment="adjusted", id="10")
    assert alone["estimate_without"] == pytest.approx(alone["estimate"], rel=1e-9)
    others = run(frame.iloc[:10], "pay", "linear", confounders=["three"])
    assert alone["conf_low_without"] == pytest.approx(only(others.estimates, adjustment="adjusted", level="b")["conf_low"], rel=1e-9)


def test_who_is_alone_in_a_group_leaves_nothing_to_compare_without_them():
    row = only(checks(run(persons(6, pay=[1, 2, 3, 4, 6, 9], group="aaaaab"), "pay", "linear"), check="influence"))
    assert pd.isna(row["value"]) and row["warning"] == "Without one person it has no finite estimate."


def test_residuals_of_one_size_have_no_test_of_their_spread():
    row = only(checks(run(persons(8, pay=[1, 3, 1, 3, 5, 7, 5, 7], group="aaaabbbb"), "pay", "linear"), check="breusch_pagan"))
    assert (row["verdict"], row["warning"]) == ("not computed", "The residuals are all of one size, so that their spread can't differ.")


def test_three_persons_have_no_interval_without_one_of_them():
    row = only(checks(run(persons(3, pay=[1, 2, 4], group="aab"), "pay", "linear"), check="influence_sides"))
    assert pd.isna(row["value"]) and row["warning"] == "Without a person, too few are left for an interval."


def test_a_large_cohort_has_no_shapiro_wilk_and_few_points(monkeypatch):
    monkeypatch.setattr(least_squares, "SHAPIRO_TO", 100)
    monkeypatch.setattr(least_squares, "MOST_POINTS", 50)
    found = run(plenty(), "time_worked", "linear")
    row = only(checks(found, check="shapiro_wilk"))
    assert row["verdict"] == "not computed" and "up to 100 persons" in row["warning"]
    points = found.diagnostic_points
    assert (points["plot"] == "residuals").sum() == 40
    assert (points["plot"] == "quantiles").sum() < 120
    quantiles = points[points["plot"] == "quantiles"]["x"].to_numpy(float)
    assert (np.diff(quantiles) > 0).all() and quantiles[0] == pytest.approx(-quantiles[-1])


def test_points_are_of_main_models_only():
    assert set(run(plenty(), confounders=["age"]).diagnostic_points["adjustment"]) == {"adjusted"}
    assert set(run(plenty()).diagnostic_points["adjustment"]) == {"crude"}


def test_the_c_statistic_counts_pairs():
    score, outcome = np.array([1.0, 2, 2, 3, 5, 4]), np.array([0, 0, 1, 1, 1, 0])
    pairs = [(a > b) + (a == b) / 2 for a in score[outcome == 1] for b in score[outcome == 0]]
    assert c_statistic(score, outcome)[0] == pytest.approx(np.mean(pairs))
    assert c_statistic(-score, outcome)[0] == pytest.approx(1 - np.mean(pairs))


def test_what_a_reader_would_act_on_is_said_beside_every_estimate_of_the_model():
    outcome = [100 + v for v in (0, 10, -6, 2, -1, 4, -3, 5)] + [130, 131.0]
    found = run(persons(10, pay=outcome, group="aaaaaaaabb"), "pay", "linear")
    said = only(found.fits)["warning"]
    told = checks(found, verdict="look")["warning"].dropna()
    assert [text for text in told if text in str(said)] or said is pd.NA
    levels = found.estimates[found.estimates["level"] == "b"]
    assert all(str(levels["warning"].iloc[0]).endswith(str(said)) for _ in [0] if said is not pd.NA)


def test_nobody_is_named_but_in_internal():
    found = shipped.shipped().fitted
    ids = set(shipped.shipped().derived.persons["id"])
    assert set(found.influence["id"]) <= ids and len(found.influence)
    assert FILES["influence"].path.startswith("internal/")
    for frame in (found.diagnostics, found.diagnostic_points, found.estimates, found.fits):
        for column in frame.select_dtypes("string"):
            assert not frame[column].dropna().isin(ids).any()


def test_the_shipped_cohort_is_warned_of_what_hc3_changes():
    fits = shipped.shipped().fitted.fits
    said = only(fits, model="days_worked", exposure="experience", adjustment="adjusted")["warning"]
    assert said.endswith(
        "With errors that allow for unequal spread of the residuals, the interval of the ratio of geometric means of 'second half' is 0.99 to "
        "11.38 and includes no difference."
    )
    assert "unequal spread" not in only(fits, model="job_obtained", exposure="experience", adjustment="adjusted")["warning"]
