"""The mistakes that users make: how each is made, and what the last lines must say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.mistakes.printed_cases import PRINTED
from tests.mistakes.shape_cases import SHAPES
from tests.mistakes.workspace import JOBS, JOBS_HEAD, PEOPLE, PEOPLE_HEAD, Workspace


@dataclass(frozen=True)
class Mistake:
    """One mistake.

    Attributes
    ----------
    group : str
        settings, shapes, files, participants, jobs, together or printed.
    name : str
    make : callable
        Breaks a workspace.
    says : tuple of str
        What the message must hold: place, rows or ids, remedy.
    """

    group: str
    name: str
    make: Callable[[Workspace], object]
    says: tuple[str, ...]


def setting(*changes):
    return lambda space: space.setting(*changes)


def people(*changes):
    return lambda space: space.change("people.csv", *changes)


def jobs(*changes):
    return lambda space: space.change("jobs.csv", *changes)


def as_format(name: str, write: Callable[[Path], object], *changes):
    """Give the participants in another file, which `write` makes."""

    def make(space: Workspace) -> None:
        write(space.folder / name)
        space.setting(("file: people.csv", f"file: {name}"), *changes)

    return make


def people_frame():
    import io

    import pandas as pd

    return pd.read_csv(io.StringIO("\n".join([PEOPLE_HEAD, *PEOPLE])), dtype=str)


def truncated_sav(path: Path) -> None:
    import pyreadstat

    pyreadstat.write_sav(people_frame().fillna(""), path)
    path.write_bytes(path.read_bytes()[:700])


def long_ids(path: Path) -> None:
    import pyreadstat

    frame = people_frame().fillna("")
    pyreadstat.write_sav(frame.assign(pid=[float(n) for n in range(1, 3)] + [1e18] * (len(frame) - 2)), path)


def binary_book(path: Path) -> None:
    import zipfile

    kind = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", f'<Types><Override PartName="/xl/workbook.bin" ContentType="{kind}"/></Types>')
        archive.writestr("_rels/.rels", f'<Relationships><Relationship Id="r" Type="{office}" Target="xl/workbook.bin"/></Relationships>')
        archive.writestr("xl/workbook.bin", b"")


def empty_sheet(path: Path) -> None:
    import openpyxl

    openpyxl.Workbook().save(path)


def two_sheets(path: Path) -> None:
    import pandas as pd

    with pd.ExcelWriter(path) as book:
        people_frame().to_excel(book, sheet_name="baseline", index=False)
        people_frame().to_excel(book, sheet_name="follow-up", index=False)


def excel_error_in_ids(path: Path) -> None:
    people_frame().replace({"pid": {"P03": "#N/A"}}).to_excel(path, index=False)


def decimal_codes(path: Path) -> None:
    from decimal import Decimal

    frame = people_frame()
    frame.assign(sex=[Decimal("0.3"), *map(Decimal, frame["sex"][1:])]).to_parquet(path)


def latin_one(space: Workspace) -> None:
    path = space.folder / "people.csv"
    path.write_bytes(path.read_text(encoding="utf-8").replace("Plantagenet 3", "Plantagenêt 3").encode("latin-1"))


def greek(space: Workspace) -> None:
    path = space.folder / "people.csv"
    path.write_bytes(path.read_text(encoding="utf-8").replace("pid,name,", "pid,Όνομα,").encode("windows-1253"))


SETTINGS = [
    ("unknown key", setting(("time_unit:", "timeunit:")), ("tiny.yaml, line 10, study.timeunit", "did you mean 'time_unit'?")),
    ("missing key", setting(("  competitive: column\n", "")), ("study.competitive: this key is missing",)),
    ("wrong word", setting(("competitive: column", "competitive: colum")), ("line 9, study.competitive", "did you mean 'column'?")),
    ("duplicate key", setting(("title: A small", "cohort: tiny\ntitle: A small")), ("line 3", "duplicate key")),
    ("tab", setting(("  time_unit", "\ttime_unit")), ("line 10", "tabs are used to indent")),
    ("not YAML", setting(("[sex, age]", "[sex, age")), ("tiny.yaml, line",)),
    ("no such variable", setting(("[sex, age]", "[sex, aeg]")), ("models.confounders.2", "did you mean 'age'?")),
    ("months without dates", setting(("    inclusion_date: included\n", "")), ("months need inclusion dates",)),
    (
        "wrong reference",
        setting(("reference: social assistance", "reference: social")),
        ("exposures.funding.reference", "no level of 'benefits'"),
    ),
    (
        "wrong model",
        setting(("outcome: time_worked, model: log_linear", "outcome: time_worked, model: logistic")),
        ("needs a yes/no outcome",),
    ),
    ("two ways to end", setting(("{observed_until: yes,", "{complete: yes,")), ("study.end_of_observation", "nobody left early")),
    ("not UTF-8", lambda s: s.settings.write_bytes(s.settings.read_bytes().replace(b"A small", b"A sm\xe4ll")), ("line 3", "not UTF-8")),
    ("empty file", lambda s: s.settings.write_text("", encoding="utf-8"), ("holds no keys",)),
]

FILES = [
    ("missing file", setting(("file: people.csv", "file: poeple.csv")), ("ingest.participants.file", "did you mean 'people.csv'?")),
    ("folder given", setting(("file: people.csv", "file: .")), ("is a folder, not a file",)),
    ("truncated .sav", as_format("people.sav", truncated_sav), ("people.sav",)),
    ("no .sav at all", as_format("people.sav", lambda p: p.write_bytes(b"hello")), ("people.sav",)),
    ("wrong encoding", latin_one, ("people.csv", "UTF-8", "4", "encoding: windows-1252")),
    ("Greek encoding", greek, ("people.csv, line 1", "encoding: windows-1253 (Όνομα)")),
    ("empty sheet", as_format("people.xlsx", empty_sheet), ("people.xlsx",)),
    ("two sheets", as_format("people.xlsx", two_sheets), ("people.xlsx", "baseline", "follow-up")),
    (
        "no such sheet",
        as_format("people.xlsx", two_sheets, ("    id: pid\n    inclusion", "    sheet: basline\n    id: pid\n    inclusion")),
        ("did you mean 'baseline'?",),
    ),
    ("no Excel file", as_format("people.xlsx", lambda p: p.write_bytes(b"pid,sex\n")), ("people.xlsx",)),
    ("empty .csv", lambda s: (s.folder / "people.csv").write_text("", encoding="utf-8"), ("people.csv",)),
    ("header only", lambda s: s.write("people.csv", PEOPLE_HEAD, []), ("people.csv", "no records")),
    (
        "other separator",
        lambda s: s.write("people.csv", PEOPLE_HEAD.replace(",", ";"), [p.replace(",", ";") for p in PEOPLE]),
        ("people.csv", "delimiter"),
    ),
    ("column twice", people(("pid,name,sex", "pid,name,pid")), ("people.csv", "pid")),
    (
        "title above the header",
        lambda s: s.write("people.csv", "Cohort of 2015\n", [PEOPLE_HEAD, *PEOPLE]),
        ("people.csv: row 1 holds none of the columns that the settings name, and row 3 holds", "set header_row: 3"),
    ),
    (
        "title and other separator",
        lambda s: s.write("people.csv", "Cohort of 2015", [line.replace(",", ";") for line in (PEOPLE_HEAD, *PEOPLE)]),
        ("people.csv", 'set header_row: 2 and delimiter: ";"'),
    ),
    (
        "header row of a file that has none",
        setting(("file: people.csv", "file: people.csv\n    format: sav\n    header_row: 2")),
        ("ingest.participants.header_row", "leave it out"),
    ),
    ("header row below the file", setting(("file: people.csv", "file: people.csv\n    header_row: 40")), ("header_row says 40", "17 rows")),
    (
        "decimal mark of a workbook",
        setting(("file: people.csv", "file: people.csv\n    format: xlsx\n    decimal: ','")),
        ("ingest.participants.decimal", "only .csv and .tsv", "leave it out"),
    ),
    ("binary Excel file", as_format("people.xlsx", binary_book), ("people.xlsx", "binary Excel file (.xlsb)", "save it in Excel as .xlsx")),
    ("torn row", people(("P03,Plantagenet 3,2,", "P03,Plantagenet 3,2,extra,extra,")), ("people.csv", "4")),
    ("no Parquet file", as_format("people.parquet", lambda p: p.write_bytes(b"PAR1 and no more")), ("people.parquet",)),
    ("unknown ending", as_format("people.doc", lambda p: p.write_bytes(b"hello")), ("people.doc", "format")),
]

PARTICIPANTS = [
    ("column absent", setting(("inclusion_date: included", "inclusion_date: inclusion")), ("people.csv", "inclusion", "included")),
    ("unknown code", people(("P03,Plantagenet 3,2,", "P03,Plantagenet 3,7,")), ("people.csv", "sex", "row 4")),
    ("impossible date", people(("2014-04-15,2,36", "2014-04-31,2,36")), ("people.csv", "included", "row 4")),
    ("date in words", people(("2014-04-15,2,36", "mid April,2,36")), ("people.csv", "included", "row 4")),
    ("number in words", people((",2,36,", ",2,many,")), ("people.csv", "mhi", "row 4")),
    ("out of range", people((",2,36,", ",2,360,")), ("people.csv, column mhi", "row 4", "P03", "clean.value_out_of_range")),
    ("missing id", people(("P03,", ",")), ("people.csv", "pid", "row 4")),
    ("id with an exponent", people(("P03,", "1.23457E+15,")), ("people.csv, column pid", "exponent", "row 4", "as text")),
    (
        "ids too long for numbers",
        as_format("people.sav", long_ids),
        ("people.sav, column pid", "can't hold so many digits", "rows 3, 4", "as text"),
    ),
    ("Excel error in place of an id", as_format("people.xlsx", excel_error_in_ids), ("people.xlsx", "pid", "row 4", "without an id")),
    ("decimal that is no code", as_format("people.parquet", decimal_codes), ("people.parquet, column sex", "row 1", "no code")),
    ("id twice, rows differ", people(("P03,", "P02,")), ("P02", "rows 3, 4")),
    (
        "missing inclusion date",
        people(("2014-04-15,2,36", ",2,36")),
        ("people.csv, column included", "row 4", "P03", "clean.inclusion_date_missing"),
    ),
    (
        "observed before inclusion",
        people((",2,36,", ",2,36,2013-01-01")),
        ("observed_until", "P03", "clean.observed_until_before_inclusion"),
    ),
    (
        "outside recruitment",
        setting(("exposures:", "clean: {recruitment: [2014-02-01, 2017-12-31]}\nexposures:")),
        ("inclusion", "P09", "clean.inclusion_outside_recruitment"),
    ),
]

JOB_RECORDS = [
    ("column absent", setting(("start: van", "start: from")), ("jobs.csv", "from")),
    (
        "end before start",
        jobs(("2016-02-21,2017-11-30", "2016-02-21,2015-11-30")),
        ("jobs.csv, column tot", "P01", "row 2", "clean.end_before_start"),
    ),
    ("start after data lock", jobs(("2017-06-25,2019-02-28", "2021-06-25,2022-02-28")), ("P14", "row 11", "clean.start_after_data_lock")),
    ("negative hours", jobs((",13,9112", ",-13,9112")), ("jobs.csv, column hours", "P01", "row 2", "clean.hours_out_of_range")),
    ("too many hours", jobs((",13,9112", ",130,9112")), ("P01", "row 2", "clean.hours_out_of_range")),
    ("unknown code", jobs((",13,9112,yes", ",13,9112,maybe")), ("jobs.csv", "comp", "row 2")),
    ("impossible date", jobs(("2016-02-21,2017-11-30", "2015-02-29,2017-11-30")), ("jobs.csv", "van", "row 2")),
    ("hours in words", jobs((",13,9112", ",full,9112")), ("jobs.csv", "hours", "row 2")),
    ("blank end not explained", setting(("      blank_end: ongoing\n", "")), ("jobs.csv", "tot", "row 3", "blank_end")),
    ("missing id", jobs(("P01,", ",")), ("jobs.csv", "pid", "row 2")),
    ("no ISCO code", jobs((",13,9112", ",13,cleaner")), ("jobs.csv", "isco", "row 2")),
]

TOGETHER = [
    ("job without participant", jobs(("P01,", "P99,")), ("P99", "clean.job_without_participant")),
    (
        "all ids differ",
        lambda s: s.write("jobs.csv", JOBS_HEAD, [j.replace("P", "Q", 1) for j in JOBS]),
        ("Q01", "clean.job_without_participant"),
    ),
    (
        "ids in other letters",
        lambda s: s.write("jobs.csv", JOBS_HEAD, [j.replace("P0", "p", 1).replace("P", "p", 1) for j in JOBS]),
        (
            "jobs.csv, column pid",
            "10 of 10 rows nearly match one: 6 by case and leading zeros, 4 by case",
            "id_match: [case, leading_zeros]",
        ),
    ),
    (
        "participants that a rule makes one",
        lambda s: (
            s.change("people.csv", ("P03,", "p02,")),
            s.setting(("file: jobs.csv", "file: jobs.csv\n      id_match: [case]")),
        ),
        ("ingest.jobs.records.id_match", "participants whose ids become one by case", "ids P02, p02"),
    ),
    (
        "rule of ids that is none",
        setting(("file: jobs.csv", "file: jobs.csv\n      id_match: [cases]")),
        ("id_match", "did you mean 'case'?"),
    ),
    ("participants given as jobs", setting(("file: jobs.csv", "file: people.csv")), ("people.csv", "van", "tot")),
    ("jobs given as participants", setting(("file: people.csv", "file: jobs.csv")), ("jobs.csv", "included", "sex")),
    (
        "reference that nobody has",
        lambda s: s.write("people.csv", PEOPLE_HEAD, [p.replace("-15,1,", "-15,9,") for p in PEOPLE]),
        ("exposures.funding.reference", "nobody"),
    ),
    ("data lock before inclusion", setting(("data_lock: 2020-01-31", "data_lock: 2015-01-31")), ("data_lock",)),
    (
        "nobody eligible",
        setting(("exposures:", "clean:\n  eligibility: [{variable: age, min: 90, label: aged 90 or more}]\nexposures:")),
        ("nobody",),
    ),
    (
        "eligible level that is none",
        setting(("exposures:", "clean:\n  eligibility: [{variable: sex, one_of: [woman], label: women}]\nexposures:")),
        ("clean.eligibility.1.one_of", "no level of 'sex'"),
    ),
    (
        "printed level that is none",
        setting(
            (", codes: {1: male, 2: female}", ""),
            ("exposures:", "tables: {paper: {baseline: [{variable: age}, {variable: sex, level: 3}]}}\nexposures:"),
        ),
        ("tables.paper.baseline.2.level: '3' is no level of 'sex'", "valid: 1, 2"),
    ),
    (
        "mistakes in both files",
        lambda s: (people(("P03,Plantagenet 3,2,", "P03,Plantagenet 3,7,"))(s), jobs((",13,9112", ",full,9112"))(s)),
        ("people.csv", "sex", "jobs.csv", "hours"),
    ),
    (
        "cleaning mistakes in both",
        lambda s: (people((",2,36,", ",2,360,"))(s), jobs((",13,9112", ",-13,9112"))(s)),
        ("clean.value_out_of_range", "clean.hours_out_of_range"),
    ),
]

GROUPS = {
    "shapes": SHAPES,
    "settings": SETTINGS,
    "files": FILES,
    "participants": PARTICIPANTS,
    "jobs": JOB_RECORDS,
    "together": TOGETHER,
    "printed": PRINTED,
}
CASES = [Mistake(group, name, make, says) for group, found in GROUPS.items() for name, make, says in found]
