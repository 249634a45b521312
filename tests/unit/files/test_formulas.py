"""A spreadsheet computes nothing of what the records hold, and other programs read every text as it is."""

import csv
import io

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipscohort.contracts import Column, Contract
from ipscohort.files.formulas import as_text, as_written, frame_as_text, frame_as_written
from ipscohort.files.tableio import read_frame, read_table, write_frame, write_table
from ipscohort.tables import Cell, Row, RowGroup, Table, render
from ipscohort.tables import Column as Heading
from ipscohort.tables.render import bind

HOSTILE = [
    "=1+1",
    '=HYPERLINK("http://x","y")',
    "+1+cmd|' /C calc'!A0",
    "-1+2",
    "@SUM(A1)",
    "\t=1",
    "\n=1",
    "\uff1d1",
    "-2-3",
    "-abc",
    "=",
    "-0.5^a",
]
NUMBERS = [
    "-",
    "-1",
    "-1.5",
    "+3",
    "-.5",
    "-26.9 (-45.9 to -7.9)",
    "-26,9 (-45,9 bis -7,9)",
    "-0·5",
    "-3%",
    "-^a",
    "-26.9 (-45.9 to -7.9)^a,b",
    "-1 234",
]
HARMLESS = ["", "a=1", "P-01", "'", "'quoted'", "1+1", " =1"]
BOOKS = Contract(
    "books", "a thing", (Column("id", "text", "its id"), Column("x", "number", "a number", "not known")), key=("id",), more=True
)


@pytest.mark.parametrize("text", HOSTILE)
def test_an_apostrophe_stands_before_what_would_compute(text):
    assert as_text(text) == "'" + text


@pytest.mark.parametrize("text", NUMBERS + HARMLESS)
def test_numbers_as_printed_and_other_texts_stay(text):
    assert as_text(text) == text


@pytest.mark.parametrize("text", ["-1 (=1)", "-1 (a|b)", '-1 ("x")', "-1 (2)+3", "-1 (SUM(A1)*2)"])
def test_brackets_hide_no_formula(text):
    assert as_text(text) == "'" + text


@given(st.text(alphabet="'=+-@\t\r\n 1a(", max_size=6))
def test_reading_gives_back_what_was_written(text):
    assert as_written(as_text(text)) == text.replace("\r\n", "\n").replace("\r", "\n")


def test_a_table_is_written_safe_and_read_as_it_was(tmp_path):
    texts = HOSTILE + NUMBERS + ["'=1", "''+2", "'a"]
    frame = pd.DataFrame({"id": texts, "x": [-1.5] * len(texts), "=level": pd.array(texts, "string")})
    write_table(frame, BOOKS, tmp_path / "t.csv")
    with (tmp_path / "t.csv").open(encoding="utf-8", newline="") as stream:
        head, *rows = csv.reader(stream)
    assert head == ["id", "x", "'=level"]
    assert [row[0] for row in rows] == [as_text(text) for text in texts] == [row[2] for row in rows]
    assert {row[1] for row in rows} == {"-1.5"}
    read = read_table(tmp_path / "t.csv", BOOKS)
    assert list(read.columns) == ["id", "x", "=level"]
    assert list(read["id"]) == texts == list(read["=level"])


def test_tables_without_a_contract_keep_their_texts_too(tmp_path):
    frame = pd.DataFrame({"a": pd.array(["=1", None, "b"], "string"), "c": pd.Categorical(["-x", "-x", None])})
    write_frame(frame, tmp_path / "t.csv")
    assert "'=1" in (tmp_path / "t.csv").read_text()
    assert "'-x" in (tmp_path / "t.csv").read_text()
    assert read_frame(tmp_path / "t.csv").fillna("").to_numpy().tolist() == [["=1", "-x"], ["", "-x"], ["b", ""]]


def test_a_carriage_return_in_a_text_ends_no_row(tmp_path):
    write_frame(pd.DataFrame({"a": ["x\ry", "\r=1", "z"], "b": ["1", "2", "3"]}), tmp_path / "t.csv")
    assert read_frame(tmp_path / "t.csv").to_numpy().tolist() == [["x\ny", "1"], ["\n=1", "2"], ["z", "3"]]


def test_files_for_programs_alone_and_parquet_are_left(tmp_path):
    frame = pd.DataFrame({"a": ["=1"]})
    write_frame(frame, tmp_path / "t.csv", for_spreadsheets=False)
    assert (tmp_path / "t.csv").read_text() == "a\n=1\n"
    write_frame(frame, tmp_path / "t.parquet")
    assert list(pd.read_parquet(tmp_path / "t.parquet")["a"]) == ["=1"]


def test_nothing_is_copied_where_nothing_changes():
    frame = pd.DataFrame({"a": ["x", "-1"], "n": [1, 2]})
    assert frame_as_text(frame) is frame
    assert frame_as_written(frame) is frame


def _hostile_table():
    row = Row("=1+1", (Cell("=2+2"), Cell("#N/A"), Cell("-5 (-6 to -4)")), notes=("=note",))
    return Table("t", "=title", "=stub", (Heading("=a"), Heading("@b"), Heading("c")), (RowGroup("+group", (row,)),), ("=general",))


def test_a_workbook_holds_no_formula_and_no_error():
    book = openpyxl.load_workbook(io.BytesIO(bind([_hostile_table()], "xlsx")))
    cells = [place for sheet in book for line in sheet.iter_rows() for place in line if place.value is not None]
    assert {"=title", "=1+1\u1d43", "=2+2", "#N/A"} <= {place.value for place in cells}
    assert {place.data_type for place in cells} <= {"s", "n"}


def test_a_table_in_plain_text_holds_no_formula():
    lines = list(csv.reader(io.StringIO(render(_hostile_table(), "csv").decode())))
    texts = [text for line in lines for text in line if text]
    assert "'=title" in texts
    assert "'=2+2" in texts
    assert "-5 (-6 to -4)" in texts
    assert [text for text in texts if text[0] in "=+@"] == []
