"""Rules about the rows of a panel that has a file of its own: a row per person, found by id."""

from __future__ import annotations

import pandas as pd

from ipscohort.clean.near_ids import Near, name_near, stop_near
from ipscohort.clean.work import Work, unique
from ipscohort.ids.matching import near_matches
from ipscohort.words import say


def without_participant(work: Work) -> None:
    """A row whose id is no participant's, as `job_without_participant` says."""
    rule, known = "job_without_participant", work.panel["id"].isin(work.participants["id"]).to_numpy(dtype=bool)
    found = _rows(work.panel[~known])
    near = near_matches(found["id"], work.participants["id"]).set_index("id")
    nearly = found["id"].isin(near.index)
    if work.stops(rule):
        of = work.panel["row"].nunique()
        stop_near(work, Near(work.codebook.panel_source, work.panel_table, found[nearly], of), near)
        work.stop(rule, f"{work.panel_table}, column id", found[~nearly], "no participant has this id")
    for why, ids in name_near(near):
        work.note(rule, work.panel_table, say("set aside"), found[found["id"].isin(ids)], why)
    work.note(rule, work.panel_table, say("set aside"), found[~nearly], say("No participant has this id."))
    work.panel = work.panel[known].reset_index(drop=True)


def twice(work: Work) -> None:
    """Rows of one person: the first of those that are the same is kept; those that differ always end the run."""
    rule, rows = "exact_duplicate_jobs", _rows(work.panel)
    rows = rows[rows["id"].duplicated(keep=False)]
    of = work.panel[work.panel["id"].isin(rows["id"])]
    same = of.groupby(["id", "period"])["status"].nunique().eq(1).groupby("id").all()
    differ = rows[~rows["id"].map(same).astype(bool)]
    if len(differ):
        remedy = "keep one row per person in the panel's file"
        where = f"{work.panel_table}, column id"
        work.problems.add(where, "rows of one id differ", remedy, rows=differ["row"], ids=unique(differ["id"]))
    alike = rows[rows["id"].map(same).astype(bool)]
    if work.stops(rule):
        work.stop(rule, f"{work.panel_table}, column id", alike, "the same row stands more than once")
    later = alike[alike["id"].duplicated()]
    work.note(rule, work.panel_table, say("dropped"), later, say("The same row stands above it."))
    first = work.panel.groupby("id")["row"].transform("min")
    work.panel = work.panel[work.panel["row"] == first].reset_index(drop=True)


def panel_row_missing(work: Work) -> None:
    """A participant who has no row in the panel's file (or none after inclusion): every week or month is unknown."""
    if not work.codebook.panel_source:
        return
    found = work.participants[~work.participants["id"].isin(work.panel["id"])]
    why = say(
        "The panel's file has no row of the person, or none after inclusion: every period is unknown (row of the participants' file)."
    )
    work.note("panel_row_missing", work.panel_table, say("kept, every period unknown"), found, why)


def _rows(panel: pd.DataFrame) -> pd.DataFrame:
    """Id and row number of each row of the panel's file."""
    return panel[["id", "row"]].drop_duplicates("row")
