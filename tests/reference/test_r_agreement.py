"""Agreement of coders and counts of themes equal R's (R/agreement.R), and the results that were published with their data."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from ipscohort.themes.agreement import alpha_of, kappa_of
from tests.reference.compare import VALUES, compare, largest_difference, reference
from tests.support.themes import shipped
from tests.unit.themes.test_agreement import COHEN, FLEISS, codings

KEY = ("what", "theme")
NUMBERS = ("n", "n_agreed", "observed", "expected", "kappa", "std_error", "conf_low", "conf_high", "alpha", "share_commonest")
COUNTS = ("n_persons", "n_segments", "n_interviewed")
CODERS = {
    "binary": ("0100000010", "1110010000"),
    "nominal": ("aabbdcccedda", "babbbccceddd"),
    "missing": ("123321412...", "1233224125.3", ".3332342251.", "12332441251."),
}


def expected() -> pd.DataFrame:
    frame = reference("agreement_example")
    return frame.assign(theme=frame["theme"].astype("string").fillna(""), what=frame["what"].astype("string"))


def ours() -> pd.DataFrame:
    frame = shipped().agreement
    return frame.assign(theme=frame["theme"].fillna(""))


def test_agreement_is_rs():
    assert len(expected()) == 8
    assert compare(ours(), expected(), KEY, NUMBERS) == []
    assert largest_difference(ours(), expected(), KEY, NUMBERS) < 1e-12


@pytest.mark.parametrize("column", ["kappa", "alpha", "conf_low"])
def test_a_flipped_sign_is_seen(column):
    flipped = ours()
    flipped.loc[3, column] *= -1
    assert len(compare(flipped, expected(), KEY, NUMBERS)) == 1


@pytest.mark.parametrize(("case", "table"), [("cohen", COHEN), ("fleiss", FLEISS)])
def test_published_tables_are_rs(case, table):
    row, found = _published(case), kappa_of(table, 0.95)
    for name in ("observed", "expected", "kappa", "std_error"):
        assert found[name] == pytest.approx(row[name], rel=1e-8)


@pytest.mark.parametrize("case", CODERS)
def test_published_codings_are_rs(case):
    assert alpha_of(codings(*CODERS[case])) == pytest.approx(_published(case)["alpha"], rel=1e-8)


def _published(case: str) -> pd.Series:
    frame = pd.read_csv(VALUES / "agreement_published.csv")
    return frame[frame["case"].eq(case)].iloc[0]


def test_people_and_segments_of_each_theme_are_rs():
    frame = shipped().counts
    whole = frame[frame["subtheme"].eq("all")].drop(columns="subtheme")
    told = pd.read_csv(VALUES / "theme_counts.csv").astype(dict.fromkeys(("theme", "group", "direction"), "string"))
    assert len(told) == 5 * 4 * 4
    assert compare(whole, told, ("theme", "group", "direction"), COUNTS) == []
    assert np.array_equal(whole["n_persons"] > whole["n_segments"], np.zeros(len(whole), bool))
