"""Workbooks that a spreadsheet program opens: parts in any place, rows above the names, escapes in text."""

from __future__ import annotations

import re
import zipfile
from datetime import date

import pytest
from openpyxl import Workbook

from ipscohort.config.ingest import Column, File, Participants
from ipscohort.errors import UserError
from ipscohort.ingest.cells import take
from ipscohort.ingest.gather import Gathered
from ipscohort.ingest.readers import read_file

TRANSITIONAL = "http://schemas.openxmlformats.org/"
STRICT = {
    f"{TRANSITIONAL}spreadsheetml/2006/main": "http://purl.oclc.org/ooxml/spreadsheetml/main",
    f"{TRANSITIONAL}officeDocument/2006/relationships": "http://purl.oclc.org/ooxml/officeDocument/relationships",
}


def workbook(path, rows, title="Sheet"):
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def people(folder):
    rows = [["PID", "NAME", "D", "E"], ["p1", "Zoë", date(2015, 3, 1), "#N/A"], ["p2", "b", date(2016, 2, 29), None]]
    return workbook(folder / "plain.xlsx", rows)


def changed(path, rename=lambda name: name, content=lambda text: text):
    """A copy whose parts have other names, or other content."""
    copy = path.with_name("people.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(copy, "w") as new:
        for name in old.namelist():
            new.writestr(rename(name), content(old.read(name).decode()))
    return copy


def moved(folder):
    return changed(
        people(folder),
        lambda name: name.replace("xl/", "book/data/"),
        lambda text: text.replace("/xl/", "/book/data/").replace('"xl/', '"book/data/'),
    )


def at_the_root(folder):
    return changed(
        people(folder),
        lambda name: name.removeprefix("xl/") if "_rels/" not in name else name.replace("xl/_rels", "_rels"),
        lambda text: text.replace("/xl/", "/").replace('"xl/', '"'),
    )


def other_letters(folder):
    return changed(people(folder), lambda name: name if name.startswith(("[", "_rels")) else name.upper())


def backslashes(folder):
    return changed(people(folder), lambda name: name.replace("/", "\\"))


def relative_targets(folder):
    return changed(people(folder), content=lambda text: text.replace('Target="/xl/', 'Target="').replace('Target="xl/', 'Target="./xl/'))


def strict(folder):
    def content(text):
        for old, new in STRICT.items():
            text = text.replace(old, new)
        return text

    return changed(people(folder), content=content)


def other_type(folder):
    return changed(people(folder), content=lambda text: text.replace("spreadsheetml.sheet.main+xml", "spreadsheetml.template.main+xml"))


@pytest.mark.parametrize("make", [people, moved, at_the_root, other_letters, backslashes, relative_targets, strict, other_type])
def test_a_workbook_is_found_by_its_relationships(make, tmp_path):
    path = make(tmp_path)
    table = read_file(path, File(file=path.name))
    assert table.frame[["PID", "NAME"]].to_numpy().tolist() == [["p1", "Zoë"], ["p2", "b"]]
    assert table.frame["D"].dt.date.tolist() == [date(2015, 3, 1), date(2016, 2, 29)]
    assert table.user_missing["E"].fillna("-").tolist() == ["#N/A", "-"]


def test_a_workbook_of_any_name_is_read_where_the_format_is_given(tmp_path):
    path = people(tmp_path).rename(tmp_path / "people.data")
    assert len(read_file(path, File(file="people.data", format="xlsx")).frame) == 2
    with pytest.raises(UserError, match="format: xlsx"):
        read_file(path.rename(tmp_path / "people.csv"), File(file="people.csv"))


def test_formulas_and_merged_cells_are_found_in_parts_elsewhere(tmp_path):
    book = Workbook()
    for row in (["PID", "X", "SITE"], [1, "=A2*2", "a"], [2, 4, None]):
        book.active.append(row)
    book.active.merge_cells("C2:C3")
    book.save(tmp_path / "plain.xlsx")
    path = changed(
        tmp_path / "plain.xlsx", lambda name: name.replace("xl/", "b/"), lambda text: text.replace("/xl/", "/b/").replace('"xl/', '"b/')
    )
    faults = read_file(path, File(file="people.xlsx")).faults
    assert [(fault.column, fault.rows) for fault in faults] == [("X", (2,)), ("SITE", (2, 3))]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("application/vnd.ms-excel.sheet.binary.macroEnabled.main", "binary Excel file"),
        ("application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml", "Word file"),
    ],
)
def test_other_office_files_are_called_by_their_name(content, said, tmp_path):
    path = changed(people(tmp_path), content=lambda text: re.sub(r"application/[\w.-]+spreadsheetml\.sheet\.main\+xml", content, text))
    with pytest.raises(UserError, match=said):
        read_file(path, File(file="people.xlsx"))


def test_a_packed_file_without_a_workbook_is_still_one(tmp_path):
    with zipfile.ZipFile(tmp_path / "people.xlsx", "w") as archive:
        archive.writestr("[Content_Types].xml", "no xml at all <")
        archive.writestr("data.csv", "PID\n1\n")
    with pytest.raises(UserError, match=r"packed file \(zip\)"):
        read_file(tmp_path / "people.xlsx", File(file="people.xlsx"))


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("went_x000D_\nhome", "went\nhome"),
        ("a_x0009_b", "a\tb"),
        ("_x005F_x000D_", "_x000D_"),
        ("caf_x00E9_", "café"),
        ("caf_x00e9__x000a_", "café"),
        ("_xD83D__xDE00_", "\U0001f600"),
        ("_xD83D_", "\ufffd"),
        ("code_x12", "code_x12"),
        ("_xZZZZ_ _X000D_", "_xZZZZ_ _X000D_"),
        ("plain", "plain"),
    ],
)
def test_escapes_in_text_are_what_a_spreadsheet_shows(written, read, tmp_path):
    path = workbook(tmp_path / "a.xlsx", [["ID", f"N{written}"], ["1", written], ["2", "#N/A"]])
    table = read_file(path, File(file="a.xlsx"))
    assert table.frame[f"N{read}".strip()].tolist()[0].strip() == read.strip()
    assert take(table, Column(column=f"N{read}"), "ingest.jobs.a.x", Gathered()).reason.fillna("-").tolist() == ["-", "Excel error #N/A"]


TITLED = [
    ["Cohort of 2015"],
    ["export of 1 May", None, None],
    [None, None, None],
    ["PID", "SEX", "D"],
    ["p1", 1, date(2015, 3, 1)],
    [None] * 3,
    ["p2", "x", "#N/A"],
]
SETTINGS = {"file": "a.xlsx", "id": "PID", "inclusion_date": "D", "variables": {"sex": {"column": "SEX", "type": "text"}}}


def test_rows_above_the_names_of_a_workbook(tmp_path):
    book = Workbook()
    for row in TITLED:
        book.active.append(row)
    book.active["C8"], book.active["A8"] = "=C5", "p3"
    book.active.merge_cells("A1:C2")
    book.active.merge_cells("B7:B8")
    book.save(tmp_path / "a.xlsx")
    table = read_file(tmp_path / "a.xlsx", File(file="a.xlsx", header_row=4))
    assert (list(table.frame.columns), table.frame.index.tolist(), table.names_row) == (["PID", "SEX", "D"], [5, 7, 8], 4)
    assert table.frame["D"].dt.date.tolist()[0] == date(2015, 3, 1)
    assert [(fault.column, fault.rows) for fault in table.faults] == [("D", (8,)), ("SEX", (7, 8))]
    assert [(note.rule, note.rows) for note in table.notes] == [("blank_row", (6,))]


def test_the_message_for_a_workbook_with_a_title_proposes_the_row(tmp_path):
    workbook(tmp_path / "a.xlsx", TITLED)
    with pytest.raises(UserError) as caught:
        read_file(tmp_path / "a.xlsx", Participants.model_validate(SETTINGS))
    assert "row 1 holds none of the columns that the settings name, and row 4 holds 3 of them" in str(caught.value)
    assert "set header_row: 4" in str(caught.value)
    assert len(read_file(tmp_path / "a.xlsx", Participants.model_validate({**SETTINGS, "header_row": 4})).frame) == 2
    for wrong, said in ((3, "set header_row: 4"), (99, "has 7 rows")):
        with pytest.raises(UserError, match=said):
            read_file(tmp_path / "a.xlsx", Participants.model_validate({**SETTINGS, "header_row": wrong}))


CSV = 'Cohort of 2015\n"export\nof 1 May",,\n\nPID,SEX,D\np1,1,2015-03-01\n,,\np2,x,#N/A\n'


def csv(folder, text):
    (folder / "a.csv").write_text(text, encoding="utf-8")
    return folder / "a.csv"


def test_rows_above_the_names_of_a_text_file(tmp_path):
    table = read_file(csv(tmp_path, CSV), File(file="a.csv", header_row=4))
    assert (list(table.frame.columns), table.frame.index.tolist(), table.names_row) == (["PID", "SEX", "D"], [5, 7], 4)
    with pytest.raises(UserError, match=r"than the 3 columns that row 4 names \(row 8\)"):
        read_file(csv(tmp_path, CSV + "p3,1\n"), File(file="a.csv", header_row=4))
    with pytest.raises(UserError, match="row 3 holds no column names"):
        read_file(csv(tmp_path, CSV), File(file="a.csv", header_row=3))
    assert list(read_file(csv(tmp_path, "sep=,\n" + CSV), File(file="a.csv", header_row=4)).frame.index) == [5, 7]


@pytest.mark.parametrize(
    ("mark", "said"),
    [(",", "set header_row: 4 for"), (";", 'set header_row: 4 and delimiter: ";"'), ("\t", r'set header_row: 4 and delimiter: "\t"')],
)
def test_the_message_for_a_text_file_with_a_title_proposes_the_row(mark, said, tmp_path):
    path = csv(tmp_path, CSV.replace(",", mark))
    with pytest.raises(UserError) as caught:
        read_file(path, Participants.model_validate({**SETTINGS, "file": "a.csv"}))
    assert said in str(caught.value)
    assert "p1" not in str(caught.value)


def test_a_row_that_holds_one_of_the_names_is_not_called_a_title(tmp_path):
    path = csv(tmp_path, "PID,GESLACHT,DATUM\nSEX,D,PID\n")
    assert list(read_file(path, Participants.model_validate({**SETTINGS, "file": "a.csv"})).frame.columns) == ["PID", "GESLACHT", "DATUM"]


def test_a_text_file_of_blank_lines_holds_no_names(tmp_path):
    with pytest.raises(UserError, match="no column names"):
        read_file(csv(tmp_path, ",,\n\n"), File(file="a.csv"))


def test_a_file_whose_names_stand_in_row_1_keeps_its_own_message(tmp_path):
    path = csv(tmp_path, "PID,SEXE,D\nSEX,D,PID\n1,2\n")
    with pytest.raises(UserError, match="rows with fewer cells"):
        read_file(path, Participants.model_validate({**SETTINGS, "file": "a.csv"}))


@pytest.mark.parametrize("place", ["[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/styles.xml", "xl/worksheets/sheet1.xml"])
@pytest.mark.parametrize("part", [b"", b"<a", b"no xml", b"<a/>", b'<Types xmlns="x"><Override/></Types>'])
def test_a_workbook_with_a_damaged_part_is_refused_or_read(place, part, tmp_path):
    path = people(tmp_path)
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(tmp_path / "people.xlsx", "w") as new:
        for name in old.namelist():
            new.writestr(name, part if name == place else old.read(name))
    try:
        table = read_file(tmp_path / "people.xlsx", File(file="people.xlsx"))
    except UserError:
        return
    # An empty style sheet is no damage; then nothing says which numbers are dates.
    assert place in ("[Content_Types].xml", "_rels/.rels", "xl/styles.xml")
    assert table.frame["PID"].tolist() == ["p1", "p2"]


def test_a_packed_file_with_a_password_is_called_packed(tmp_path):
    with zipfile.ZipFile(tmp_path / "people.xlsx", "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("_rels/.rels", "<Relationships/>")
    data = bytearray((tmp_path / "people.xlsx").read_bytes())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := data.find(mark, at + 1)) >= 0:
            data[at + place] |= 1
    (tmp_path / "people.xlsx").write_bytes(data)
    with pytest.raises(UserError, match=r"packed file \(zip\)"):
        read_file(tmp_path / "people.xlsx", File(file="people.xlsx"))


def test_a_date_that_is_written_out(tmp_path):
    path = changed(
        people(tmp_path),
        content=lambda text: re.sub(r'<c r="C2"[^>]*><v>[^<]*</v>', '<c r="C2" s="1" t="d"><v>2015-03-01T00:00:00</v>', text),
    )
    assert read_file(path, File(file="people.xlsx")).frame["D"].dt.date.tolist() == [date(2015, 3, 1), date(2016, 2, 29)]
