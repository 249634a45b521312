"""Coded segments and interviewees out of their files, and everything that is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from ipscohort.config.ingest import Variable
from ipscohort.config.themes import Quotes, Segments, Theme, Themes
from ipscohort.errors import known_levels
from ipscohort.ingest.cells import take
from ipscohort.ingest.gather import Gathered
from ipscohort.ingest.rawtable import RawTable
from ipscohort.ingest.readers import read_file
from ipscohort.ingest.values import categories, levels_of, numbers, refuse_persons_own, yes_no
from ipscohort.themes.cells import directions, known, needed, needed_ids, text, where

SEGMENTS, PEOPLE, QUOTES = "themes.segments", "themes.interviewees", "themes.quotes"
NO_PERSON = "fill in whose words they are, or take the rows out"


@dataclass(frozen=True)
class Interviews:
    """What was read.

    Attributes
    ----------
    segments : DataFrame
        THEME_SEGMENTS, with a column `text` where the settings let words be shown: missing but for segments that are to be shown.
    people : DataFrame
        Columns person and group, and one for each characteristic; a row per interviewee.
    levels : mapping of str -> tuple of str
        Levels of each characteristic in order; empty for a number.
    listed : bool
        Whether there is a file of interviewees, so that those without a segment are known.
    """

    segments: pd.DataFrame
    people: pd.DataFrame
    levels: Mapping[str, tuple[str, ...]]
    listed: bool


def read_interviews(files: Mapping[str, Path], themes: Themes) -> Interviews:
    """Read and check segments and interviewees.

    Parameters
    ----------
    files : mapping of str -> Path
        By the keys of `Themes.files`.
    themes : config.themes.Themes
        With segments.

    Returns
    -------
    Interviews

    Raises
    ------
    UserError
        With everything that is wrong: a segment without a participant or of one that the interviewees' file does not have, unknown themes,
        subthemes, groups and directions, one coder twice on one segment, several coders and none that is counted.
    """
    gathered = Gathered()
    people, levels = _people(files, themes, gathered)
    table = read_file(files[SEGMENTS], themes.segments)
    frame = _codes(table, themes, gathered)
    _check_persons(table, themes, frame, people, gathered)
    _check_coders(table, themes.segments, frame, gathered)
    if themes.quotes is not None:
        frame["text"] = _shown(table, themes.quotes, gathered)
    gathered.stop()
    if people is None:
        people = frame.drop_duplicates("person")[["person", "group"]].reset_index(drop=True)
        levels = {}
    frame["group"] = frame["person"].map(people.set_index("person")["group"])
    frame["counted"] = frame["coder"].eq(themes.segments.counted) if themes.segments.counted else True
    return Interviews(frame.reset_index(drop=True), people, levels, themes.interviewees is not None)


def _codes(table: RawTable, themes: Themes, gathered: Gathered) -> pd.DataFrame:
    """Who said what in which segment, as each coder has it."""
    of = themes.segments
    found = {"row": table.frame.index}
    found["segment"] = needed_ids(
        table,
        of.segment,
        f"{SEGMENTS}.segment",
        "segments without an id",
        "number them, so that two coders' codes can be compared",
        gathered,
    )
    found["person"] = needed_ids(table, of.person, f"{SEGMENTS}.person", "segments without a participant", NO_PERSON, gathered)
    groups = text(table, of.group, f"{SEGMENTS}.group", gathered)
    if of.group is not None:
        groups = known(groups, themes.groups, where(table, of.group), "stakeholder groups", "themes.groups", gathered)
    found["group"] = groups
    theme = needed(table, of.theme, f"{SEGMENTS}.theme", "segments without a theme", "code them, or take the rows out", gathered)
    found["theme"] = known(theme, themes.codebook, where(table, of.theme), "themes", "themes.codebook", gathered)
    found["subtheme"] = _subthemes(table, of, themes.codebook, found["theme"], gathered)
    found["direction"] = directions(table, of.direction, f"{SEGMENTS}.direction", gathered)
    found["coder"] = needed_ids(table, of.coder, f"{SEGMENTS}.coder", "segments without a coder", "fill in who coded them", gathered)
    return pd.DataFrame(found, index=table.frame.index)


def _subthemes(table: RawTable, of: Segments, codebook: Mapping[str, Theme], theme: pd.Series, gathered: Gathered) -> pd.Series:
    """Subthemes; each must be one of its own theme."""
    found = text(table, of.subtheme, f"{SEGMENTS}.subtheme", gathered)
    for name, entry in codebook.items():
        of_theme = found.where(theme.eq(name).fillna(False))
        if of.subtheme is not None:
            place, key = where(table, of.subtheme), f"themes.codebook.{name}.subthemes"
            known(of_theme, entry.subthemes, place, f"subthemes of '{name}'", key, gathered)
    return found


def _shown(table: RawTable, quotes: Quotes, gathered: Gathered) -> pd.Series:
    """Words of the segments that are to be shown; missing for all others."""
    words = text(table, quotes.text, f"{QUOTES}.text", gathered)
    if quotes.chosen is None:
        return words
    chosen = yes_no(take(table, quotes.chosen, f"{QUOTES}.chosen", gathered), gathered)
    return words.where(chosen.eq("yes").fillna(False))


def _people(files: Mapping[str, Path], themes: Themes, gathered: Gathered) -> tuple[pd.DataFrame | None, dict[str, tuple[str, ...]]]:
    """Interviewees with their groups and characteristics; None where no file lists them."""
    of = themes.interviewees
    if of is None:
        return None, {}
    table = read_file(files[PEOPLE], of)
    who = needed_ids(table, of.person, f"{PEOPLE}.person", "interviewees without an id", "fill in the id, or take the rows out", gathered)
    twice = who.index[who.notna() & who.duplicated(keep=False)]
    if len(twice):
        gathered.problems.add(where(table, of.person), "interviewees that stand twice", "keep one row of each", rows=twice)
    missing, remedy = "interviewees without a stakeholder group", "fill in the group"
    group = needed(table, of.group, f"{PEOPLE}.group", missing, remedy, gathered)
    frame = pd.DataFrame(
        {"person": who, "group": known(group, themes.groups, where(table, of.group), "stakeholder groups", "themes.groups", gathered)}
    )
    levels = {}
    for name, variable in of.characteristics.items():
        frame[name], levels[name] = _characteristic(table, name, variable, gathered)
    return frame, levels


def _characteristic(table: RawTable, name: str, variable: Variable, gathered: Gathered) -> tuple[pd.Series, tuple[str, ...]]:
    cells = take(table, variable, f"{PEOPLE}.characteristics.{name}", gathered)
    if variable.type == "number":
        return numbers(cells, gathered), ()
    if variable.type == "yes_no":
        return yes_no(cells, gathered), ("yes", "no")
    refuse_persons_own(cells, variable.levels, gathered)
    levels = levels_of(cells, variable.levels)
    return categories(cells, gathered, variable.levels), levels


def _check_persons(table: RawTable, themes: Themes, frame: pd.DataFrame, people: pd.DataFrame | None, gathered: Gathered) -> None:
    """Each segment is of one person, whom the interviewees' file has, of one group."""
    place = where(table, themes.segments.person)
    named = frame.dropna(subset=["segment", "person"])
    several = named.groupby("segment")["person"].transform("nunique").gt(1)
    if several.any():
        what = "segments of two participants: coders do not agree whose words they are"
        gathered.problems.add(place, what, "give each segment one participant, or segments ids of their own", rows=named.index[several])
    if people is not None:
        strange = named.index[~named["person"].isin(people["person"])]
        if len(strange):
            what = "segments of participants that the file of interviewees does not have"
            gathered.problems.add(place, what, f"mend the ids, or add the interviewees to {themes.interviewees.file}", rows=strange)
    if themes.segments.group is None:
        return
    spoken = where(table, themes.segments.group)
    own = people[["person", "group"]].dropna().set_index("person")["group"] if people is not None and people["person"].is_unique else None
    group = frame["group"]
    told = frame["person"].map(own) if own is not None else group.groupby(frame["person"]).transform("first")
    apart = frame.index[group.notna() & told.notna() & group.ne(told)]
    if len(apart):
        gathered.problems.add(spoken, "participants of two stakeholder groups", "give each participant one group", rows=apart)
    lacking = frame.index[group.isna() & told.isna() & frame["person"].notna()]
    if people is None and len(lacking) and not frame["group"].isna().all():
        gathered.problems.add(spoken, "segments without a stakeholder group", "fill in the group of the participant", rows=lacking)


def _check_coders(table: RawTable, of: Segments, frame: pd.DataFrame, gathered: Gathered) -> None:
    """A coder codes a segment once; where several did, the settings say whose codes are counted."""
    place = where(table, of.coder)
    coded = frame.dropna(subset=["segment", "coder"])
    twice = coded.index[coded.duplicated(["segment", "coder"], keep=False)]
    if len(twice):
        what = "segments that one coder coded twice"
        gathered.problems.add(
            place, what, "keep one code for a segment and coder, or split the segment in two with ids of their own", rows=twice
        )
    coders = sorted(set(coded["coder"]))
    if of.counted is not None and coders and of.counted not in coders:
        gathered.problems.add(f"{SEGMENTS}.counted", f"no coder is called '{of.counted}'", known_levels(coders, of.counted))
    elif of.counted is None and len(coders) > 1:
        what = f"the file has {len(coders)} coders, and nothing says whose codes are counted"
        gathered.problems.add(place, what, f"name one under {SEGMENTS}.counted: {known_levels(coders)}")
