"""Pearson's chi-squared against scipy's, and where there is none."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import chi2_contingency

from ipscohort.arithmetic.contingency import p_of, pearson


def test_it_is_scipys():
    counts = np.array([[47, 87], [35, 42], [23, 41], [15, 23], [21, 31]])
    known = chi2_contingency(counts, correction=False)
    chi2, df = pearson(counts)
    assert (chi2, df, p_of(chi2, df)) == (pytest.approx(known.statistic), known.dof, pytest.approx(known.pvalue))
    assert pearson(np.vstack([counts, [0, 0]])) == (pytest.approx(chi2), df)


@pytest.mark.parametrize("counts", [[[3, 4]], [[3], [4]], [[3, 0], [4, 0]], [[0, 0], [0, 0]]])
def test_one_group_has_none(counts):
    chi2, df = pearson(np.array(counts))
    assert math.isnan(chi2) and df == 0 and math.isnan(p_of(chi2, df))
