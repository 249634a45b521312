"""What the tables say as a file, for steps that draw them in further formats."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

from ipscohort.display.numbers import Note
from ipscohort.files.tableio import read_json, write_json
from ipscohort.tables.content import Cell, Number, Table


def write_content(tables: Mapping[str, Table], path: Path | str) -> None:
    """Write every table's content, by name, in their order; a number that is not defined as NaN, its source in words, a note
    that holds numbers in its parts.
    """
    write_json(path, {name: _plain(table) for name, table in tables.items()})


def read_content(path: Path | str) -> dict[str, Table]:
    """Read what `write_content` wrote; sources are words."""
    return {name: _built(Table, content) for name, content in read_json(path).items()}


def _plain(value: Any) -> Any:
    if isinstance(value, Note) and value.numbers:
        return {"parts": _plain(value.parts)}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if not is_dataclass(value):
        return value
    content = {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    return {**content, "source": str(value.source)} if isinstance(value, Number) else content


@cache
def _kinds(kind: type) -> dict[str, Any]:
    """Field -> what it holds."""
    return get_type_hints(kind)


def _built(kind: Any, content: Any) -> Any:
    if is_dataclass(kind) and isinstance(content, dict):
        kinds = _kinds(kind)
        return kind(**{name: _built(kinds[name], item) for name, item in content.items()})
    if isinstance(content, dict):
        return Note(*(part if isinstance(part, str) else _built(Cell, part) for part in content["parts"]))
    if get_origin(kind) is tuple:
        return tuple(_built(get_args(kind)[0], item) for item in content)
    return content
