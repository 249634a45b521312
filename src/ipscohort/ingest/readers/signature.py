"""A file's format by its first bytes, so that a file under a wrong ending is named as what it is."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from ipscohort.ingest.readers.package import kind

NAMES = {
    "csv": "a text file with separated columns (.csv)",
    "tsv": "a text file with tabs between columns (.tsv)",
    "sav": "an SPSS file (.sav, .zsav)",
    "por": "an SPSS portable file (.por)",
    "dta": "a Stata file (.dta)",
    "sas7bdat": "a SAS file (.sas7bdat)",
    "xpt": "a SAS transport file (.xpt)",
    "xlsx": "an Excel file (.xlsx)",
    "parquet": "a Parquet file (.parquet)",
}
"""Format word -> how messages name it."""

PAGE, ENCRYPTED = "web page (HTML)", "password-protected SPSS file"
SAS_MAGIC = bytes(12) + bytes.fromhex("c2ea8160b31411cfbd92080009c7318c181f1011")
STARTS = (
    (b"$FL2", "sav"),
    (b"$FL3", "sav"),
    (b"ENCRYPTEDSAV", ENCRYPTED),
    (b"<stata_dta>", "dta"),
    (SAS_MAGIC, "sas7bdat"),
    (b"HEADER RECORD*******L", "xpt"),
    (b"PAR1", "parquet"),
    (b"%PDF", "PDF"),
    (b"\x1f\x8b", "packed file (gzip)"),
    (b"7z\xbc\xaf", "packed file (7z)"),
    (b"Rar!", "packed file (rar)"),
)
OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def signature(path: Path, start: bytes) -> str | None:
    """Format word, or words for a kind that can't be read; None where the first bytes don't tell (text, old Stata files).

    Parameters
    ----------
    path : Path
    start : bytes
        The file's first kilobyte.
    """
    if start.startswith(OLE):
        encrypted = "EncryptedPackage".encode("utf-16-le") in path.read_bytes()
        return "password-protected Excel file" if encrypted else "old Excel file (.xls)"
    if start.startswith(b"PK"):
        return _packed(path)
    if b"SPSSPORT" in start.replace(b"\r", b"").replace(b"\n", b""):
        return "por"
    if re.match(rb"(\xef\xbb\xbf)?\s*<(!doctype html|html|head|meta|table)\b", start, re.IGNORECASE):
        return PAGE  # as some registers export under the endings .xls and .csv
    return next((word for magic, word in STARTS if start.startswith(magic)), None)


def _packed(path: Path) -> str | None:
    try:
        with zipfile.ZipFile(path) as archive:
            names, office = archive.namelist(), kind(archive)
    except (zipfile.BadZipFile, OSError):
        return None  # cut short: the reader says so
    if office or any(name.startswith("xl/") for name in names):
        return office or "xlsx"
    return "packed file (zip)" if "mimetype" not in names else "OpenDocument or other office file"
