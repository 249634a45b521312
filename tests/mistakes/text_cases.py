"""Mistakes in text files: bytes, separators, decimal marks, dates and cut rows."""

from __future__ import annotations

import os

from tests.mistakes.families import people, setting
from tests.mistakes.spoiled import book, broken_link, given, rows, text, utf16
from tests.mistakes.workspace import PEOPLE, PEOPLE_HEAD

TEXTS = [
    (
        "UTF-16",
        utf16,
        (
            "people.csv: the text is UTF-16, not UTF-8",
            "set encoding: utf-16 for it, or save it as UTF-8",
        ),
    ),
    (
        "zero bytes within",
        text(lambda b: b.replace(b"Plantagenet 3", b"Plant\x00agenet 3")),
        (
            "people.csv, line 4: this is no plain text",
            "set its encoding (that of the program that wrote it), or save it as UTF-8, or",
        ),
    ),
    (
        "link to nowhere",
        broken_link,
        (
            "tiny.yaml, line 13, ingest.participants.file: people.csv is a link, and what it leads to is not there",
            "connect the drive that it leads to, or name the file itself",
        ),
    ),
    (
        "device for a file",
        setting(("file: people.csv", f"file: {os.devnull}")),
        (
            "tiny.yaml, line 13, ingest.participants.file: /dev/null is no file, but a device or a pipe",
            "name a file",
        ),
    ),
    (
        "ending of SPSS, bytes of CSV",
        given("people.sav", lambda p: p.write_text("\n".join([PEOPLE_HEAD, *PEOPLE]))),
        (
            "people.sav: the file can't be read as an SPSS file (.sav, .zsav): it is damaged, cut short, or of another kind",
            "copy or export it again",
        ),
    ),
    (
        "ending of CSV, bytes of Excel",
        lambda s: (book(name="p.xlsx")(s), s.setting(("file: p.xlsx", "file: q.csv")), (s.folder / "p.xlsx").rename(s.folder / "q.csv")),
        (
            "q.csv: its name says a text file with separated columns (.csv), and its content is an Excel file (.xlsx)",
            "set `format: xlsx` for it, or name the right file",
        ),
    ),
    (
        "semicolons and decimal commas",
        lambda s: (
            s.write("people.csv", PEOPLE_HEAD.replace(",", ";"), [p.replace(",", ";").replace(";36;", ";36,5;") for p in PEOPLE]),
            s.setting(("file: people.csv", "file: people.csv\n    delimiter: ';'")),
        ),
        (
            "people.csv, column mhi: text that is no number (row 4)",
            "if the commas are decimal ones, set decimal: ',' for the file",
        ),
    ),
    (
        "decimal point in a file of decimal commas",
        lambda s: (s.setting(("file: people.csv", "file: people.csv\n    decimal: ','")), s.change("people.csv", (",2,36,", ",2,36.5,"))),
        (
            "people.csv, column mhi: text that is no number (row 4)",
            "mend the cells, or declare codes such as NA under",
        ),
    ),
    (
        "thousands parted by a point",
        lambda s: (s.setting(("file: people.csv", "file: people.csv\n    decimal: ','")), s.change("people.csv", (",2,36,", ",2,1.036,"))),
        (
            "people.csv, column mhi: text that is no number (row 4)",
            "a dot before three digits: if it stands between thousands (1234), take it out",
        ),
    ),
    (
        "dates in two orders",
        people(("2014-04-15,2,36", "15-04-2014,2,36"), ("2015-05-15", "05/15/2015")),
        (
            "people.csv, column included: no possible dates (rows 4, 5)",
            "dates are read year-month-day: mend the cells, give",
        ),
    ),
    (
        "date format that is none",
        setting(("inclusion_date: included", "inclusion_date: {column: included, date_format: dd-mm-yyyy}")),
        (
            "ingest.participants.inclusion_date.date_format: this is no way of writing a date",
            "write it with %Y or %y (year), %m, %b or %B (month) and %d (day), such as",
        ),
    ),
    (
        "year of two digits",
        people(("2014-04-15,2,36", "14-04-15,2,36")),
        (
            "people.csv, column included: no possible dates (row 4)",
            "dates are read year-month-day: mend the cells, give",
        ),
    ),
    (
        "columns swapped",
        text(lambda b: b.replace(b"pid,name,sex,born,included,", b"pid,name,sex,included,born,", 1)),
        (
            "people.csv, column born: birth dates that lie after inclusion (rows 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 6 more)",
            "are birth and inclusion mapped the wrong way round?",
        ),
    ),
    (
        "another encoding named than it is",
        setting(("file: people.csv", "file: people.csv\n    encoding: utf-16")),
        (
            "people.csv: the file holds no records",
            "check that the export worked, and that this is the file you mean; or leave",
        ),
    ),
    (
        "encoding that is none",
        setting(("file: people.csv", "file: people.csv\n    encoding: utf-9")),
        (
            "people.csv: encoding: 'utf-9' is no known encoding",
            "write utf-8, windows-1252 or latin-1, for example",
        ),
    ),
    (
        "delimiter of two characters",
        setting(("file: people.csv", "file: people.csv\n    delimiter: '::'")),
        (
            "tiny.yaml, line 14, ingest.participants.delimiter: '::' is too long: one character is expected",
            ".csv only: the column separator; without it, a comma (a tab for .tsv).",
        ),
    ),
    (
        "delimiter of a workbook",
        book(None, ("file: people.xlsx", "file: people.xlsx\n    delimiter: ';'")),
        (
            "tiny.yaml, line 14, ingest.participants.delimiter: only .csv and .tsv files have a separator between columns",
            "leave it out",
        ),
    ),
    (
        "sheet of a CSV file",
        setting(("file: people.csv", "file: people.csv\n    sheet: baseline")),
        (
            "tiny.yaml, line 14, ingest.participants.sheet: only workbooks have sheets",
            "leave it out, or name the workbook",
        ),
    ),
    (
        "encoding of a workbook",
        book(None, ("file: people.xlsx", "file: people.xlsx\n    encoding: utf-8")),
        (
            "tiny.yaml, line 14, ingest.participants.encoding: files of this format have one encoding, which is known",
            "leave it out",
        ),
    ),
    (
        "quotation mark never closed",
        people(("P03,Plantagenet 3,", 'P03,"Plantagenet 3,')),
        (
            "people.csv, line 17: a quotation mark is out of place in row 4",
            "close the quotation mark, or write a quotation mark inside a cell twice",
        ),
    ),
    (
        "rows cut at the end",
        text(lambda b: b[: b.rfind(b",201")]),
        (
            "people.csv: rows with fewer cells than the 8 columns that row 1 names (row 17)",
            "the file may be cut short, or a separator stands inside a cell without",
        ),
    ),
    (
        "head repeated among the records",
        rows(PEOPLE_HEAD, *PEOPLE[:0]),
        (
            "people.csv: one row does not fit 7 of the columns: pid, included, born, until, sex, ben, mhi (row 18)",
            "if it is a second row of names, units or labels, a row of totals, or a row",
        ),
    ),
]
