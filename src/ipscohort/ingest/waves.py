"""Files of scores with a row per person and wave: each score at each wave becomes a number of the participants.

Steps, per file: ids -> the wave of each row, as it stands or by date -> rows that can't be placed -> two rows of one person and wave -> the scores.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from ipscohort.config.ingest import Waves, WaveScore
from ipscohort.config.study import AVERAGE_MONTH
from ipscohort.contracts.codebook import VariableInfo
from ipscohort.ingest.cells import Cells, take
from ipscohort.ingest.codes import code_keys
from ipscohort.ingest.dates import dates
from ipscohort.ingest.gather import Gathered
from ipscohort.ingest.implausible import refuse_nines
from ipscohort.ingest.participants import People, coded, read_ids
from ipscohort.ingest.rawtable import RawTable
from ipscohort.ingest.values import numbers
from ipscohort.words import say

TABLE = "participants"


def add_waves(people: People, name: str, settings: Waves, table: RawTable, gathered: Gathered) -> None:
    """Put the scores of a file beside the participants' other characteristics.

    Parameters
    ----------
    people : People
        Takes a number for each score and wave; missing where the person has no row of that wave, or no value in it.
    name : str
        The file's name in the settings.
    settings : config.ingest.Waves
    table : RawTable
    gathered : Gathered
        Takes rows of nobody among the participants, of no wave that is named, and two of one person and wave, by their numbers.
    """
    key = f"ingest.waves.{name}"
    ids = read_ids(take(table, settings.id, f"{key}.id", gathered), gathered)
    person = pd.Series(pd.Index(people.ids.fillna("").drop_duplicates()).get_indexer(ids.fillna("")), ids.index)
    strange = ids.index[ids.notna() & person.lt(0)]
    if len(strange):
        what = "ids that no participant has"
        gathered.problems.add(f"{table.where}, {key}.id", what, "mend the ids, or take the rows out of the file", rows=strange)
    wave = _by_date(people, ids, settings, table, key, gathered) if settings.date else _by_name(settings, table, key, gathered)
    if wave is None:
        return
    _refuse_twice(ids, wave, table, key, gathered)
    for score, column in settings.scores.items():
        cells = take(table, column, f"{key}.scores.{score}", gathered)
        values = numbers(cells, gathered)
        if column.range is None:
            refuse_nines(cells, values, gathered)
        for code, variable in code_keys(column.waves, table.decimal).items():
            _add(people, variable, column, (cells, values), (ids, wave.eq(code).fillna(False), code))


def _codes(settings: Waves, decimal: str) -> list[str]:
    """Every wave that some score names, as comparable text."""
    return list(dict.fromkeys(code for column in settings.scores.values() for code in code_keys(column.waves, decimal)))


def _by_name(settings: Waves, table: RawTable, key: str, gathered: Gathered) -> pd.Series | None:
    """What the column of the wave says; missing in rows that are left out."""
    cells = take(table, settings.wave, f"{key}.wave", gathered)
    if cells.absent:
        return None
    wave = cells.text.map(lambda code: cells.codes.get(code, code), na_action="ignore").astype("string")
    known = wave.isin(_codes(settings, table.decimal))
    others = ", ".join(f"'{each}'" for each in sorted(set(wave[~known].dropna())))
    what = f"rows of waves that no score names ({others})" if others else "rows that name no wave"
    _outside(cells.where, what, f"{key}.scores", wave.index[~known], (settings, gathered))
    return wave.where(known)


def _by_date(people: People, ids: pd.Series, settings: Waves, table: RawTable, key: str, gathered: Gathered) -> pd.Series | None:
    """The wave that a date lies nearest to, if it is near enough."""
    cells = take(table, settings.date, f"{key}.date", gathered)
    if cells.absent or "inclusion_date" not in people.frame:
        return None
    included = people.frame.drop_duplicates("id").set_index("id")["inclusion_date"]
    day = (dates(cells, gathered, TABLE, ids).dates - ids.map(included)).dt.days.to_numpy(dtype=float, na_value=np.nan)
    codes = _codes(settings, table.decimal)
    apart = np.abs(day[:, None] - np.array([float(code) for code in codes]) * AVERAGE_MONTH)
    apart = np.where(np.isnan(apart), np.inf, apart)
    near = pd.Series(apart.min(axis=1) <= settings.within, ids.index)
    what = f"dates missing, or more than {settings.within} days from every wave"
    _outside(cells.where, what, f"{key}.within", ids.index[~near], (settings, gathered))
    return pd.Series(np.array(codes, dtype=object)[apart.argmin(axis=1)], ids.index, dtype="string").where(near)


def _outside(where: str, what: str, key: str, rows: pd.Index, to: tuple[Waves, Gathered]) -> None:
    """Rows of no wave: the run ends, or they are left out and counted."""
    settings, gathered = to
    if not len(rows):
        return
    if settings.other_waves == "stop":
        remedy = f"mend {key}, or write other_waves: leave_out beside it, which counts them in the cleaning log"
        gathered.problems.add(where, what, remedy, rows=rows)
    else:
        gathered.note("rows_of_other_waves", TABLE, say("left out"), f"{where}: {what}", rows=rows)


def _refuse_twice(ids: pd.Series, wave: pd.Series, table: RawTable, key: str, gathered: Gathered) -> None:
    known = ids.notna() & wave.notna()
    twice = pd.DataFrame({"id": ids[known], "wave": wave[known]}).duplicated(keep=False)
    rows = twice.index[twice]
    if len(rows):
        gathered.problems.add(f"{table.where}, {key}", "two rows of one person and wave", "keep one of them", rows=rows)


def _add(people: People, variable: str, column: WaveScore, read: tuple[Cells, pd.Series], of: tuple[pd.Series, pd.Series, str]) -> None:
    """One score at one wave: values, why they are missing, and the line of the codebook."""
    (cells, values), (ids, here, code) = read, of
    rows = pd.DataFrame({"id": ids, "value": values, "reason": cells.reason})[here & ids.notna()].drop_duplicates("id").set_index("id")
    people.frame[variable] = people.ids.map(rows["value"]).astype("Float64")
    none = say("no row of this wave")
    reason = people.ids.map(rows["reason"]).astype("string")
    people.reasons[variable] = reason.mask(~people.ids.isin(rows.index), none)
    label = say("{label}, wave {wave}", label=column.label or cells.label or column.column, wave=code)
    low, high = column.range or (None, None)
    rule = coded(column.column, column.codes, cells.labels)
    people.variables[variable] = VariableInfo(
        variable, label, "number", unit=column.unit or "", column=column.column, rule=rule, low=low, high=high
    )
