"""Spells: one row per job, in a file of its own."""

from __future__ import annotations

from ipscohort.config.ingest import Spells
from ipscohort.ingest.cells import take
from ipscohort.ingest.shapers.common import Shaped, Sources, own_ids
from ipscohort.ingest.shapers.jobrecords import mapped, records


def shape(source: str, settings: Spells, sources: Sources) -> Shaped:
    """Job records of one source, rows in the order of the file.

    Parameters
    ----------
    source : str
        The source's name in the settings.
    settings : config.ingest.Spells
    sources : Sources

    Returns
    -------
    Shaped
        With `jobs`.
    """
    key, gathered = f"ingest.jobs.{source}", sources.gathered
    table = sources.tables.get(f"jobs.{source}")
    if table is None:
        return Shaped()
    ids, shown = own_ids(source, table, settings.id, settings.id_match, sources)
    cells = {name: take(table, column, f"{key}.columns.{name}", gathered) for name, column in mapped(settings.columns).items()}
    jobs = records(cells, ids, settings.blank_end, dated=sources.dated, gathered=gathered)
    jobs.insert(0, "source", source)
    jobs.insert(1, "row", jobs.index)
    return Shaped(jobs=jobs, shown_ids=shown[jobs.index])
