"""Pooled estimates are metafor's."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from ipscohort.compare.pooling import COMMON, RANDOM, pool, pooled_frame
from tests.conftest import ROOT

VALUES = ROOT / "tests" / "reference" / "values"
INPUT = pd.read_csv(VALUES / "pooling_input.csv")
WANTED = pd.read_csv(VALUES / "pooling.csv")
METHOD = {"common": COMMON, "random": RANDOM}
SAME = ["k", "estimate", "std_error", "conf_low", "conf_high", "p_value", "q", "q_p_value", "i2"]


@pytest.mark.parametrize("name", INPUT["set"].unique())
def test_every_number_is_metafors(name):
    effects = INPUT[INPUT["set"] == name].reset_index(drop=True)
    found = pooled_frame(effects.assign(cohort=[str(n + 1) for n in range(len(effects))]), 0.95)
    wanted = WANTED[WANTED["set"] == name]
    assert len(found) == len(wanted)
    for _, row in wanted.iterrows():
        left_out = "" if math.isnan(row["left_out"]) else f"{row['left_out']:.0f}"
        ours = found[(found["left_out"] == left_out) & (found["method"] == METHOD[row["method"]])].iloc[0]
        for column in SAME:
            assert ours[column] == pytest.approx(row[column], rel=1e-8, abs=1e-12), (left_out, row["method"], column)
        if row["method"] == "random":
            assert ours["tau2"] == pytest.approx(row["tau2"], rel=1e-8, abs=1e-12)
            if row["k"] > 2:
                assert ours["prediction_low"] == pytest.approx(row["prediction_low"], rel=1e-8)
                assert ours["prediction_high"] == pytest.approx(row["prediction_high"], rel=1e-8)
            else:
                assert math.isnan(ours["prediction_low"])


def test_one_cohort_is_not_pooled_and_unknown_estimates_do_not_count():
    effects = pd.DataFrame({"cohort": ["a", "b"], "estimate": [0.5, np.nan], "std_error": [0.1, np.nan]})
    assert pooled_frame(effects, 0.95).empty


@pytest.mark.parametrize(("estimates", "errors"), [([1.0], [0.1]), ([1.0, 2.0], [0.1, 0.0]), ([1.0, math.inf], [0.1, 0.2])])
def test_what_cannot_be_pooled(estimates, errors):
    with pytest.raises(ValueError, match="two estimates"):
        pool(np.array(estimates), np.array(errors))


def test_few_cohorts_and_differing_ones_carry_a_warning():
    effects = pd.DataFrame({"cohort": list("abc"), "estimate": [0.1, 2.0, 1.0], "std_error": [0.1, 0.1, 0.1]})
    found = pooled_frame(effects, 0.95)
    warned = found[found["left_out"] == ""].set_index("method")["warning"]
    assert "differ by more than chance" in warned[COMMON]
    assert "With 3 cohorts" in warned[RANDOM]


def test_estimates_that_are_the_same_or_have_no_error_do_not_stop_it():
    same = pd.DataFrame({"cohort": ["a", "b"], "estimate": [0.5, 0.5], "std_error": [0.2, 0.2]})
    found = pooled_frame(same, 0.95).set_index("method")
    assert found.loc[RANDOM, "std_error"] == 0 and math.isnan(found.loc[RANDOM, "p_value"])
    assert "agree better than chance" in found.loc[RANDOM, "warning"]
    assert pooled_frame(same.assign(std_error=[0.2, math.inf]), 0.95).empty
