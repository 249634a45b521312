"""Stata files."""

from __future__ import annotations

import re
from pathlib import Path

from ipscohort.config.ingest import File
from ipscohort.ingest.rawtable import RawTable
from ipscohort.ingest.readers.statfile import Calendar, DateKind, read_by, table_of, tags_of

MILLISECONDS_PER_DAY = 86_400_000


def kind_of(fmt: str) -> DateKind | None:
    """What the numbers of a Stata variable are, by its display format, such as %td."""
    found = re.match(r"%-?(tc|tC|td|tm|d)", fmt)
    return {"tc": "moment", "tC": "moment", "td": "day", "d": "day", "tm": "number_of_month"}[found.group(1)] if found else None


CALENDAR = Calendar("1960-01-01", MILLISECONDS_PER_DAY, 1, kind_of)


def read(path: Path, file: File) -> RawTable:
    """Read a .dta file; the extended missing values .a to .z are kept apart from the plain one.

    Read a second time where there are any: pyreadstat 1.3 with `user_missing` puts 0 or leftover memory in place of a
    plain missing value of a whole-number variable, below a cell with an extended one.
    """
    import pyreadstat

    tagged, meta = read_by(pyreadstat.read_dta, path, file, user_missing=True)
    frame, plain = read_by(pyreadstat.read_dta, path, file) if meta.missing_user_values else (tagged, meta)
    return table_of(frame, plain, file, CALENDAR, *tags_of(frame, tagged, meta))
