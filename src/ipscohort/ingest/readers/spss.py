"""SPSS files, plain (.sav) and packed (.zsav)."""

from __future__ import annotations

import re
from pathlib import Path

from ipscohort.config.ingest import File
from ipscohort.ingest.rawtable import RawTable, refuse
from ipscohort.ingest.readers.spss_layout import Layout
from ipscohort.ingest.readers.statdates import SECONDS_PER_DAY, Calendar, DateKind
from ipscohort.ingest.readers.statfile import OfContent, check_records, ranges_of, read_by, table_of

KINDS = {
    **dict.fromkeys(("DATE", "ADATE", "EDATE", "JDATE", "SDATE"), DateKind("day")),
    **dict.fromkeys(("DATETIME", "YMDHMS"), DateKind("moment")),
    **dict.fromkeys(("TIME", "DTIME", "MTIME"), DateKind("time")),
    "MOYR": DateKind("day", "month"),
    "QYR": DateKind("day", "quarter"),
    "WKYR": DateKind("day", "week"),
}
"""Format -> what its numbers are (SPSS, Command Syntax Reference, Date and Time Formats); WKDAY and MONTH are plain numbers."""


def kind_of(fmt: str) -> DateKind | None:
    """What the numbers of an SPSS variable are, by its display format, such as DATE11."""
    return KINDS.get(re.match(r"[A-Z]*", fmt.upper()).group())


CALENDAR = Calendar("1582-10-14", SECONDS_PER_DAY, SECONDS_PER_DAY, kind_of)
"""Days are stored as seconds too."""


def read(path: Path, file: File) -> RawTable:
    """Read a .sav or .zsav file; user-missing values are kept apart from system-missing ones.

    Raises
    ------
    UserError
        The file is damaged, or holds another number of records than it says.
    """
    import pyreadstat

    layout = Layout.of(path.read_bytes())
    frame, meta = read_by(OfContent(pyreadstat.read_sav, layout.uncounted()), path, file, user_missing=True)
    check_records(file, len(frame), layout.records)
    if layout.ends_within_a_record():
        refuse(file.file, "the file is cut short: its last record is not whole", "copy or export it again")
    return table_of(frame, meta, file, CALENDAR, *ranges_of(frame, meta, meta.missing_ranges))
