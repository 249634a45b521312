"""What this folder's own Rossi frame holds is what R derives: the frame is the yardstick of the other comparisons.

Also the quantile rule and the Wilson interval, which the outcomes stage and the tables share.
"""

from __future__ import annotations

import numpy as np
import pytest

from ipscohort.arithmetic.intervals import wilson
from ipscohort.arithmetic.quantiles import RULES, quantile
from tests.reference import cohorts
from tests.reference.compare import agree, reference


def test_the_yardstick_equals_r():
    expected = reference("rossi_outcomes").set_index("measure")["value"]
    rossi = cohorts.rossi()
    workers = rossi[rossi["job_obtained"] == "yes"]
    ours = {
        "n": len(rossi),
        "n_job_obtained": len(workers),
        "share_job_obtained": len(workers) / len(rossi),
        "mean_time_worked": rossi["time_worked"].mean(),
        "sd_time_worked": rossi["time_worked"].std(),
        "mean_time_worked_of_workers": workers["time_worked"].mean(),
        "median_time_to_first_job": rossi["time_to_first_job"].median(),
        "n_worked_26_weeks": (rossi["time_worked"] >= 26).sum(),
        "n_full_follow_up": rossi["full_follow_up"].sum(),
        "person_weeks": rossi["time_observed"].sum(),
    }
    assert set(ours) == set(expected.index)
    assert [name for name, value in ours.items() if not agree(np.float64(value), expected[name])] == []


QUANTILES = {
    "four": [3, 1, 8, 5],
    "five": [10, 20, 40, 80, 160],
    "six": [2.5, 2.5, 7, 9.25, 11, 30],
    "eight": [1, 1, 2, 3, 5, 8, 13, 21],
}


def groups() -> dict[str, np.ndarray]:
    rossi = cohorts.rossi()
    workers = rossi[rossi["job_obtained"] == "yes"]
    return {name: np.array(values, dtype=float) for name, values in QUANTILES.items()} | {
        "rossi time_worked": rossi["time_worked"].to_numpy(float),
        "rossi time_worked of workers": workers["time_worked"].to_numpy(float),
        "rossi time_to_first_job": workers["time_to_first_job"].to_numpy(float),
    }


@pytest.mark.parametrize("name", groups())
def test_quantiles_by_each_rule_equal_r(name):
    expected = reference("quantiles")
    expected = expected[expected["group"] == name]
    assert set(expected["rule"]) == set(RULES) and len(expected) == 3 * len(RULES)
    for row in expected.itertuples():
        assert agree(np.float64(quantile(groups()[name], row.p, row.rule)), np.float64(row.value)), row


def test_wilson_equals_r():
    for row in reference("wilson").itertuples():
        assert agree(np.array(wilson(row.k, row.n, 0.95), dtype=float), np.array([row.conf_low, row.conf_high])).all(), (row.k, row.n)
