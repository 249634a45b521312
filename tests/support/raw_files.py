"""The shipped raw files, to be changed in one cell and analysed again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pyreadstat

from tests.support.paper import Fact
from tests.support.shipped import cohort

KEYS = {"participants": "participants", "specialists": "jobs.specialists", "interviews": "jobs.interviews"}
"""File -> its key under `ingest`."""
ID = {"participants": "id", "specialists": "client", "interviews": "id"}
COLUMNS = {
    "specialists": {
        "start": "start",
        "end": "end",
        "status": "status",
        "hours": "hours_per_week",
        "isco": "isco08",
        "open": "open_to_anyone",
    },
    "interviews": {"start": "start", "end": "end", "status": "end_status", "hours": "hours", "isco": "isco08", "open": "open"},
}
"""Source -> fact of a job -> its column."""
NEAR = timedelta(days=90)


@dataclass(frozen=True)
class Cell:
    """One cell and what it is to hold.

    Attributes
    ----------
    file : {"participants", "specialists", "interviews"}
    row : int
        Position in the file.
    column : str
    value : object
        As the file writes it.
    """

    file: str
    row: int
    column: str
    value: Any


@cache
def read(file: str) -> tuple[pd.DataFrame, Any]:
    """A raw file as it is, user-missing codes as codes, and what is needed to write it again."""
    path = cohort().files()[KEYS[file]]
    if path.suffix == ".csv":
        return pd.read_csv(path, sep=";", dtype=str, encoding="utf-8-sig", keep_default_na=False), None
    return pyreadstat.read_sav(path, user_missing=True)


def write(file: str, frame: pd.DataFrame, folder: Path) -> Path:
    """The file with other rows, in the same format; no label, code or format is lost."""
    path = folder / cohort().files()[KEYS[file]].name
    if path.suffix == ".csv":
        frame.to_csv(path, sep=";", index=False, encoding="utf-8-sig", lineterminator="\r\n")
        return path
    labels = read(file)[1]
    pyreadstat.write_sav(
        frame,
        path,
        column_labels=labels.column_names_to_labels,
        variable_value_labels=labels.variable_value_labels,
        missing_ranges=labels.missing_ranges,
        variable_measure=labels.variable_measure,
        variable_format={name: text for name, text in labels.original_variable_types.items() if name != "id"},
    )
    return path


def changed(cell: Cell, folder: Path) -> dict[str, Path]:
    """The file with one cell changed, by its key under `ingest`."""
    frame = read(cell.file)[0].copy()
    old = frame.at[cell.row, cell.column]
    if old == cell.value:
        raise ValueError("the cell holds this value already")
    frame[cell.column] = frame[cell.column].astype(object)
    frame.at[cell.row, cell.column] = cell.value
    if cell.file != "specialists" and not isinstance(cell.value, date):
        frame[cell.column] = frame[cell.column].astype(type(old))
    return {KEYS[cell.file]: write(cell.file, frame, folder)}


@cache
def rows_of(file: str, person: str) -> pd.DataFrame:
    """A person's rows; nobody may change them."""
    frame = read(file)[0]
    return frame[frame[ID[file]].str.strip() == person]


def day(value: Any) -> date | None:
    """A date as either file writes it; None where blank or known to the month only."""
    if isinstance(value, str):
        return date(*(int(part) for part in reversed(value.split("-")))) if len(value) == 10 else None
    return value if isinstance(value, date) else None


def told(job: Fact) -> pd.DataFrame:
    """The rows of a job in the source that counts: same person and start. The last one is what cleaning takes."""
    rows = rows_of(job["source"], job["id"])
    return rows[[day(start) == job["start"] for start in rows["start"]]]


def told_elsewhere(job: Fact) -> bool:
    """Whether the other source tells of anything of that person near that job."""
    other = "interviews" if job["source"] == "specialists" else "specialists"
    rows = rows_of(other, job["id"])
    last = job["end"] or date.max - NEAR
    spans = zip(map(day, rows["start"]), map(day, rows["end"]), strict=True)
    return any(start is None or (start <= last + NEAR and (end is None or end >= job["start"] - NEAR)) for start, end in spans)


def same_start_elsewhere(job: Fact) -> bool:
    """Whether the other source, if it tells of that job, has the same start: then it is the same job without an end, too."""
    other = "interviews" if job["source"] == "specialists" else "specialists"
    return not told_elsewhere(job) or len(told({**job, "source": other})) > 0


def last_row(job: Fact, fact: str, value: Any) -> Cell:
    """A fact of a job changed in the row that counts: a date, hours or code as its file writes it."""
    row = int(told(job).index[-1])
    if job["source"] == "specialists" and not isinstance(value, str):
        value = f"{value:%d-%m-%Y}" if isinstance(value, date) else f"{value:g}".replace(".", ",")
    return Cell(job["source"], row, COLUMNS[job["source"]][fact], value)


def answer(person: Fact, column: str, value: Any) -> Cell:
    """A cell of a person; rows that stand twice can't be changed in one cell."""
    return Cell("participants", int(rows_of("participants", person["id"]).index[-1]), column, value)
