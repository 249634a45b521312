"""What shapers are given and what they give back."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from ipscohort.config.ingest import Column, IdRule
from ipscohort.ingest.cells import take
from ipscohort.ingest.codes import shown_text
from ipscohort.ingest.gather import Gathered
from ipscohort.ingest.jobids import match_ids
from ipscohort.ingest.participants import People, read_ids
from ipscohort.ingest.rawtable import RawTable


@dataclass(frozen=True)
class Sources:
    """The files and persons that job records are shaped from.

    Attributes
    ----------
    tables : dict of str -> RawTable
        By the key that names the file; a file that can't be read is left out.
    people : People
        The participants.
    dated : bool
        Whether persons have inclusion dates.
    gathered : Gathered
    """

    tables: dict[str, RawTable]
    people: People
    dated: bool
    gathered: Gathered


@dataclass(frozen=True)
class Shaped:
    """What one source of job records gives; None where its shape does not.

    Attributes
    ----------
    jobs : DataFrame
        Columns of the contract jobs, but for `job`.
    panel : DataFrame
        Columns of the contract panel.
    given : dict of str -> Series
        Participants' columns given_*, indexed by row number.
    shown_ids : Series of string
        Ids as the source's own file shows them, indexed as `jobs`, or by the rows of the panel's file; missing where `id_match` put
        the participant's in place.
    """

    jobs: pd.DataFrame | None = None
    panel: pd.DataFrame | None = None
    given: dict[str, pd.Series] = field(default_factory=dict)
    shown_ids: pd.Series | None = None


def own_ids(source: str, table: RawTable, column: Column, rules: list[IdRule], sources: Sources) -> tuple[pd.Series, pd.Series]:
    """Ids of a source's own file.

    Parameters
    ----------
    source : str
        The source's name in the settings.
    table : RawTable
        Its file.
    column : config.ingest.Column
        That of the ids.
    rules : list of str
        In what they may differ from the participants'.
    sources : Sources

    Returns
    -------
    Series of string
        As they are compared.
    Series of string
        As the file shows them; missing where `id_match` put the participant's in place.
    """
    cells = take(table, column, f"ingest.jobs.{source}.id", sources.gathered)
    own = read_ids(cells, sources.gathered)
    ids = match_ids(own, sources.people.ids, rules, source, sources.gathered)
    shown = ids if cells.absent else shown_text(table.frame[cells.settings.column.strip()])
    return ids, shown.where(ids.eq(own).fillna(False))
