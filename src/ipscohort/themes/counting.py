"""People and segments of each theme, by stakeholder group and direction; and the characteristics of who was interviewed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

import pandas as pd

from ipscohort.config.themes import ALL, Theme
from ipscohort.contracts.themes import (
    CODERS,
    DIRECTIONS,
    OTHERS_ONLY,
    PEOPLE,
    SEGMENTS_COUNTED,
    SEGMENTS_READ,
    SEGMENTS_TWICE,
    SILENT,
    THEME_COUNTS,
    THEME_PEOPLE,
    THEME_READING,
)
from ipscohort.display import printing
from ipscohort.display.styles import PAPER

HOW_MANY = "interviewees"
"""Variable of the rows that say how many interviewees a group has."""
DECIMALS = 1
"""Of means and standard deviations of interviewees."""


def count_themes(segments: pd.DataFrame, people: pd.DataFrame, codebook: Mapping[str, Theme], groups: list[str]) -> pd.DataFrame:
    """People and segments of each theme.

    Parameters
    ----------
    segments : DataFrame
        Those that are counted, with person, group as it is shown, theme, subtheme and direction; a row per segment.
    people : DataFrame
        A row per interviewee, with the group as it is shown.
    codebook : mapping of str -> Theme
    groups : list of str
        As shown, in order.

    Returns
    -------
    DataFrame
        THEME_COUNTS, also of themes that nobody spoke of. A person is counted once in each row, however many segments are theirs; so who
        spoke of facilitators and of barriers is one of the whole, and rows do not add up to it.
    """
    interviewed = {ALL: len(people), **people["group"].value_counts().to_dict()}
    said = segments[[*THEME_COUNTS.key, "person"]].astype(object).fillna("").to_numpy().tolist()
    rows = []
    for theme, entry in codebook.items():
        for subtheme, group, direction in product((ALL, *entry.subthemes), (ALL, *groups), (ALL, *DIRECTIONS)):
            wanted = (theme, subtheme, group, direction)
            who = [person for *codes, person in said if all(w in (ALL, code) for w, code in zip(wanted, codes, strict=True))]
            counts = {"n_persons": len(set(who)), "n_segments": len(who), "n_interviewed": interviewed.get(group, 0)}
            rows.append({**dict(zip(THEME_COUNTS.key, wanted, strict=True)), **counts})
    return THEME_COUNTS.conform(pd.DataFrame(rows))


def count_read(segments: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """THEME_READING: segments, coders and interviewees, and those of whom nothing is counted.

    Parameters
    ----------
    segments : DataFrame
        THEME_SEGMENTS of all coders.
    people : DataFrame
        A row per interviewee.
    """
    counted, per_segment = segments[segments["counted"]], segments["segment"].value_counts()
    found = {
        SEGMENTS_READ: len(per_segment),
        SEGMENTS_COUNTED: len(counted),
        OTHERS_ONLY: len(per_segment) - len(counted),
        SEGMENTS_TWICE: int(per_segment.gt(1).sum()),
        CODERS: segments["coder"].nunique(),
        PEOPLE: len(people),
        SILENT: int((~people["person"].isin(counted["person"])).sum()),
    }
    return THEME_READING.conform(pd.DataFrame({"what": list(found), "n": list(found.values())}))


def describe_people(people: pd.DataFrame, levels: Mapping[str, tuple[str, ...]], groups: list[str], hide_below: int) -> pd.DataFrame:
    """Characteristics of the interviewees, of each group and of all.

    Parameters
    ----------
    people : DataFrame
        A row per interviewee, with the group as it is shown and a column for each characteristic.
    levels : mapping of str -> tuple of str
        Levels of each; none for a number.
    groups : list of str
        As shown, in order.
    hide_below : int
        A characteristic of which any level has fewer interviewees of a group, but not nobody, is not shown for that group; nor is a mean of
        fewer, nor a level where it is not known of fewer; beside a mean it is then not said of how many it is known. Nor is it then for all interviewees: what the groups not shown have together would follow, and with it often what each has. A
        standard deviation needs twice as many, as mean and spread of a few tell their values; for all interviewees there is none where it
        would tell that of one group, or of few. Means and standard deviations have one decimal; from 1 on everything is shown as it is.

    Returns
    -------
    DataFrame
        THEME_PEOPLE; what is not shown is missing there too.
    """
    parts = {ALL: people, **{group: people[people["group"].eq(group)] for group in groups}}
    rows = [{"variable": HOW_MANY, "group": group, "n": len(of), "n_known": len(of), "hidden": False} for group, of in parts.items()]
    for name, of_levels in levels.items():
        few = {group for group, of in parts.items() if _few(of[name], hide_below, of_levels)}
        few |= {ALL} if few else set()
        spread = _with_spread({group: int(of[name].notna().sum()) for group, of in parts.items()}, hide_below)
        untold = {group for group, of in parts.items() if 0 < of[name].isna().sum() < hide_below}
        untold |= {ALL} if untold else set()
        for group, of in parts.items():
            found = _described(of[name], of_levels, hide_below, hidden=group in few, spread=group in spread)
            found = [row | {"n": None, "n_known": None} for row in found] if group in untold and not of_levels else found
            rows += [row | {"variable": name, "group": group} for row in found]
    return THEME_PEOPLE.conform(pd.DataFrame(rows))


def _with_spread(known: Mapping[str, int], hide_below: int) -> set[str]:
    """Those whose standard deviation is shown, by how many interviewees each has of whom the number is known."""
    least = 2 * hide_below
    without = {group: n for group, n in known.items() if group != ALL and 0 < n < least}
    alone = bool(without) and (len(without) == 1 or sum(without.values()) < least)
    return {group for group, n in known.items() if n >= least and not (group == ALL and alone)}


def _few(values: pd.Series, hide_below: int, levels: tuple[str, ...]) -> bool:
    """Whether one or a few interviewees could be recognised: those of whom it is not known too, as the levels add up to the others; of a number, the mean of
    a few tells of each.
    """
    counts = [int(values.eq(level).sum()) for level in levels] + [int(values.isna().sum())] if levels else [int(values.notna().sum())]
    return any(0 < n < hide_below for n in counts)


def _described(values: pd.Series, levels: tuple[str, ...], hide_below: int, *, hidden: bool, spread: bool) -> Iterator[dict]:
    known = int(values.notna().sum())
    if hidden:
        yield from ({"level": level or None, "hidden": True} for level in levels or ("",))
    elif levels:
        yield from ({"level": level, "n": int(values.eq(level).sum()), "n_known": known, "hidden": False} for level in levels)
    else:
        numbers = values.dropna().astype(float)
        found = {"mean": float(numbers.mean()) if known else None, "sd": float(numbers.std(ddof=1)) if spread else None}
        yield {"n": known, "n_known": known, **(found if hide_below == 1 else _rounded(found)), "hidden": False}


def _rounded(found: dict[str, float | None]) -> dict[str, float | None]:
    """With one decimal, as tables print them: more would tell what the values are."""
    return {
        name: None if value is None else float(printing.number(value, DECIMALS, style=PAPER, separated=False))
        for name, value in found.items()
    }
