"""What the paper's tables share: how the follow-up is named, and the N behind a value."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from ipscohort.config.study import Study
from ipscohort.tables.content import Cell
from ipscohort.words import later, say

SPANS = {"days": later("{n}-day follow-up"), "weeks": later("{n}-week follow-up"), "months": later("{n}-month follow-up")}
"""Unit -> how a follow-up of so many is named."""


def follow_up_span(study: Study) -> str:
    """'30-month follow-up'."""
    return say(SPANS[study.follow_up.unit], n=study.follow_up.length)


def with_known_n(cell: Cell, values: pd.Series) -> Cell:
    """The cell with the number of known values behind it, where some are missing: '44 (45) (N = 98)'."""
    known = int(values.notna().sum())
    return cell if known == len(values) else replace(cell, text=f"{cell.text} (N = {known})")
