"""Stakeholder groups of few interviewees are put together, so that nobody can be recognised by their group."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pandas as pd

from ipscohort.config.themes import POOLED
from ipscohort.words import say


def shown_groups(people: pd.DataFrame, groups: Sequence[str], hide_below: int) -> dict[str, str]:
    """Stakeholder group -> the group that tables show it in.

    Parameters
    ----------
    people : DataFrame
        With a column group; a row per interviewee.
    groups : sequence of str
        In the order of tables.
    hide_below : int
        Groups of fewer interviewees are put together; with them the next smallest ones, until they are as many. A group by itself would follow
        from the total otherwise.

    Returns
    -------
    dict
        In the order of tables, the groups put together last.
    """
    n = Counter(people["group"])
    small = [group for group in groups if 0 < n[group] < hide_below]
    rest = sorted((group for group in groups if n[group] >= hide_below), key=lambda group: (n[group], list(groups).index(group)))
    while small and rest and sum(n[group] for group in small) < hide_below:
        small.append(rest.pop(0))
    # One group alone under another name would hide nothing
    while len(small) == 1 and rest:
        small.append(rest.pop(0))
    return {group: group for group in groups if group not in small} | {group: POOLED for group in groups if group in small}


def group_word(group: str) -> str:
    """How a group is shown."""
    return say("Smaller groups together") if group == POOLED else group
