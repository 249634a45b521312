"""Wide: numbered groups of columns, or blocks per interview wave, in the participants' file or in one of its own."""

from __future__ import annotations

import pandas as pd

from ipscohort.config.ingest import Column, Wide
from ipscohort.ingest.cells import take
from ipscohort.ingest.gather import Gathered
from ipscohort.ingest.rawtable import RawTable
from ipscohort.ingest.shapers.common import Shaped, Sources, own_ids
from ipscohort.ingest.shapers.jobrecords import mapped, records
from ipscohort.ingest.shapers.numbered import matching, twice


def shape(source: str, settings: Wide, sources: Sources) -> Shaped:
    """Job records of one source, by person and then by wave and number. A group that holds nothing is no job.

    Parameters
    ----------
    source : str
        The source's name in the settings.
    settings : config.ingest.Wide
    sources : Sources

    Returns
    -------
    Shaped
        With `jobs`.
    """
    table = sources.tables.get(f"jobs.{source}" if settings.file else "participants")
    if table is None:
        return Shaped()
    ids, shown = own_ids(source, table, settings.id, settings.id_match, sources) if settings.file else (sources.people.ids, None)
    groups = _groups(table, settings, f"ingest.jobs.{source}.columns", sources.gathered)
    found = [_group(table, ids, columns, source, settings, sources) for columns in groups]
    if not found:
        return Shaped()
    jobs = pd.concat(found).sort_index(kind="stable")
    jobs.insert(0, "source", source)
    jobs.insert(1, "row", jobs.index)
    return Shaped(jobs=jobs, shown_ids=shown)


def _groups(table: RawTable, settings: Wide, key: str, gathered: Gathered) -> list[dict[str, Column]]:
    """Of each job that the columns can hold: its columns by their names in the contract, numbers filled in."""
    patterns = mapped(settings.columns)
    places: dict[tuple, dict[str, str]] = {}
    for name, column in patterns.items():
        found = matching(column.column, table.frame.columns)
        if found.empty:
            gathered.columns.lacks(table, f"no column fits '{column.column}', which {key}.{name} names", column.column)
        double = twice(found)
        if double:
            gathered.problems.add(table.where, f"columns with the same number: {', '.join(double)}", "rename one of them")
        numbers = found[[mark for mark in ("wave", "n") if mark in found]]
        for place, column_name in zip(numbers.itertuples(index=False, name=None), found["column"], strict=True):
            places.setdefault(place, {})[name] = column_name
    return [_filled(patterns, columns, table, key, gathered) for _, columns in sorted(places.items())]


def _filled(patterns: dict[str, Column], columns: dict[str, str], table: RawTable, key: str, gathered: Gathered) -> dict[str, Column]:
    """The columns of one job; one that the file lacks is a problem, unless nothing fits its pattern (said before)."""
    lacking = [name for name in patterns if name not in columns and not matching(patterns[name].column, table.frame.columns).empty]
    for name in lacking:
        beside = next(iter(columns.values()))
        what = f"column {beside} has no column beside it that fits '{patterns[name].column}', which {key}.{name} names"
        gathered.problems.add(table.where, what, "add the column, or rename it")
    return {name: patterns[name].model_copy(update={"column": column}) for name, column in columns.items()}


def _group(table: RawTable, ids: pd.Series, columns: dict[str, Column], source: str, settings: Wide, sources: Sources) -> pd.DataFrame:
    if "start" not in columns or "end" not in columns:
        return pd.DataFrame()
    key = f"ingest.jobs.{source}.columns"
    quiet = Gathered(
        sources.gathered.problems, columns=sources.gathered.columns
    )  # an empty group of columns is no job, and nothing to note
    cells = {name: take(table, column, f"{key}.{name}", quiet) for name, column in columns.items()}
    jobs = records(cells, ids, settings.blank_end, dated=sources.dated, gathered=quiet)
    sources.gathered.notes += [note for note in quiet.notes if note["rule"] != "empty_job_record"]
    return jobs
