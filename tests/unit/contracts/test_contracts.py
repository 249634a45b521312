"""Contracts hold a table to its key, however its rows stand; conform leaves the frame it was given as it was."""

from __future__ import annotations

import pandas as pd
import pytest

from ipscohort.contracts import PERIODS
from ipscohort.contracts.base import ContractError


def periods(*rows):
    return pd.DataFrame(rows, columns=["id", "period", "employed"])


@pytest.mark.parametrize(
    "rows",
    [
        [("a", 1, True), ("a", 1, True)],
        [("a", 1, True), ("a", 2, True), ("a", 1, False)],
        [("a", 1, True), ("b", 1, True), ("a", 1, True)],
        [("a", 2, True), ("b", 1, True), ("a", 3, True), ("a", 2, False)],
    ],
)
def test_a_key_that_repeats_is_found(rows):
    with pytest.raises(ContractError, match="repeats"):
        PERIODS.conform(periods(*rows))


@pytest.mark.parametrize(
    "rows",
    [
        [("a", 1, True), ("a", 2, True), ("b", 1, True)],
        [("a", 2, True), ("a", 1, True)],
        [("a", 1, True), ("b", 1, True), ("a", 2, True)],
        [],
    ],
)
def test_a_key_that_does_not_repeat_is_right_in_any_order(rows):
    assert len(PERIODS.conform(periods(*rows))) == len(rows)


def test_what_conforms_is_a_copy_unless_asked_otherwise():
    frame = PERIODS.conform(periods(("a", 1, True)))
    changed = PERIODS.conform(frame)
    changed.loc[0, "period"] = 7
    assert frame.loc[0, "period"] == 1
    assert PERIODS.conform(frame, copy=False).equals(frame)
