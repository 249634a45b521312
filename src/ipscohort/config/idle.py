"""Keys that the kind of records makes idle: refused, for they would be read as a definition that nothing follows."""

from __future__ import annotations

from typing import Any

from ipscohort.config.analysis import DerivedOutcomes
from ipscohort.config.places import file_keys
from ipscohort.config.plain import Report, at, mapping

WITH_HEADER_ROW = ("csv", "tsv", "xlsx")
"""Formats in which a row holds the columns' names; the others have another place for them."""
OTHER_ENDINGS = (".sav", ".zsav", ".por", ".dta", ".sas7bdat", ".xpt", ".parquet", ".pq")
PLAIN_TEXT, WITH_NUMBERS = ("csv", "tsv"), (*OTHER_ENDINGS, ".xlsx", ".xlsm")
"""Formats in which numbers are text, and endings of those that have numbers."""
WITHOUT_SHEETS = (*OTHER_ENDINGS, ".csv", ".tsv", ".txt")
WITH_ENCODING, ONE_ENCODING = ("csv", "tsv", "sav", "por", "dta", "sas7bdat"), (".xlsx", ".xlsm", ".xpt", ".parquet", ".pq")
"""Formats whose encoding may be said, and endings of those that have one."""
ONLY_JOBS = ("last_day", "period_worked", "ongoing_end", "unknown_end")
"""Keys under `outcomes` that are about the dates of jobs."""


def _is_of(file: Any, formats: tuple[str, ...], other_endings: tuple[str, ...]) -> bool:
    """Whether a file is of one of these formats, as far as the settings tell."""
    form, name = at(file, "format") or "auto", at(file, "file")
    if form != "auto":
        return form in formats
    return not (isinstance(name, str) and name.lower().endswith(other_endings))


def _idle_of_file(keys: tuple, file: Any, report: Report) -> None:
    """Keys that say how a file is read, where files of its format have nothing of the kind."""
    if at(file, "header_row") not in (None, 1) and not _is_of(file, WITH_HEADER_ROW, OTHER_ENDINGS):
        what = "files of this format have no row of names: their names lie elsewhere"
        report((*keys, "header_row"), what, "leave it out")
    if at(file, "decimal") == "," and not _is_of(file, PLAIN_TEXT, WITH_NUMBERS):
        what = (
            "only .csv and .tsv files have a decimal mark of their own: in this format a number is a number, whatever its mark looks like"
        )
        report((*keys, "decimal"), what, "leave it out; where numbers stand as text, make them numbers in the file")
    if at(file, "delimiter") is not None and not _is_of(file, PLAIN_TEXT, WITH_NUMBERS):
        report((*keys, "delimiter"), "only .csv and .tsv files have a separator between columns", "leave it out")
    if at(file, "sheet") is not None and not _is_of(file, ("xlsx",), WITHOUT_SHEETS):
        report((*keys, "sheet"), "only workbooks have sheets", "leave it out, or name the workbook")
    if at(file, "encoding") is not None and not _is_of(file, WITH_ENCODING, ONE_ENCODING):
        report((*keys, "encoding"), "files of this format have one encoding, which is known", "leave it out")


def check_idle_keys(values: dict, report: Report) -> None:
    """Report every idle key.

    Parameters
    ----------
    values : dict
    report : callable
        Takes a key path, what is wrong and what to do.
    """
    shapes = [at(source, "shape") for source in mapping(values, "ingest", "jobs").values()]
    no_jobs = bool(shapes) and all(shape in ("panel", "durations", "outcomes") for shape in shapes)
    for key in ONLY_JOBS:
        if no_jobs and at(values, "outcomes", key) not in (None, DerivedOutcomes.model_fields[key].default):
            report(("outcomes", key), "this is about the dates of jobs, and the records hold none", "leave it out")
    coded = [source for source in mapping(values, "ingest", "jobs").values() if at(source, "columns", "isco08") is not None]
    if at(values, "clean", "isco08_digits") not in (None, 1) and len(coded) < 2:
        what = "digits of codes are compared between two sources, and fewer than two have a column mapped as isco08"
        report(("clean", "isco08_digits"), what, "leave it out, or map columns.isco08 of two sources")
    in_days = "panel" in shapes and at(values, "study", "time_unit") == "days"
    if at(values, "outcomes", "panel_in_days") is not None and not in_days:
        what = "this places a panel's weeks or months in days, and there is no panel in a study counted in days"
        report(("outcomes", "panel_in_days"), what, "leave it out")
    totals = bool(shapes) and all(shape in ("durations", "outcomes") for shape in shapes)
    if totals and at(values, "outcomes", "partly_known") not in (None, "counted"):
        report(("outcomes", "partly_known"), "the study gives its times as totals, of which no part is unknown", "leave it out")
    people = mapping(values, "ingest", "participants")
    if people.get("birth_date") is not None and people.get("birth_year") is not None:
        report(("ingest", "participants", "birth_year"), "the date of birth is mapped, which says more", "leave it out")
    if people.get("age") not in (None, "exact"):
        if people.get("birth_date") is None:
            report(("ingest", "participants", "age"), "age is not computed: there is no birth_date", "map birth_date, or leave it out")
        elif "age" in mapping(people, "variables"):
            report(
                ("ingest", "participants", "age"), "age is mapped as a variable, not computed", "leave it out, or leave the variable out"
            )
    for keys in file_keys(values):
        _idle_of_file(keys[:-1], at(values, *keys[:-1]), report)
    panels = [name for name, source in mapping(values, "ingest", "jobs").items() if at(source, "counted_from") == "calendar"]
    if panels and at(values, "study", "month") not in (None, "calendar"):
        report(("study", "month"), f"the panel {panels[0]} counts calendar months", "leave it out")
