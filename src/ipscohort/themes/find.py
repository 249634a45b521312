"""The whole of themes: from files to counts, agreement, statements and steps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from ipscohort.catalogue.stages import STAGES
from ipscohort.config import Settings, Slice
from ipscohort.contracts.themes import THEME_QUOTES, THEME_SEGMENTS, THEME_SILENT
from ipscohort.themes.agreement import compare_coders
from ipscohort.themes.counting import count_read, count_themes, describe_people
from ipscohort.themes.groups import POOLED, shown_groups
from ipscohort.themes.papers import count_statements, read_papers
from ipscohort.themes.reading import Interviews, read_interviews
from ipscohort.themes.roadmap import count_states, read_roadmap


@dataclass(frozen=True)
class Found:
    """What is left for readers and other steps; None for what the settings do not ask for.

    Attributes
    ----------
    segments, silent : DataFrame or None
        THEME_SEGMENTS, THEME_SILENT: of persons, for the study's own team.
    reading, people, counts, agreement : DataFrame or None
        THEME_READING, THEME_PEOPLE, THEME_COUNTS, THEME_AGREEMENT.
    quotes : DataFrame or None
        THEME_QUOTES.
    statements, statement_counts : DataFrame or None
        THEME_STATEMENTS, THEME_STATEMENT_COUNTS.
    steps, states : DataFrame or None
        ROADMAP_STEPS, ROADMAP_STATES.
    groups : tuple of str
        Stakeholder groups as tables show them, in order.
    pooled : tuple of str
        Groups that are put together, as they are small.
    listed : bool
        Whether a file lists the interviewees, so that those without a segment are known.
    """

    segments: pd.DataFrame | None = None
    silent: pd.DataFrame | None = None
    reading: pd.DataFrame | None = None
    people: pd.DataFrame | None = None
    counts: pd.DataFrame | None = None
    agreement: pd.DataFrame | None = None
    quotes: pd.DataFrame | None = None
    statements: pd.DataFrame | None = None
    statement_counts: pd.DataFrame | None = None
    steps: pd.DataFrame | None = None
    states: pd.DataFrame | None = None
    groups: tuple[str, ...] = ()
    pooled: tuple[str, ...] = ()
    listed: bool = False


def find(files: Mapping[str, Path], settings: Settings | Slice) -> Found:
    """Read what the settings name, and count it.

    Parameters
    ----------
    files : mapping of str -> Path
        By the keys of `Themes.files`.
    settings : Settings or Slice
        `themes` and `study`.

    Raises
    ------
    UserError
        What reading finds.
    """
    themes, found = settings.themes, {}
    if themes.segments is not None:
        found |= _interviews(read_interviews(files, themes), settings)
    if themes.papers:
        statements = read_papers(files, themes.papers)
        found |= {"statements": statements, "statement_counts": count_statements(statements)}
    if themes.roadmap is not None:
        steps = read_roadmap(files["themes.roadmap"], themes.roadmap)
        found |= {"steps": steps, "states": count_states(steps)}
    return Found(**found)


def check_themes(files: Mapping[str, Path], settings: Settings) -> None:
    """Read all files and raise UserError where anything is wrong with them."""
    themes = settings.themes
    if themes.segments is not None:
        read_interviews(files, themes)
    if themes.papers:
        read_papers(files, themes.papers)
    if themes.roadmap is not None:
        read_roadmap(files["themes.roadmap"], themes.roadmap)


def _interviews(read: Interviews, settings: Settings | Slice) -> dict:
    """What is found from segments and interviewees."""
    themes = settings.themes
    shown = shown_groups(read.people, themes.groups, themes.hide_below)
    here = {shown[group] for group in read.people["group"]}
    groups = [group for group in dict.fromkeys(shown.values()) if group in here]
    people = read.people.assign(group=read.people["group"].map(shown))
    counted = read.segments[read.segments["counted"]].assign(group=lambda frame: frame["group"].map(shown))
    silent = read.people[~read.people["person"].isin(counted["person"])]
    found = {
        "segments": THEME_SEGMENTS.conform(read.segments.drop(columns="text", errors="ignore")),
        "silent": THEME_SILENT.conform(silent[["person", "group"]]),
        "reading": count_read(read.segments, read.people),
        "people": describe_people(people, read.levels, groups, themes.hide_below),
        "counts": count_themes(counted, people, themes.codebook, groups),
        "agreement": compare_coders(read.segments, themes.codebook, themes.segments.counted, settings.study.confidence),
        "groups": tuple(groups),
        "pooled": tuple(group for group, word in shown.items() if word == POOLED and group in set(read.people["group"])),
        "listed": read.listed,
    }
    if themes.quotes is not None:
        found["quotes"] = _quotes(counted, list(themes.codebook))
    return found


def _quotes(counted: pd.DataFrame, order: list[str]) -> pd.DataFrame:
    """Segments with words that may be shown, by theme."""
    rows = counted.dropna(subset="text").assign(place=lambda frame: frame["theme"].map(order.index)).sort_values("place", kind="stable")
    rows["number"] = range(1, len(rows) + 1)
    return THEME_QUOTES.conform(rows[THEME_QUOTES.names()])


def frames(found: Found) -> dict[str, pd.DataFrame]:
    """What tables' numbers come from, by the files' names; nothing of persons."""
    files = (file for file in STAGES["themes"].files if file.contract and not file.of_persons)
    return {file.name: frame for file in files if (frame := getattr(found, file.field)) is not None}
