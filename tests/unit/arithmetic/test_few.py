"""Counts of few persons that are shown together: none follows from what is shown, whoever knows the rule."""

from __future__ import annotations

from itertools import product

import pytest

from ipscohort.arithmetic.few import put_together


@pytest.mark.parametrize(
    ("counts", "least", "together"),
    [
        ((4, 5, 0), 3, ()),
        ((1, 4, 5), 3, (0, 1, 2)),  # one alone would follow from the whole
        ((2, 9, 1), 3, (0, 2)),
        ((2, 9, 1, 0), 3, (0, 2, 3)),  # those of nobody too
        ((2, 2, 5), 3, (0, 1, 2)),  # two below three that make four are 2 each
        ((1, 0, 0), 3, (0, 1, 2)),
        ((1, 1), 1, ()),
        ((), 3, ()),
    ],
)
def test_by_hand(counts, least, together):
    assert put_together(counts, least) == together


@pytest.mark.parametrize(("length", "least"), [(3, 3), (4, 3), (4, 2), (3, 4)])
def test_nothing_hidden_can_be_solved_for(length, least):
    shown: dict[tuple, list[tuple]] = {}
    for counts in product(range(7), repeat=length):
        hidden = put_together(counts, least)
        seen = tuple(None if place in hidden else n for place, n in enumerate(counts)), sum(counts)
        shown.setdefault(seen, []).append(counts)
        assert not hidden or sum(counts[place] for place in hidden) >= least or len(hidden) == length
    for (seen, _), possible in shown.items():
        for place, n in enumerate(seen):
            if n is None:
                assert len({counts[place] for counts in possible}) > 1, possible
