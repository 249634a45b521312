"""Files that the page carries along as addresses that hold their content, so that nothing is lost when it is mailed."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

TYPES = {
    ".csv": "text/csv",
    ".svg": "image/svg+xml",
    ".zip": "application/zip",
    ".json": "application/json",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""Suffix -> media type; another is sent as bytes of no type."""
TOGETHER = (1980, 1, 1, 0, 0, 0)
"""Date of every member of the archive: no clock in it."""


@dataclass(frozen=True)
class Download:
    """A file with its whole content in its address.

    Attributes
    ----------
    name : str
        What it is saved as.
    address : str
    size : str
        In words.
    """

    name: str
    address: str
    size: str


def download(name: str, content: bytes) -> Download:
    """One file."""
    kind = TYPES.get(PurePosixPath(name).suffix, "application/octet-stream")
    return Download(PurePosixPath(name).name, f"data:{kind};base64,{base64.b64encode(content).decode('ascii')}", _size(len(content)))


def archive(name: str, files: Mapping[str, bytes]) -> Download:
    """All files, under their paths, as one zip; the same bytes for the same files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as together:
        for path, content in sorted(files.items()):
            member = zipfile.ZipInfo(path, TOGETHER)
            member.compress_type, member.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            together.writestr(member, content, compresslevel=9)
    return download(name, buffer.getvalue())


def _size(n: int) -> str:
    return f"{max(1, round(n / 1000))} kB"
