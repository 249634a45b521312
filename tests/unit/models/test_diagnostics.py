"""Checks of fitted models: what is said, what is not computed and why, and that nobody is named outside internal/."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from ipscohort.catalogue.stages import FILES
from ipscohort.config.analysis import Exposure, Models
from ipscohort.contracts.diagnostics import CHECKS
from ipscohort.display.checks import WORDS
from ipscohort.models.diagnostics import CHECKS_OF, least_squares, leave_one_out
from ipscohort.models.diagnostics.logistic import c_statistic
from ipscohort.models.diagnostics.subject import Subject
from ipscohort.models.families import FAMILIES
from ipscohort.models.fit import each_model
from tests.support import shipped
from tests.support.models import BOOK, only, persons, plenty, run, yes_no
from tests.support.parts import for_models


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
        "11.38 and includes the value of no difference."
    )
    assert "unequal spread" not in only(fits, model="job_obtained", exposure="experience", adjustment="adjusted")["warning"]


def test_a_finding_that_hangs_on_single_persons_is_said_and_its_reverse_is_not():
    noise = [3, -1, 4, -1, -5, 9, -2, 6, 5, -3, 5, -8, 15, 13, -3, 9, 8, 9, -2, 12]
    found = run(persons(20, pay=[100 + v for v in noise], group="a" * 12 + "b" * 8), "pay", "linear")
    sides = only(checks(found, check="influence_sides"))
    assert (sides["value"], sides["verdict"]) == (1, "look")
    said = (
        "The finding hangs on one person: without them, the interval of the difference in means of 'b' includes the value of no difference."
    )
    assert sides["warning"] == said and only(found.fits)["warning"] == said
    assert len(found.influence) == 20 and found.influence["changes_side"].sum() == 1
    reverse = shipped.shipped().fitted
    row = only(checks(reverse, model="days_worked", exposure="funding", adjustment="adjusted", check="influence_sides"))
    assert row["warning"] == "Without any one of 12 persons the interval would no longer include the value of no difference."
    assert row["warning"] not in only(reverse.fits, model="days_worked", exposure="funding", adjustment="adjusted")["warning"]


@pytest.mark.parametrize(("spread", "inflation", "told"), [(2.0, 7.25, False), (1.0, 26.0, True)])
def test_variance_inflation_is_said_beside_the_estimate_above_ten_only(spread, inflation, told):
    age = [30 + 10 * (i >= 10) + spread * (-1) ** i for i in range(20)]
    outcome = [1, 4, 2, 8, 5, 7, 1, 9, 3, 6, 2, 9, 4, 7, 8, 3, 6, 1, 5, 9]
    found = run(persons(20, pay=outcome, group="a" * 10 + "b" * 10, age=age), "pay", "linear", confounders=["age"])
    row = only(checks(found, check="vif", term="group"))
    assert row["value"] == pytest.approx(inflation) and row["verdict"] == "look"
    assert ("can hardly be told apart" in str(only(found.fits, adjustment="adjusted")["warning"])) == told


def test_complete_separation_has_a_c_statistic_without_width():
    row = only(checks(run(persons(12, job_obtained=yes_no("n" * 6 + "y" * 6), group="a" * 6 + "b" * 6)), check="c_statistic"))
    assert (row["value"], row["conf_low"], row["conf_high"]) == (1, 1, 1)
    assert "no width" in row["warning"]


@pytest.mark.parametrize(("model", "outcome"), [("logistic", "job_obtained"), ("poisson", "n_jobs")])
def test_errors_by_one_step_take_the_persons_share_away(model, outcome):
    frame = plenty(n=40, n_jobs=np.random.default_rng(2).poisson(2, 40))
    regression = {"outcome": outcome, "model": model, "confounders": ["age"]}
    settings = for_models({"group": Exposure(variable="group", reference="a")}, Models(regressions={"m": regression}))
    *_, last = each_model(frame, BOOK, settings)
    subject = Subject(last.spec, last.sample, *last.fitted, BOOK)
    found = leave_one_out._one_step(subject)
    fitted = subject.probability if model == "logistic" else subject.expected
    for person in range(40):
        kept = np.arange(40) != person
        x, weight, residual = subject.x[kept], subject.weight[kept], (subject.y - fitted)[kept]
        bread = np.linalg.inv(x.T @ (x * weight[:, None]))
        robust = bread @ (x.T @ (x * (residual**2)[:, None])) @ bread * 39 / (39 - x.shape[1])
        np.testing.assert_allclose(found.std_error[person], np.sqrt(np.diag(robust if model == "poisson" else bread)), rtol=1e-9)
        score = subject.x[kept].T @ residual
        np.testing.assert_allclose(found.estimate[person], subject.beta + bread @ score, rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize(("check", "limit"), [("vif", 5.0), ("cooks_distance", 1.0)])
def test_a_check_is_to_be_looked_at_above_its_limit_only(check, limit):
    frame = plenty(n=60)
    frame.loc[0, ["age", "time_worked"]] = [400.0, 90_000.0]  # one person far out, who decides the line
    rows = pd.concat([checks(run(each, "time_worked", "linear", confounders=["age"]), check=check) for each in (frame, plenty(n=60))])
    assert (rows["limit"] == limit).all() and len(rows) >= 2
    assert (rows["verdict"].eq("look") == (rows["value"] > limit)).all()
    if check == "cooks_distance":
        assert set(rows["verdict"]) == {"look", "ok"}
