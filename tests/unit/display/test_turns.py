"""A change of direction is said where two estimates of one question point to different sides and are further apart than chance alone has it."""

from __future__ import annotations

from math import log

import pandas as pd
import pytest

from ipscohort.display.turns import fidelity_turns, turns
from ipscohort.models.families import FAMILIES

RATIO, DIFFERENCE = FAMILIES["logistic"], FAMILIES["linear"]


def row(ratio: float | None, error: float | None = 0.3, adjustment: str = "adjusted") -> dict:
    estimate = None if ratio is None else log(ratio)
    return {"estimate": estimate, "std_error": error, "ratio": ratio, "adjustment": adjustment}


@pytest.mark.parametrize(
    ("one", "other", "error", "said"),
    [
        (1.01, 0.99, 0.3, False),  # nothing beside its error
        (1.01, 0.99, 0.019, True),  # 0.0200007 apart: one standard error or more
        (1.01, 0.99, 0.021, False),
        (2.03, 0.87, 0.36, True),
        (0.87, 2.03, 0.36, True),
        (1.16, 0.86, 0.2993, False),  # 0.2992 apart
        (1.16, 0.86, 0.2991, True),
        (2.03, 1.10, 0.36, False),
        (0.50, 0.90, 0.1, False),
        (2.03, 1.0, 0.36, False),
        (1.004, 0.5, 0.1, False),  # prints as 1.00
        (1.005, 0.5, 0.1, True),  # prints as 1.01
        (2.0, 0.996, 0.1, False),  # prints as 1.00
        (2.0, 0.994, 0.1, True),  # prints as 0.99
        (2.0, None, 0.1, False),
        (None, 0.5, 0.1, False),
    ],
)
def test_both_sides_of_the_bound(one, other, error, said):
    assert turns(row(one, error), row(other, error), RATIO, 2) is said


def test_the_more_precise_error_counts_and_without_errors_the_sides_do():
    assert turns(row(1.5, 0.3), row(0.9, 5.0), RATIO, 2) and turns(row(1.5, 5.0), row(0.9, 0.3), RATIO, 2)
    assert not turns(row(1.5, 5.0), row(0.9, 5.0), RATIO, 2)
    assert turns(row(1.5, None), row(0.9, None), RATIO, 2) and turns(row(1.5, None), row(0.9, 0.3), RATIO, 2)
    assert not turns(row(1.5, None), row(0.9, 0.6), RATIO, 2)


def test_a_difference_in_means_is_told_on_its_own_scale():
    def of(value):
        return {"estimate": value, "std_error": 3.0}

    assert turns(of(4.0), of(-2.0), DIFFERENCE, 2) and not turns(of(1.4), of(-1.4), DIFFERENCE, 2)
    assert not turns(of(4.0), of(0.004), DIFFERENCE, 2) and not turns(of(4.0), of(-0.004), DIFFERENCE, 2)


def of(**found: tuple[float | None, float]) -> list[str]:
    rows = [row(ratio, error, name) for name, (ratio, error) in found.items()]
    frame = pd.DataFrame(rows).astype({"estimate": "Float64", "std_error": "Float64", "ratio": "Float64"})
    return [*fidelity_turns(frame, RATIO, 2)]


def test_each_model_of_fidelity_is_compared_with_that_without():
    assert of(crude=(0.5, 0.3), adjusted=(2.0, 0.3), with_date=(0.9, 0.5), with_agency=(3.0, 0.5), with_date_and_agency=(0.4, 1.0)) == [
        "with_date",
        "with_date_and_agency",
    ]
    assert of(crude=(2.0, 0.3), with_agency=(0.5, 0.3)) == ["with_agency"]  # no confounders
    assert of(crude=(2.0, 0.3), adjusted=(None, 0.3), with_agency=(0.5, 0.3)) == ["with_agency"]  # none that could be estimated
    assert of(adjusted=(2.0, 0.3), with_date=(None, 0.3)) == [] and of(with_date=(0.5, 0.3)) == []


def test_the_model_with_the_calendar_is_compared_on_the_same_persons():
    assert of(adjusted=(2.0, 0.3), alone_on_mutual_rows=(0.6, 0.3), mutual=(0.5, 0.3)) == []
    assert of(adjusted=(0.6, 0.3), alone_on_mutual_rows=(2.0, 0.3), mutual=(0.5, 0.3)) == ["mutual"]
    assert of(adjusted=(2.0, 0.3), mutual=(0.5, 0.3)) == ["mutual"]
