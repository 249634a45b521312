"""SPSS files with labels and declared missing values, the same bytes for the same content."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from ipscohort.files.sav import write_coded

DATE = "EDATE10"


@dataclass(frozen=True)
class Described:
    """One variable of an SPSS file.

    Attributes
    ----------
    label : str
        Variable label; the word "synthetic" is added to it.
    values : dict of int -> str
        Value labels, those of missing codes too.
    missing : tuple of int
        Codes declared missing.
    measure : {"nominal", "ordinal", "scale"}
    format : str
        Such as F2.0 or EDATE10; without one, text.
    """

    label: str
    values: dict[int, str] = field(default_factory=dict)
    missing: tuple[int, ...] = ()
    measure: str = "nominal"
    format: str = "F4.0"


def write_labelled(frame: pd.DataFrame, described: dict[str, Described], file_label: str, path: Path) -> None:
    """Write a table whose every variable is described.

    Parameters
    ----------
    frame : DataFrame
        Columns by the names in `described`; dates as datetime64, codes and numbers as numbers.
    described : dict of str -> Described
    file_label : str
        At most 64 characters.
    path : Path
    """
    columns = {name: _stored(frame[name], info) for name, info in described.items()}
    write_coded(
        pd.DataFrame(columns, index=frame.index),
        path,
        file_label=file_label,
        column_labels={name: f"{info.label} (synthetic)" for name, info in described.items()},
        variable_value_labels={name: info.values for name, info in described.items() if info.values},
        missing_ranges={name: list(info.missing) for name, info in described.items() if info.missing},
        variable_measure={name: info.measure for name, info in described.items()},
        variable_format={name: info.format for name, info in described.items() if info.format},
    )


def _stored(values: pd.Series, info: Described) -> pd.Series:
    if info.format == DATE:
        return values.dt.date.where(values.notna(), None)
    return values.astype("float64") if info.format else values.astype(object)
