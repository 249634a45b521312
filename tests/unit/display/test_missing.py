"""Why values are missing: the reason told first, what cleaning set missing, and what nobody told."""

from __future__ import annotations

import pandas as pd
import pytest

from ipscohort.config.analysis import Exposure
from ipscohort.display.missing import Reasons

TOLD = pd.DataFrame(
    {
        "variable": ["sex", "sex", "sex", "age", "sex"],
        "id": ["a", "a", "b", "c", "d"],
        "reason": pd.array(["refused", "not asked", "not asked", "refused", ""], dtype="string"),
    }
)
LOG = pd.DataFrame(
    {
        "rule": ["value_out_of_range", "value_out_of_range", "other"],
        "action": ["age set missing", "score set missing", "sex set missing"],
        "ids": pd.array(["c;e", "f", "d"], dtype="string"),
    }
)
REASONS = Reasons(TOLD, LOG, {"older": Exposure(variable="age", reference="no")})


@pytest.mark.parametrize(
    ("variable", "missing", "said"),
    [
        ("sex", "abd", "not asked 1; refused 1; no reason recorded 1"),
        ("age", "cef", "refused 1; out of range, set missing 1; no reason recorded 1"),
        ("older", "ce", "out of range, set missing 2"),
        ("score", "", ""),
    ],
)
def test_each_person_counts_once_under_the_first_reason(variable, missing, said):
    assert REASONS.why(variable, missing) == said
