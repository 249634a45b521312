"""Absolute differences: what is given, what is not and why, and that they are those of the model."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from ipscohort.models.standardised import BEYOND
from tests.support.models import only, persons, plenty, run, yes_no


def of(found, **where):
    return only(found.standardised, **where)


def test_crude_risks_are_shares_and_their_difference_and_ratio_follow():
    frame = persons(22, job_obtained=yes_no("yyyynnnnnn" + "yyyyyyyyynnn"), group="a" * 10 + "b" * 12)
    found = run(frame)
    assert of(found, measure="mean", level="a")["estimate"] == pytest.approx(0.4)
    assert of(found, measure="mean", level="b")["estimate"] == pytest.approx(0.75)
    row = of(found, measure="difference")
    assert row["estimate"] == pytest.approx(0.35)
    assert row["std_error"] == pytest.approx((0.4 * 0.6 / 10 + 0.75 * 0.25 / 12) ** 0.5)
    assert (row["level"], row["reference"], row["n"], row["n_events"], row["n_level"]) == ("b", "a", 22, 13, 12)
    ratio = of(found, measure="ratio")
    assert ratio["estimate"] == pytest.approx(0.75 / 0.4)
    assert np.log(ratio["conf_high"] / ratio["conf_low"]) == pytest.approx(
        2 * 1.959963984540054 * (0.6 / 0.4 / 10 + 0.25 / 0.75 / 12) ** 0.5
    )


def test_the_other_reference_gives_the_difference_with_its_sign_turned():
    there, back = (of(run(plenty(), confounders=["age"], reference=name), measure="difference", adjustment="adjusted") for name in "ab")
    assert back["estimate"] == pytest.approx(-there["estimate"], rel=1e-9)
    assert back["conf_low"] == pytest.approx(-there["conf_high"], rel=1e-9)


def test_a_linear_models_difference_is_its_coefficient_with_its_limits():
    found = run(plenty(), "time_worked", "linear", confounders=["age", "sex"])
    row, coefficient = of(found, measure="difference", adjustment="adjusted"), only(found.estimates, level="b", adjustment="adjusted")
    for name in ("estimate", "std_error", "conf_low", "conf_high"):
        assert row[name] == pytest.approx(coefficient[name], rel=1e-9), name


def test_means_of_all_levels_average_to_the_outcome():
    """A logistic model's expected risks average to the share with the event; so do those at each level, weighted by their persons, when crude."""
    found = run(plenty()).standardised.query("measure == 'mean'")
    assert (found["estimate"] * found["n_level"]).sum() == pytest.approx(found["n_events"].iloc[0])


def test_a_log_linear_mean_is_the_geometric_mean_times_the_smearing_factor():
    frame = persons(6, job_obtained=["yes"] * 6, time_worked=[1, 10, 100, 20, 20, 200], group="aaabbb")
    found = run(frame, "time_worked", "log_linear")
    geometric = np.array([10, (20 * 20 * 200) ** (1 / 3)])
    residual = np.log([1, 10, 100, 20, 20, 200]) - np.log(np.repeat(geometric, 3))
    for level, mean in zip("ab", geometric * np.exp(residual).mean(), strict=True):
        assert of(found, approach="model", measure="mean", level=level)["estimate"] == pytest.approx(mean)
    for level, mean in zip("ab", [37, 80], strict=True):
        assert of(found, approach="plain", measure="mean", level=level)["estimate"] == pytest.approx(mean)


def test_means_by_logarithms_that_least_squares_does_not_bear_out_are_said():
    rng = np.random.default_rng(3)
    spread = np.exp(np.r_[rng.normal(4, 0.05, 60), rng.normal(4, 2.0, 60)])
    frame = persons(120, job_obtained=["yes"] * 120, time_worked=spread, group="a" * 60 + "b" * 60)
    head = BEYOND.partition("{")[0]
    found = run(frame, "time_worked", "log_linear")
    said = found.standardised["warning"].iloc[0]
    assert head in said
    mean, beside = (of(found, approach=name, measure="mean", level="a") for name in ("model", "plain"))
    assert f"'a' is {mean['estimate']:.0f}, outside" in said
    assert f"gives ({beside['conf_low']:.0f} to {beside['conf_high']:.0f})" in said
    even = frame.assign(time_worked=np.exp(rng.normal(4, 0.3, 120)))
    assert head not in str(run(even, "time_worked", "log_linear").standardised["warning"].iloc[0])


def test_after_separation_no_absolute_effect_is_given_and_it_is_said_why():
    frame = persons(20, job_obtained=yes_no("ynynynynyn" + "y" * 10), group="a" * 10 + "b" * 10)
    row = of(run(frame), adjustment="crude")
    assert pd.isna(row["estimate"]) and row["method"] == "not estimated"
    assert "separation" in row["warning"]


def test_a_model_that_can_not_be_fitted_is_a_row_that_says_why():
    frame = persons(10, job_obtained=["no"] * 10, group="a" * 5 + "b" * 5)
    row = of(run(frame))
    assert pd.isna(row["estimate"]) and "Nobody" in row["warning"] and row["n"] == 10


def test_three_levels_give_two_differences_from_the_same_reference():
    frame = persons(30, job_obtained=yes_no("yyyynnnnnn" + "yyyyyyynnn" + "yynnnnnnnn"), group="a" * 10 + "b" * 10 + "c" * 10)
    found = run(frame)
    differences = {row["level"]: row["estimate"] for _, row in found.standardised.query("measure == 'difference'").iterrows()}
    assert differences == pytest.approx({"b": 0.3, "c": -0.2})


def test_limits_of_risks_stay_between_0_and_1():
    frame = persons(24, job_obtained=yes_no("y" + "n" * 11 + "y" * 11 + "n"), group="a" * 12 + "b" * 12)
    rows = run(frame).standardised.query("measure == 'mean'")
    assert rows["conf_low"].gt(0).all() and rows["conf_high"].lt(1).all()
    assert rows["conf_low"].lt(rows["estimate"]).all() and rows["conf_high"].gt(rows["estimate"]).all()


# Bootstrap


BOOTSTRAP = {"replicates": 400, "seed": 7}


def test_no_bootstrap_unless_it_is_asked_for():
    assert run(plenty()).standardised["bootstrap_low"].isna().all()


def test_the_same_seed_gives_the_same_limits_and_another_one_others():
    low = [run(plenty(), bootstrap={**BOOTSTRAP, "seed": seed}).standardised["bootstrap_low"].tolist() for seed in (7, 7, 8)]
    assert low[0] == low[1] != low[2]


@pytest.mark.parametrize(("outcome", "model"), [("job_obtained", "logistic"), ("time_worked", "linear"), ("n_jobs", "poisson")])
def test_bootstrap_limits_lie_about_where_those_by_the_delta_method_do(outcome, model):
    frame = plenty()
    frame["n_jobs"] = np.random.default_rng(5).poisson(1 + (frame["group"] == "b")).astype(float)
    found = run(frame, outcome, model, confounders=["age"], bootstrap={"replicates": 2000, "seed": 1}).standardised
    rows = found[found["adjustment"].eq("adjusted") & found["measure"].eq("difference")]
    width = (rows["conf_high"] - rows["conf_low"]).to_numpy(float)
    assert np.abs(rows["bootstrap_low"] - rows["conf_low"]).to_numpy(float) == pytest.approx(0, abs=0.15 * width[0])
    assert np.abs(rows["bootstrap_high"] - rows["conf_high"]).to_numpy(float) == pytest.approx(0, abs=0.15 * width[0])


def test_draws_without_an_estimate_are_counted():
    frame = persons(23, job_obtained=yes_no("yyyyynnnnnyyyyynnnnn" + "yyn"), group="a" * 20 + "b" * 3)
    said = run(frame, bootstrap=BOOTSTRAP).standardised["warning"].iloc[0]
    assert "of 400 draws had a group or level without persons" in said
    assert "has no finite estimate (separation)" in said
    assert run(plenty(), bootstrap=BOOTSTRAP).standardised["warning"].isna().all()


def test_parts_of_the_draws_give_what_all_at_once_do(monkeypatch):
    whole = run(plenty(), bootstrap=BOOTSTRAP).standardised
    monkeypatch.setattr("ipscohort.models.bootstrap.AT_ONCE", 3000)
    pd.testing.assert_frame_equal(run(plenty(), bootstrap=BOOTSTRAP).standardised, whole)


# Two parts


def both(frame, **more):
    found = run(frame, "time_worked", "log_linear", two_part=True, **more).standardised
    return found[found["approach"] == "two_part"]


def some_work(n=80, seed=2):
    rng = np.random.default_rng(seed)
    group = np.where(rng.random(n) < 0.5, "b", "a")
    worked = rng.random(n) < np.where(group == "b", 0.7, 0.4)
    days = np.where(worked, np.ceil(rng.gamma(2, 60, n)), 0)
    return persons(n, job_obtained=np.where(worked, "yes", "no"), time_worked=days, group=group, age=rng.integers(20, 60, n))


def test_crude_two_part_means_are_the_means_of_everybody():
    frame = some_work()
    rows = both(frame).query("measure == 'mean' and adjustment == 'crude'").set_index("level")
    means = frame.groupby("group")["time_worked"].mean()
    assert rows["estimate"].to_dict() == pytest.approx(means.to_dict())
    assert rows["n"].eq(80).all() and rows["n_events"].eq((frame["time_worked"] > 0).sum()).all()


def test_the_two_part_error_is_that_of_a_mean_of_zeros_and_amounts():
    """Crude: close to the standard error of a plain mean, whose variance has the same two sources."""
    frame = some_work(400)
    row = both(frame).query("measure == 'mean' and level == 'a' and adjustment == 'crude'").iloc[0]
    own = frame.loc[frame["group"] == "a", "time_worked"].to_numpy(float)
    assert row["std_error"] == pytest.approx(own.std(ddof=1) / len(own) ** 0.5, rel=0.02)


def test_two_parts_only_where_they_are_asked_for_and_of_time_worked():
    assert "two_part" not in set(run(some_work(), "time_worked", "log_linear").standardised["approach"])
    assert "two_part" not in set(run(some_work(), two_part=True).standardised["approach"])
    assert "two_part" not in set(run(some_work(), "time_worked", "linear", two_part=True).standardised["approach"])


def test_where_everybody_worked_or_a_group_did_not_there_is_no_two_part_estimate_and_it_says_so():
    everybody = persons(8, job_obtained=["yes"] * 8, time_worked=[1, 5, 9, 3, 20, 8, 40, 2], group="aaaabbbb")
    assert "Everybody" in both(everybody)["warning"].iloc[0]
    lazy = persons(12, job_obtained=yes_no("nnnnnnyynyyy"), time_worked=[0] * 6 + [5, 8, 0, 3, 9, 4], group="aaaaaabbbbbb")
    row = both(lazy).iloc[0]
    assert pd.isna(row["estimate"]) and "separated" in row["warning"]


def test_who_worked_for_an_unknown_time_is_left_out_of_everybody_and_counted():
    frame = some_work()
    at = frame.index[frame["time_worked"] > 0][:3]
    frame.loc[at, "time_worked"] = pd.NA
    row = both(frame).iloc[0]
    assert (row["n"], row["n_excluded"]) == (77, 3) and "3 left out" in row["warning"]


# One person at a level


def lonely(seed=0, n=20):
    rng = np.random.default_rng(seed)
    return persons(
        n, job_obtained=["yes"] * n, time_worked=np.ceil(rng.gamma(2, 100, n)), three="x" * 10 + "y" * 9 + "z", age=rng.integers(20, 60, n)
    )


@pytest.mark.parametrize("seed", range(4))
def test_a_mean_that_one_person_decides_has_no_interval_and_says_so(seed):
    found = run(lonely(seed), "time_worked", "log_linear", "three", confounders=["age"]).standardised
    rows = found[found["approach"].eq("plain") & found["adjustment"].eq("adjusted")]
    of_z = rows[rows["level"].eq("z")]
    assert len(of_z) == 2 and of_z[["std_error", "conf_low", "conf_high"]].isna().all(axis=None)
    assert of_z["warning"].str.contains("One person alone decides the mean of 'z'").all()
    assert rows[rows["level"].ne("z")]["std_error"].notna().all()
    assert "mean of 'z' is" not in " ".join(found["warning"].dropna())  # no verdict on logarithms from one person


def test_few_persons_of_a_level_are_said_beside_its_mean_and_its_difference_alone():
    found = run(lonely(), "time_worked", "linear", "three").standardised
    said = found.set_index(["measure", "level"])["warning"].fillna("")
    assert "Only 1 person in 'z'." in said["mean", "z"] and "Only 1 person in 'z'." in said["difference", "z"]
    assert "Only" not in said["mean", "x"] and "Only" not in said["difference", "y"]


def test_a_level_of_few_persons_has_no_bootstrap_limits():
    found = run(lonely(), "time_worked", "linear", "three", bootstrap=BOOTSTRAP).standardised
    assert found[found["level"].eq("z")]["bootstrap_low"].isna().all()
    assert found[found["level"].eq("z")]["warning"].str.contains("No bootstrap limits for 'z'").all()
    assert found[found["level"].ne("z")]["bootstrap_low"].notna().all()


def test_the_time_of_one_worker_alone_is_not_taken_as_known_exactly():
    frame = persons(
        20,
        job_obtained=yes_no("yynnyynnyy" + "ynnnnnnnnn"),
        time_worked=[3, 9, 0, 0, 40, 8, 0, 0, 21, 5, 600] + [0] * 9,
        group="a" * 10 + "b" * 10,
    )
    row = both(frame).iloc[0]
    assert pd.isna(row["estimate"]) and "One worker alone" in row["warning"]
