"""Every kind of cell beside every other in one column: its right value, or a problem that names its row. Never a crash."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from ipscohort.config.ingest import Column, File
from ipscohort.ingest.cells import take
from ipscohort.ingest.dates import dates
from ipscohort.ingest.gather import Gathered
from ipscohort.ingest.participants import read_ids
from ipscohort.ingest.readers import read_file
from ipscohort.ingest.values import categories, numbers, words, yes_no

REFUSED = "refused"
"""What stands for a problem with the cell's row."""
MISSING = None


@dataclass(frozen=True)
class Kind:
    """A kind of cell: what a workbook and a text file hold, and what each use makes of it."""

    cell: Any
    written: str
    number: Any = REFUSED
    day: Any = REFUSED
    text: Any = REFUSED
    yes: Any = REFUSED
    format: str | None = None


ERRORS = ("#N/A", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#NULL!")
KINDS = {
    "whole number": Kind(3, "3", number=3, text="3"),
    "one": Kind(1, "1", number=1, text="1", yes="yes"),
    "number": Kind(2.5, "2.5", number=2.5, text="2.5"),
    "small number": Kind(0.00001, "0.00001", number=0.00001, text="0.00001"),
    "tenth": Kind(0.3, "0.3", number=0.3, text="0.3"),
    "long whole number": Kind("1000000000000000001", "1000000000000000001", text="1000000000000000001"),
    "number that has lost digits": Kind(1.5e18, "1.5E+18"),
    "date": Kind(date(2015, 3, 1), "2015-03-01", day="2015-03-01", text="2015-03-01"),
    "date and time": Kind(datetime(2015, 3, 2, 10, 20), "2015-03-02 10:20:00", day="2015-03-02", text="2015-03-02 10:20:00"),
    "time": Kind(time(10, 20), "10:20:00", text="10:20:00"),
    "duration": Kind(timedelta(hours=30), "1 day, 6:00:00", text="1 day, 6:00:00", format="[h]:mm:ss"),
    "true": Kind(True, "true", text="true", yes="yes"),
    "text": Kind("often", "often", text="often"),
    "date as text": Kind("2015-03-04", "2015-03-04", day="2015-03-04", text="2015-03-04"),
    "number as text": Kind("007", "007", number=7, text="007"),
    "blanks": Kind("  ", "  ", MISSING, MISSING, MISSING, MISSING),
    "empty": Kind(None, "", MISSING, MISSING, MISSING, MISSING),
    **{f"error {word}": Kind(word, word, MISSING, MISSING, MISSING, MISSING) for word in ERRORS},
}
USES: dict[str, Callable] = {
    "number": lambda cells, gathered: numbers(cells, gathered),
    "day": lambda cells, gathered: dates(cells, gathered, "jobs").dates.dt.strftime("%Y-%m-%d"),
    "text": lambda cells, gathered: words(cells, gathered),
    "yes": lambda cells, gathered: yes_no(cells, gathered),
}
FORMATS = ("xlsx", "csv", "tsv", "parquet")


def write(columns: dict[str, list[Kind]], path: Path) -> None:
    """Columns of mixed kinds; Parquet holds them as text, as a text file does."""
    rows = list(zip(*columns.values(), strict=True))
    if path.suffix == ".xlsx":
        book = Workbook()
        book.active.append(list(columns))
        for n, row in enumerate(rows, 2):
            for k, kind in enumerate(row, 1):
                cell = book.active.cell(n, k, kind.cell)
                if kind.format:
                    cell.number_format = kind.format
        book.save(path)
    elif path.suffix == ".parquet":
        pa.parquet.write_table(pa.table({name: pa.array([kind.written for kind in kinds]) for name, kinds in columns.items()}), path)
    else:
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, delimiter="\t" if path.suffix == ".tsv" else ",")
            writer.writerow(columns)
            writer.writerows([[kind.written for kind in row] for row in rows])


def check(columns: dict[str, list[Kind]], path: Path) -> None:
    """Each cell's value or problem, in each use of its column."""
    names = {"PERSON": [Kind(f"p{n}", f"p{n}") for n in range(len(next(iter(columns.values()))))], **columns}
    write(names, path)
    table = read_file(path, File(file=path.name))
    assert not table.faults
    for (name, kinds), (use, read) in product(columns.items(), USES.items()):
        gathered = Gathered()
        cells = take(table, Column(column=name), "ingest.jobs.a.x", gathered)
        found = dict(zip(table.frame.index, read(cells, gathered), strict=True))
        told = {row for problem in gathered.problems for row in problem.rows}
        for row, kind in zip(table.frame.index, kinds, strict=True):
            expected = getattr(kind, use)
            assert (row in told) == (expected == REFUSED), (use, kind, gathered.problems.found)
            if expected != REFUSED:
                assert (None if pd.isna(found[row]) else found[row]) == expected, (use, kind)
        noted = {int(row) for note in gathered.notes if note["rule"] == "error_cells" for row in note["rows"].split(";")}
        assert noted == {row for row, kind in zip(table.frame.index, kinds, strict=True) if kind.written in ERRORS}


@pytest.mark.parametrize("fmt", ["xlsx", "csv"])
def test_every_kind_beside_every_other(fmt, tmp_path):
    """Parquet and tsv hold the same text as csv: any mixture is tried of them. Of the errors, which are one kind in seven words, two stand beside all."""
    kinds = [kind for name, kind in KINDS.items() if name not in {f"error {word}" for word in ERRORS[2:]}]
    pairs = [*product(kinds, repeat=2), *((KINDS[f"error {word}"], KINDS["date"]) for word in ERRORS[2:])]
    check({f"C{k}": [first, second, first] for k, (first, second) in enumerate(pairs)}, tmp_path / f"a.{fmt}")


@pytest.mark.parametrize("fmt", FORMATS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(kinds=st.lists(st.sampled_from(list(KINDS)), min_size=1, max_size=8))
def test_any_mixture(fmt, tmp_path, kinds):
    check({"X": [KINDS[name] for name in kinds]}, tmp_path / f"a.{fmt}")


def test_dates_beside_an_error_stay_dates(tmp_path):
    write({"ID": [KINDS["one"], KINDS["tenth"]], "D": [KINDS["date"], KINDS["error #N/A"]]}, tmp_path / "a.xlsx")
    table = read_file(tmp_path / "a.xlsx", File(file="a.xlsx"))
    assert pd.api.types.is_datetime64_any_dtype(table.frame["D"])
    gathered = Gathered()
    take(table, Column(column="ID"), "ingest.participants.id", gathered)
    assert (gathered.notes, gathered.problems.found) == ([], [])
    cells = take(table, Column(column="D"), "ingest.participants.inclusion_date", gathered)
    assert cells.reason.fillna("-").tolist() == ["-", "Excel error #N/A"]
    (note,) = gathered.notes
    assert (note["rule"], note["table"], note["action"], note["rows"]) == ("error_cells", "participants", "set missing", "3")
    assert "a.xlsx, sheet Sheet, column D" in note["why"]


@pytest.mark.parametrize(
    "word", ["#SPILL!", "#CALC!", "#GETTING_DATA", "#NV", "#WERT!", "#DEEL/0!", "#WAARDE!", "#N/B", "#VALEUR!", "#¡VALOR!"]
)
def test_errors_of_other_versions_and_languages(word, tmp_path):
    (tmp_path / "a.csv").write_text(f"X\n1\n{word}\n", encoding="utf-8")
    gathered = Gathered()
    cells = take(read_file(tmp_path / "a.csv", File(file="a.csv")), Column(column="X"), "ingest.jobs.a.x", gathered)
    assert cells.reason.fillna("-").tolist() == ["-", f"Excel error {word}"]


@pytest.mark.parametrize("word", ["#1", "#", "# N/A", "#tag", "no #N/A", "#N/A #N/A"])
def test_text_that_is_no_error(word, tmp_path):
    (tmp_path / "a.csv").write_text(f"X\n1\n{word}\n", encoding="utf-8")
    cells = take(read_file(tmp_path / "a.csv", File(file="a.csv")), Column(column="X"), "ingest.jobs.a.x", Gathered())
    assert cells.text.tolist() == ["1", word]


def test_the_settings_may_give_an_error_a_reason_or_a_level(tmp_path):
    (tmp_path / "a.csv").write_text("X\n1\n#N/A\n#REF!\n", encoding="utf-8")
    gathered = Gathered()
    column = Column(column="X", codes={"1": "low", "#REF!": "lost"}, missing={"#N/A": "not asked"})
    cells = take(read_file(tmp_path / "a.csv", File(file="a.csv")), column, "ingest.jobs.a.x", gathered)
    assert categories(cells, gathered).fillna("-").tolist() == ["low", "-", "lost"]
    assert cells.reason.fillna("-").tolist() == ["-", "not asked", "-"]
    assert (gathered.notes, gathered.problems.found) == ([], [])


def test_an_error_in_a_column_of_ids_is_a_record_without_id(tmp_path):
    write({"ID": [KINDS["whole number"], KINDS["error #REF!"]]}, tmp_path / "a.xlsx")
    gathered = Gathered()
    read_ids(take(read_file(tmp_path / "a.xlsx", File(file="a.xlsx")), Column(column="ID"), "ingest.participants.id", gathered), gathered)
    assert [(problem.what, problem.rows) for problem in gathered.problems] == [("records without an id", (3,))]


def test_a_date_that_excel_cant_show_is_a_problem_of_its_column(tmp_path):
    book = Workbook()
    for row in (["ID", "D"], [1, date(2015, 3, 1)], [2, -5], [3, 1e9]):
        book.active.append(row)
    for cell in ("B3", "B4"):
        book.active[cell].number_format = "yyyy-mm-dd"
    book.save(tmp_path / "a.xlsx")
    table = read_file(tmp_path / "a.xlsx", File(file="a.xlsx"))
    assert [(fault.column, fault.rows) for fault in table.faults] == [("D", (3, 4))]
    gathered = Gathered()
    take(table, Column(column="D"), "ingest.jobs.a.x", gathered)
    assert [problem.rows for problem in gathered.problems] == [(3, 4)]


TYPES = {
    "int64": (pa.int64(), 3),
    "uint64": (pa.uint64(), 2**64 - 1),
    "int8": (pa.int8(), 1),
    "float16": (pa.float16(), 2.5),
    "float32": (pa.float32(), 0.3),
    "float64": (pa.float64(), 0.3),
    "infinite": (pa.float64(), float("inf")),
    "decimal128": (pa.decimal128(5, 1), Decimal("0.3")),
    "decimal of whole numbers": (pa.decimal128(38, 0), Decimal(10**18 + 1)),
    "decimal256": (pa.decimal256(60, 20), Decimal("1.5")),
    "date32": (pa.date32(), date(2015, 3, 1)),
    "date64": (pa.date64(), date(2015, 3, 1)),
    "late date": (pa.date32(), date(9999, 12, 31)),
    **{f"timestamp[{unit}]": (pa.timestamp(unit), datetime(2015, 3, 1)) for unit in ("s", "ms", "us", "ns")},
    "timestamp in a zone": (pa.timestamp("us", "Europe/Amsterdam"), datetime(2015, 3, 1, 10)),
    "time32": (pa.time32("s"), time(10, 20)),
    "time64": (pa.time64("us"), time(10, 20)),
    "duration": (pa.duration("s"), timedelta(1)),
    "bool": (pa.bool_(), True),
    "string": (pa.string(), "a"),
    "large_string": (pa.large_string(), "a"),
    "string_view": (pa.string_view(), "a"),
    "binary": (pa.binary(), b"a"),
    "list": (pa.list_(pa.int64()), [1]),
    "struct": (pa.struct({"a": pa.int64()}), {"a": 1}),
    "null": (pa.null(), None),
    "dictionary": (pa.dictionary(pa.int8(), pa.string()), "a"),
    "dictionary of decimals": (pa.dictionary(pa.int8(), pa.decimal128(5, 1)), Decimal("0.3")),
}
SHOWN = {
    "int64": "3",
    "uint64": "18446744073709551615",
    "int8": "1",
    "float16": "2.5",
    "float32": "0.3",
    "float64": "0.3",
    "decimal128": "0.3",
    "decimal of whole numbers": "1000000000000000001",
    "decimal256": "1.5",
    "late date": "9999-12-31",
    "timestamp in a zone": "2015-03-01 11:00:00",
    "bool": "true",
    "dictionary of decimals": "0.3",
    **dict.fromkeys(("string", "large_string", "string_view", "dictionary"), "a"),
    **dict.fromkeys(("date32", "date64", *(f"timestamp[{unit}]" for unit in ("s", "ms", "us", "ns"))), "2015-03-01"),
}


@pytest.mark.parametrize("name", TYPES)
def test_every_type_of_parquet_beside_a_missing_cell(name, tmp_path):
    kind, value = TYPES[name]
    values = pa.array([value, None], kind.value_type).dictionary_encode() if pa.types.is_dictionary(kind) else pa.array([value, None], kind)
    pa.parquet.write_table(pa.table({"X": values, "ID": ["p1", "p2"]}), tmp_path / "a.parquet")
    table = read_file(tmp_path / "a.parquet", File(file="a.parquet"))
    for use, read in USES.items():
        gathered = Gathered()
        found = read(take(table, Column(column="X"), "ingest.jobs.a.x", gathered), gathered)
        if gathered.problems.found:
            assert pd.isna(found.iloc[0]) or name not in SHOWN or use == "text"
        elif value is not None:
            expected = {"number": lambda: float(SHOWN[name]), "day": lambda: SHOWN[name][:10], "yes": lambda: "yes"}
            assert found.iloc[0] == expected.get(use, lambda: SHOWN[name])()
        assert pd.isna(found.iloc[1])
    assert (not gathered.problems.found and use == "text") or use != "text" or name not in SHOWN
