"""Where unknown times of a first job are placed: at the ends of what a hazard ratio can come to."""

from __future__ import annotations

from itertools import product
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from statsmodels.duration.hazard_regression import PHReg

from ipscohort.models.unknown_starts import _nothing_beyond, _places

UNKNOWN = 6


def persons(exposure: pd.Series) -> pd.DataFrame:
    """Everybody worked; the first six at an unknown time from day 1 to 400."""
    random = np.random.default_rng(2)
    known = random.integers(5, 390, len(exposure)).astype(float)
    open_ = np.arange(len(exposure)) < UNKNOWN
    return pd.DataFrame(
        {"exposure": exposure, "follow_time_best": np.where(open_, 1.0, known), "follow_time_worst": np.where(open_, 400.0, known)}
    )


def ratio(times: np.ndarray, exposure: np.ndarray) -> float:
    return float(np.exp(PHReg(times, exposure, status=np.ones(len(times))).fit().params[0]))


@pytest.mark.parametrize("kind", ["number", "two levels"])
def test_no_other_placement_gives_a_ratio_outside_those_tried(kind):
    number = pd.Series(np.random.default_rng(5).normal(size=40).round(2))
    number[:UNKNOWN] = [-2.0, -1.5, -1.0, 1.0, 1.5, 2.0]
    exposure = number if kind == "number" else pd.Series(np.where(number > 0, "b", "a"), dtype="string")
    coded = (number if kind == "number" else (number > 0)).to_numpy(float)
    frame = persons(exposure)
    tried = [ratio(place.to_numpy(), coded) for place in _places(frame, SimpleNamespace(exposure="exposure"))]
    every = []
    for early in product((True, False), repeat=UNKNOWN):
        times = frame["follow_time_worst"].to_numpy(copy=True)
        times[:UNKNOWN] = np.where(early, 1.0, 400.0)
        every.append(ratio(times, coded))
    assert (min(tried), max(tried)) == pytest.approx((min(every), max(every)), rel=1e-9)


def test_only_the_crude_ratio_of_two_levels_is_said_to_lie_within_them():
    two = pd.Series(["a", "b"], dtype="string")
    assert _nothing_beyond(SimpleNamespace(adjustment="crude"), two)
    assert not _nothing_beyond(SimpleNamespace(adjustment="adjusted"), two)
    assert not _nothing_beyond(SimpleNamespace(adjustment="crude"), pd.Series(["a", "b", "c"], dtype="string"))
    assert not _nothing_beyond(SimpleNamespace(adjustment="crude"), pd.Series([1.0, 2.0]))


@pytest.mark.parametrize(
    ("exposure", "n"),
    [
        (pd.Series([3.0, 7.5] * 20), 4),
        (pd.Series(["a", "b"] * 20, dtype="string"), 4),
        (pd.Series(["a", "b", "c", "c"] * 10, dtype="string"), 8),
    ],
)
def test_no_placement_is_tried_twice(exposure, n):
    places = [tuple(place) for place in _places(persons(exposure), SimpleNamespace(exposure="exposure"))]
    assert len(places) == len(set(places)) == n
