"""Stata files."""

from __future__ import annotations

import re
from pathlib import Path

from ipscohort.config.ingest import File
from ipscohort.ingest.rawtable import RawTable, refuse
from ipscohort.ingest.readers.stata_layout import sound
from ipscohort.ingest.readers.statdates import Calendar, DateKind
from ipscohort.ingest.readers.statfile import read_by, table_of, tags_of

MILLISECONDS_PER_DAY = 86_400_000
KINDS = {
    "tc": DateKind("moment"),
    "tC": DateKind("leaping"),
    "td": DateKind("day"),
    "d": DateKind("day"),
    "tw": DateKind("count", "week"),
    "tm": DateKind("count", "month"),
    "tq": DateKind("count", "quarter"),
    "th": DateKind("count", "half"),
    "tb": DateKind("business"),
}
"""Start of a format -> what its numbers are (Stata, datetime display formats); those of %ty are the years themselves."""
TIME_ONLY = r"%-?t[cC][HhMSsaA.:_!+ -]*[HhMS][HhMSsaA.:_!+ -]*"


def kind_of(fmt: str) -> DateKind | None:
    """What the numbers of a Stata variable are, by its display format, such as %td."""
    found = re.match(r"%-?(t[cCdwmqhb]|d)", fmt)
    if re.fullmatch(TIME_ONLY, fmt):
        return DateKind("clock")
    return KINDS[found.group(1)] if found else None


CALENDAR = Calendar("1960-01-01", MILLISECONDS_PER_DAY, 1, kind_of)


def read(path: Path, file: File) -> RawTable:
    """Read a .dta file; the extended missing values .a to .z are kept apart from the plain one.

    Read a second time where there are any: pyreadstat 1.3 with `user_missing` puts 0 or leftover memory in place of a
    plain missing value of a whole-number variable, below a cell with an extended one.
    """
    import pyreadstat

    if not sound(path.read_bytes()):
        refuse(file.file, "the file is damaged: its data are not as long as its header says", "copy or export it again")
    tagged, meta = read_by(pyreadstat.read_dta, path, file, user_missing=True)
    frame, plain = read_by(pyreadstat.read_dta, path, file) if meta.missing_user_values else (tagged, meta)
    return table_of(frame, plain, file, CALENDAR, *tags_of(frame, tagged, meta))
