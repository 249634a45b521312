"""Scores measured in waves equal lme4's linear model with random intercepts, and R's t limits of the means; the score is made up."""

from __future__ import annotations

from functools import cache

import pandas as pd
import pytest

from ipscohort.contracts.codebook import Codebook, VariableInfo
from ipscohort.repeated import Repeated, estimate_repeated
from tests.reference.compare import compare, reference
from tests.support.repeated import settings

KEY = ("adjustment", "measure", "level", "wave")
NUMBERS = (
    *("estimate", "std_error", "conf_low", "conf_high", "p_value", "sd_person", "sd_residual", "log_likelihood"),
    *("n", "n_values"),
)
WAVES = {0: "y_0", 6: "y_6", 18: "y_18", 30: "y_30"}
RTOL = 1e-6
"""lme4's search stops some 1e-8 of the standard deviation short of the maximum."""


def persons(rows: pd.DataFrame) -> pd.DataFrame:
    """A row per person, a column per wave."""
    wide = rows.pivot(index="id", columns="wave", values="y").rename(columns=WAVES)
    people = rows.drop_duplicates("id").set_index("id")[["group", "age"]]
    return people.join(wide).reset_index().assign(id=lambda frame: frame["id"].astype(str))


def fitted(rows: pd.DataFrame) -> Repeated:
    variables = {"group": VariableInfo("group", "Group", "category", levels=("a", "b")), "age": VariableInfo("age", "Age", "number")}
    variables |= {name: VariableInfo(name, "Score", "number") for name in WAVES.values()}
    asked = settings(
        exposures={"group": {"variable": "group", "reference": "a"}}, models={"first_job": False, "confounders": ["age", "y_0"]}
    )
    repeated = type(asked.repeated).model_validate({"scores": {"y": {"waves": WAVES}}})
    asked = asked.model_copy(update={"repeated": repeated})
    empty = pd.DataFrame({"id": [], "period": [], "employed": []})
    return estimate_repeated(persons(rows), empty, pd.DataFrame({"period": []}), Codebook("spells", True, variables=variables), asked)


@cache
def made() -> Repeated:
    return fitted(reference("waves_input"))


def test_changes_equal_lme4():
    assert len(made().wave_estimates) == 18
    assert compare(made().wave_estimates, reference("waves_estimates"), KEY, NUMBERS, RTOL) == []


def test_means_equal_r():
    assert compare(made().wave_means, reference("waves_means"), ("level", "wave"), ("n", "mean", "conf_low", "conf_high")) == []
    assert made().wave_means["n"].add(made().wave_means["n_missing"]).eq(30).all()


@pytest.mark.parametrize("row", range(0, 18, 5))
def test_a_flipped_sign_is_seen(row):
    flipped = made().wave_estimates.copy()
    flipped.loc[row, "estimate"] *= -1
    assert len(compare(flipped, reference("waves_estimates"), KEY, NUMBERS, RTOL)) == 1


def test_a_wave_without_values_at_a_level_says_why_and_the_means_stay():
    rows = reference("waves_input")
    found = fitted(rows.assign(y=rows["y"].mask(rows["group"].eq("b") & rows["wave"].eq(30))))
    assert set(found.wave_estimates["why_not"]) == {"Nobody in 'b' has a value at month 30, so that its change can't be estimated."}
    assert found.wave_means["mean"].notna().sum() == 7


def test_intake_only_gives_no_change():
    rows = reference("waves_input")
    found = fitted(rows.assign(y=rows["y"].mask(rows["wave"].gt(0))))
    assert found.wave_estimates["estimate"].isna().all()
    assert found.wave_estimates["why_not"].str.startswith("Nobody has values at two waves").all()


def test_few_persons_are_warned_of():
    rows = reference("waves_input")
    assert fitted(rows[rows["id"] <= 20]).wave_estimates["warning"].str.startswith("Only 20 persons").all()
