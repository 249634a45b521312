"""Employment over time where there is little to model: what can't be estimated is a row that says why, and the rest goes on."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from ipscohort.repeated.gee import AR1, fit_gee
from ipscohort.repeated.mixed import fit_mixed, likelihood
from ipscohort.repeated.panel import Panel
from tests.support.repeated import of_rows, of_shipped

GROUPS = {"group": ("a", "b")}


def rows(outcome, persons: int = 20, periods: int = 4, **columns) -> pd.DataFrame:
    """A row per person and period; `outcome` and columns are functions of person and period, or of the person."""
    found = []
    for i in range(persons):
        shared = {"id": i, "group": "ab"[i % 2], **{name: value(i) for name, value in columns.items()}}
        found += [{**shared, "period": t, "y": float(outcome(i, t))} for t in range(1, periods + 1)]
    return pd.DataFrame(found)


def mixed_up(i: int, t: int) -> bool:
    """Some of both in each group, with persons alike in themselves."""
    return (i * 7 + t) % 5 < 2 or (i % 3 == 0 and t > 1)


def why_not(found) -> set[str]:
    return set(found.models["why_not"].dropna())


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        (lambda i, t: False, "Nobody was employed in any week or month observed, so that there is nothing to model."),
        (lambda i, t: True, "Everybody was employed in every week or month observed, so that there is nothing to model."),
        (
            lambda i, t: i % 2 or mixed_up(i, t),
            "Everybody in 'b' was employed in every week or month observed, so that the odds ratio has no finite estimate (separation).",
        ),
        (
            lambda i, t: i % 2 and mixed_up(i, t),
            "Nobody in 'a' was employed in any week or month observed, so that the odds ratio has no finite estimate (separation).",
        ),
        (
            lambda i, t: i == 3 and t > 1,
            "Nobody in 'a' was employed in any week or month observed, so that the odds ratio has no finite estimate (separation).",
        ),
    ],
)
def test_nothing_to_tell_apart_is_said(outcome, said):
    found = of_rows(rows(outcome), GROUPS, [], 4)
    assert why_not(found) == {said}
    assert len(found.models) == 4
    assert found.estimates["estimate"].isna().all()
    assert found.curves["fitted"].isna().all()
    assert found.curves["rate"].notna().all()


def test_one_month_has_no_time_no_correlation_and_no_random_intercepts():
    found = of_rows(rows(mixed_up, 60, 1), GROUPS, [], 1)
    assert set(found.estimates["term"]) == {"exposure"}
    models = found.models.set_index("approach")
    assert models["correlation"].isna().all()
    assert "no correlation to estimate" in models.loc["gee_ar1", "warning"]
    assert models.loc["mixed", "why_not"].startswith("Nobody has two weeks or months")
    marginal = found.estimates[found.estimates["estimate"].notna()]
    assert marginal["ratio"].nunique() == 1  # one correlation or another, of single months: the ordinary odds ratio


def test_the_odds_ratio_of_one_month_is_that_of_the_two_by_two_table():
    table = rows(mixed_up, 60, 1)
    a, b = (table.loc[table["group"].eq(group), "y"] for group in "ab")
    expected = (b.sum() / (len(b) - b.sum())) / (a.sum() / (len(a) - a.sum()))
    found = of_rows(table, GROUPS, [], 1).estimates
    assert found["ratio"].dropna().iloc[0] == pytest.approx(expected, rel=1e-9)


def test_a_person_without_a_known_month_is_left_out_and_counted():
    table = rows(mixed_up, 50)
    gone = table["id"].eq(7)
    found = of_rows(table.assign(period=table["period"].mask(gone)), GROUPS, [], 4)
    assert set(found.models["n"]) == {49}
    assert set(found.models["n_excluded"]) == {1}
    assert set(found.models["why_excluded"]) == {"1 left out: the start of a job is unknown, or no week or month is known (1)"}
    everybody = found.missing[found.missing["exposure"].eq("all")].set_index("reason")
    assert everybody.loc["start_unknown", ["n", "n_periods"]].tolist() == [1, 4]
    assert everybody.loc["complete", "n"] == 49


def test_months_after_leaving_and_gaps_are_counted_apart():
    table = rows(mixed_up, 50)
    table = table[~(table["id"].eq(1) & table["period"].gt(2)) & ~(table["id"].eq(2) & table["period"].eq(2))]
    found = of_rows(table, GROUPS, [], 4)
    counts = found.missing[found.missing["exposure"].eq("all")].set_index("reason")
    assert counts["n"].to_dict() == {"complete": 48, "not_observed_to_the_end": 1, "start_unknown": 0, "status_unknown": 1}
    assert counts["n_periods"].to_dict() == {"complete": 0, "not_observed_to_the_end": 2, "start_unknown": 0, "status_unknown": 1}
    assert set(found.models["n_incomplete"]) == {2}
    assert found.models["warning"].str.contains("2 of 50 persons have fewer weeks or months than follow-up").all()


def test_few_persons_and_a_level_of_one_person_are_warned_of():
    table = rows(mixed_up, 30, place=lambda i: "lone" if i == 4 else "town" if i % 3 else "village")
    found = of_rows(table, GROUPS, ["place"], 4, random_intercept=False)
    assert found.models["warning"].str.contains(r"Only 30 persons \(clusters\)").all()
    assert found.models["caution"].all()
    adjusted = found.models[found.models["adjustment"].eq("adjusted")]
    told = adjusted["warning"].fillna("") + adjusted["why_not"].fillna("")
    assert told.str.contains("Place: only one person at 'lone'").all()


@pytest.mark.parametrize("alone", ["b", "a"])
def test_a_level_of_one_person_has_no_limits_that_would_be_those_of_the_others(alone):
    table = rows(mixed_up, 40)
    table["group"] = np.where(table["id"].eq(5), alone, "b" if alone == "a" else "a")
    found = of_rows(table, GROUPS, [], 4, random_intercept=False)
    of_level = found.estimates[found.estimates["level"].eq("b")]
    assert len(of_level) == 6 // 2
    assert of_level[["estimate", "ratio", "std_error", "conf_low", "p_value"]].isna().all(axis=None)
    assert of_level["warning"].str.startswith(f"One person alone is in '{alone}'").all()
    assert of_level["n"].eq(39 if alone == "a" else 1).all()
    curve = found.curves.set_index("level")
    assert curve.loc[alone, ["fitted", "conf_low"]].isna().all(axis=None)


def test_a_level_of_one_person_changes_next_to_nothing_of_the_others():
    table = rows(mixed_up, 50, place=lambda i: "lone" if i == 4 else "town" if i % 3 else "village")
    chosen = {"correlations": ["independence"], "random_intercept": False}
    found, without = (
        of_rows(each, GROUPS, ["place"], 4, **chosen).estimates.set_index(["adjustment", "term", "level"])
        for each in (table, table[table["id"].ne(4)])
    )
    for column in ("estimate", "std_error", "df", "conf_low", "robust_std_error"):
        here, there = (frame[column]["adjusted", "exposure", "b"] for frame in (found, without))
        assert here == pytest.approx(there, rel=0.02, abs=1e-3), column  # the person's months still tell of time


def test_a_confounder_that_separates_is_named():
    table = rows(lambda i, t: i != 4 and mixed_up(i, t), 40, place=lambda i: "lone" if i == 4 else "town")
    found = of_rows(table, GROUPS, ["place"], 4)
    adjusted = found.models[found.models["adjustment"].eq("adjusted")]
    assert adjusted["why_not"].str.contains(r"Place '(?:lone|town)': some persons were always, or never, employed").all()
    assert found.models.loc[found.models["adjustment"].eq("crude"), "why_not"].isna().all()


def test_an_exposure_with_everybody_at_one_level_compares_nothing():
    found = of_rows(rows(mixed_up).assign(group="a"), GROUPS, [], 4)
    assert all("nothing to compare" in why for why in why_not(found))


def test_records_without_periods_have_no_rows():
    found = of_rows(rows(mixed_up), GROUPS, [], 0)
    assert all(len(frame) == 0 for frame in (found.models, found.estimates, found.curves, found.missing))


def test_alike_as_chance_is_a_singular_fit_that_is_the_ordinary_model():
    table = rows(lambda i, t: (i + t + i // 4) % 2 if i % 5 else (i + t) % 3 == 0, 60)
    alternating = of_rows(table, GROUPS, [], 4)
    mixed = alternating.models.set_index("approach").loc["mixed"]
    assert mixed["sd_person"] == 0
    assert mixed["caution"]
    assert "singular fit" in mixed["warning"]
    of = alternating.estimates[alternating.estimates["estimate"].notna()].set_index(["approach", "term"])["estimate"]
    assert of["mixed", "exposure"] == pytest.approx(of["gee_independence", "exposure"], abs=1e-9)


def test_persons_who_do_not_differ_give_no_robust_errors():
    found = of_rows(rows(lambda i, t: (i + t + i // 4) % 2, 60), GROUPS, [], 4, random_intercept=False)
    assert why_not(found) == {
        "Persons do not differ in what the model leaves unexplained, so that there are no robust errors: no estimate is given."
    }


def test_conditional_odds_ratios_of_the_shipped_cohort_lie_further_from_1():
    found = of_shipped().estimates
    rows = found[found["term"].eq("exposure") & found["estimate"].notna() & found["adjustment"].eq("crude")]
    by = rows.set_index(["exposure", "approach"])["estimate"]
    for exposure in ("experience", "funding"):
        assert abs(by[exposure, "mixed"]) > abs(by[exposure, "gee_ar1"])
        assert math.copysign(1, by[exposure, "mixed"]) == math.copysign(1, by[exposure, "gee_ar1"])


def panel(seed: int = 1, sd: float = 2.0, persons: int = 40, periods: int = 8) -> Panel:
    generator = np.random.default_rng(seed)
    x = np.stack([np.ones((persons, periods)), np.repeat((np.arange(persons) % 2)[:, None], periods, axis=1)], axis=2)
    eta = x @ np.array([-0.5, 0.8]) + sd * generator.standard_normal(persons)[:, None]
    observed = generator.random((persons, periods)) < 0.9
    y = (generator.random((persons, periods)) < 1 / (1 + np.exp(-eta))) & observed
    return Panel(y.astype(float), observed, x, np.arange(1.0, periods + 1))


def test_the_likelihoods_slope_and_curvature_are_those_of_differences():
    data, at, step = panel(), np.array([-0.4, 0.7, 1.8]), 1e-5
    _, gradient, information = likelihood(data, at)
    for k, move in enumerate(step * np.eye(3)):
        up, down = likelihood(data, at + move), likelihood(data, at - move)
        assert (up[0] - down[0]) / (2 * step) == pytest.approx(gradient[k], rel=1e-6, abs=1e-6)
        assert (down[1] - up[1]) / (2 * step) == pytest.approx(information[k], rel=1e-5, abs=1e-5)


def test_the_maximum_does_not_hang_on_the_grid():
    data = panel(sd=4.0)
    found = fit_mixed(data)
    finer = likelihood(data, np.append(found.params, found.sd), 0.05)
    assert finer[0] == pytest.approx(found.log_likelihood, rel=1e-10)
    assert np.abs(finer[1]).max() < 1e-5


def test_the_sign_of_the_outcome_turns_the_estimate_round():
    data = panel()
    turned = Panel(np.where(data.observed, 1 - data.outcome, 0.0), data.observed, data.matrix, data.times)
    for fit in (fit_mixed, lambda each: fit_gee(each, AR1)):
        assert fit(turned).params == pytest.approx(-fit(data).params, rel=1e-6)
