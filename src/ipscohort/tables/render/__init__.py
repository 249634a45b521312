"""How a table is drawn: a module for each suffix in catalogue.formats, with `render(table)`, and `bind(tables)` for all in one file."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module

from ipscohort.catalogue.formats import BOOKS, EXPORTS, TABLE_FORMATS
from ipscohort.catalogue.letters import seen_throughout
from ipscohort.tables.content import Table


def render(table: Table, suffix: str) -> bytes:
    """A table in one format.

    Parameters
    ----------
    table : Table
    suffix : str
        One of catalogue.formats.TABLE_FORMATS or EXPORTS.

    Returns
    -------
    bytes
        A file's content; text as UTF-8. The same table gives the same bytes.
    """
    if suffix not in TABLE_FORMATS | EXPORTS:
        raise ValueError(f"no format '{suffix}': see catalogue/formats.py")
    return _encoded(_module(suffix).render(seen_throughout(table)))


def bind(tables: Sequence[Table], suffix: str) -> bytes:
    """All tables in one file of a format in catalogue.formats.BOOKS, in the order given; a file's content, as `render` gives it."""
    if suffix not in BOOKS:
        raise ValueError(f"no book '{suffix}': see catalogue/formats.py")
    return _encoded(_module(suffix).bind([seen_throughout(table) for table in tables]))


def _module(suffix: str):
    return import_module(f"{__name__}.{suffix}")


def _encoded(drawn: bytes | str) -> bytes:
    return drawn if isinstance(drawn, bytes) else drawn.encode("utf-8")
