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
    fits = table(rossi_run, "models", "fits", contracts.FITS)
    for name, timed in (("rossi", False), ("rossi_cox", True)):
        found = [frame[(frame["model"] == "time_to_first_job") == timed] for frame in (estimates, others, fits)]
        found = [frame[~frame["adjustment"].isin(["mutual", "alone_on_mutual_rows"])] for frame in found]
        of_r = [compare.reference(f"{name}_{part}") for part in ("estimates", "fits")]
        expected = [frame[frame["model"].isin(found[2]["model"])] for frame in of_r]
        assert compare.compare_estimates(*found[:2], expected[0]) == []
        assert compare.compare_fits(found[2], expected[1]) == []


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
