"""The files of a whole run of the example cohort, from its raw records on, equal R's values."""

from __future__ import annotations

import pandas as pd

from ipscohort import contracts
from ipscohort.files.tableio import read_table
from tests.reference import compare

EXPOSURES = ["financial_aid", "work_experience"]


def table(run, stage: str, name: str, contract) -> pd.DataFrame:
    return read_table(run.results("rossi") / stage / f"{name}.csv", contract)


def test_regressions_equal_r(rossi_run):
    estimates, others = (table(rossi_run, "models", name, contracts.ESTIMATES) for name in ("estimates", "confounder_estimates"))
    assert compare.compare_estimates(estimates, others, compare.reference("rossi_estimates")) == []
    assert compare.compare_fits(table(rossi_run, "models", "fits", contracts.FITS), compare.reference("rossi_fits")) == []


def test_survival_equals_r(rossi_run):
    groups = ["all", *EXPOSURES]
    curves = table(rossi_run, "survival", "curves", contracts.CURVES)
    estimates = table(rossi_run, "survival", "estimates", contracts.SURVIVAL_ESTIMATES)
    tests = table(rossi_run, "survival", "tests", contracts.SURVIVAL_TESTS)
    assert compare.compare_curves(curves, compare.reference("rossi_curves", groups)) == []
    assert compare.compare_survival_estimates(estimates, compare.reference("rossi_survival_estimates", groups)) == []
    assert compare.compare_tests(tests, compare.reference("rossi_survival_tests", groups)) == []


def test_weekly_rates_equal_r(rossi_run):
    assert compare.compare_rates(table(rossi_run, "outcomes", "rates", contracts.RATES), compare.reference("rossi_rates")) == []
