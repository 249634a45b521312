"""Parquet files."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from ipscohort.config.base import plain_number
from ipscohort.config.ingest import File
from ipscohort.contracts import DTYPES
from ipscohort.ingest.midnight import REMEDY, WHAT, shifted_midnights
from ipscohort.ingest.rawtable import Fault, RawTable, check_names, refuse

UNIVERSAL = ("UTC", "ETC/UTC", "GMT", "ETC/GMT", "Z", "ZULU", "+00:00", "-00:00")
"""Names of universal time, in capitals."""

AGAIN = "copy or export it again"
MANY, PER_BYTE = 10**6, 100
"""More rows than so many, and than so many for each byte of the file, are no records of persons."""

HALF = 2.0**11
"""Whole numbers of two bytes are exact below it."""


def read(path: Path, file: File) -> RawTable:
    """Read all columns; rows are numbered from 1."""
    import pyarrow.parquet

    with pyarrow.parquet.ParquetFile(path, page_checksum_verification=True) as source:
        rows = source.metadata.num_rows
        _check_rows(path, file.file, rows, source.metadata.num_columns)
        table = source.read()
    if table.num_rows != rows:
        refuse(file.file, f"the file is damaged: it says that it holds {max(rows, 0)} records, and holds {table.num_rows}", AGAIN)
    check_names(file.file, [str(name).strip() for name in table.column_names])
    index = pd.RangeIndex(1, table.num_rows + 1)
    columns, faults = {}, []
    for name in table.column_names:
        shown = str(name).strip()
        columns[shown] = _column(table.column(name), index)
        faults += _ended(shown, table.column(name))
        if columns[shown] is None:
            columns[shown] = pd.Series(pd.NA, index=index, dtype="string")
            what = f"cells of the type {table.schema.field(name).type}, which is no text, number or date"
            faults.append(Fault(shown, what, "write the column as text, number or date", ()))
        elif _universal(table.schema.field(name).type):
            faults += _early(shown, columns[shown])
    # Numbers of two bytes are widened, so that their type no longer tells how exact they are.
    exact = {str(field.name).strip(): HALF for field in table.schema if field.type == pyarrow.float16()}
    return RawTable(file.file, pd.DataFrame(columns, index=index), faults=tuple(faults), exact_below=exact)


def _check_rows(path: Path, where: str, rows: int, columns: int) -> None:
    """What a file says of its size is known before anything is read: a small one with rows without end would fill all memory."""
    if rows > MANY and rows > PER_BYTE * path.stat().st_size:
        what = f"the file says that it holds {rows} records in {path.stat().st_size} bytes: it is damaged or hostile"
        refuse(where, what, "open it in its own program and save it again")
    if rows < 0 or columns < 1:
        refuse(where, "the file is damaged: it says that it has no rows or no columns", AGAIN)


def _column(values, index: pd.Index) -> pd.Series | None:
    """One column as text, number or date; None where it is none of them."""
    import pyarrow as pa

    kind = values.type
    if pa.types.is_dictionary(kind):
        return _column(values.cast(kind.value_type), index)
    if pa.types.is_boolean(kind):
        return values.to_pandas().astype("boolean").map({True: "true", False: "false"}, na_action="ignore").astype("string").set_axis(index)
    if pa.types.is_integer(kind):
        return pd.Series(values.to_pandas(types_mapper={kind: _integer(kind)}.get), dtype=_integer(kind)).set_axis(index)
    if pa.types.is_decimal(kind):
        return pd.Series(_plain(values.cast(pa.string())), dtype="string").set_axis(index)
    if pa.types.is_floating(kind):
        return (values if kind == pa.float32() else values.cast(pa.float64())).to_pandas().set_axis(index)
    if pa.types.is_date(kind) or pa.types.is_timestamp(kind):
        days = values if pa.types.is_date(kind) else _local(values)
        return days.cast(pa.timestamp("s"), safe=False).to_pandas().astype(DTYPES["date"]).set_axis(index)
    if pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind) or pa.types.is_null(kind):
        text = values.cast(pa.string()).to_pandas().astype("string").set_axis(index)
        return text.mask(text.str.strip().eq("").fillna(False))
    return None


def _ended(name: str, values) -> list[Fault]:
    """Cells with a character of code 0: text is compared up to it, so that two ids would be one."""
    import pyarrow as pa
    import pyarrow.compute

    values = values.cast(values.type.value_type) if pa.types.is_dictionary(values.type) else values
    if not (pa.types.is_string(values.type) or pa.types.is_large_string(values.type) or pa.types.is_string_view(values.type)):
        return []
    found = pyarrow.compute.match_substring(values.cast(pa.string()), "\x00").to_numpy(zero_copy_only=False)
    rows = tuple(number for number, there in enumerate(found, 1) if there)
    return [Fault(name, "text with a character with the code 0 in it", "take it out, and export again", rows)] if rows else []


def _plain(decimals) -> pd.Series:
    """Decimals as text, digit for digit, without an exponent and without zeros at the end of the fraction."""
    text = decimals.to_pandas().astype("string")
    text = text.map(plain_number, na_action="ignore").astype("string")
    return text.str.replace(r"(\.\d*?)0+$", r"\1", regex=True).str.removesuffix(".").replace("-0", "0")


def _integer(kind) -> pd.api.extensions.ExtensionDtype:
    import pyarrow as pa

    return pd.UInt64Dtype() if pa.types.is_unsigned_integer(kind) else pd.Int64Dtype()


def _local(values):
    """Timestamps as the clock showed them, without time zone."""
    import pyarrow.compute

    return pyarrow.compute.local_timestamp(values) if values.type.tz else values


def _universal(kind) -> bool:
    """Whether a column holds timestamps of universal time."""
    import pyarrow as pa

    return pa.types.is_timestamp(kind) and kind.tz is not None and kind.tz.upper() in UNIVERSAL


def _early(name: str, moments: pd.Series) -> list[Fault]:
    """Dates that may be one day early."""
    times = moments - moments.dt.normalize()
    if not shifted_midnights(times, evening=False):
        return []
    return [Fault(name, WHAT, REMEDY, tuple(times.index[times.gt(pd.Timedelta(0))]))]
