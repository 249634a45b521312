"""Whether an estimate changes direction in another model of the same question, told once for tables, findings and the manuscript."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from ipscohort.catalogue.adjustments import ADJUSTED, ALONE, CRUDE, MUTUAL, WITH_AGENCY, WITH_BOTH, WITH_DATE
from ipscohort.display import printing
from ipscohort.models.families.base import Family

APART = 1.0
"""Standard errors, of the more precise of two estimates, below which the distance between them is too small to call a change of direction."""
BESIDE = {
    WITH_DATE: (ADJUSTED, CRUDE),
    WITH_AGENCY: (ADJUSTED, CRUDE),
    WITH_BOTH: (ADJUSTED, CRUDE),
    MUTUAL: (ALONE, ADJUSTED, CRUDE),
}
"""Model of fidelity with date, agency or both -> that without them, the first that there is; where the persons differ, that of the same persons."""


def turns(one: Mapping[str, Any], other: Mapping[str, Any], family: Family, decimals: int) -> bool:
    """Whether two estimates of one question point to different sides of no difference, and far enough apart to be said.

    Parameters
    ----------
    one, other : mapping of str -> value
        Rows of ESTIMATES or alike: `estimate`, `std_error`, and the columns that the family shows.
    family : Family
    decimals : int
        Of printed estimates.

    Returns
    -------
    bool
        As printed, neither is no difference, and they are on either side of it, at least one standard error of the more precise one apart:
        1.01 and 0.99 are no change of direction unless errors are smaller than that. Where neither has an error, the sides alone count.
        False where one of them has no estimate.
    """
    values = [_known(row["estimate"]) for row in (one, other)]
    if None in values or values[0] * values[1] >= 0:
        return False
    none, column = printing.number(family.null, decimals), family.columns[0]
    if any(printing.number(row[column], decimals) == none for row in (one, other)):
        return False
    errors = [error for row in (one, other) if (error := _known(row["std_error"])) is not None]
    return not errors or abs(values[0] - values[1]) >= APART * min(errors)


def fidelity_turns(rows: pd.DataFrame, family: Family, decimals: int) -> Iterator[str]:
    """Models of one exposure and level, of date, agency or both, whose estimate points the other way than without them.

    Parameters
    ----------
    rows : DataFrame
        FIDELITY_ESTIMATES of one regression, exposure and level.
    family : Family
    decimals : int
    """
    by = {row["adjustment"]: row for row in rows[rows["estimate"].notna()].to_dict("records")}
    for name, without in BESIDE.items():
        base = next((each for each in without if each in by), None)
        if name in by and base is not None and turns(by[base], by[name], family, decimals):
            yield name


def _known(value: Any) -> float | None:
    return None if printing.absent(value) else float(value)
