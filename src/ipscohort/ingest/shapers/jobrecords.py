"""Columns of job records, the same for spells and for wide groups of columns.

Steps: every mapped column -> dates or days of start and end -> what is known of the end -> hours, occupation, wage and
criteria -> records that hold nothing are left out.
"""

from __future__ import annotations

import pandas as pd

from ipscohort.config.ingest import Column, JobColumns
from ipscohort.ingest.cells import BLANK, Cells
from ipscohort.ingest.dates import dates
from ipscohort.ingest.gather import Gathered
from ipscohort.ingest.major_groups import codes, major_groups
from ipscohort.ingest.values import numbers, one_of, words, yes_no
from ipscohort.words import say

TABLE = "jobs"
YES_NO_COLUMNS = ("competitive", "paid_prevailing_wage", "regular_labour_market", "open_to_anyone")
STATUSES = ("known", "ongoing", "unknown")


def mapped(columns: JobColumns) -> dict[str, Column]:
    """The columns that the settings map, by their names in the contract."""
    return {name: column for name, column in columns if column is not None}


def job_columns(columns: JobColumns) -> tuple[str, ...]:
    """Optional columns of the contract jobs that the settings map."""
    found = mapped(columns)
    names = ("hours_per_week", "occupation", "wage", *YES_NO_COLUMNS)
    return tuple(name for name in names if name in found or (name == "occupation" and "isco08" in found))


def records(cells: dict[str, Cells], ids: pd.Series, blank_end: str, *, dated: bool, gathered: Gathered) -> pd.DataFrame:
    """Job records out of mapped columns.

    Parameters
    ----------
    cells : dict of str -> Cells
        By the names of JobColumns.
    ids : Series of string
        Ids of the persons.
    blank_end : {"ongoing", "unknown", "stop"}
        What an empty end means where `end_status` doesn't tell.
    dated : bool
        Whether start and end are dates, or days since inclusion.
    gathered : Gathered

    Returns
    -------
    DataFrame
        Columns of the contract jobs but for job, source and row; records that hold nothing are left out.
    """
    kept = _something(cells, ids, gathered)
    frame = pd.DataFrame({"id": ids})
    for name in ("start", "end"):
        if dated:
            found = dates(cells[name], gathered, TABLE, ids, months=True)
            frame[name], frame[f"{name}_month_only"] = found.dates, found.month_only
        else:
            frame[f"{name}_day"] = numbers(cells[name], gathered, whole=True).astype("Int64")
            frame[f"{name}_month_only"] = False
    frame["end_status"] = _end_status(cells, blank_end, kept, ids, gathered)
    for name in ("hours_per_week", "wage"):
        if name in cells:
            frame[name] = numbers(cells[name], gathered)
    for name in YES_NO_COLUMNS:
        if name in cells:
            frame[name] = yes_no(cells[name], gathered)
    if "occupation" in cells:
        frame["occupation"] = words(cells["occupation"], gathered)
    if "isco08" in cells:
        frame["isco08"] = codes(cells["isco08"], gathered, TABLE, ids)
        groups = major_groups(frame["isco08"])
        frame["occupation"] = groups.fillna(frame["occupation"]) if "occupation" in frame else groups
    return frame[kept]


def _something(cells: dict[str, Cells], ids: pd.Series, gathered: Gathered) -> pd.Series:
    """Whether a record holds anything beside the id; those that hold nothing are noted."""
    filled = pd.concat([c.present for c in cells.values()], axis=1).any(axis=1)
    coded = ~filled
    coded[coded] = pd.concat([c.reason[coded].ne(BLANK).fillna(False) for c in cells.values()], axis=1).any(axis=1).to_numpy()
    why = say("neither start nor end nor anything else is recorded: no job")
    _note_dropped(gathered, "empty_job_record", why, ids, ~filled & ~coded)
    why = say("every cell is empty or holds a code for missing: taken for no job")
    _note_dropped(gathered, "job_record_of_missing_codes", why, ids, coded)
    return filled


def _note_dropped(gathered: Gathered, rule: str, why: str, ids: pd.Series, which: pd.Series) -> None:
    gathered.note(rule, TABLE, say("dropped"), why, ids=ids[which], rows=ids.index[which])


def _end_status(cells: dict[str, Cells], blank_end: str, kept: pd.Series, ids: pd.Series, gathered: Gathered) -> pd.Series:
    """known, ongoing or unknown.

    A recorded end is known. A code for a missing end says unknown, unless its reason is the word ongoing. An empty end
    is what `end_status` says, else what `blank_end` says.
    """
    end = cells["end"]
    status = pd.Series("known", index=ids.index, dtype="string").where(end.present)
    told = one_of(cells["end_status"], STATUSES, gathered) if "end_status" in cells else status.mask(status.notna())
    why = say("a record with a last day is not ongoing: the last day counts")
    beside = kept & end.present & told.isin(("ongoing", "unknown"))
    gathered.note("end_status_beside_end", TABLE, say("changed"), why, ids=ids[beside], rows=ids.index[beside])
    coded = ~end.present & end.reason.ne(BLANK).fillna(False)
    by_code = end.reason.where(end.reason.eq("ongoing"), "unknown").where(coded)
    status = status.fillna(by_code).fillna(told.replace("known", "unknown"))
    untold = kept & status.isna()
    if blank_end == "stop" and untold.any() and not end.absent:
        remedy = "say what an empty end means: blank_end: ongoing or unknown, or map columns.end_status"
        gathered.problems.add(end.where, "jobs without an end, and nothing says whether they go on", remedy, rows=ids.index[untold])
    return status.fillna("unknown" if blank_end == "stop" else blank_end)
