"""An outside series as a further confounder equals R's refits from the raw file (R/outside_series.R), through the stage itself."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.reference.compare import compare, reference
from tests.support.outside import outside, tried

CUT = ("2014-Q1", "2017-Q3")
FILES = {"whole": (), "cut": CUT}
KEY = ("alternative", "model", "exposure", "adjustment", "level")
NUMBERS = ("estimate", "std_error", "p_value", "conf_low", "conf_high", "n", "n_events", "n_excluded", "series_correlation", "series_vif")
OF_SERIES = ("n", "n_known", "n_no_value", "low", "high", "pearson")


def expected(file: str) -> pd.DataFrame:
    found = reference("outside_series_estimates")
    return found[found["file"].eq(file)].drop(columns="file").astype({"alternative": "string"})


def ours(file: str) -> pd.DataFrame:
    found = tried(FILES[file])
    found = found[found["number"].gt(0) & found["adjustment"].eq("adjusted")]
    found = found.assign(alternative=found["chosen"].str.rpartition(": ")[2])
    return found[found["alternative"].eq("with unemployment") | found["contrast"].notna()]


@pytest.mark.parametrize("file", FILES)
def test_estimates_counts_correlations_and_inflation_equal_r(file):
    assert len(expected(file)) == 9
    assert compare(ours(file), expected(file), KEY, NUMBERS) == []


@pytest.mark.parametrize("file", FILES)
def test_the_series_at_inclusion_equals_r(file):
    found = outside(FILES[file])
    wanted = reference("outside_series")
    wanted = wanted[wanted["file"].eq(file)].drop(columns="file")
    blank = {"exposure": "", "level": ""}
    assert compare(found.fillna(blank), wanted.fillna(blank), ("exposure", "level"), OF_SERIES) == []


@pytest.mark.parametrize("column", ["estimate", "series_correlation"])
@pytest.mark.parametrize("row", range(9))
def test_a_flipped_sign_is_seen(row, column):
    flipped = ours("whole").reset_index(drop=True)
    flipped.loc[row, column] *= -1
    assert len(compare(flipped, expected("whole"), KEY, NUMBERS)) == 1


def test_the_neighbouring_quarters_value_is_seen():
    """Each person with the value of the quarter before: other estimates than R's."""
    from ipscohort.run.pipeline import estimates_of
    from ipscohort.sensitivity import try_alternatives
    from ipscohort.sensitivity.series import Series
    from tests.support.outside import plain, series
    from tests.support.shipped import cohort

    (one,) = series()
    shifted = Series(one.name, one.settings, one.values.set_axis(one.values.index + 1))
    found = try_alternatives(plain(), estimates_of(cohort().files(), (shifted,)))
    found = found[found["number"].gt(0) & found["adjustment"].eq("adjusted")]
    found = found.assign(alternative=found["chosen"].str.rpartition(": ")[2])
    assert compare(found, expected("whole"), KEY, NUMBERS) != []
