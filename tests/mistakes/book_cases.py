"""Mistakes in workbooks, and in files of another kind than their name says."""

from __future__ import annotations

from tests.mistakes.spoiled import (
    SHEET,
    book,
    encrypted,
    formula_without_value,
    given,
    lock_file,
    merged_cells,
    merged_head,
    of_1904,
    old_book,
    page,
    password_sav,
    rows,
    serials,
    times_of_day,
    total_row,
    two_head_rows,
    zipped,
)

BOOKS = [
    (
        "title in merged cells",
        book(merged_head),
        (
            "people.xlsx, sheet Sheet: row 1 holds none of the columns that the settings name, and row 2 holds 7 of them",
            "set header_row: 2 for the file",
        ),
    ),
    (
        "second row of names",
        book(two_head_rows),
        (
            "people.xlsx, sheet Sheet: one row does not fit 6 of the columns: included, born, until, sex, ben, mhi (row 2)",
            "if it is a second row of names, units or labels, a row of totals, or a row",
        ),
    ),
    (
        "days counted from 1904",
        book(of_1904),
        (
            "people.xlsx, sheet Sheet, column included: no possible dates (rows 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 6 more)",
            "the cells hold numbers: make the column a date, or give",
        ),
    ),
    (
        "days counted from 1900",
        book(serials),
        (
            "people.xlsx, sheet Sheet, column included: no possible dates (rows 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 6 more)",
            "the cells hold numbers: make the column a date, or give",
        ),
    ),
    (
        "row of totals",
        book(total_row),
        (
            "people.xlsx, sheet Sheet, column pid: rows of totals, which are no person's (row 18)",
            "take them out of the file",
            "people.xlsx, sheet Sheet, column sex: values that are no code of ingest.participants.variables.sex (row 18)",
            "its codes are '1', '2'; add what is missing to",
        ),
    ),
    (
        "note below the records",
        rows("", "Source: registry,,,,,,,"),
        (
            "people.csv, column included: the inclusion date is missing (row 19; id Source: registry)",
            "mend the rows, or set clean.inclusion_date_missing: exclude",
        ),
    ),
    (
        "time of day for a date",
        book(times_of_day),
        (
            "people.xlsx, sheet Sheet, column included: no possible dates (row 4)",
            "dates are read year-month-day: mend the cells, give",
        ),
    ),
    (
        "formula never computed",
        book(formula_without_value),
        (
            "people.xlsx, sheet Sheet, column mhi: formulas whose results are not stored (row 4)",
            "open the file in Excel and save it",
        ),
    ),
    (
        "merged cells among records",
        book(merged_cells),
        (
            "people.xlsx, sheet Sheet, column ben: merged cells: only the first of them counts (rows 4, 5, 6)",
            "undo the merging in Excel, and write the value into each cell that it holds for",
        ),
    ),
    (
        "names in another case",
        book(rows=[[name.upper() for name in SHEET[0]], *SHEET[1:]]),
        (
            "people.xlsx, sheet Sheet: there is no column 'pid', which ingest.participants.id names (did you mean 'PID'?); there is",
            "mend the names in the settings or in the file",
        ),
    ),
    (
        "encrypted workbook",
        given("people.xlsx", encrypted),
        (
            "people.xlsx: this is a password-protected Excel file",
            "save it in Excel as .xlsx without a password",
        ),
    ),
    (
        "old Excel file",
        given("people.xls", old_book),
        (
            "people.xls: this is an old Excel file (.xls)",
            "save it in Excel as .xlsx without a password",
        ),
    ),
    (
        "web page saved as Excel",
        given("people.xls", page),
        (
            "people.xls: this is a web page (HTML)",
            "open it in Excel or LibreOffice, save it as .xlsx, and name that file",
        ),
    ),
    (
        "web page as CSV",
        given("people_page.csv", page),
        (
            "people_page.csv: this is a web page (HTML)",
            "open it in Excel or LibreOffice, save it as .xlsx, and name that file",
        ),
    ),
    (
        "zip archive",
        given("people.zip", zipped),
        (
            "people.zip: the ending '.zip' is no known format",
            "valid: .csv, .tsv, .sav, .por, .dta, .sas7bdat, .xpt, .xlsx, .parquet, .txt",
        ),
    ),
    (
        "zip archive by the ending of CSV",
        given("zipped.csv", zipped),
        (
            "zipped.csv: this is a packed file (zip), not a text file with separated columns (.csv)",
            "unpack or export it first",
        ),
    ),
    (
        "lock file of Excel",
        given("~$people.xlsx", lock_file),
        (
            "tiny.yaml, line 13, ingest.participants.file: ~$people.xlsx is no file of records: an office program writes it while a",
            "name the file itself, people.xlsx, and close it in other programs",
        ),
    ),
    (
        "password on an SPSS file",
        given("people.sav", password_sav),
        (
            "people.sav: this is a password-protected SPSS file",
            "open it in SPSS and save it without a password",
        ),
    ),
]
