"""An odds ratio that one person alone decides, once the confounders are in the model, has no error that holds for others."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tests.support.repeated import of_rows
from tests.unit.repeated.test_edges import rows

NUMBERS = ["ratio", "ratio_low", "ratio_high", "p_value", "df"]


def fitted(group, edu) -> pd.DataFrame:
    """Estimates of group, crude and adjusted for edu, of sixty persons over twelve months; group and edu by person."""
    random = np.random.default_rng(4)
    table = rows(lambda i, t: bool(random.random() < (0.15 if i == 0 else 0.65 if i == 1 else [0.2, 0.8][i % 2])), 60)
    table = table.assign(group=np.where(table["id"].isin(group), "b", "a"), edu=np.where(table["id"].isin(edu), "z", "y"))
    found = of_rows(table, {"group": ("a", "b"), "edu": ("y", "z")}, ["edu"], 12).estimates
    return found[found["exposure"].eq("group") & found["level"].eq("b") & found["approach"].str.startswith("gee")]


@pytest.mark.parametrize(
    ("group", "edu", "decided"),
    [
        ([0, 1], [0], True),  # without person 0, whose education nobody shares, person 1 alone is in group b
        ([0, 1], [0, 30, 31, 32, 33], False),
        ([0, 1], [33], False),  # one person of an education, who is in no small group
        ([0, 1, 2], [0], False),
    ],
)
def test_adjusted_for_what_leaves_one_person(group, edu, decided):
    found = fitted(group, edu)
    crude, adjusted = (found[found["adjustment"].eq(each)] for each in ("crude", "adjusted"))
    assert len(crude) == len(adjusted) == 3
    assert crude[NUMBERS].notna().all(axis=None)
    assert adjusted[NUMBERS].isna().all(axis=None) if decided else adjusted[NUMBERS].notna().all(axis=None)
    said = "one person alone decides the odds ratio of 'b'"
    assert adjusted["warning"].str.contains(said).all() == decided and not crude["warning"].str.contains(said).any()
