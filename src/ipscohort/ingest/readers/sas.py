"""SAS data sets (.sas7bdat)."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from ipscohort.config.ingest import File
from ipscohort.ingest.rawtable import RawTable
from ipscohort.ingest.readers.sas_layout import records_on_pages
from ipscohort.ingest.readers.statdates import SECONDS_PER_DAY, Calendar, DateKind
from ipscohort.ingest.readers.statfile import check_records, read_by, table_of, tags_of

ISO = r"(?:IS8601|E8601|B8601)"
EUR = r"[A-Z]{3}DF"
"""Start of the formats that write dates in a European language, such as EURDFDD and DEUDFDD."""
SEPARATED = r"[BCDNPS]?"
KINDS = {
    rf"DATE|(?:DDMMYY|MMDDYY|YYMMDD){SEPARATED}|WEEKDAT[EX]|WORDDAT[EX]|DAY|WEEKDAY|WEEK[UVW]|DOWNAME": DateKind("day"),
    rf"JULIAN|JULDAY|PDJUL[GI]|{ISO}DA|NENGO|MINGUO|HDATE|HEBDATE|{EUR}(?:D[DEN]|DWN|WDX|WKX)": DateKind("day"),
    r"NLDATE[LMSW]?|NLDATEMD[LMS]?|NLDATEWN|NLDATEYW": DateKind("day"),
    rf"MONYY|MONNAME|MONTH|(?:MMYY|YYMM){SEPARATED}|YYMON|NLDATEMN|NLDATEYM[LMS]?|{EUR}M[NY]": DateKind("day", "month"),
    r"YYQR?[CDNPSZ]?|QTRR?|NLDATEYQ[LMS]?": DateKind("day", "quarter"),
    r"YEAR|NLDATEYR": DateKind("day", "year"),
    rf"DATETIME|DATEAMPM|MDYAMPM|DTDATE|DTWKDATX|{ISO}(?:D[NTXZ]|LX)|{EUR}DT": DateKind("moment"),
    r"NLDATM(?!Y[MQR])\w*": DateKind("moment"),
    r"DTMONYY|NLDATMYM[LMS]?": DateKind("moment", "month"),
    r"DTYYQC|NLDATMYQ[LMS]?": DateKind("moment", "quarter"),
    r"DTYEAR|NLDATMYR": DateKind("moment", "year"),
    rf"TIME|TIMEAMPM|HHMM|HOUR|MMSS|{ISO}(?:T[MXZ]|LZ)|NLTIM\w*": DateKind("time"),
    r"TOD": DateKind("clock"),
}
"""Format -> what its numbers are (SAS, Formats and Informats: Reference, dates and times)."""


def kind_of(fmt: str) -> DateKind | None:
    """What the numbers of a SAS variable are, by its display format, such as DATE9."""
    name = re.sub(r"[\d.]*$", "", fmt.upper())
    return next((kind for pattern, kind in KINDS.items() if re.fullmatch(pattern, name)), None)


CALENDAR = Calendar("1960-01-01", SECONDS_PER_DAY, 1, kind_of)


def read(path: Path, file: File) -> RawTable:
    """Read a .sas7bdat file; the special missing values .A to .Z and ._ are kept apart from the plain one."""
    import pyreadstat

    held = records_on_pages(path.read_bytes())
    tagged, meta = read_by(pyreadstat.read_sas7bdat, path, file, user_missing=True)
    if held is not None:
        check_records(file, held, len(tagged))
    frame, plain = read_by(pyreadstat.read_sas7bdat, path, file) if meta.missing_user_values else (tagged, meta)
    table = table_of(frame, plain, file, CALENDAR, *tags_of(frame, tagged, meta))
    widths = {str(name).strip(): width for name, width in plain.variable_storage_width.items()}
    numbers = [name for name, kind in plain.readstat_variable_types.items() if kind != "string"]
    return replace(table, exact_below={str(name).strip(): exact_below(widths[str(name).strip()]) for name in numbers})


def exact_below(width: int) -> float:
    """Whole numbers that a SAS variable of so many bytes holds are exact below this: bytes cut off are digits lost."""
    return 2.0 ** (8 * width - 11)
