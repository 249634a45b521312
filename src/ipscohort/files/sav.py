"""The analysis data as a labelled SPSS file, for those who go on in SPSS or PSPP.

Categories become whole numbers with value labels: yes/no as 0 and 1, other levels as 1, 2, ... in their order.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pandas as pd

from ipscohort.contracts import Contract
from ipscohort.contracts.codebook import Codebook
from ipscohort.files.tableio import whole

CREATED = 92
"""Where in an SPSS file's header date and time of writing begin."""
FIXED = b"01 Jan 8000:00:00"
DAY_0 = pd.Timestamp("1582-10-14").as_unit("s")
"""SPSS counts a date's seconds from here."""
YES_NO = {0: "no", 1: "yes"}


def write_sav(frame: pd.DataFrame, contract: Contract, codebook: Codebook, path: Path | str, *, synthetic: bool = False) -> None:
    """Write a table with variable and value labels; the same table gives the same bytes.

    Parameters
    ----------
    frame : DataFrame
        Columns of the contract, and characteristics that the codebook describes.
    contract : Contract
    codebook : Codebook
    path : path
    synthetic : bool
        Whether the file's label says that the records are made up.
    """
    columns, labels, values, formats = {}, {}, {}, {}
    described = {column.name: column for column in contract.columns}
    for column, name in zip(frame.columns, spss_names(list(frame.columns)), strict=True):
        known, info = described.get(column), codebook.variables.get(column)
        kind = known.kind if known else (info.type if info else "text")
        levels = info.levels if info and not known else ()
        labels[name] = (known.description if known else info.heading if info else column)[:250]
        columns[name], values[name], formats[name] = _coded(frame[column], kind, levels)
    write_coded(
        pd.DataFrame(columns, index=frame.index, copy=False),
        path,
        file_label="SYNTHETIC records" if synthetic else "",
        column_labels=labels,
        variable_value_labels={n: v for n, v in values.items() if v},
        variable_format={n: f for n, f in formats.items() if f},
    )


def write_coded(coded: pd.DataFrame, path: Path | str, **options: Any) -> None:
    """Write an SPSS file, without the time of writing.

    Parameters
    ----------
    coded : DataFrame
        Numbers, dates and text as the file is to hold them.
    path : path
    options
        Labels, formats, missing values, ...: arguments of pyreadstat.write_sav.
    """
    import pyreadstat

    with whole(path) as partial:
        pyreadstat.write_sav(coded, partial, **options)
        with partial.open("r+b") as stream:
            stream.seek(CREATED)
            stream.write(FIXED)


def _coded(values: pd.Series, kind: str, levels: tuple[str, ...]) -> tuple[pd.Series, dict[int, str], str]:
    """One column as SPSS holds it: its values, value labels and format."""
    if kind in ("yes_no", "category", "flag"):
        names = {k + 1: level for k, level in enumerate(levels)} if kind == "category" else YES_NO
        words = values.map({True: "yes", False: "no"}) if kind == "flag" else values
        codes = {level: code for code, level in names.items()}
        return words.map(codes).astype("float64"), names, "F8.0"
    if kind == "date":
        return (values - DAY_0).dt.total_seconds(), {}, "DATE11"
    if kind in ("number", "integer"):
        return values.astype("float64"), {}, "F8.0" if kind == "integer" else "F12.4"
    return values.astype(object).where(values.notna(), ""), {}, ""


def spss_names(names: list[str]) -> list[str]:
    """Names that SPSS takes: letters, digits and underscores, a letter first, at most 60 long, no two alike."""
    taken: set[str] = set()
    result = []
    for name in names:
        plain = re.sub(r"\W+", "_", name)[:60]
        plain = plain if plain[:1].isalpha() else f"v_{plain}"
        numbered = plain
        count = 2
        while numbered.lower() in taken:
            numbered, count = f"{plain}_{count}", count + 1
        taken.add(numbered.lower())
        result.append(numbered)
    return result
