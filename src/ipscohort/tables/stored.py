"""What the tables say as a file, for steps that draw them in further formats."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pydantic import TypeAdapter

from ipscohort.files.tableio import read_json, write_json
from ipscohort.tables.content import Table

TABLES = TypeAdapter(dict[str, Table])


def write_content(tables: Mapping[str, Table], path: Path | str) -> None:
    """Write every table's content, by name, in their order; a number that is not defined as NaN."""
    write_json(path, TABLES.dump_python(dict(tables)))


def read_content(path: Path | str) -> dict[str, Table]:
    """Read what `write_content` wrote."""
    return TABLES.validate_python(read_json(path))
