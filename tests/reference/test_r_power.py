"""Power and persons needed equal R's power.prop.test and power.t.test (R/power.R)."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from ipscohort.arithmetic.precision import Sizes, needed, power_of_ratio, power_of_shares
from tests.reference.compare import VALUES


def rows(name: str) -> pd.DataFrame:
    return pd.read_csv(VALUES / f"{name}.csv", float_precision="round_trip")


def test_power_of_shares_equals_r():
    for row in rows("power_shares").itertuples():
        power = power_of_shares(row.first, row.second, Sizes(row.n, row.n), row.level)
        assert power == pytest.approx(row.power, rel=1e-8), row


def test_power_of_a_ratio_equals_r():
    for row in rows("power_means").itertuples():
        assert power_of_ratio(row.ratio, row.sd, Sizes(row.n, row.n), row.level) == pytest.approx(row.power, rel=1e-8), row


def test_persons_needed_equal_r():
    """R rounds up in each of two equal groups; one person fewer in all can be enough where the groups need not be equal."""
    for row in rows("power_shares").drop_duplicates(["first", "second", "level"]).itertuples():
        found = needed(lambda sizes, row=row: power_of_shares(row.first, row.second, sizes, row.level), 0.8, 0.5)
        assert 2 * math.ceil(row.needed) - 2 <= found <= 2 * math.ceil(row.needed), row
