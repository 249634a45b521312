"""The roadmap: how far each region has come with each step, as a file has it; what the file does not have is told as not recorded."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from ipscohort.config.themes import Roadmap
from ipscohort.contracts.themes import ROADMAP_STATES, ROADMAP_STEPS, STATES
from ipscohort.ingest.cells import take
from ipscohort.ingest.dates import dates
from ipscohort.ingest.gather import Gathered
from ipscohort.ingest.readers import read_file
from ipscohort.themes.cells import known, needed, needed_ids, one_word, text, where

KEY = "themes.roadmap"
NOT_RECORDED = "not recorded"


def read_roadmap(path: Path, roadmap: Roadmap) -> pd.DataFrame:
    """Read the steps of each region.

    Parameters
    ----------
    path : Path
    roadmap : config.themes.Roadmap

    Returns
    -------
    DataFrame
        ROADMAP_STEPS: a row for each step of each region, also where the file has none.

    Raises
    ------
    UserError
        Rows without a region or step, steps and regions that the settings do not know, a step of a region twice, states and dates that can't
        be read.
    """
    gathered = Gathered()
    table = read_file(path, roadmap)
    region = needed_ids(table, roadmap.region, f"{KEY}.region", "rows without a region", "fill it in, or take the rows out", gathered)
    if roadmap.regions:
        region = known(region, roadmap.regions, where(table, roadmap.region), "regions", f"{KEY}.regions", gathered)
    step = needed(table, roadmap.step, f"{KEY}.step", "rows without a step", "fill it in, or take the rows out", gathered)
    frame = pd.DataFrame(
        {"region": region, "step": known(step, roadmap.steps, where(table, roadmap.step), "steps", f"{KEY}.steps", gathered)}
    )
    frame["state"] = one_word(take(table, roadmap.state, f"{KEY}.state", gathered), STATES, gathered)
    frame["date"], frame["month_only"] = pd.NaT, False
    if roadmap.date is not None:
        read = dates(take(table, roadmap.date, f"{KEY}.date", gathered), gathered, "roadmap", months=True)
        frame["date"], frame["month_only"] = read.dates, read.month_only
    for field in ("who", "agreement"):
        frame[field] = text(table, getattr(roadmap, field), f"{KEY}.{field}", gathered)
    twice = frame.dropna(subset=["region", "step"])
    twice = twice.index[twice.duplicated(["region", "step"], keep=False)]
    if len(twice):
        gathered.problems.add(table.where, "steps of a region that stand twice", "keep one row for each region and step", rows=twice)
    names = pd.Series(frame["region"].dropna().unique(), dtype="string")
    alike = names[names.str.casefold().duplicated(keep=False)]
    if len(alike):
        what, rows = "regions whose names differ in capitals alone", frame.index[frame["region"].isin(alike)]
        gathered.problems.add(where(table, roadmap.region), what, "write each region in one way", rows=rows)
    gathered.stop()
    return _whole(frame, roadmap)


def _whole(frame: pd.DataFrame, roadmap: Roadmap) -> pd.DataFrame:
    """A row for each region and step, in the order of the settings."""
    regions = roadmap.regions or list(dict.fromkeys(frame["region"]))
    grid = pd.DataFrame([{"region": region, "number": k, "step": step} for region in regions for k, step in enumerate(roadmap.steps, 1)])
    found = grid.merge(frame.assign(recorded=True), on=["region", "step"], how="left")
    found[["recorded", "month_only"]] = found[["recorded", "month_only"]].eq(True)
    return ROADMAP_STEPS.conform(found)


def count_states(steps: pd.DataFrame) -> pd.DataFrame:
    """ROADMAP_STATES: regions in each state, step by step."""
    state = steps["state"].fillna(NOT_RECORDED)
    rows = [
        {"number": number, "step": step, "state": word, "n": int(state[of.index].eq(word).sum())}
        for (number, step), of in steps.groupby(["number", "step"], sort=False)
        for word in (*STATES, NOT_RECORDED)
    ]
    return ROADMAP_STATES.conform(pd.DataFrame(rows))
