"""SAS data sets (.sas7bdat)."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from ipscohort.config.ingest import File
from ipscohort.ingest.rawtable import RawTable
from ipscohort.ingest.readers.statfile import SECONDS_PER_DAY, Calendar, DateKind, read_by, table_of, tags_of

DAYS = r"(DATE|DDMMYY[BCDNPS]?|MMDDYY[BCDNPS]?|YYMMDD[BCDNPS]?|WEEKDAT[EX]|WORDDAT[EX]|JULIAN|(IS8601|E8601|B8601)DA|EURDFDD|NLDATE)"
MOMENTS = r"(DATETIME|DATEAMPM|MDYAMPM|(IS8601|E8601|B8601)DT|B8601DN|NLDATM)"
MONTHS = r"(MONYY|MMYY[CDNPS]?|YYMM[CDNPS]?|YYMON)"


def kind_of(fmt: str) -> DateKind | None:
    """What the numbers of a SAS variable are, by its display format, such as DATE9."""
    name = re.sub(r"[\d.]*$", "", fmt.upper())
    kinds: tuple[tuple[str, DateKind], ...] = ((DAYS, "day"), (MOMENTS, "moment"), (MONTHS, "month"))
    return next((kind for pattern, kind in kinds if re.fullmatch(pattern, name)), None)


CALENDAR = Calendar("1960-01-01", SECONDS_PER_DAY, 1, kind_of)


def read(path: Path, file: File) -> RawTable:
    """Read a .sas7bdat file; the special missing values .A to .Z and ._ are kept apart from the plain one."""
    import pyreadstat

    tagged, meta = read_by(pyreadstat.read_sas7bdat, path, file, user_missing=True)
    frame, plain = read_by(pyreadstat.read_sas7bdat, path, file) if meta.missing_user_values else (tagged, meta)
    table = table_of(frame, plain, file, CALENDAR, *tags_of(frame, tagged, meta))
    widths = {str(name).strip(): width for name, width in plain.variable_storage_width.items()}
    numbers = [name for name, kind in plain.readstat_variable_types.items() if kind != "string"]
    return replace(table, exact_below={str(name).strip(): exact_below(widths[str(name).strip()]) for name in numbers})


def exact_below(width: int) -> float:
    """Whole numbers that a SAS variable of so many bytes holds are exact below this: bytes cut off are digits lost."""
    return 2.0 ** (8 * width - 11)
