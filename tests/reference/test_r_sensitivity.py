"""Alternatives to what the shipped cohort's study does equal R's refits (R/sensitivity.R), through the stage itself."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.reference.compare import compare, reference
from tests.support.alternatives import tried

KEY = ("alternative", "model", "exposure", "adjustment", "level")
NUMBERS = ("estimate", "std_error", "p_value", "conf_low", "conf_high", "n", "n_events", "n_excluded")
NAMES = ("without mental health", "three months earlier", "a number, per year")


def expected() -> pd.DataFrame:
    found = reference("sensitivity")
    return found.assign(alternative=found["alternative"].astype("string"))


def ours() -> pd.DataFrame:
    found = tried()
    found = found.assign(alternative=found["chosen"].str.rpartition(": ")[2])
    return found[found["alternative"].isin(NAMES).fillna(False)]


def test_other_confounders_another_split_and_the_date_as_a_number_equal_r():
    assert len(expected()) == 3 * 3 * 2 * 2
    assert compare(ours(), expected(), KEY, NUMBERS) == []


@pytest.mark.parametrize("row", range(36))
def test_a_flipped_sign_is_seen(row):
    flipped = ours().reset_index(drop=True)
    flipped.loc[row, "estimate"] *= -1
    assert len(compare(flipped, expected(), KEY, NUMBERS)) == 1
