"""Values that a paper printed: read from the file that `replication.printed_values` names, and checked as a whole.

Each row says what was printed and how it is recomputed (frame, select, column, statistic, unit), so that a file for
another paper needs no code. What a row means is told in data/published/README.md.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ipscohort.catalogue.statistics import FRAMES, STATISTICS, UNITS
from ipscohort.contracts import PRINTED
from ipscohort.display.printing import DASH
from ipscohort.errors import Problems, nearest

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = tuple(name for name in PRINTED.names() if name != "line")
"""Columns of the file, in any order."""

MAY_BE_BLANK = {column.name for column in PRINTED.columns if column.missing}

NUMBER = re.compile(r"(<|[-\u2212\u2013])?[0-9]+(\.[0-9]+)?")
RANGE = re.compile(r"([0-9]+(?:\.[0-9]+)?)[-\u2013\u2212]([0-9]+(?:\.[0-9]+)?)")
WHOLE = re.compile(r"[0-9]{1,9}")

PAIR = " by "
"""Between two columns whose association a statistic measures."""

NOT_COVERED = "not_covered"
"""Statistic of a value that a paper prints and no result of a run stands for; its note says why."""


@dataclass(frozen=True)
class Condition:
    """Rows whose `column` holds one of `values`; an empty text among them stands for a blank."""

    column: str
    values: tuple[str, ...]


def conditions(text: str) -> tuple[Condition, ...]:
    """'sex=male;agency=A|B' as conditions; none for an empty text.

    Raises
    ------
    ValueError
        A part is not written column=value, or names a column twice.
    """
    found = []
    for part in filter(None, (part.strip() for part in text.split(";"))):
        column, sign, values = part.partition("=")
        if not sign or not column.strip():
            raise ValueError(f"'{part}' is not written column=value")
        if column.strip() in [condition.column for condition in found]:
            raise ValueError(f"'{column.strip()}' stands in two conditions: alternatives are written {column.strip()}=a|b")
        found.append(Condition(column.strip(), tuple(value.strip() for value in values.split("|"))))
    return tuple(found)


def columns_named(column: str, statistic: str) -> tuple[str, ...]:
    """Columns that a recipe names: one of 'age' or 'sex=male', both of 'job_obtained by sex' where the statistic is of two, none of ''."""
    if statistic in STATISTICS and STATISTICS[statistic].pair:
        return tuple(part.strip() for part in column.split(PAIR))
    return tuple(filter(None, (column.partition("=")[0].strip(),)))


def decimals(printed: str) -> int:
    """Decimals of a printed number ('10.30': 2); 1 for a dash, which shows none."""
    return 1 if printed == DASH else len(printed.partition(".")[2])


def ends_of(printed: str) -> tuple[str, str]:
    """Both numbers of a printed range, each with its own decimals ('1.5-2'); of a dash, twice the dash."""
    found = RANGE.fullmatch(printed)
    return (found[1], found[2]) if found else (printed, printed)


def is_date(printed: str) -> bool:
    """Whether it is a date such as 2015-11-19."""
    try:
        return bool(re.fullmatch(r"\d{4}-\d\d-\d\d", printed)) and date.fromisoformat(printed) is not None
    except ValueError:
        return False


def read_printed(path: Path | str) -> pd.DataFrame:
    """The printed values, in the order of the file.

    Parameters
    ----------
    path : path
        CSV in UTF-8, separated by commas, with the columns of the contract PRINTED (`line` is the row's number).

    Returns
    -------
    DataFrame
        PRINTED.

    Raises
    ------
    UserError
        With every mistake found, each with its rows.
    """
    import pandas as pd

    path = Path(path)
    problems = Problems(f"{path} has mistakes; nothing was run.")
    rows = _rows(path, problems)
    problems.stop()
    _check_ids(rows, path, problems)
    for row in rows:
        for column, what, remedy in _mistakes(row):
            problems.add(f"{path.name}, column {column}", what, remedy, rows=[row["line"]])
    problems.stop()
    frame = pd.DataFrame(rows, columns=PRINTED.names()).replace("", pd.NA)
    return PRINTED.conform(frame.assign(n=pd.to_numeric(frame["n"])))


def _rows(path: Path, problems: Problems) -> list[dict]:
    """Each row as texts without blanks around them, and its number; faults of the file as a whole are noted."""
    lines = _lines(path, problems)
    if not lines:
        return []
    head, kept = _without_empty_columns([name.strip() for name in lines[0][1]], lines[1:])
    _check_head(head, path, problems)
    torn = [number for number, cells in kept if len(cells) != len(head)]
    if torn:
        problems.add(path.name, "another number of cells than the heading has", "put quotes around a text with commas", rows=torn)
    if not kept:
        problems.add(path.name, "it holds no values", "add them, or take `replication` out of the settings")
    return [{"line": number, **{n: c.strip() for n, c in zip(head, cells, strict=False)}} for number, cells in kept]


def _lines(path: Path, problems: Problems) -> list[tuple[int, list[str]]]:
    """Rows that hold anything, each with its number."""
    data = path.read_bytes()
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        problems.add(path.name, "this is an Excel file", "save it as CSV UTF-8, with commas between columns")
        return []
    try:
        text = data.decode("utf-8-sig")
        if "\0" in text:
            raise ValueError
        lines = list(enumerate(csv.reader(io.StringIO(text, newline="")), 1))
    except ValueError:  # UnicodeDecodeError is one
        problems.add(path.name, "the file is not UTF-8 text", "save it as CSV UTF-8")
        return []
    except csv.Error:
        problems.add(path.name, "a cell never ends", "look for a quotation mark without its partner")
        return []
    kept = [(number, cells) for number, cells in lines if any(cell.strip() for cell in cells)]
    if not kept:
        problems.add(path.name, "the file is empty", f"its columns are {', '.join(COLUMNS)}, separated by commas")
    return kept


def _without_empty_columns(head: list[str], rows: list[tuple[int, list[str]]]) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Heading and rows less the columns without a name or a value that a spreadsheet may leave at the end."""
    width = max((at for at, name in enumerate(head, 1) if name), default=0)
    if any(cell.strip() for _, cells in rows for cell in cells[width : len(head)]):
        return head, rows
    return head[:width], [(number, cells[:width] + cells[len(head) :]) for number, cells in rows]


def _check_head(head: list[str], path: Path, problems: Problems) -> None:
    other = next((name for sign, name in ((";", "semicolons"), ("\t", "tabs")) if len(head) == 1 and head[0].count(sign) > 1), None)
    if other:
        remedy = "save it as CSV with commas; decimals are written with a point, such as 10.30"
        problems.add(path.name, f"its columns are separated by {other}, not commas", remedy)
        return
    absent = [name for name in COLUMNS if name not in head]
    if absent:
        problems.add(path.name, f"there is no column {', '.join(absent)}", f"its columns are {', '.join(COLUMNS)}, separated by commas")
    for name in sorted(set(head) - set(COLUMNS)):
        what = f"the column '{name[:40]}' is not known" if name else "a column has no name"
        problems.add(path.name, what, nearest(name, COLUMNS))
    if len(set(head)) < len(head):
        problems.add(path.name, "a column stands twice", "keep it once")


def _check_ids(rows: list[dict], path: Path, problems: Problems) -> None:
    ids = [row["id"] for row in rows]
    for name in dict.fromkeys(i for i in ids if i and ids.count(i) > 1):
        twice = [row["line"] for row in rows if row["id"] == name]
        problems.add(f"{path.name}, column id", f"'{name}' stands more than once", "give each value its own id", rows=twice)


def _mistakes(row: dict):
    """Column, what is wrong and what to do, for each mistake in one row."""
    if row["id"] and not re.fullmatch(r"[A-Za-z0-9_.-]+", row["id"]):
        yield "id", f"'{row['id']}' can't be an id", "write it with letters, digits and _ . - only"
    blank = [name for name in COLUMNS if not row[name] and name not in MAY_BE_BLANK]
    yield from ((name, "the cell is empty", "fill it in") for name in blank)
    for column in ("frame", "statistic", "unit"):
        known = next(c.one_of for c in PRINTED.columns if c.name == column)
        if row[column] and row[column] not in known:
            yield column, f"'{row[column]}' is not known", f"{nearest(row[column], known)} (one of: {', '.join(known)})"
    if row["n"] and not WHOLE.fullmatch(row["n"]):
        yield "n", f"'{row['n'][:40]}' is no whole number", "write the printed N without decimals, such as 103, or leave it blank"
    yield from _mistakes_of_recipe(row)
    if row["printed"] and not _readable(row["printed"], row["statistic"]):
        wanted = {
            "iqr": "low-high, such as 16-36, or - where it is not defined",
            "first": "a date such as 2015-11-19, or a number",
            "last": "a date such as 2015-11-19, or a number",
        }
        plain = wanted.get(row["statistic"], "a number with a decimal point, such as 10.30, or - for one that is not defined")
        yield "printed", f"'{row['printed'][:40]}' can't be read", f"write {plain}"


def _mistakes_of_recipe(row: dict):
    """Mistakes in what says how the value is recomputed."""
    statistic, frame, unit = row["statistic"], row["frame"], row["unit"]
    known = STATISTICS.get(statistic)
    if known and frame in FRAMES and frame not in known.frames:
        fitting = [name for name, other in STATISTICS.items() if frame in other.frames]
        yield "statistic", f"'{statistic}' is not possible with frame {frame}", f"one of: {', '.join(fitting)}"
    if unit in UNITS and known and statistic not in UNITS[unit]:
        yield "unit", f"'{unit}' is not possible with statistic {statistic}", f"leave it blank, or use {', '.join(UNITS[unit])}"
    if frame == "settings" and row["select"]:
        yield "select", "a value of the settings has no rows to select", "leave it blank"
    if statistic == NOT_COVERED:
        yield from _mistakes_of_not_covered(row)
        return
    for column in ("select", "column") if known and known.counts else ("select",):
        try:
            found = conditions(row[column])
        except ValueError as error:
            yield column, str(error), "write conditions such as sex=male;agency=A|B"
        else:
            if column == "column" and len(found) > 1:
                yield column, "one condition says what is counted", "write the others under select"
    if not row["column"] and known and statistic != "count":
        yield "column", f"statistic {statistic} needs a column", "name the column that it is computed from"
    elif known and not known.counts and "=" in row["column"]:
        yield "column", f"statistic {statistic} takes a column, not a condition", "write the condition under select"
    elif known and known.pair and len(set(filter(None, columns_named(row["column"], statistic)))) != 2:
        yield "column", f"statistic {statistic} is of two columns", "write them as job_obtained by ethnicity"


def _mistakes_of_not_covered(row: dict):
    """A value that nothing is compared with has a reason, and no recipe."""
    if not row["note"]:
        yield "note", "it does not say why the value is not covered", "write the reason"
    yield from (
        (name, f"a value that is not covered has no {name}", "leave it blank") for name in ("select", "column", "unit") if row[name]
    )


def _readable(printed: str, statistic: str) -> bool:
    if printed == DASH:
        return True
    if statistic == "iqr":
        ends = RANGE.fullmatch(printed)
        return ends is not None and float(ends[1]) <= float(ends[2])
    if statistic in ("given", NOT_COVERED):
        return True
    return bool(NUMBER.fullmatch(printed)) or (statistic in ("first", "last") and is_date(printed))
