"""Files that can't be read: what is wrong, where, and what to do; never a value from them."""

from __future__ import annotations

import codecs
import zipfile
from datetime import date

import pandas as pd
import pytest
from openpyxl import Workbook, load_workbook

from ipscohort.config.ingest import Column, File, Participants
from ipscohort.errors import UserError
from ipscohort.ingest.cells import take
from ipscohort.ingest.dates import dates
from ipscohort.ingest.gather import Gathered
from ipscohort.ingest.readers import READERS, delimited, read_file
from tests.support.records import write_file

NAME = "Quintessa"
"""A name planted in the data; no message may hold it."""


def refusal(path, **settings) -> str:
    with pytest.raises(UserError) as caught:
        read_file(path, File(file=path.name, **settings))
    message = str(caught.value)
    assert NAME not in message
    assert path.name in message
    assert "->" in message
    return message


def frame(n: int = 60) -> pd.DataFrame:
    return pd.DataFrame({"PID": [f"{NAME}{k}" for k in range(n)], "X": [k / 7 for k in range(n)]})


def test_no_such_file(tmp_path):
    assert "no such file" in refusal(tmp_path / "people.csv")


def test_a_folder(tmp_path):
    (tmp_path / "people.csv").mkdir()
    assert "folder" in refusal(tmp_path / "people.csv")


@pytest.mark.parametrize("ending", ["csv", "sav", "por", "dta", "sas7bdat", "xpt", "xlsx", "parquet"])
def test_an_empty_file(ending, tmp_path):
    path = tmp_path / f"people.{ending}"
    path.touch()
    assert "empty" in refusal(path)


@pytest.mark.parametrize("fmt", ["sav", "zsav", "por", "dta", "xpt", "xpt_5", "xlsx", "parquet"])
@pytest.mark.parametrize("share", [0.3, 0.6, 0.97])
def test_a_file_cut_short(fmt, share, tmp_path):
    path = write_file(frame(), tmp_path / f"people.{fmt.removesuffix('_5')}", fmt)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    refusal(path)


@pytest.mark.parametrize("fmt", ["sav", "zsav", "sav_packed_rows", "por", "dta", "dta_8", "xpt"])
def test_a_file_cut_at_the_border_of_records(fmt, tmp_path):
    """Rows of 80 bytes, which is what records of some formats are long; the last row and all its neighbours are cut off."""
    rows = pd.DataFrame({f"N{k}": [row * 10 + k + 0.5 for row in range(20)] for k in range(10)})
    path = write_file(rows, tmp_path / f"people.{fmt.split('_')[0]}", fmt)
    data = path.read_bytes()
    ending = data[len(data.rstrip(b"Z\r\n")) + 1 :] if fmt == "por" else b""  # one mark and the line's end do without
    for lost in (*range(len(ending) + 1, 170), 400, 800):
        path.write_bytes(data[:-lost])
        refusal(path)
    path.write_bytes(data[: len(data) - len(ending)])
    assert len(read_file(path, File(file=path.name)).frame) == len(rows)


def test_a_transport_file_that_says_more_or_fewer_records_than_it_holds(tmp_path):
    path = write_file(frame(), tmp_path / "people.xpt", "xpt")
    data = path.read_bytes()
    said = b"!!" + b"60".rjust(15)
    assert data.count(said) == 1
    path.write_bytes(data.replace(said, b"!!" + b"75".rjust(15)))
    assert "cut short: it holds 60 of 75 records" in refusal(path)
    path.write_bytes(data.replace(said, b"!!" + b"45".rjust(15)))
    assert "says that it holds 45 records, and holds 60" in refusal(path)


def test_blank_records_at_the_end_of_a_transport_file_are_none_lost(tmp_path):
    rows = pd.DataFrame({"PID": [f"{NAME}{k}" if k < 50 else "" for k in range(60)]})
    path = write_file(rows, tmp_path / "people.xpt", "xpt")
    assert len(read_file(path, File(file=path.name)).frame) == 50


@pytest.mark.parametrize("ending", ["sav", "por", "dta", "sas7bdat", "xpt", "xlsx", "parquet"])
def test_plain_text_under_another_ending(ending, tmp_path):
    path = tmp_path / f"people.{ending}"
    path.write_text(f"PID,X\n{NAME},1\n")
    refusal(path)


def test_a_file_under_a_wrong_ending_is_named_as_what_it_is(tmp_path):
    path = write_file(frame(), tmp_path / "people.csv", "sav")
    assert "format: sav" in refusal(path)
    assert len(read_file(path, File(file="people.csv", format="sav")).frame) == 60


def test_an_unknown_ending(tmp_path):
    (tmp_path / "people.savv").write_text("PID\n1\n")
    assert ".sav" in refusal(tmp_path / "people.savv")


def test_an_old_excel_file_and_one_with_a_password(tmp_path):
    start = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)
    (tmp_path / "old.xls").write_bytes(start)
    (tmp_path / "locked.xlsx").write_bytes(start + "EncryptedPackage".encode("utf-16-le"))
    assert "old Excel file" in refusal(tmp_path / "old.xls")
    assert "password" in refusal(tmp_path / "locked.xlsx")


def test_a_packed_file(tmp_path):
    with zipfile.ZipFile(tmp_path / "people.csv", "w") as archive:
        archive.writestr("people.csv", "PID\n1\n")
    assert "zip" in refusal(tmp_path / "people.csv")


def csv(folder, text: str | bytes):
    path = folder / "people.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_a_wrong_encoding_names_the_line(tmp_path):
    path = csv(tmp_path, f"PID,CITY\n1,{NAME}\n2,Zoë\n".encode("latin-1"))
    assert "line 3" in refusal(path)
    assert read_file(path, File(file="people.csv", encoding="latin-1")).frame["CITY"].tolist() == [NAME, "Zoë"]


def test_utf_8_read_as_a_one_byte_encoding_would_be_garbled_and_is_refused(tmp_path):
    assert "UTF-8" in refusal(csv(tmp_path, "PID,CITY\n1,Zoë\n"), encoding="windows-1252")


def test_utf_16_and_an_unknown_encoding(tmp_path):
    assert "UTF-16" in refusal(csv(tmp_path, "PID,X\n1,2\n".encode("utf-16")))
    assert "utf9" in refusal(csv(tmp_path, "PID,X\n1,2\n"), encoding="utf9")


def test_a_byte_order_mark_is_no_part_of_the_first_name(tmp_path):
    path = csv(tmp_path, codecs.BOM_UTF8 + b"PID,X\n007,2\n")
    found = read_file(path, File(file="people.csv")).frame
    assert list(found.columns) == ["PID", "X"]
    assert found["PID"].tolist() == ["007"]


@pytest.mark.parametrize(("mark", "word"), [(";", "semicolon"), ("\t", "tab"), ("|", "bar")])
def test_a_wrong_separator(mark, word, tmp_path):
    assert word in refusal(csv(tmp_path, f"PID{mark}X\n{NAME}{mark}2\n"))


def test_short_and_long_rows_are_numbered(tmp_path):
    text = f'PID,X,Y\n1,2,3\n"a\nb",2,3\n{NAME},2\n\n5,6,7,8\n9,1,2,,\n'
    message = refusal(csv(tmp_path, text))
    # Row 3 holds a line break, row 5 is empty, row 7 has empty cells too many.
    assert "rows 4, 6" in message


def test_a_quotation_mark_that_is_never_closed(tmp_path):
    assert "quotation mark" in refusal(csv(tmp_path, f'PID,X\n1,2\n"{NAME},3\n4,5\n'))


def test_names_that_stand_twice_and_no_names(tmp_path):
    assert "twice: columns 2, 3" in refusal(csv(tmp_path, "PID,X, X\n1,2,3\n"))
    assert "no column names" in refusal(csv(tmp_path, ",,\n1,2,3\n"))
    assert "no records" in refusal(csv(tmp_path, "PID,X\n\n,\n"))


def test_names_that_stand_twice_are_shown_only_where_the_settings_name_them(tmp_path):
    path = csv(tmp_path, f"PID,{NAME},{NAME},PID\n1,2,3,4\n")
    settings = {"file": "people.csv", "variables": {"id2": {"column": "PID", "type": "text"}}, "id": "x"}
    with pytest.raises(UserError) as caught:
        read_file(path, Participants.model_validate(settings))
    assert "twice: 'PID', columns 2, 3" in str(caught.value)
    assert NAME not in str(caught.value)


def test_a_line_of_blanks_is_a_blank_row(tmp_path):
    table = read_file(csv(tmp_path, "PID,X\n1,2\n  \n3,4\n\n\n"), File(file="people.csv"))
    assert table.frame.index.tolist() == [2, 4]
    assert [(note.rule, note.rows) for note in table.notes] == [("blank_row", (3,))]


@pytest.mark.parametrize("line", ["sep=;", '"sep=;"', "SEP=;;;"])
def test_a_first_line_that_tells_excel_the_separator(line, tmp_path):
    table = read_file(csv(tmp_path, f"\ufeff{line}\r\nPID;X\r\n1;2\r\n\r\n3;4\r\n"), File(file="people.csv"))
    assert table.frame.to_dict("index") == {2: {"PID": "1", "X": "2"}, 4: {"PID": "3", "X": "4"}}
    assert [note.rule for note in table.notes] == ["separator_line", "blank_row"]
    assert "(row 3)" in refusal(csv(tmp_path, f"{line}\nPID;X\n1;2\n{NAME}\n"))
    assert "line 3" in refusal(csv(tmp_path, f'{line}\nPID;X\n1;"2\n'))


def test_a_file_without_records_is_right_where_it_may_be_empty(tmp_path):
    table = read_file(csv(tmp_path, "PID,X\n"), File(file="people.csv"), may_be_empty=True)
    assert (list(table.frame.columns), len(table.frame)) == (["PID", "X"], 0)


@pytest.mark.parametrize("code", ["None.nothing", "nothing_of_this_name", "len(5)"])
def test_a_mistake_of_this_program_is_not_called_a_damaged_file(code, tmp_path, monkeypatch):
    wrong = {}
    exec(compile(f"def read(path, file):\n    return {code}\n", delimited.__file__, "exec"), wrong)
    monkeypatch.setitem(READERS, "csv", wrong["read"])
    with pytest.raises((AttributeError, NameError, TypeError)):
        read_file(csv(tmp_path, "PID\n1\n"), File(file="people.csv"))


def test_an_error_inside_a_library_is_a_damaged_file(tmp_path, monkeypatch):
    monkeypatch.setitem(READERS, "csv", lambda path, file: pd.to_datetime({"year": object()}))
    assert "damaged" in refusal(csv(tmp_path, "PID\n1\n"))


def test_merged_cells_are_problems_of_the_columns_in_which_cells_were_lost(tmp_path):
    path = workbook(tmp_path, [["PID", "SITE", "X", "Y"], *([k, None, k, None] for k in range(1, 7))])
    book = load_workbook(path)
    sheet = book.active
    sheet["B2"], sheet["C6"] = NAME, 5
    for area in ("B2:B4", "C6:D6", "D2:D3", "A1:A1", "E1:F1", "B20:C21"):
        sheet.merge_cells(area)
    book.save(path)
    table = read_file(path, File(file="people.xlsx"))
    gathered = Gathered()
    for name in ("PID", "SITE", "X", "Y"):
        take(table, Column(column=name), "key", gathered)
    assert [(problem.where.split()[-1], problem.rows) for problem in gathered.problems] == [("SITE", (2, 3, 4)), ("Y", (6,))]
    assert NAME not in str(gathered.problems.found)


def test_rows_without_any_cell_are_left_out_and_the_others_keep_their_numbers(tmp_path):
    table = read_file(csv(tmp_path, "PID,X\n1,2\n,\n\n3,4"), File(file="people.csv"))
    assert table.frame.index.tolist() == [2, 5]
    assert {note.rule: note.rows for note in table.notes} == {"blank_row": (3, 4), "last_line_unfinished": (5,)}


def workbook(folder, rows, **sheets):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for name, others in sheets.items():
        sheet = book.create_sheet(name)
        for row in others:
            sheet.append(row)
    book.save(folder / "people.xlsx")
    return folder / "people.xlsx"


def test_sheets(tmp_path):
    path = workbook(tmp_path, [["PID"], [1]], Baseline=[["PID"], [2]])
    assert "2 sheets" in refusal(path)
    assert "did you mean 'Baseline'" in refusal(path, sheet="baselin")
    assert read_file(path, File(file="people.xlsx", sheet="Baseline")).frame["PID"].tolist() == [2]
    assert "empty" in refusal(workbook(tmp_path, []))
    assert "no records" in refusal(workbook(tmp_path, [["PID", "X"]]))
    assert "twice: columns 1, 2" in refusal(workbook(tmp_path, [["PID", "PID "], [1, 2]]))


def test_excel_cells_of_mixed_kinds_become_text(tmp_path):
    path = workbook(tmp_path, [["PID", "START", "N"], [1, date(2015, 3, 1), 2.0], ["007", "2015-03", None], [2.5, None, 3]])
    found = read_file(path, File(file="people.xlsx")).frame
    assert found["PID"].tolist() == ["1", "007", "2.5"]
    assert found["START"].fillna("-").tolist() == ["2015-03-01", "2015-03", "-"]
    assert found["N"].fillna(-1).tolist() == [2, -1, 3]


def test_formulas_without_results_are_problems_of_a_column_that_is_used(tmp_path):
    path = workbook(tmp_path, [["PID", "X"], [1, "=A2*2"], [2, 4]])
    table = read_file(path, File(file="people.xlsx"))
    gathered = Gathered()
    for name in ("PID", "X"):
        take(table, Column(column=name), "key", gathered)
    assert [(problem.where.split()[-1], problem.rows) for problem in gathered.problems] == [("X", (2,))]


@pytest.mark.parametrize(("zone", "rows"), [("UTC", [(1, 2)]), ("Europe/Amsterdam", []), (None, [])])
def test_dates_of_a_parquet_file_in_universal_time_may_be_a_day_early(zone, rows, tmp_path):
    local = pd.Series(pd.to_datetime(["2015-03-01", "2015-07-01"]).tz_localize("Europe/Amsterdam" if zone else None))
    write_file(pd.DataFrame({"D": local.dt.tz_convert(zone) if zone else local}), tmp_path / "people.parquet", "parquet")
    gathered = Gathered()
    cells = take(read_file(tmp_path / "people.parquet", File(file="people.parquet")), Column(column="D"), "key", gathered)
    found = dates(cells, gathered, "participants")
    assert [problem.rows for problem in gathered.problems] == rows
    assert rows or found.dates.dt.strftime("%m-%d").tolist() == ["03-01", "07-01"]


def test_a_single_timestamp_in_universal_time(tmp_path):
    write_file(pd.DataFrame({"D": pd.to_datetime(["2015-03-01 05:00"], utc=True)}), tmp_path / "people.parquet", "parquet")
    assert len(read_file(tmp_path / "people.parquet", File(file="people.parquet")).faults) == 1


def test_a_workbook_whose_stated_size_is_too_small_is_read_whole(tmp_path):
    path = workbook(tmp_path, [["PID", "X"], [1, 2], [3, 4]])
    broken = tmp_path / "broken.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(broken, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'ref="A1:B3"', b'ref="A1"'))
    assert load_workbook(broken, read_only=True).active.max_row == 1
    assert len(read_file(broken, File(file="broken.xlsx")).frame) == 2
