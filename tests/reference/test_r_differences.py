"""Standardised mean differences equal R's (R/ips_mis_differences.R), of numbers, of two levels and of several, between two groups and three."""

from __future__ import annotations

import numpy as np
import pytest

from ipscohort.arithmetic.differences import smd_of_levels, smd_of_numbers
from tests.reference.compare import RTOL, reference
from tests.support.shipped import shipped


def computed(exposure: str, variable: str) -> float:
    derived = shipped().derived
    persons, info = derived.persons, derived.codebook.variables[variable]
    groups = [persons.loc[persons[exposure] == level, variable].dropna() for level in derived.codebook.variables[exposure].levels]
    if info.type == "number":
        return smd_of_numbers([group.to_numpy(dtype=float) for group in groups])
    return smd_of_levels([np.array([int(group.eq(level).sum()) for level in info.levels]) for group in groups])


def test_every_difference_equals_r():
    expected = reference("ips_mis_differences")
    assert len(expected) == 9 + 9 + 8 + 1
    for row in expected.itertuples():
        assert computed(row.exposure, row.variable) == pytest.approx(row.smd, rel=RTOL), (row.exposure, row.variable)
