"""One small dated synthetic cohort, written in each format, and short ways to read cohorts in tests.

Names of columns are capitals of at most eight letters, because .por and .xpt know no others.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from ipscohort.config.ingest import Ingest
from ipscohort.config.study import Study
from ipscohort.ingest import Records, read_cohort

FORMATS = ("csv", "csv_semicolon", "tsv", "sav", "sav_packed_rows", "zsav", "por", "dta", "dta_8", "xpt", "xpt_5", "xlsx", "parquet")
"""Formats that can be written here; .sas7bdat can't."""
ENDING = {"csv_semicolon": "csv", "sav_packed_rows": "sav", "dta_8": "dta", "xpt_5": "xpt"}
STUDY = {"follow_up": "30 months", "end_of_observation": {"observed_until": "yes"}, "competitive": "column", "time_unit": "days"}
ITEMS = ("MHI1", "MHI2", "MHI3", "MHI4", "MHI5")


def people() -> pd.DataFrame:
    """Six made-up persons; 9 stands for refused, None for an empty cell."""
    return pd.DataFrame(
        {
            "PID": ["001", "002", "003", "A4", "A5", "006"],
            "INCL": [date(2014, 3, 10), date(2014, 8, 31), date(2015, 1, 1), date(2015, 11, 18), date(2015, 11, 19), date(2016, 2, 29)],
            "BORN": [date(1980, 3, 10), date(1991, 12, 1), date(1975, 6, 30), None, date(1988, 2, 29), date(1969, 1, 1)],
            "UNTIL": [date(2016, 9, 9), date(2015, 5, 14), None, date(2018, 5, 17), date(2018, 5, 18), None],
            "REASON": ["end", "withdrew", None, "end", "end", None],
            "SEX": [1.0, 2.0, 9.0, 2.0, 1.0, None],
            "EDU": [1.0, 3.0, 2.0, 2.0, None, 9.0],
            "WORKED": [1.0, 0.0, 1.0, None, 0.0, 1.0],
            "QUALITY": [4.5, 3.25, None, 7.0, 0.1, 5.75],
            "MHI1": [3.0, 1.0, 6.0, 2.0, None, 5.0],
            "MHI2": [2.0, 2.0, 6.0, 3.0, 4.0, 5.0],
            "MHI3": [4.0, 6.0, 1.0, 5.0, 3.0, 2.0],
            "MHI4": [3.0, 2.0, 5.0, 2.0, 4.0, 6.0],
            "MHI5": [4.0, 5.0, 1.0, 6.0, 2.0, 1.0],
        }
    )


def jobs() -> pd.DataFrame:
    """Five made-up jobs."""
    return pd.DataFrame(
        {
            "PID": ["001", "001", "003", "A4", "006"],
            "START": [date(2014, 6, 1), date(2015, 2, 2), None, date(2015, 11, 18), date(2016, 2, 29)],
            "END": [date(2014, 12, 31), None, date(2016, 1, 15), date(2016, 11, 17), None],
            "AFTER": [None, 1.0, None, None, 2.0],
            "HOURS": [24.0, 32.5, None, 16.0, 8.0],
            "ISCO": ["5223", "0110", "9112", None, "4110"],
            "COMP": [1.0, 1.0, 0.0, 1.0, None],
            "WAGE": [10.25, None, 9.5, 11.0, 12.75],
        }
    )


def ingest_settings(fmt: str = "csv") -> dict[str, Any]:
    """Settings of the cohort in one format."""
    ending = ENDING.get(fmt, fmt)
    dialect = {"delimiter": ";", "decimal": ",", "encoding": "windows-1252"} if fmt == "csv_semicolon" else {}
    return {
        "participants": {
            "file": f"people.{ending}",
            **dialect,
            "id": "PID",
            "inclusion_date": "INCL",
            "birth_date": "BORN",
            "observed_until": "UNTIL",
            "observed_until_reason": "REASON",
            "variables": {
                "sex": {"column": "SEX", "type": "category", "codes": {1: "man", 2: "woman"}, "missing": {9: "refused"}, "label": "Sex"},
                "education": {
                    "column": "EDU",
                    "type": "category",
                    "codes": {1: "low", 2: "medium", 3: "high"},
                    "missing": {9: "not asked"},
                },
                "worked": {"column": "WORKED", "type": "yes_no"},
                "quality": {"column": "QUALITY", "type": "number", "range": [0, 10]},
            },
            "scales": {"mhi5": {"kind": "mhi5", "items": list(ITEMS), "positive_items": [3, 5], "one_means": "none_of_the_time"}},
        },
        "jobs": {
            "interviews": {
                "shape": "spells",
                "file": f"jobs.{ending}",
                **dialect,
                "id": "PID",
                "columns": {
                    "start": "START",
                    "end": "END",
                    "end_status": {"column": "AFTER", "codes": {1: "ongoing", 2: "unknown"}},
                    "hours_per_week": "HOURS",
                    "isco08": "ISCO",
                    "competitive": "COMP",
                    "wage": "WAGE",
                },
            }
        },
    }


def write_cohort(folder: Path, fmt: str) -> dict[str, Path]:
    """Write both files in one format; the paths by the keys that `read_cohort` wants."""
    ending = ENDING.get(fmt, fmt)
    files = {"participants": folder / f"people.{ending}", "jobs.interviews": folder / f"jobs.{ending}"}
    for frame, path in zip((people(), jobs()), files.values(), strict=True):
        write_file(frame, path, fmt)
    return files


def write_file(frame: pd.DataFrame, path: Path, fmt: str, **options: Any) -> Path:
    """Write a table in one format; options go to the writing library."""
    import pyreadstat

    if fmt in ("csv", "tsv", "csv_semicolon"):
        dialect = {"tsv": {"sep": "\t"}, "csv_semicolon": {"sep": ";", "decimal": ",", "encoding": "cp1252"}}.get(fmt, {})
        frame.to_csv(path, index=False, **dialect, **options)
    elif fmt == "xlsx":
        frame.to_excel(path, index=False, **options)
    elif fmt == "parquet":
        frame.to_parquet(path, index=False, **options)
    else:
        writer = {"por": pyreadstat.write_por, "dta": pyreadstat.write_dta, "dta_8": pyreadstat.write_dta}
        writer |= {"xpt": pyreadstat.write_xport, "xpt_5": pyreadstat.write_xport}
        fixed = {
            "zsav": {"compress": True},
            "sav_packed_rows": {"row_compress": True},
            "dta_8": {"version": 8},
            "xpt_5": {"file_format_version": 5},
        }
        writer.get(fmt, pyreadstat.write_sav)(frame, path, **fixed.get(fmt, {}), **options)
    return path


def study(**changes: Any) -> Study:
    """The study's definitions, some changed."""
    return Study.model_validate({**STUDY, **changes})


def read_as(folder: Path, fmt: str) -> Records:
    """Write the cohort in one format and read it back."""
    files = write_cohort(folder, fmt)
    return read_cohort(Ingest.model_validate(ingest_settings(fmt)), files)


def read_texts(folder: Path, settings: dict[str, Any], **texts: str) -> Records:
    """Read a cohort whose .csv files are given as text.

    Parameters
    ----------
    folder : Path
    settings : dict
        `ingest` of a cohort's settings; files are added to it.
    texts : str
        `participants`, and a text by the name of each source of spells.
    """
    settings = {**settings, "participants": {"file": "people.csv", **settings["participants"]}, "jobs": dict(settings["jobs"])}
    files = {}
    for name, text in texts.items():
        key = "participants" if name == "participants" else f"jobs.{name}"
        files[key] = folder / ("people.csv" if name == "participants" else f"{name}.csv")
        files[key].write_text(text, encoding="utf-8")
        if name != "participants":
            settings["jobs"][name] = {"file": f"{name}.csv", **settings["jobs"][name]}
    return read_cohort(Ingest.model_validate(settings), files)
